import type { ExemptionView } from '@/lib/recommendations/exemptions/schema';

export const exemptionInputExample = {
  what: { kind: 'tag' as const, key: 'env', value: 'dr' },
  ruleSet: 'idle-load-balancers',
  until: '2027-01-31T00:00:00.000Z',
  reason: 'Stands by for disaster recovery',
};

export const exemptionExample: ExemptionView = {
  id: '7',
  kind: 'tag',
  resourceId: null,
  resourceName: null,
  provider: null,
  account: null,
  tagKey: 'env',
  tagValue: 'dr',
  ruleSet: 'idle-load-balancers',
  ruleSetTitle: 'Load balancers nobody uses',
  action: null,
  owner: null,
  until: '2027-01-31T00:00:00.000Z',
  reason: 'Stands by for disaster recovery',
  state: 'in_force',
  createdAt: '2026-11-20T09:30:00.000Z',
  createdBy: 'ada@example.com',
  endedAt: null,
  endedBy: null,
  endedNote: null,
  heldBack: 3,
};

export const endedExample: ExemptionView = {
  ...exemptionExample,
  state: 'ended',
  endedAt: '2026-12-01T08:00:00.000Z',
  endedBy: 'ada@example.com',
  endedNote: 'The second site was closed',
};
