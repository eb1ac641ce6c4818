import { z } from 'zod';
import { cleared, listInput } from '@/lib/core/list';
import { columnValue, deliveryOutcome, fieldChange } from '@/lib/deliveries/schema';

// ── sync definitions ─────────────────────────────────────────────────────────────────────────────────────────────

/** A place in a definition's YAML, both from 1, and what is wrong there. */
export const definitionError = z.object({ line: z.int(), column: z.int(), message: z.string() });
export type DefinitionError = z.infer<typeof definitionError>;

export const definitionView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  senderId: z.string(),
  senderName: z.string(),
  libraryId: z.string(),
  libraryName: z.string(),
  table: z.string(),
  fields: z.array(z.string()).describe('The library’s columns that it keeps'),
  version: z.number(),
  enabled: z.boolean(),
  baselineAt: z.string().nullable(),
  records: z.number(),
  assumed: z.number().describe('Records of which nothing was ever delivered'),
  lastScan: z.object({ endedAt: z.string(), counts: z.record(z.string(), z.number()) }).nullable(),
  listening: z
    .object({
      isWanted: z.boolean().describe('The definition asks for it'),
      since: z.string().nullable().describe('When our trigger came into the library; null: it is not there'),
      trouble: z.string().nullable().describe('What stands against it'),
    })
    .describe('Whether changes that others make in the library are noticed at once'),
});
export type DefinitionView = z.infer<typeof definitionView>;

export const definitionVersion = z.object({
  version: z.number(),
  yaml: z.string(),
  note: z.string(),
  savedAt: z.string(),
  savedBy: z.string(),
});
export const definitionDetail = definitionView.extend({
  yaml: z.string(),
  versions: z.array(definitionVersion),
  scans: z.array(z.object({ schedule: z.string(), words: z.string() })).describe('When it is compared whole'),
});
export type DefinitionDetail = z.infer<typeof definitionDetail>;

export const definitionYaml = z.string().min(1).max(100_000);
export const checkDefinitionOutput = z.object({ valid: z.boolean(), errors: z.array(definitionError) });
export type CheckDefinition = z.infer<typeof checkDefinitionOutput>;
export const saveDefinitionInput = z.object({
  slug: z.string().min(1).max(80),
  yaml: definitionYaml,
  baseVersion: z.number().int().min(0).describe('The version that the text began with'),
  note: z.string().trim().min(1).max(500),
});
export type SaveDefinition = z.infer<typeof saveDefinitionInput>;

// ── drift ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const driftState = z.enum([
  'conflict',
  'library_changed',
  'cms_changed',
  'missing_here',
  'unknown_there',
  'quarantined',
  'pending',
]);
export type DriftState = z.infer<typeof driftState>;

/** A field of a record as its three sides have it; null is the library's NULL, absent where there is no row. */
export const driftField = z.object({
  field: z.string(),
  library: columnValue.optional(),
  expected: columnValue.optional(),
  agreed: columnValue.optional(),
  state: z.enum(['agree', 'conflict', 'library_changed', 'cms_changed', 'quarantined', 'ignored']),
});
export type DriftField = z.infer<typeof driftField>;

export const driftView = z.object({
  definitionId: z.string(),
  definitionTitle: z.string(),
  key: z.string(),
  state: driftState,
  fields: z.array(driftField),
  since: z.string(),
  isIgnored: z.boolean(),
});
export type DriftView = z.infer<typeof driftView>;

export const driftFilter = z.object({
  definitionId: cleared(z.uuid()),
  state: cleared(driftState),
  field: cleared(z.string().max(200)),
  ignored: cleared(z.enum(['true', 'false'])),
});
export type DriftFilter = z.infer<typeof driftFilter>;
export const listDriftInput = listInput.extend(driftFilter.shape);
export type ListDriftInput = z.infer<typeof listDriftInput>;

export const driftSummary = z.object({
  definitions: z.array(
    z.object({
      definitionId: z.string(),
      title: z.string(),
      scannedAt: z.string().nullable(),
      isScanning: z.boolean(),
      records: z.number(),
      inSync: z.number(),
      byState: z.array(z.object({ state: driftState, count: z.number() })),
      ignored: z.number(),
      staleSince: z.string().nullable().describe('What the sender posted since then may be lost'),
    }),
  ),
});
export type DriftSummary = z.infer<typeof driftSummary>;

export const repairDirection = z.enum(['to_library', 'from_library']);
export type RepairDirection = z.infer<typeof repairDirection>;
/** Which records: by key, or all of a filter. `fields` narrows it to some columns. */
export const repairInput = z.object({
  definitionId: z.uuid(),
  direction: repairDirection,
  keys: z.array(z.string().min(1).max(500)).max(1000).optional(),
  filter: driftFilter.omit({ definitionId: true }).optional(),
  fields: z.array(z.string()).max(100).optional(),
  note: z.string().trim().max(500).optional(),
});
export type RepairInput = z.infer<typeof repairInput>;
export const repairPreview = z.object({
  records: z.number(),
  fields: z.array(z.object({ field: z.string(), changes: z.number() })),
  inserts: z.number(),
  deletes: z.number(),
  sample: z.array(z.object({ key: z.string(), changes: z.array(fieldChange) })),
});
export type RepairPreview = z.infer<typeof repairPreview>;
export const repairView = z.object({
  id: z.string(),
  batchId: z.string(),
  definitionId: z.string(),
  key: z.string(),
  direction: repairDirection,
  changes: z.array(fieldChange),
  state: z.enum(['asked', 'done', 'failed', 'undone']),
  error: z.string().nullable(),
  note: z.string().nullable(),
  askedAt: z.string(),
  askedBy: z.string(),
  settledAt: z.string().nullable(),
  undoOfId: z.string().nullable(),
  runId: z.string().nullable(),
});
export type RepairView = z.infer<typeof repairView>;
export const listRepairsInput = listInput.extend({
  definitionId: cleared(z.uuid()),
  key: cleared(z.string().max(500)),
  batchId: cleared(z.uuid()),
  state: cleared(z.enum(['asked', 'done', 'failed', 'undone'])),
});

const note = z.string().trim().min(1, 'a note is required').max(500);
export const ignoreInput = z.object({
  definitionId: z.uuid(),
  key: z.string().max(500).nullable().describe('Null: of every record'),
  field: z.string().min(1).max(200),
  until: z.iso.datetime({ offset: true }),
  note,
});
export type IgnoreInput = z.infer<typeof ignoreInput>;
export const ignoreView = z.object({
  id: z.string(),
  definitionId: z.string(),
  key: z.string().nullable(),
  field: z.string(),
  until: z.string(),
  note: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  hides: z.number().describe('Records whose drift it hides now'),
});
export type IgnoreView = z.infer<typeof ignoreView>;

// ── a record ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** One event on a record's line of time; `detail` says it in a sentence. */
export const recordEvent = z.object({
  at: z.string(),
  kind: z.enum([
    'baseline',
    'delivery',
    'held',
    'released',
    'rejected',
    'superseded',
    'repair',
    'undo',
    'drift',
  ]),
  title: z.string(),
  detail: z.string().nullable(),
  changes: z.array(fieldChange),
  by: z.string().nullable(),
  deliveryId: z.string().nullable(),
  quarantineId: z.string().nullable(),
  repairId: z.string().nullable(),
});
export type RecordEvent = z.infer<typeof recordEvent>;
export const recordDetail = z.object({
  definitionId: z.string(),
  definitionTitle: z.string(),
  key: z.string(),
  isAssumed: z.boolean(),
  state: z.union([driftState, z.literal('in_sync')]),
  fields: z.array(driftField.extend({ source: z.string().nullable(), seq: z.string().nullable() })),
  events: z.array(recordEvent).describe('Newest first, the latest 200'),
});
export type RecordDetail = z.infer<typeof recordDetail>;

// ── replay ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const replayPreview = z.object({
  deliveries: z.number(),
  records: z.number(),
  outcomes: z.array(z.object({ outcome: deliveryOutcome, count: z.number() })).describe('Of the sample'),
  sample: z.array(
    z.object({
      deliveryId: z.string(),
      key: z.string(),
      outcome: deliveryOutcome,
      changes: z.array(fieldChange),
    }),
  ),
});
export type ReplayPreview = z.infer<typeof replayPreview>;

// ── quality over time ────────────────────────────────────────────────────────────────────────────────────────────

/** Shares from 0 to 1. */
export const qualityFigure = z.object({
  day: z.string(),
  rows: z.number(),
  completeness: z.number(),
  validity: z.number(),
  uniqueness: z.number(),
  freshness: z.number(),
});
export type QualityFigure = z.infer<typeof qualityFigure>;
export const qualityOverTime = z.object({
  fields: z.array(z.object({ field: z.string(), figures: z.array(qualityFigure) })),
});
export type QualityOverTime = z.infer<typeof qualityOverTime>;
