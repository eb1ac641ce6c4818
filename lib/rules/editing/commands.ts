import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import { parseRuleSet } from '../parse';
import { refuseMoreDrafts, refuseReserved, requireDraft, staleDraft } from './accept';
import * as data from './data';
import { noteDeed, sizeOf, written } from './deed';
import * as drafts from './drafts.data';
import { mergeLines } from './merge';
import { type PublicationCheck, publishText } from './publication';
import type {
  CreateRuleSetInput,
  DeletedDraft,
  DraftView,
  MovedDraft,
  PublishedVersion,
  RestoreInput,
} from './schema';
import { renamed, templateOf } from './template';

/**
 * The life of a rule set in words: made with a first draft; a draft is saved over and over, each save against the
 * revision seen last; publishing makes it the next version if nobody published in between, and ends the draft. The
 * audit holds numbers, checksums and sizes; the texts stand in the versions.
 */
type By = { actor: Actor; clock?: Clock };

/** A new set with its first draft. Throws `conflict` for a name that is taken, `invalid_input` for a wrong text. */
export async function createRuleSet({ actor, clock = systemClock, ...input }: By & CreateRuleSetInput) {
  return transaction(async (tx) => {
    const yaml = await firstText(tx, input);
    const parsed = parseRuleSet(yaml);
    if (!parsed.ok) throw new AppError('invalid_input', 'the rules are not valid', { errors: parsed.errors });
    const { ruleset: slug, title = slug, domain } = parsed.set;
    refuseReserved(slug);
    const ruleSetId = await data.insertSet(tx, { slug, title, domain, at: clock() });
    if (ruleSetId === null) {
      throw new AppError('conflict', `there is a rule set “${slug}” already: choose another name`);
    }
    const draft = await drafts.insertDraft(tx, { ...written(actor, clock), ruleSetId, baseVersion: 0, yaml });
    const { copyOf } = input;
    await noteDeed(tx, actor, { ruleSetId, slug }, 'created', {
      title,
      ...(copyOf ? { copyOf } : {}),
      ...sizeOf(yaml),
    });
    return { slug, draft };
  });
}

async function firstText(tx: Transaction, input: CreateRuleSetInput): Promise<string> {
  const { yaml, slug, title, domain = 'finops', copyOf } = input;
  if (yaml !== undefined) return yaml;
  if (slug === undefined || title === undefined) {
    throw new AppError(
      'invalid_input',
      'give the text of the set (yaml), or a name (slug) and a title for it',
    );
  }
  if (copyOf === undefined) return templateOf({ slug, title, domain });
  const { current } = await data.readRuleSet(tx, copyOf);
  if (current) return renamed(current.yaml, { slug, title });
  throw new AppError(
    'conflict',
    `nothing of the rule set ${copyOf} is published yet: there is nothing to copy`,
  );
}

type Start = By & { slug: string; baseVersion: number; yaml: string };

/** A draft beside those that are there. Throws `not_found`, `conflict` when there are too many. */
export async function startDraft({
  actor,
  slug,
  baseVersion,
  yaml,
  clock = systemClock,
}: Start): Promise<DraftView> {
  return transaction(async (tx) => {
    const { id: ruleSetId, currentVersion } = await data.lockSet(tx, slug);
    if (baseVersion > currentVersion) {
      throw new AppError('invalid_input', `the rule set ${slug} has no version ${baseVersion}`);
    }
    refuseMoreDrafts(slug, await drafts.countDrafts(tx, ruleSetId));
    const draft = await drafts.insertDraft(tx, { ...written(actor, clock), ruleSetId, baseVersion, yaml });
    await noteDeed(tx, actor, { ruleSetId, slug }, 'draft_started', {
      draft: draft.number,
      baseVersion,
      ...sizeOf(yaml),
    });
    return draft;
  });
}

type OfDraft = By & { slug: string; number: number; revision: number };

/** Throws `conflict` when somebody saved it since the revision that the caller has seen: nothing is overwritten. */
export async function saveDraft(deed: OfDraft & { yaml: string }): Promise<DraftView> {
  const { actor, slug, number, revision, yaml, clock = systemClock } = deed;
  return transaction(async (tx) => {
    const { id: ruleSetId } = await data.lockSet(tx, slug);
    const before = await requireDraft(tx, { ruleSetId, slug, number, revision });
    if (before.yaml === yaml) return before;
    const saved = await drafts.writeDraft(tx, {
      ...written(actor, clock),
      ruleSetId,
      number,
      revision,
      yaml,
    });
    if (!saved) throw staleDraft(before, revision);
    await noteDeed(tx, actor, { ruleSetId, slug }, 'draft_saved', {
      draft: number,
      revision: saved.revision,
      ...sizeOf(yaml),
    });
    return saved;
  });
}

/** Ends a draft for good; with it a set of which nothing was ever published and nothing else is in hand. */
export async function deleteDraft({ actor, slug, number, revision }: OfDraft): Promise<DeletedDraft> {
  return transaction(async (tx) => {
    const { id: ruleSetId, currentVersion } = await data.lockSet(tx, slug);
    const { yaml } = await requireDraft(tx, { ruleSetId, slug, number, revision });
    await drafts.deleteDraft(tx, { ruleSetId, number, revision });
    await noteDeed(tx, actor, { ruleSetId, slug }, 'draft_deleted', { draft: number, ...sizeOf(yaml) });
    const isSetDeleted = currentVersion === 0 && (await drafts.countDrafts(tx, ruleSetId)) === 0;
    if (isSetDeleted) {
      await data.deleteSet(tx, ruleSetId);
      await noteDeed(tx, actor, { ruleSetId, slug }, 'deleted', {});
    }
    return { slug, isSetDeleted };
  });
}

/**
 * Puts the changes of a draft onto the version that was published since it was begun. Where both changed the same
 * lines, both stand in the draft between marks, for a person to choose.
 */
export async function moveDraft({
  actor,
  slug,
  number,
  revision,
  clock = systemClock,
}: OfDraft): Promise<MovedDraft> {
  return transaction(async (tx) => {
    const { id: ruleSetId, currentVersion } = await data.lockSet(tx, slug);
    const draft = await requireDraft(tx, { ruleSetId, slug, number, revision });
    if (draft.baseVersion === currentVersion) {
      throw new AppError('conflict', `draft ${number} stands on version ${currentVersion} already`);
    }
    const base = await data.textOfVersion(tx, ruleSetId, draft.baseVersion);
    const current = await data.textOfVersion(tx, ruleSetId, currentVersion);
    const names = { mine: `yours, from version ${draft.baseVersion}`, theirs: `version ${currentVersion}` };
    const { text: yaml, conflicts } = mergeLines(base, draft.yaml, current, names);
    const onto = { ruleSetId, number, revision, yaml, baseVersion: currentVersion };
    const moved = await drafts.writeDraft(tx, { ...written(actor, clock), ...onto });
    if (!moved) throw staleDraft(draft, revision);
    const versions = { from: draft.baseVersion, onto: currentVersion };
    await noteDeed(tx, actor, { ruleSetId, slug }, 'draft_moved', {
      draft: number,
      ...versions,
      conflicts,
      ...sizeOf(yaml),
    });
    return { draft: moved, conflicts };
  });
}

/**
 * Makes a draft the next version. Throws `conflict` when another was published since the draft was begun,
 * `invalid_input` with the places when its text is wrong or its own tests fail, and what the `checks` throw.
 */
export async function publishDraft(
  deed: OfDraft & { note: string; checks?: readonly PublicationCheck[] },
): Promise<PublishedVersion> {
  const { actor, slug, number, revision, note, checks = [], clock = systemClock } = deed;
  return transaction(async (tx) => {
    const { id: ruleSetId, currentVersion } = await data.lockSet(tx, slug);
    const draft = await requireDraft(tx, { ruleSetId, slug, number, revision });
    const { baseVersion, yaml } = draft;
    const published = await publishText(tx, {
      ...{ actor, clock, ruleSetId, slug, currentVersion, baseVersion, yaml, note, checks },
      told: { draft: number },
    });
    await drafts.deleteDraft(tx, { ruleSetId, number, revision });
    return published;
  });
}

type Restore = By & RestoreInput & { checks?: readonly PublicationCheck[] };

/**
 * Publishes the text of an older version again, as the next one. Throws `conflict` when another was published since
 * `currentVersion`, and all that stands against publishing a draft.
 */
export async function restoreVersion(deed: Restore): Promise<PublishedVersion> {
  const { actor, slug, version, currentVersion: seen, note, checks = [], clock = systemClock } = deed;
  return transaction(async (tx) => {
    const { id: ruleSetId, currentVersion } = await data.lockSet(tx, slug);
    if (version > currentVersion) {
      throw new AppError('not_found', `the rule set ${slug} has no version ${version}`);
    }
    if (currentVersion !== seen) {
      throw new AppError('conflict', `Version ${currentVersion} was published meanwhile: look at it first.`);
    }
    const yaml = await data.textOfVersion(tx, ruleSetId, version);
    return publishText(tx, {
      ...{ actor, clock, ruleSetId, slug, currentVersion, yaml, note, checks },
      baseVersion: currentVersion,
      told: { restored: version },
    });
  });
}

/** Whether generations use a set. */
export async function setEnabled({ actor, slug, enabled }: By & { slug: string; enabled: boolean }) {
  return transaction(async (tx) => {
    const set = await data.lockSet(tx, slug);
    if (set.enabled !== enabled) {
      await data.writeEnabled(tx, set.id, enabled);
      await noteDeed(tx, actor, { ruleSetId: set.id, slug }, enabled ? 'enabled' : 'disabled', {});
    }
    return { slug, enabled };
  });
}
