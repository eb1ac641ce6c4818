import type { Clock } from '@/lib/core/clock';
import type { Transaction } from '@/lib/core/db';
import type { Actor } from '@/lib/people/schema';
import { checksumOf, publishVersion, SHIPPER, type VersionExtras } from '../data';
import { refuseUnpublishable } from './accept';
import { textOfVersion } from './data';
import { type After, noteDeed, sizeOf } from './deed';
import type { PublishedVersion } from './schema';

/** A text that is about to be published: valid, its own tests green, on the version that is current. */
export type Publication = {
  ruleSetId: bigint;
  slug: string;
  currentVersion: number; // the one that it takes the place of; 0: none
  yaml: string;
  checksum: string;
};

/** What a check knows of it: kept with the version, or as well in the audit log. */
type Checked = { kept?: VersionExtras; told?: After };

/** What floors above know against a publication: throws to refuse it. */
export type PublicationCheck = (tx: Transaction, publication: Publication) => Promise<Checked>;

type Published = {
  actor: Actor;
  clock: Clock;
  ruleSetId: bigint;
  slug: string;
  currentVersion: number;
  baseVersion: number; // the one that whoever wrote the text had before them
  yaml: string;
  note: string;
  checks: readonly PublicationCheck[];
  told: After; // what the audit log says as well
};

/**
 * Makes a text the next version of a set that is locked. Throws `conflict` when another was published since
 * `baseVersion`, `invalid_input` with the places when the text is wrong or its own tests fail, and what the checks throw.
 */
export async function publishText(tx: Transaction, wanted: Published): Promise<PublishedVersion> {
  const { actor, clock, ruleSetId, slug, currentVersion, baseVersion, yaml, checks } = wanted;
  const current = await textOfVersion(tx, ruleSetId, currentVersion);
  const { title, domain } = refuseUnpublishable({
    slug,
    text: { baseVersion, yaml },
    currentVersion,
    current,
  });
  const version = currentVersion + 1;
  const checksum = checksumOf(yaml);
  const kept: VersionExtras = {};
  const told: After = { ...wanted.told };
  for (const check of checks) {
    const checked = await check(tx, { ruleSetId, slug, currentVersion, yaml, checksum });
    Object.assign(kept, checked.kept);
    Object.assign(told, checked.told);
  }
  const next = {
    ...{ ruleSetId, version, note: wanted.note },
    ...{ publishedBy: publisherOf(actor), publishedAt: clock() },
  };
  await publishVersion(tx, { slug, title, domain, yaml, checksum }, { ...next, ...kept });
  const after = { version, note: wanted.note, ...sizeOf(yaml), ...told };
  await noteDeed(tx, actor, { ruleSetId, slug }, 'published', after);
  return { slug, version, secondOpinion: kept.secondOpinion ?? null };
}

/** What the shipper published is told by its name: nobody else publishes under it. */
function publisherOf({ name, kind }: Actor): string {
  return name === SHIPPER ? `${name} (${kind})` : name;
}
