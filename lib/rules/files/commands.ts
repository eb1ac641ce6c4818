import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import { checksumOf } from '../data';
import { refuseMoreDrafts, refuseReserved } from '../editing/accept';
import { insertSet, lockSet } from '../editing/data';
import { noteDeed, sizeOf, written } from '../editing/deed';
import * as drafts from '../editing/drafts.data';
import { type PublicationCheck, publishText } from '../editing/publication';
import { parseRuleSet } from '../parse';
import type { RuleSet } from '../schema';
import { noteTaken } from './data';
import type { TakeInput, Taken, TakenFile, TakenResult } from './schema';

type By = { actor: Actor; clock?: Clock };

/** What floors above have to say of a text before it is published; asked outside of the transaction. */
type ChecksOf = (yaml: string) => Promise<readonly PublicationCheck[]>;

type Deed = By & Omit<TakeInput, 'overrideReason'> & { checksOf?: ChecksOf };

/**
 * Takes files as they were compared, each in a transaction of its own: as drafts, or published at once. Whatever stands
 * against one (it moved on since, its tests fail, a limit) leaves nothing of that one behind and is told in its result.
 */
export async function takeFiles({ files, ...deed }: Deed): Promise<Taken> {
  const results: TakenResult[] = [];
  for (const file of files) results.push(await takeFile(file, deed));
  return { results };
}

type EachDeed = Omit<Deed, 'files'>;

async function takeFile(file: TakenFile, deed: EachDeed): Promise<TakenResult> {
  const { path, yaml, text = yaml } = file;
  const none = { path, version: null, draft: null, error: null };
  const parsed = parseRuleSet(yaml); // what is taken may have marks to choose at, and is a draft then
  const slug = parsed.ok ? parsed.set.ruleset : null;
  try {
    if (!parsed.ok)
      throw new AppError('invalid_input', 'The rules are not valid.', { errors: parsed.errors });
    const checks = deed.publish && deed.checksOf ? await deed.checksOf(text) : [];
    const taken = await transaction((tx) => takeSet(tx, { ...deed, file, text, set: parsed.set, checks }));
    return { ...none, slug, ...taken };
  } catch (thrown) {
    // What stands against one file says nothing of the next; that the database is away does.
    if (!(thrown instanceof AppError)) throw thrown;
    return { ...none, slug, outcome: 'refused', error: wordsOf(thrown) };
  }
}

type OfSet = EachDeed & { file: TakenFile; text: string; set: RuleSet; checks: readonly PublicationCheck[] };
type Outcome = Pick<TakenResult, 'outcome'> & Partial<TakenResult>;

async function takeSet(tx: Transaction, deed: OfSet): Promise<Outcome> {
  const { actor, clock = systemClock, file, text, set, publish, note, checks } = deed;
  const slug = set.ruleset;
  const { ruleSetId, currentVersion, isNew } = await claimSet(tx, set, clock());
  if (currentVersion !== file.currentVersion) {
    const told = `Version ${currentVersion} of ${slug} was published since the comparison: compare again.`;
    throw new AppError('conflict', told);
  }
  const subject = { ruleSetId, slug };
  const from = { file: file.path, ...sizeOf(text) };
  if (isNew) await noteDeed(tx, actor, subject, 'created', { title: set.title ?? slug, ...from });
  if (!publish) return draftOf(tx, { ...deed, clock, subject, currentVersion, from });
  const { version } = await publishText(tx, {
    ...{ actor, clock, ruleSetId, slug, currentVersion, note, checks },
    ...{ yaml: text, baseVersion: currentVersion, told: { file: file.path } },
  });
  const { path, yaml } = file;
  await noteTaken(tx, { ruleSetId, path, yaml, version, ...written(actor, clock) });
  return { outcome: 'published', version };
}

type AsDraft = OfSet & {
  clock: Clock;
  subject: { ruleSetId: bigint; slug: string };
  currentVersion: number;
  from: { file: string; checksum: string; bytes: number };
};

/** On the current version; a draft that says just that is there already where one takes the same file twice. */
async function draftOf(tx: Transaction, deed: AsDraft): Promise<Outcome> {
  const { actor, clock, text, note, subject, currentVersion, from } = deed;
  const { ruleSetId, slug } = subject;
  const known = await drafts.listDrafts(tx, ruleSetId);
  const same = known.find(({ yaml }) => checksumOf(yaml) === from.checksum);
  if (same) return { outcome: 'unchanged', draft: same.number };
  refuseMoreDrafts(slug, known.length);
  const { number } = await drafts.insertDraft(tx, {
    ...written(actor, clock),
    ...{ ruleSetId, baseVersion: currentVersion, yaml: text },
  });
  const after = { draft: number, baseVersion: currentVersion, note, ...from };
  await noteDeed(tx, actor, subject, 'draft_started', after);
  return { outcome: 'drafted', draft: number };
}

/** The set, made where there is none, locked to the end of the transaction. */
async function claimSet(tx: Transaction, { ruleset: slug, title = slug, domain }: RuleSet, at: Date) {
  refuseReserved(slug);
  const made = await insertSet(tx, { slug, title, domain, at });
  const { id: ruleSetId, currentVersion } = await lockSet(tx, slug);
  return { ruleSetId, currentVersion, isNew: made !== null };
}

/** What the problem document of a single call would say, in a line. */
function wordsOf({ message, errors }: AppError): string {
  const [first] = errors.filter((fault) => !message.includes(fault.message));
  if (!first) return message;
  const place = first.line === undefined ? '' : `Line ${first.line}: `;
  return `${message} ${place}${first.message}`;
}
