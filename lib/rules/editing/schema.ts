import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { secondOpinion } from '../jre/schema';
import { LIMITS } from '../limits';
import { DOMAINS } from '../schema';

/** The name of a rule set, as its file says it: words in lower case joined by "-". */
export const ruleSetSlug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'words in lower case joined by "-"');

/** Names that stand for something else in the addresses of rule sets. */
export const RESERVED_SLUGS: readonly string[] = ['import', 'export'];

export const yamlText = z
  .string()
  .refine(
    (text) => new TextEncoder().encode(text).length <= LIMITS.yamlBytes,
    `a rule file may have ${LIMITS.yamlBytes / 1024} KiB`,
  )
  .refine((text) => !text.includes('\0'), 'a rule file holds no NUL character');

/** A text in hand. `baseVersion` is the version it was begun from, 0 where none was published; saves count `revision` up. */
export const draftView = z.object({
  number: z.int(),
  baseVersion: z.int(),
  yaml: z.string(),
  revision: z.int(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
export type DraftView = z.infer<typeof draftView>;

/** Which limits of the set a version was published over; `found` null: no backtest told. */
export const limitsOverride = z.object({
  reason: z.string(),
  by: z.string(),
  exceeded: z.array(
    z.object({ limit: z.enum(['new_tickets', 'share']), allowed: z.number(), found: z.number().nullable() }),
  ),
  backtestId: z.string().nullable(),
});

export const ruleVersionView = z.object({
  id: z.string(), // the version's number as text, so that lists can tell rows apart
  version: z.int(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  note: z.string().nullable(),
  checksum: z.string(),
  bytes: z.int(),
  isCurrent: z.boolean(),
  limitsOverride: limitsOverride.nullable(), // null: it was within the limits of the set, or there were none
  secondOpinion: secondOpinion.nullable(), // null: json-rules-engine was not asked
});
export type RuleVersionView = z.infer<typeof ruleVersionView>;

export const ruleVersionText = ruleVersionView.extend({ yaml: z.string() });
export type RuleVersionText = z.infer<typeof ruleVersionText>;

export const origin = z.enum(['shipped', 'operator']);
const armingMode = z.enum(['shadow', 'live']);

/**
 * A rule set with all that is in hand of it. `isChangedHere`: an operator's text stands over the shipped one;
 * `shipped` is then the text that an update brought since, null when there is none.
 */
export const ruleSetDetail = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  domain: z.enum(DOMAINS),
  origin,
  enabled: z.boolean(),
  current: ruleVersionText.nullable(),
  drafts: z.array(draftView),
  isChangedHere: z.boolean(),
  shipped: z.object({ yaml: z.string(), at: z.iso.datetime() }).nullable(),
  arming: z.array(z.object({ connection: z.string(), state: armingMode })),
});
export type RuleSetDetail = z.infer<typeof ruleSetDetail>;

export const slugInput = z.object({ slug: ruleSetSlug });
export const listVersionsInput = listInput.extend({ slug: ruleSetSlug });
export type ListVersionsInput = z.infer<typeof listVersionsInput>;
export const versionInput = z.object({ slug: ruleSetSlug, version: z.coerce.number().int().min(1) });

/** A whole text, or a name for a set made from the template or from another set's current version. */
export const createRuleSetInput = z
  .object({
    yaml: yamlText.optional(),
    slug: ruleSetSlug.optional(),
    title: z.string().trim().min(1).max(200).optional(),
    domain: z.enum(DOMAINS).optional(),
    copyOf: ruleSetSlug.optional(),
  })
  .refine(
    ({ yaml, slug, title }) => yaml !== undefined || (slug !== undefined && title !== undefined),
    'give the text of the set (yaml), or a name (slug) and a title for it',
  );
export type CreateRuleSetInput = z.infer<typeof createRuleSetInput>;
export const createRuleSetOutput = z.object({ slug: z.string(), draft: draftView });

export const startDraftInput = z.object({
  slug: ruleSetSlug,
  baseVersion: z.int().min(0),
  yaml: yamlText,
});
const draftNumber = z.coerce.number().int().min(1);
const revision = z.coerce.number().int().min(1); // the one that the caller has seen last
export const saveDraftInput = z.object({ slug: ruleSetSlug, number: draftNumber, revision, yaml: yamlText });
export const draftInput = z.object({ slug: ruleSetSlug, number: draftNumber, revision });
export const publishInput = draftInput.extend({
  note: z.string().trim().min(3, 'say what changed and why').max(500),
  overrideReason: z
    .string()
    .trim()
    .min(3, 'say why, in a few words')
    .max(500)
    .optional()
    .describe('Of an administrator: why it is published over the limits that the set declares'),
});
export type PublishInput = z.infer<typeof publishInput>;
/** An older version, published again over `currentVersion`, the one that the caller sees. */
export const restoreInput = versionInput.extend({
  currentVersion: z.int().min(1),
  note: publishInput.shape.note,
  overrideReason: publishInput.shape.overrideReason,
});
export type RestoreInput = z.infer<typeof restoreInput>;

/** `conflicts`: places where both sides changed the same lines; both stand in the text, between marks. */
export const movedDraft = z.object({ draft: draftView, conflicts: z.int() });
export const deletedDraft = z.object({ slug: z.string(), isSetDeleted: z.boolean() });
export const publishedVersion = z.object({
  slug: z.string(),
  version: z.int(),
  secondOpinion: secondOpinion.nullable(),
});
export const enabledState = z.object({ slug: z.string(), enabled: z.boolean() });

export type MovedDraft = z.infer<typeof movedDraft>;
export type DeletedDraft = z.infer<typeof deletedDraft>;
export type PublishedVersion = z.infer<typeof publishedVersion>;
