import type { BacktestPage, BacktestView } from '@/lib/recommendations/backtest/schema';

export const RUN_ID = '0d0b6a5e-6f0e-4d8e-9a51-0c7a3c1d2e3f';

export const backtestExample: BacktestView = {
  id: '6c1f6f5a-2f6b-4c57-9a40-6f5c8b7a9d10',
  slug: 'idle-load-balancers',
  draftNumber: 1,
  draftRevision: 3,
  againstVersion: 2,
  checksum: '875bd42c7c3d0c54c4c97016be09a2f65f5116b1a190df91be4eea3588e09587',
  weeks: 2,
  askedAt: '2026-11-21T10:00:00.000Z',
  askedBy: 'mara@example.com',
  endedAt: '2026-11-21T10:00:12.000Z',
  runId: RUN_ID,
  state: 'done',
  newTickets: 1,
  resources: 420,
};

const none = { recommendations: 0, tickets: 0, savings: [] };
const two = {
  recommendations: 2,
  tickets: 2,
  savings: [{ currency: 'USD', amount: '73.6', count: 2 }],
};
const one = { recommendations: 1, tickets: 1, savings: [{ currency: 'USD', amount: '55.2', count: 1 }] };
const week = { readings: 2, resources: 420, published: { opens: 0, closes: 0 } };
const nowhere = { closes: 0, reopens: 0, reroutes: 0, beyondCap: 0 };
const places = {
  draft: { ...nowhere, opens: 2, savings: two.savings },
  published: { ...nowhere, opens: 1, savings: one.savings },
};

export const backtestPageExample: BacktestPage = {
  ...backtestExample,
  title: 'Load balancers nobody uses',
  limits: { newTickets: 50, share: 0.1 },
  summary: {
    weeks: [
      {
        ...week,
        week: '2026-W47',
        generationId: '4',
        at: '2026-11-16T06:00:00.000Z',
        draft: { opens: 2, closes: 0 },
        published: { opens: 1, closes: 0 },
      },
    ],
    missing: [{ week: '2026-W46', why: 'No generation was recorded in it, so no readings are kept.' }],
    resources: 420,
    newTickets: 1,
    share: 1 / 420,
    draft: { opens: two, closes: none, reopens: none, reroutes: none, stands: two, held: [] },
    published: {
      ...{ opens: one, closes: none, reopens: none, reroutes: none, stands: one },
      held: [{ reason: 'floor', count: 1 }],
    },
  },
  detail: {
    boards: [{ name: 'WEB · Jira', note: null, ...places }],
    owners: [{ name: 'web', note: null, ...places }],
    samples: [
      {
        kind: 'opens',
        resourceId: '17',
        name: 'shop-lb',
        account: '411100000001',
        resourceKind: 'lb',
        action: 'delete',
        owner: 'web',
        board: 'WEB · Jira',
        week: '2026-W47',
        hasTicket: true,
        before: null,
        after: {
          action: 'delete',
          rule: 'delete-idle-load-balancer',
          savings: '18.4',
          currency: 'USD',
          reason: 'No requests',
          status: 'open',
        },
        why: 'It matches: requests is 0 and age_days is 40.',
      },
    ],
  },
};
