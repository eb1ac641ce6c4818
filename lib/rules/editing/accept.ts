import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { parseRuleSet } from '../parse';
import type { CaseResult } from '../schema';
import { validateYaml } from '../try';
import { findDraft } from './drafts.data';
import { type DraftView, RESERVED_SLUGS } from './schema';

type Wanted = { ruleSetId: bigint; slug: string; number: number; revision: number };

/** The draft as the caller has seen it. Throws `not_found` when it is gone, `conflict` when it was saved since. */
export async function requireDraft(tx: Transaction, wanted: Wanted): Promise<DraftView> {
  const { ruleSetId, slug, number, revision } = wanted;
  const draft = await findDraft(tx, { ruleSetId, number });
  if (!draft) {
    const told = `draft ${number} of ${slug} is not there any more: it was published or deleted. Your text is safe.`;
    throw new AppError('not_found', told);
  }
  if (draft.revision !== revision) throw staleDraft(draft, revision);
  return draft;
}

export function staleDraft({ number, revision, updatedBy }: DraftView, seen: number): AppError {
  const told = `${updatedBy} saved draft ${number} while you edited it (it is at revision ${revision}, you began at ${seen}). Your text is safe.`;
  return new AppError('conflict', told, { errors: [{ path: 'revision', message: told }] });
}

type Unpublished = {
  slug: string;
  text: { baseVersion: number; yaml: string };
  currentVersion: number;
  current: string;
};

/** Everything that stands against publishing a text, as an error; what the set then says of itself. */
export function refuseUnpublishable({ slug, text, currentVersion, current }: Unpublished) {
  const { baseVersion, yaml } = text;
  if (baseVersion !== currentVersion) {
    const told =
      baseVersion === 0
        ? `Version ${currentVersion} was published while you edited. Your text is safe.`
        : `Version ${currentVersion} was published while you edited version ${baseVersion}. Your text is safe.`;
    throw new AppError('conflict', told, { errors: [{ path: 'baseVersion', message: told }] });
  }
  if (yaml === current) {
    throw new AppError(
      'invalid_input',
      `The text is that of version ${currentVersion}: there is nothing to publish.`,
    );
  }
  const { errors, tests } = validateYaml({ yaml, named: slug });
  if (errors.length > 0) throw new AppError('invalid_input', 'The rules are not valid.', { errors });
  const failed = tests.filter(({ passed }) => !passed);
  if (failed.length > 0) throw failing(failed, tests.length);
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new AppError('internal', `the checked text of ${slug} cannot be read`);
  const { title = slug, domain } = parsed.set;
  return { title, domain };
}

const NAMED = 5;

function failing(failed: CaseResult[], total: number): AppError {
  const names = failed.slice(0, NAMED).map(({ name }) => `“${name}”`);
  const more = failed.length > NAMED ? ` and ${failed.length - NAMED} more` : '';
  const verb = failed.length === 1 ? 'fails' : 'fail';
  const told = `${failed.length} of ${total} tests ${verb}: ${names.join(', ')}${more}. Nothing was published.`;
  const errors = failed.map(({ name, line, difference }) => ({
    line,
    column: 1,
    message: `${name}: ${difference.join('; ')}`,
  }));
  return new AppError('invalid_input', told, { errors });
}

/** Throws for a name under which a set could not be opened. */
export function refuseReserved(slug: string): void {
  if (!RESERVED_SLUGS.includes(slug)) return;
  throw new AppError('invalid_input', `“${slug}” cannot be the name of a rule set: choose another`);
}

const MOST_DRAFTS = 20; // of one set: more are forgotten, not kept

export function refuseMoreDrafts(slug: string, count: number): void {
  if (count < MOST_DRAFTS) return;
  throw new AppError('conflict', `the rule set ${slug} has ${MOST_DRAFTS} drafts: delete one first`);
}
