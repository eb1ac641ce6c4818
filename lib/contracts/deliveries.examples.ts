import type { ReplayPreview } from '@/lib/catalog/schema';
import type { DeliveriesSummary, DeliveryDetail, DeliveryView, SenderView } from '@/lib/deliveries/schema';

export const senderId = '3f1c7a52-5b0e-4c58-9b1f-6f0f4a3f7d11';

export const deliveryExample: DeliveryView = {
  id: '48211',
  senderId,
  senderName: 'Sandbox CMS',
  kind: 'webhook',
  key: '12',
  seq: '31',
  receivedAt: '2026-11-21T15:50:01.929Z',
  size: 86,
  state: 'done',
  outcome: 'applied',
  reason: null,
  attempts: 1,
  fieldNames: ['description', 'cost'],
  settledAt: '2026-11-21T15:50:02.114Z',
  repeatsId: null,
  originId: null,
  requestedBy: null,
};

export const deliveryDetailExample: DeliveryDetail = {
  ...deliveryExample,
  body: '{"fragrance_id": 12, "description": "Cedar and smoke, reworked", "cost": 7}',
  isCut: false,
  sha256: '4e1243bd22c66e76c2ba9eddc1f91394e57f9f83a2a5a4b0f2c3c0e5a0f4c1d2',
  headers: { ':path': `/api/webhooks/cms/${senderId}`, 'content-type': 'application/json' },
  messageId: null,
  sentAt: null,
  writes: [{ field: 'cost', from: '6.5', to: '7' }],
  notes: [{ rule: 'trim-name', kind: 'fix', field: 'description', detail: 'spaces at its end were cut' }],
  blocks: 0,
  quarantine: [],
};

export const deliveriesSummaryExample: DeliveriesSummary = {
  byState: [
    { state: 'pending', count: 3 },
    { state: 'done', count: 48190 },
    { state: 'dead', count: 1 },
  ],
  blockedKeys: 1,
  arrivals: [{ at: '2026-11-21T15:50:00.000Z', count: 31 }],
  oldestPendingAt: '2026-11-21T15:50:01.929Z',
};

export const senderExample: SenderView = {
  connectionId: senderId,
  connectionName: 'Sandbox CMS',
  baseUrl: 'http://127.0.0.1:9090',
  isSandbox: true,
  enabled: true,
  kind: 'bare',
  keyField: 'fragrance_id',
  endpoint: `https://evenkeel.your-company.example/api/webhooks/cms/${senderId}?token=…`,
  attachedAt: '2026-11-21T09:00:00.000Z',
  attachError: null,
  lastArrivalAt: '2026-11-21T15:50:01.929Z',
  paceMs: 2040,
  staleSince: null,
  tokenRotatedAt: '2026-11-21T09:00:00.000Z',
  canPull: false,
  pulledAt: null,
  hasPullAuthorization: false,
  wrongTokens: 0,
};

export const senderSecretsExample = {
  connectionId: senderId,
  endpoint: `https://evenkeel.your-company.example/api/webhooks/cms/${senderId}?token=shown-once`,
  signingSecret: null,
};

export const replayPreviewExample: ReplayPreview = {
  deliveries: 1,
  records: 1,
  outcomes: [{ outcome: 'unchanged', count: 1 }],
  sample: [{ deliveryId: '48211', key: '12', outcome: 'unchanged', changes: [] }],
};
