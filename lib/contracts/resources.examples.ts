import type { Double, JoinPreview, JoinView } from '@/lib/recommendations/joins/schema';
import type { Meeting } from '@/lib/sources/meeting.schema';

const kept = {
  id: '96',
  provider: 'aws',
  account: '411100000001',
  region: 'eu-west-1',
  nativeId: 'db-orders',
  name: 'orders',
};
const joined = { ...kept, id: '412', region: 'global', name: null };

export const doubleExample: Double = { id: '412', kept, joined, reason: 'regionless' };

export const joinPreviewExample: JoinPreview = {
  kept,
  joined,
  reason: 'regionless',
  spellings: 1,
  actions: [
    {
      action: 'delete',
      stays: { lineageId: '41', status: 'open', ticketKey: 'PLAT-12' },
      ends: { lineageId: '83', status: 'open', ticketKey: 'PLAT-31' },
      standing: 'ticket',
      duplicate: { key: 'PLAT-31', url: 'https://example.atlassian.net/browse/PLAT-31', isDone: false },
    },
  ],
  exemptions: [],
  problem: null,
};

export const joinExample: JoinView = {
  id: '7',
  kept,
  joined,
  reason: 'regionless',
  joinedAt: '2026-11-30T10:00:00.000Z',
  joinedBy: 'Ada',
  undoneAt: null,
  undoneBy: null,
  duplicates: [
    {
      lineageId: '83',
      key: 'PLAT-31',
      url: 'https://example.atlassian.net/browse/PLAT-31',
      state: 'waiting',
    },
  ],
};

const { provider: _, ...metResource } = kept;
const met = { ...metResource, kind: 'database' };

export const meetingExample: Meeting = {
  items: [
    {
      provider: 'aws',
      inventory: { resources: 310, met: 308, examples: [{ ...met, account: '041110000001' }] },
      bill: { resources: 312, met: 308, examples: [met] },
      hints: [
        {
          kind: 'zeros',
          resources: 1,
          examples: [
            { inventory: { ...met, account: '041110000001' }, bill: { ...met, account: '41110000001' } },
          ],
        },
      ],
    },
  ],
};
