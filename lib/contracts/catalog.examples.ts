import type { QuarantineSummary, QuarantineView } from '@/lib/catalog/quarantine.schema';
import type {
  DefinitionDetail,
  DefinitionView,
  DriftSummary,
  DriftView,
  IgnoreView,
  QualityOverTime,
  RecordDetail,
  RepairPreview,
  RepairView,
} from '@/lib/catalog/schema';

const definitionId = '0d6f1f0e-6a1c-4c53-9f0a-2f4f3f2f9d11';

export const syncYamlExample = `sync: fragrances
title: Fragrances
source: Sandbox CMS
key: fragrance_id
target: { connection: Library, table: public.fragrances, key: fragrance_id }
fields:
  name: { type: text, trim: true }
  cost: { type: number }
quality: [required-fields, cost-jump]
`;

export const definitionExample: DefinitionView = {
  id: definitionId,
  slug: 'fragrances',
  title: 'Fragrances',
  senderId: '5b0f2f52-40a5-4c58-9a3f-5d9a4a9c1f02',
  senderName: 'Sandbox CMS',
  libraryId: 'c2b7f7fb-3f0e-4c1b-8a0e-0a9f8d1b7e03',
  libraryName: 'Library',
  table: 'public.fragrances',
  fields: ['name', 'cost'],
  version: 1,
  enabled: true,
  baselineAt: '2026-11-21T15:00:00.000Z',
  records: 5000,
  assumed: 4120,
  lastScan: { endedAt: '2026-11-21T15:30:02.120Z', counts: { in_sync: 4988, library_changed: 12 } },
  listening: { isWanted: true, since: '2026-11-21T15:00:02.000Z', trouble: null },
};

export const definitionDetailExample: DefinitionDetail = {
  ...definitionExample,
  yaml: syncYamlExample,
  versions: [
    {
      version: 1,
      yaml: syncYamlExample,
      note: 'First version',
      savedAt: '2026-11-21T14:58:11.000Z',
      savedBy: 'Ana',
    },
  ],
  scans: [{ schedule: 'Drift, every hour', words: 'Every hour, at 17 minutes past, UTC' }],
};

export const quarantineExample: QuarantineView = {
  id: '17',
  definitionId,
  definitionTitle: 'Fragrances',
  key: '12',
  deliveryId: '9041',
  isWhole: false,
  fields: [{ field: 'cost', from: '12', to: '900' }],
  reasons: [
    { ruleSet: 'cost-jump', rule: 'cost-jump', field: 'cost', reason: 'The cost goes from 12 to 900.' },
  ],
  state: 'held',
  heldAt: '2026-11-21T15:41:07.000Z',
  settledAt: null,
  settledBy: null,
  note: null,
};

const settled = { settledAt: '2026-11-21T15:50:00.000Z', settledBy: 'Ana' };
export const releasedExample: QuarantineView = {
  ...quarantineExample,
  ...settled,
  state: 'released',
  note: 'The new price list',
};
export const rejectedExample: QuarantineView = {
  ...quarantineExample,
  ...settled,
  state: 'rejected',
  note: 'A lost decimal point',
};

export const quarantineSummaryExample: QuarantineSummary = {
  byState: [
    { state: 'held', count: 9 },
    { state: 'superseded', count: 31 },
  ],
  byRule: [{ rule: 'cost-jump', count: 6 }],
};

export const driftExample: DriftView = {
  definitionId,
  definitionTitle: 'Fragrances',
  key: '12',
  state: 'library_changed',
  fields: [{ field: 'cost', library: '14', expected: '12', agreed: '12', state: 'library_changed' }],
  since: '2026-11-21T15:30:02.000Z',
  isIgnored: false,
};

export const driftSummaryExample: DriftSummary = {
  definitions: [
    {
      definitionId,
      title: 'Fragrances',
      scannedAt: '2026-11-21T15:30:02.120Z',
      isScanning: false,
      records: 5000,
      inSync: 4988,
      byState: [{ state: 'library_changed', count: 12 }],
      ignored: 0,
      staleSince: null,
    },
  ],
};

export const recordExample: RecordDetail = {
  definitionId,
  definitionTitle: 'Fragrances',
  key: '12',
  isAssumed: false,
  state: 'library_changed',
  fields: [
    {
      field: 'cost',
      library: '14',
      expected: '12',
      agreed: '12',
      state: 'library_changed',
      source: 'cost',
      seq: '3',
    },
  ],
  events: [
    {
      at: '2026-11-21T15:20:00.000Z',
      kind: 'delivery',
      title: 'Delivery 9040 was applied',
      detail: null,
      changes: [{ field: 'cost', from: '10', to: '12' }],
      by: null,
      deliveryId: '9040',
      quarantineId: null,
      repairId: null,
    },
  ],
};

export const repairChoiceExample = {
  definitionId,
  direction: 'to_library' as const,
  keys: ['12'],
};

export const repairPreviewExample: RepairPreview = {
  records: 1,
  fields: [{ field: 'cost', changes: 1 }],
  inserts: 0,
  deletes: 0,
  sample: [{ key: '12', changes: [{ field: 'cost', from: '14', to: '12' }] }],
};

export const repairStartedExample = {
  batchId: '8a3c6f40-51a7-4f0d-8b2e-1f6f0b9e7d04',
  runId: '3f1d2c4b-7a86-4d3e-9c55-6b7a8c9d0e05',
  records: 1,
};

export const repairExample: RepairView = {
  id: '5',
  batchId: repairStartedExample.batchId,
  definitionId,
  key: '12',
  direction: 'to_library',
  changes: [{ field: 'cost', from: '14', to: '12' }],
  state: 'done',
  error: null,
  note: 'Changed by mistake',
  askedAt: '2026-11-21T15:45:00.000Z',
  askedBy: 'Ana',
  settledAt: '2026-11-21T15:45:01.000Z',
  undoOfId: null,
  runId: repairStartedExample.runId,
};

export const ignoreChoiceExample = { definitionId, key: null, field: 'description' };

export const ignoreInputExample = {
  ...ignoreChoiceExample,
  until: '2026-12-01T00:00:00.000Z',
  note: 'Marketing edits these in the library until December',
};

export const ignoreExample: IgnoreView = {
  id: '2',
  ...ignoreInputExample,
  createdAt: '2026-11-21T15:50:00.000Z',
  createdBy: 'Ana',
  hides: 3,
};

export const qualityExample: QualityOverTime = {
  fields: [
    {
      field: 'name',
      figures: [
        {
          day: '2026-11-21',
          rows: 5000,
          completeness: 1,
          validity: 0.998,
          uniqueness: 0.991,
          freshness: 0.72,
        },
      ],
    },
  ],
};
