import { z } from 'zod';
import * as catalog from '@/lib/catalog/schema';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as examples from './catalog.examples';

const ofRecord = z.object({ definitionId: z.uuid(), key: z.string().min(1).max(500) });
const started = z.object({ runId: z.string() });

export const listDefinitionsContract = reads(
  '/api/syncs',
  'Which tables of the library are kept true, and from where',
  {
    input: nothing,
    response: z.object({ items: z.array(catalog.definitionView) }),
    example: { response: { items: [examples.definitionExample] } },
  },
);
export const readDefinitionContract = reads(
  '/api/syncs/{slug}',
  'A sync definition with its text and versions',
  {
    input: z.object({ slug: id }),
    response: catalog.definitionDetail,
    example: { input: { slug: 'fragrances' }, response: examples.definitionDetailExample },
  },
);
export const checkDefinitionContract = writes(
  'viewer',
  '/api/syncs/check',
  'Check a sync definition, against the library’s real columns too',
  {
    input: z.object({ yaml: catalog.definitionYaml }),
    response: catalog.checkDefinitionOutput,
    example: { input: { yaml: examples.syncYamlExample }, response: { valid: true, errors: [] } },
  },
);
export const saveDefinitionContract = writes(
  'operator',
  '/api/syncs',
  'Save a new version of a sync definition',
  {
    input: catalog.saveDefinitionInput,
    response: catalog.definitionDetail,
    example: {
      input: { slug: 'fragrances', yaml: examples.syncYamlExample, baseVersion: 0, note: 'First version' },
      response: examples.definitionDetailExample,
    },
  },
);
export const enableDefinitionContract = writes(
  'admin',
  '/api/syncs/{slug}/enabled',
  'Switch a sync on or off',
  {
    input: z.object({ slug: id, enabled: z.boolean() }),
    response: catalog.definitionView,
    example: { input: { slug: 'fragrances', enabled: true }, response: examples.definitionExample },
  },
);
export const scanDriftContract = writes(
  'operator',
  '/api/syncs/{slug}/scan',
  'Compare the library with what it should hold',
  {
    input: z.object({ slug: id }),
    response: started,
    status: 202,
    example: { input: { slug: 'fragrances' }, response: { runId: examples.repairStartedExample.runId } },
  },
);
export const readQualityContract = reads(
  '/api/syncs/{slug}/quality',
  'How good the library’s data was, a field and a day',
  {
    input: z.object({ slug: id, days: z.coerce.number().int().min(1).max(400).default(90) }),
    response: catalog.qualityOverTime,
    example: { input: { slug: 'fragrances', days: 30 }, response: examples.qualityExample },
  },
);

export const listDriftContract = reads(
  '/api/drift',
  'Records in which the library is not what it should be',
  {
    input: catalog.listDriftInput,
    response: pageOf(catalog.driftView),
    csv: ['definitionTitle', 'key', 'state', 'since', 'isIgnored', 'fields'],
    example: {
      input: { state: 'library_changed', limit: 50 },
      response: { items: [examples.driftExample], nextCursor: null },
    },
  },
);
export const readDriftSummaryContract = reads('/api/drift/summary', 'Drift by state, a sync each', {
  input: nothing,
  response: catalog.driftSummary,
  example: { response: examples.driftSummaryExample },
});
export const readRecordContract = reads(
  '/api/records/{definitionId}/{key}',
  'One record: its three sides, and its history',
  {
    input: ofRecord,
    response: catalog.recordDetail,
    example: {
      input: { definitionId: examples.definitionExample.id, key: '12' },
      response: examples.recordExample,
    },
  },
);
export const previewRepairContract = writes(
  'operator',
  '/api/drift/repair/preview',
  'What a repair would change',
  {
    input: catalog.repairInput,
    response: catalog.repairPreview,
    example: { input: examples.repairChoiceExample, response: examples.repairPreviewExample },
  },
);
export const repairContract = writes('operator', '/api/drift/repair', 'Repair drift in one direction', {
  input: catalog.repairInput,
  response: z.object({ batchId: z.string(), runId: z.string(), records: z.number() }),
  status: 202,
  example: {
    input: { ...examples.repairChoiceExample, note: 'Changed by mistake' },
    response: examples.repairStartedExample,
  },
});
export const listRepairsContract = reads('/api/repairs', 'What was repaired, newest first', {
  input: catalog.listRepairsInput,
  response: pageOf(catalog.repairView),
  csv: ['id', 'askedAt', 'askedBy', 'key', 'direction', 'state', 'changes', 'note', 'error', 'settledAt'],
  example: {
    input: { key: '12', limit: 50 },
    response: { items: [examples.repairExample], nextCursor: null },
  },
});
export const undoRepairContract = writes(
  'operator',
  '/api/repairs/{id}/undo',
  'Put back what a repair changed',
  {
    input: z.object({ id }),
    response: z.object({ batchId: z.string(), runId: z.string(), records: z.number() }),
    status: 202,
    example: { input: { id: '5' }, response: examples.repairStartedExample },
  },
);
export const listIgnoresContract = reads('/api/drift/ignores', 'Fields that are not looked at', {
  input: z.object({ definitionId: z.uuid().optional() }),
  response: z.object({ items: z.array(catalog.ignoreView) }),
  example: {
    input: { definitionId: examples.definitionExample.id },
    response: { items: [examples.ignoreExample] },
  },
});
export const previewIgnoreContract = writes(
  'operator',
  '/api/drift/ignores/preview',
  'What else an exception would hide',
  {
    input: catalog.ignoreInput.omit({ note: true, until: true }),
    response: z.object({ hides: z.number() }),
    example: { input: examples.ignoreChoiceExample, response: { hides: 3 } },
  },
);
export const ignoreContract = writes('operator', '/api/drift/ignores', 'Do not look at a field until a day', {
  input: catalog.ignoreInput,
  response: catalog.ignoreView,
  status: 201,
  example: { input: examples.ignoreInputExample, response: examples.ignoreExample },
});
export const endIgnoreContract = writes('operator', '/api/drift/ignores/{id}', 'Look at a field again', {
  method: 'DELETE',
  input: z.object({ id }),
  response: z.object({ id: z.string() }),
  example: { input: { id: '2' }, response: { id: '2' } },
});
