import type { RuleSetHealth } from '@/lib/recommendations/health/schema';
import type { RuleSetPage, RuleSetView } from '@/lib/recommendations/rule-sets.schema';
import type { DraftView, RuleVersionText, RuleVersionView } from '@/lib/rules/editing/schema';

export const yamlExample =
  'ruleset: idle-load-balancers\ntitle: Load balancers nobody uses\ndomain: finops\nrules:\n  - name: delete-idle-load-balancer\n    condition: "kind == \'lb\' and requests == 0 and age_days >= 14"\n    recommend: { action: delete, savings: cash_cost, reason: No requests }\n';

export const versionExample: RuleVersionView = {
  id: '2',
  version: 2,
  publishedAt: '2026-11-20T10:00:00.000Z',
  publishedBy: 'mara@example.com',
  note: 'Two weeks instead of one',
  checksum: '875bd42c7c3d0c54c4c97016be09a2f65f5116b1a190df91be4eea3588e09587',
  bytes: 268,
  isCurrent: true,
};

export const versionTextExample: RuleVersionText = { ...versionExample, yaml: yamlExample };

export const draftExample: DraftView = {
  number: 1,
  baseVersion: 2,
  yaml: yamlExample,
  revision: 3,
  createdAt: '2026-11-21T09:00:00.000Z',
  createdBy: 'mara@example.com',
  updatedAt: '2026-11-21T09:30:00.000Z',
  updatedBy: 'mara@example.com',
};

export const ruleSetExample: RuleSetView = {
  id: 'idle-load-balancers',
  slug: 'idle-load-balancers',
  title: 'Load balancers nobody uses',
  domain: 'finops',
  origin: 'shipped',
  state: 'enabled',
  version: 2,
  publishedAt: '2026-11-20T10:00:00.000Z',
  publishedBy: 'mara@example.com',
  isChangedHere: true,
  hasNewerShipped: false,
  drafts: 1,
  live: ['Jira'],
  shadow: [],
  openSavings: [{ currency: 'USD', amount: '55.2', count: 3 }],
  found: 4,
  dismissed: 1,
  dismissedShare: 0.25,
  matched: 3,
  unknown: 2,
  unknownShare: 0.04,
  lastMatchAt: '2026-11-21T15:00:00.000Z',
  neverFires: [],
  marked: [],
};

export const ruleSetPageExample: RuleSetPage = {
  id: '4',
  slug: 'idle-load-balancers',
  title: 'Load balancers nobody uses',
  domain: 'finops',
  origin: 'shipped',
  enabled: true,
  current: versionTextExample,
  drafts: [draftExample],
  isChangedHere: true,
  shipped: null,
  arming: [{ connection: 'Jira', state: 'live' }],
  figures: ruleSetExample,
};

const figures = {
  ...{ generations: 4, judged: 848, matched: 96, unknown: 12, errors: 0, heldBack: 3 },
  unknownShare: 0.014,
  lastMatchAt: '2026-11-16T06:04:00.000Z',
  ...{ open: 9, decided: 8, dismissed: 1, dismissedShare: 0.125 },
};
export const healthExample: RuleSetHealth = {
  since: '2026-10-17T06:04:00.000Z',
  generations: 4,
  rules: [
    {
      rule: 'delete-idle-load-balancer',
      ...{ recommends: true, isCurrent: true, marks: [] },
      ...figures,
      reasons: [{ reason: 'Stands by for disaster recovery', count: 1 }],
      verified: [{ currency: 'USD', amount: '212.4', count: 5 }],
      series: [{ at: '2026-11-16T06:04:00.000Z', version: 2, matched: 24 }],
      versions: [{ version: 2, ...figures }],
    },
  ],
};
