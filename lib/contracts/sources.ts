import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import * as previews from '@/lib/sources/preview.schema';
import * as sources from '@/lib/sources/schema';
import * as sourceViews from '@/lib/sources/views.schema';
import * as examples from './sources.examples';

export const createSourceContract = writes('operator', '/api/sources', 'Add a source', {
  input: sources.createSourceInput,
  response: z.object({ id: z.string() }),
  status: 201,
  example: {
    input: { kind: 'focus', name: 'AWS bill' },
    response: { id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09' },
  },
});
export const updateSourceContract = writes('operator', '/api/sources/{id}', 'Change a source', {
  method: 'PATCH',
  input: sources.updateSourceInput.extend({ id: z.uuid() }),
  response: z.object({
    answered: z.number(), // deliveries that waited, and that the new handling answers
    runId: z.string().nullable(), // the run that reads the source again, where one was answered
  }),
  example: {
    input: { id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09', config: { handling: 'overwrite' } },
    response: { answered: 1, runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' },
  },
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
    example: {
      input: { id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09', file: 'focus-aws-2026-11.csv' },
      body: examples.billExample,
      response: {
        importId: '41',
        state: 'done',
        rowsRead: 1,
        rowsAccepted: 1,
        rowsRefused: 0,
        cellsUnknown: 0,
        focusVersion: '1.0',
        refusedMoney: [],
        notes: ['ConsumedQuantity is not in the file: days of use and the quantities of meters are unknown.'],
        bytes: 442,
        checksum: '875bd42c7c3d0c54c4c97016be09a2f65f5116b1a190df91be4eea3588e09587',
        faults: [],
        waiting: [],
        runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b',
      },
    },
  },
);
export const cancelImportContract = writes(
  'operator',
  '/api/imports/{id}/cancel',
  'Stop an upload and drop what it brought',
  {
    input: z.object({ id: sources.cancelImportInput.shape.importId }),
    response: z.object({ cancelled: z.boolean() }),
    example: { input: { id: '41' }, response: { cancelled: true } },
  },
);

export const answerDeliveryContract = writes(
  'operator',
  '/api/imports/{id}/answer',
  'Say what a waiting delivery does to the one before it: replace, add, or leave it out',
  {
    input: z.object({
      id: sources.cancelImportInput.shape.importId,
      deliveryId: sources.cancelImportInput.shape.importId,
      answer: sources.deliveryAnswer,
      note: z.string().trim().max(500).optional(),
    }),
    response: z.object({ runId: z.string().nullable() }),
    example: {
      input: { id: '42', deliveryId: '420000', answer: 'append', note: 'Corrections of October' },
      response: { runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' },
    },
  },
);
export const withdrawImportContract = writes(
  'operator',
  '/api/imports/{id}/withdraw',
  'Undo an import: what it replaced counts again',
  {
    input: z.object({
      id: sources.cancelImportInput.shape.importId,
      note: z.string().trim().max(500).optional(),
    }),
    response: z.object({ runId: z.string().nullable() }),
    example: {
      input: { id: '41', note: 'The wrong month' },
      response: { runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' },
    },
  },
);
export const previewChangeContract = reads(
  '/api/imports/{id}/preview',
  'What an answer or an undo would change: totals, rows, findings and verified savings',
  {
    input: z
      .object({
        id: sources.cancelImportInput.shape.importId,
        change: previews.previewedChange.shape.change,
        deliveryId: previews.previewedChange.shape.deliveryId,
      })
      .refine(previews.isWholeChange, previews.WHOLE_CHANGE),
    response: previews.changePreview,
    example: { input: { id: '41', change: 'withdraw' }, response: examples.changePreviewExample },
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
    example: { input: { kind: 'focus' }, response: { items: [examples.sourceExample], nextCursor: null } },
  },
);
export const readSourceContract = reads(
  '/api/sources/{id}',
  'One source: what it covers, scope by scope and day by day, and its last snapshots',
  {
    input: z.object({ id: z.uuid() }),
    response: sourceViews.sourceDetail,
    example: {
      input: { id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09' },
      response: examples.sourceDetailExample,
    },
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
      'cellsUnknown',
      'focusVersion',
      'delivery',
      'part',
      'parts',
      'deliveredAt',
      'startedAt',
      'endedAt',
      'error',
      'importedBy',
    ],
    example: {
      input: { id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09', state: 'done' },
      response: { items: [examples.importExample], nextCursor: null },
    },
  },
);
export const readImportContract = reads(
  '/api/imports/{id}',
  'One upload: how far it is, what it brought and what of that counts',
  {
    input: z.object({ id: sourceViews.listFaultsInput.shape.id }),
    response: sourceViews.importDetail,
    example: { input: { id: '41' }, response: examples.importDetailExample },
  },
);
export const listFaultsContract = reads(
  '/api/imports/{id}/faults',
  'Refused rows and unknown cells, and why',
  {
    input: sourceViews.listFaultsInput,
    response: sourceViews.faultPage,
    csv: ['kind', 'line', 'column', 'message'],
    example: {
      input: { id: '41' },
      response: {
        items: [
          {
            id: '1',
            kind: 'row',
            line: 312,
            column: 'EffectiveCost',
            message: '“n/a” is not a decimal number',
          },
        ],
        nextCursor: null,
      },
    },
  },
);
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
    example: {
      input: { id: '96', from: '2026-11-20', category: 'Usage', limit: 1 },
      response: { items: [examples.chargeExample], nextCursor: null },
    },
  },
);
export const readChargeTotalsContract = reads(
  '/api/resources/{id}/charges/totals',
  'What a filtered list of charges comes to, by currency',
  {
    input: sourceViews.totalChargesInput,
    response: sourceViews.chargeTotals,
    example: { input: { id: '96', from: '2026-11-01' }, response: examples.chargeTotalsExample },
  },
);
