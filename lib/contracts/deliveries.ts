import { z } from 'zod';
import { replayPreview } from '@/lib/catalog/schema';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as deliveries from '@/lib/deliveries/schema';
import * as examples from './deliveries.examples';

const [skipDeadInput, editDeadInput] = deliveries.settleDeadInput.options;
const done = z.object({ deliveries: z.number() });

export const listDeliveriesContract = reads('/api/deliveries', 'What senders posted, newest first', {
  input: deliveries.listDeliveriesInput,
  response: pageOf(deliveries.deliveryView),
  csv: [
    'id',
    'receivedAt',
    'senderName',
    'kind',
    'key',
    'seq',
    'size',
    'state',
    'outcome',
    'reason',
    'attempts',
    'fieldNames',
    'settledAt',
  ],
  example: { input: { state: 'done' }, response: { items: [examples.deliveryExample], nextCursor: null } },
});
export const readDeliveriesSummaryContract = reads(
  '/api/deliveries/summary',
  'How many deliveries are in each state',
  {
    input: nothing,
    response: deliveries.deliveriesSummary,
    example: { response: examples.deliveriesSummaryExample },
  },
);
export const readDeliveryContract = reads(
  '/api/deliveries/{id}',
  'One delivery as it came, and what became of it',
  {
    input: z.object({ id }),
    response: deliveries.deliveryDetail,
    example: { input: { id: '48211' }, response: examples.deliveryDetailExample },
  },
);
export const previewReplayContract = writes(
  'operator',
  '/api/deliveries/replay/preview',
  'What a replay would change',
  {
    input: deliveries.replayInput,
    response: replayPreview,
    example: { input: { ids: ['48211'] }, response: examples.replayPreviewExample },
  },
);
export const replayContract = writes('operator', '/api/deliveries/replay', 'Work on deliveries again', {
  input: deliveries.replayInput,
  response: done,
  status: 202,
  example: { input: { ids: ['48211'] }, response: { deliveries: 1 } },
});
export const settleDeadContract = writes(
  'operator',
  '/api/deliveries/{id}/settle',
  'Pass over a dead delivery, or put a corrected one in its place',
  {
    input: z.discriminatedUnion('deed', [skipDeadInput.extend({ id }), editDeadInput.extend({ id })]),
    response: z.object({ state: deliveries.deliveryState }),
    example: {
      input: { id: '48211', deed: 'skip', note: 'sent by mistake' },
      response: { state: 'skipped' },
    },
  },
);

export const listSendersContract = reads('/api/senders', 'Who posts to us', {
  input: nothing,
  response: z.object({ items: z.array(deliveries.senderView) }),
  example: { response: { items: [examples.senderExample] } },
});
export const createSenderContract = writes(
  'admin',
  '/api/senders',
  'Add a sender; its address and secret are shown once',
  {
    input: deliveries.createSenderInput,
    response: deliveries.senderSecrets,
    status: 201,
    example: {
      input: { name: 'CMS', baseUrl: 'https://cms.your-company.example', keyField: 'fragrance_id' },
      response: examples.senderSecretsExample,
    },
  },
);
export const attachSenderContract = writes(
  'admin',
  '/api/senders/{id}/attach',
  'Make a CMS post to us; it keeps one listener, which loses its place',
  {
    input: z.object({ id }),
    response: deliveries.senderView,
    example: { input: { id: examples.senderId }, response: examples.senderExample },
  },
);
export const detachSenderContract = writes(
  'admin',
  '/api/senders/{id}/detach',
  'Make a CMS stop posting to us',
  {
    input: z.object({ id }),
    response: deliveries.senderView,
    example: { input: { id: examples.senderId }, response: { ...examples.senderExample, attachedAt: null } },
  },
);
export const rotateSenderContract = writes(
  'admin',
  '/api/senders/{id}/rotate',
  'Give a sender’s endpoint a new token; the old one ends at once',
  {
    input: z.object({ id }),
    response: deliveries.senderSecrets,
    example: { input: { id: examples.senderId }, response: examples.senderSecretsExample },
  },
);
export const pullSenderContract = writes(
  'operator',
  '/api/senders/{id}/pull',
  'Read a sender’s list: what changed since the last time, or all of it',
  {
    input: z.object({ id, whole: z.boolean().default(false) }),
    response: z.object({ runId: z.string() }),
    status: 202,
    example: {
      input: { id: examples.senderId },
      response: { runId: '5f0d3a1e-8a53-4a9c-9d27-6f2f0b7d9c11' },
    },
  },
);
export const authorizePullContract = writes(
  'admin',
  '/api/senders/{id}/pull/authorization',
  'Set or take away the Authorization header that a sender’s list is asked for with; it is never shown again',
  {
    input: deliveries.setPullAuthorizationInput.extend({ id }),
    response: deliveries.senderView,
    example: {
      input: { id: examples.senderId, authorization: 'Bearer the-key-of-the-list' },
      response: { ...examples.senderExample, canPull: true, hasPullAuthorization: true },
    },
  },
);
export const settleStaleContract = writes(
  'operator',
  '/api/senders/{id}/settle-stale',
  'Say that what may have been lost was looked after',
  {
    input: z.object({ id }),
    response: deliveries.senderView,
    example: { input: { id: examples.senderId }, response: examples.senderExample },
  },
);
