import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import * as sources from '@/lib/sources/schema';
import * as sourceViews from '@/lib/sources/views.schema';

export const createSourceContract = writes('operator', '/api/sources', 'Add a source', {
  input: sources.createSourceInput,
  response: z.object({ id: z.string() }),
  status: 201,
});
export const importFileContract = writes(
  'operator',
  '/api/sources/{id}/import',
  'Upload a bill or an inventory as the raw body',
  {
    method: 'PUT',
    body: 'stream',
    input: z.intersection(z.object({ id: z.uuid() }), sources.uploadInput),
    response: sources.importResult.extend({ runId: z.string().nullable() }),
  },
);
export const cancelImportContract = writes(
  'operator',
  '/api/imports/{id}/cancel',
  'Stop an upload and drop what it brought',
  {
    input: z.object({ id: sources.cancelImportInput.shape.importId }),
    response: z.object({ cancelled: z.boolean() }),
  },
);

export const listSourcesContract = reads(
  '/api/sources',
  'Sources and how fresh they are, the stalest first',
  {
    input: sourceViews.listSourcesInput,
    response: sourceViews.sourcePage,
    csv: [
      'id',
      'name',
      'kind',
      'enabled',
      'dataThrough',
      'isStale',
      'coverage',
      'joinShare',
      'rowsRead',
      'rowsRefused',
      'lastReadAt',
    ],
  },
);
export const readSourceContract = reads(
  '/api/sources/{id}',
  'One source: what it covers, scope by scope and day by day, and its last snapshots',
  {
    input: z.object({ id: z.uuid() }),
    response: sourceViews.sourceDetail,
  },
);
export const listImportsContract = reads(
  '/api/sources/{id}/imports',
  'What a source was sent, newest first',
  {
    input: sourceViews.listImportsInput.omit({ sourceId: true }).extend({ id: z.uuid() }),
    response: sourceViews.importPage,
    csv: [
      'id',
      'fileName',
      'state',
      'bytes',
      'rowsRead',
      'rowsAccepted',
      'rowsRefused',
      'delivery',
      'part',
      'parts',
      'deliveredAt',
      'startedAt',
      'endedAt',
      'error',
      'importedBy',
    ],
  },
);
export const readImportContract = reads(
  '/api/imports/{id}',
  'One upload: how far it is, what it brought and what of that counts',
  {
    input: z.object({ id: sourceViews.listFaultsInput.shape.id }),
    response: sourceViews.importDetail,
  },
);
export const listFaultsContract = reads('/api/imports/{id}/faults', 'The rows that were refused, and why', {
  input: sourceViews.listFaultsInput,
  response: sourceViews.faultPage,
  csv: ['line', 'column', 'message'],
});
export const listChargesContract = reads(
  '/api/resources/{id}/charges',
  'The rows of the bills behind a resource’s numbers, the latest first',
  {
    input: sourceViews.listChargesInput,
    response: sourceViews.chargePage,
    csv: [
      'chargeStart',
      'chargeEnd',
      'service',
      'meter',
      'sku',
      'description',
      'category',
      'class',
      'quantity',
      'unit',
      'listCost',
      'contractedCost',
      'effectiveCost',
      'billedCost',
      'currency',
      'account',
      'billingAccount',
      'deliveredAt',
      'fileName',
      'line',
    ],
  },
);
export const readChargeTotalsContract = reads(
  '/api/resources/{id}/charges/totals',
  'What a filtered list of charges comes to, by currency',
  {
    input: sourceViews.totalChargesInput,
    response: sourceViews.chargeTotals,
  },
);
