import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import { systemActor } from '@/lib/people/schema';
import * as data from './data';
import { parseRuleSet } from './parse';

export type SeedResult = { published: string[]; unchanged: string[]; keptForOperator: string[] };

/**
 * Puts the rule files that come with this version into the database: a new set, or a new version where the text
 * changed. A set that an operator has published over, or made under the same name, stays as the operator left it; who
 * went back to the shipped text follows updates again.
 * Throws `misconfigured` with the places when a file is wrong.
 */
export async function seedShippedRuleSets({
  clock = systemClock,
  folder = join(process.cwd(), 'rules'),
}: {
  clock?: Clock;
  folder?: string;
} = {}): Promise<SeedResult> {
  const sets = await readShippedSets(folder);
  const result: SeedResult = { published: [], unchanged: [], keptForOperator: [] };
  await transaction(async (tx) => {
    for (const set of sets) result[await seedSet(tx, set, clock())].push(set.slug);
  });
  return result;
}

type ShippedSet = Awaited<ReturnType<typeof readShippedSets>>[number];

async function seedSet(tx: Transaction, set: ShippedSet, now: Date): Promise<keyof SeedResult> {
  const known = await data.claimShippedSet(tx, set);
  await data.noteShippedText(tx, { ruleSetId: known.id, yaml: set.yaml, at: now });
  if (known.current?.checksum === set.checksum) return 'unchanged';
  if (known.origin !== 'shipped' || isChangedHere(known)) return 'keptForOperator';
  const version = known.currentVersion + 1;
  const note = version === 1 ? 'Comes with Evenkeel' : 'Changed by an update of Evenkeel';
  const next = { ruleSetId: known.id, version, publishedBy: data.SHIPPER, publishedAt: now, note };
  await data.publishVersion(tx, set, next);
  await recordAudit(tx, systemActor('start'), {
    action: 'rule_set.published',
    subject: { kind: 'rule_set', id: String(known.id) },
    after: { slug: set.slug, version },
  });
  return 'published';
}

/** Whether an operator's own text stands over the one that was shipped last. */
function isChangedHere({ current, shippedYaml }: Awaited<ReturnType<typeof data.claimShippedSet>>): boolean {
  if (!current || current.publishedBy === data.SHIPPER) return false;
  return shippedYaml === null || current.checksum !== data.checksumOf(shippedYaml);
}

async function readShippedSets(folder: string) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const yaml = await readFile(join(folder, name), 'utf8');
      const parsed = parseRuleSet(yaml);
      if (!parsed.ok)
        throw new AppError('misconfigured', `rules/${name} is wrong`, { errors: parsed.errors });
      const { ruleset: slug, title = slug, domain } = parsed.set;
      return { slug, title, domain, yaml, checksum: data.checksumOf(yaml) };
    }),
  );
}
