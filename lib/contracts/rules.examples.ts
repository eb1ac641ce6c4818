import type { FactField } from '@/lib/facts/schema';
import type { RuleSetHealth } from '@/lib/recommendations/health/schema';
import type { RuleSetPage, RuleSetView } from '@/lib/recommendations/rule-sets.schema';
import type { DraftView, RuleVersionText, RuleVersionView } from '@/lib/rules/editing/schema';
import type { ExportedRules, ImportedRules } from '@/lib/rules/jre/schema';

export const fieldExample: FactField = {
  name: 'monthly_cost',
  types: ['number'],
  examples: [18.4, 912],
  seen: 187,
  provider: 'bill',
  description: 'Money a month (30.4167 days), commitments included',
};

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
  limitsOverride: null,
  secondOpinion: { rules: 2, expressible: 1, resources: 500, pairs: 1_000, compared: 180, share: 0.18 },
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

export const jreTextExample =
  '{ "conditions": { "all": [{ "fact": "requests", "operator": "equal", "value": 0 }] }, "event": { "type": "idle", "params": { "message": "Nobody asks" } } }';

export const importedExample: ImportedRules = {
  yaml: 'ruleset: imported-rules\ntitle: Imported from json-rules-engine\ndomain: general\nmode: parallel\nrules:\n  - name: idle\n    condition:\n      all:\n        - fact: requests\n          operator: equal\n          value: 0\n    message: Nobody asks\n',
  rules: 1,
  notes: [],
};

export const exportedExample: ExportedRules = {
  document: {
    rules: [
      {
        name: 'delete-idle-load-balancer',
        conditions: {
          all: [
            { fact: 'kind', operator: 'equal', value: 'lb' },
            { fact: 'requests', operator: 'equal', value: 0 },
          ],
        },
        event: {
          type: 'delete-idle-load-balancer',
          params: { recommend: { action: 'delete', savings: 'cash_cost', reason: 'No requests' } },
        },
        priority: 2,
      },
    ],
  },
  notExpressible: [{ rule: 'score-age', why: 'its rules only raise events: there is none of type score' }],
  notes: [],
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
