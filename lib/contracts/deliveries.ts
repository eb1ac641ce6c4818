import { z } from 'zod';
import { replayPreview } from '@/lib/catalog/schema';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as deliveries from '@/lib/deliveries/schema';

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
});
export const readDeliveriesSummaryContract = reads(
  '/api/deliveries/summary',
  'How many deliveries are in each state',
  {
    input: nothing,
    response: deliveries.deliveriesSummary,
  },
);
export const readDeliveryContract = reads(
  '/api/deliveries/{id}',
  'One delivery as it came, and what became of it',
  {
    input: z.object({ id }),
    response: deliveries.deliveryDetail,
  },
);
export const previewReplayContract = writes(
  'operator',
  '/api/deliveries/replay/preview',
  'What a replay would change',
  {
    input: deliveries.replayInput,
    response: replayPreview,
  },
);
export const replayContract = writes('operator', '/api/deliveries/replay', 'Work on deliveries again', {
  input: deliveries.replayInput,
  response: done,
  status: 202,
});
export const settleDeadContract = writes(
  'operator',
  '/api/deliveries/{id}/settle',
  'Pass over a dead delivery, or put a corrected one in its place',
  {
    input: z.intersection(z.object({ id }), deliveries.settleDeadInput),
    response: z.object({ state: deliveries.deliveryState }),
  },
);

export const listSendersContract = reads('/api/senders', 'Who posts to us', {
  input: nothing,
  response: z.object({ items: z.array(deliveries.senderView) }),
});
export const createSenderContract = writes(
  'admin',
  '/api/senders',
  'Add a sender; its address and secret are shown once',
  {
    input: deliveries.createSenderInput,
    response: deliveries.senderSecrets,
    status: 201,
  },
);
export const attachSenderContract = writes(
  'admin',
  '/api/senders/{id}/attach',
  'Make a CMS post to us; it keeps one listener, which loses its place',
  {
    input: z.object({ id }),
    response: deliveries.senderView,
  },
);
export const detachSenderContract = writes(
  'admin',
  '/api/senders/{id}/detach',
  'Make a CMS stop posting to us',
  {
    input: z.object({ id }),
    response: deliveries.senderView,
  },
);
export const rotateSenderContract = writes(
  'admin',
  '/api/senders/{id}/rotate',
  'Give a sender’s endpoint a new token; the old one ends at once',
  {
    input: z.object({ id }),
    response: deliveries.senderSecrets,
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
  },
);
