import { z } from 'zod';
import * as quarantine from '@/lib/catalog/quarantine.schema';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as examples from './catalog.examples';

export const listQuarantineContract = reads('/api/quarantine', 'Changes that quality rules hold back', {
  input: quarantine.listQuarantineInput,
  response: pageOf(quarantine.quarantineView),
  csv: [
    'id',
    'definitionTitle',
    'key',
    'state',
    'heldAt',
    'fields',
    'reasons',
    'settledAt',
    'settledBy',
    'note',
  ],
  example: {
    input: { state: 'held', limit: 50 },
    response: { items: [examples.quarantineExample], nextCursor: null },
  },
});
export const readQuarantineSummaryContract = reads(
  '/api/quarantine/summary',
  'What is held, by state and rule',
  {
    input: nothing,
    response: quarantine.quarantineSummary,
    example: { response: examples.quarantineSummaryExample },
  },
);
export const readQuarantineContract = reads('/api/quarantine/{id}', 'One held change', {
  input: z.object({ id }),
  response: quarantine.quarantineView,
  example: { input: { id: '17' }, response: examples.quarantineExample },
});
export const releaseContract = writes(
  'operator',
  '/api/quarantine/{id}/release',
  'Let a held change through, corrected where values are given',
  {
    input: quarantine.releaseInput.extend({ id }),
    response: quarantine.quarantineView,
    example: {
      input: { id: '17', note: 'The new price list', values: { cost: '90' } },
      response: examples.releasedExample,
    },
  },
);
export const rejectContract = writes(
  'operator',
  '/api/quarantine/{id}/reject',
  'Leave a held change out for good',
  {
    input: z.object({ id, note: quarantine.releaseInput.shape.note }),
    response: quarantine.quarantineView,
    example: { input: { id: '17', note: 'A lost decimal point' }, response: examples.rejectedExample },
  },
);
export const settleManyContract = writes(
  'operator',
  '/api/quarantine/settle',
  'Release or reject many held changes',
  {
    input: quarantine.settleManyInput,
    response: z.object({ settled: z.number(), skipped: z.number() }),
    example: {
      input: { ids: ['17', '18'], deed: 'reject', note: 'A lost decimal point' },
      response: { settled: 2, skipped: 0 },
    },
  },
);

export const previewSettleAllContract = writes(
  'operator',
  '/api/quarantine/settle-all/preview',
  'What all held changes of a filter come to',
  {
    input: quarantine.settleAllInput.pick({ filter: true }),
    response: quarantine.settlePreview,
    example: {
      input: { filter: { rule: 'cost-jump' } },
      response: {
        changes: 214,
        records: 209,
        byRule: [{ rule: 'cost-jump', count: 214 }],
        sample: [examples.quarantineExample],
      },
    },
  },
);
export const settleAllContract = writes(
  'operator',
  '/api/quarantine/settle-all',
  'Release or reject all held changes of a filter, as a run',
  {
    input: quarantine.settleAllInput,
    response: quarantine.settleAllStarted,
    example: {
      input: { filter: { rule: 'cost-jump' }, deed: 'reject', note: 'A lost decimal point' },
      response: {
        batchId: '6f0b1a52-77a5-4c58-9a3f-5d9a4a9c1f44',
        runId: '2b0f2f52-40a5-4c58-9a3f-5d9a4a9c1f45',
        changes: 214,
      },
    },
  },
);
