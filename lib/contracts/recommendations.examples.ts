import type {
  Overview,
  RecommendationChoices,
  RecommendationDetail,
  RecommendationTotals,
  RecommendationView,
} from '@/lib/recommendations/schema';

export const recommendationExample: RecommendationView = {
  id: '7',
  domain: 'finops',
  action: 'resize',
  status: 'open',
  statusAt: '2026-10-03T15:00:00.000Z',
  savings: '244.112268',
  atStake: null,
  currency: 'USD',
  resourceId: '96',
  provider: 'aws',
  account: '411100000001',
  region: 'eu-west-1',
  nativeId: 'arn:aws:ec2:eu-west-1:411100000001:instance/i-01b6ffba5fec9b66c',
  resourceName: 'auth-instance-00022',
  kind: 'instance',
  service: 'Amazon Elastic Compute Cloud',
  owner: 'web',
  environment: 'prod',
  set: 'oversized-instances',
  setTitle: 'Machines much larger than their work',
  rule: 'resize-oversized-instance',
  reason: 'In 30 days 95% of the time below 9% processor and 23% memory.',
  firstFoundAt: '2026-10-03T15:00:00.000Z',
  lastFoundAt: '2026-11-21T15:00:00.000Z',
  isCovered: true,
  notCoveredReason: null,
  isRegressed: false,
  excludedBy: null,
  waitReason: null,
  needsPerson: null,
  ticketId: '5',
  ticketKey: 'WEB-3',
  ticketUrl: 'https://your-company.atlassian.net/browse/WEB-3',
  ticketStatus: 'To Do',
  realised: null,
};

export const recommendationDetailExample: RecommendationDetail = {
  ...recommendationExample,
  dismissedBy: null,
  dismissedReason: null,
  dismissedUntil: null,
  effort: 'medium',
  risk: 'A yearly peak lies outside of 30 days; resizing restarts the machine.',
  target: null,
  clampedFrom: null,
  savingsUnknown: [],
  ruleVersion: 1,
  rationale:
    'A month of complete metrics in which neither processor nor memory came near its limit says that a smaller size would do.…',
  why: {
    rule: 'resize-oversized-instance',
    verdict: true,
    sentence:
      'Matches because kind is instance, state is running, bill_ok is true, metrics_ok is true, metrics_days is 30 (>= 30), cpu…',
    node: {
      kind: 'and',
      text: "kind == 'instance' and state == 'running' and bill_ok and metrics_ok and metrics_days >= 30 and cpu_p95 < 20 and cpu_max…",
      value: true,
      children: [
        {
          kind: 'leaf',
          text: "kind == 'instance'",
          value: true,
          operands: [{ text: 'kind', value: 'instance' }],
        },
      ],
    },
  },
  sources: [{ id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09', name: 'AWS bill' }],
  facts: [
    {
      name: 'age_days',
      value: 110,
      money: null,
      source: 'AWS bill',
      dataThrough: '2026-11-19T00:00:00.000Z',
    },
  ],
  rivals: [],
  events: [
    {
      at: '2026-10-03T15:00:00.000Z',
      event: 'ticket_opened',
      from: 'open',
      to: 'open',
      detail: 'WEB-3',
      actor: 'distribution',
    },
  ],
  generations: [
    {
      recommendationId: '413',
      generationId: '8',
      at: '2026-11-21T15:00:00.000Z',
      savings: '244.112268',
      currency: 'USD',
      set: 'oversized-instances',
      version: 1,
      rule: 'resize-oversized-instance',
      reason: 'In 30 days 95% of the time below 9% processor and 23% memory.',
    },
  ],
  costs: {
    currency: 'USD',
    days: [{ day: '2026-09-01', cash: '16.0512', committed: '0' }],
    marks: [{ at: '2026-10-03T15:00:00.000Z', label: 'WEB-3 opened' }],
  },
};

export const totalsExample: RecommendationTotals = {
  count: 27,
  excluded: 0,
  savings: [{ currency: 'USD', amount: '521.9724716', count: 27 }],
  realised: [],
};

export const choicesExample: RecommendationChoices = {
  action: [{ value: 'delete', label: 'delete', count: 28 }],
  owner: [{ value: 'web', label: 'web', count: 20 }],
  account: [{ value: '411100000001', label: '411100000001', count: 13 }],
  kind: [{ value: 'disk', label: 'disk', count: 15 }],
  set: [{ value: 'old-snapshots', label: 'Snapshots whose disk is gone', count: 10 }],
};

export const overviewExample: Overview = {
  dataThrough: '2026-11-19T00:00:00.000Z',
  lastGenerationAt: '2026-11-21T15:00:00.000Z',
  lastGenerationId: '8',
  isGenerationOverdue: false,
  generationState: 'recorded',
  monthCost: [{ currency: 'USD', amount: '148958.0345704903' }],
  spendCovered: [{ currency: 'USD', share: 1 }],
  savings: {
    open: [{ currency: 'USD', amount: '521.9724716', count: 27 }],
    inProgress: [{ currency: 'USD', amount: '716.6454625015', count: 8 }],
    closedUnverified: [{ currency: 'USD', amount: '940.6875431979', count: 5 }],
    verified: [{ currency: 'USD', amount: '1313.545786', count: 21, claimed: '1827.2662554997', pending: 6 }],
    atStake: [{ currency: 'USD', amount: '1298.9195703807', count: 1 }],
  },
  realisationRate: [{ currency: 'USD', rate: 0.9846999447251639 }],
  costOfWaiting: [{ currency: 'USD', amount: '1853.485586', count: 24 }],
  verifiedByMonth: [{ month: '2026-10', currency: 'USD', amount: '311.365116', count: 7 }],
  boards: [{ owner: 'web', currency: 'USD', open: 6, inProgress: 4, closed: 2, savings: '649.5698185007' }],
  needsPerson: [],
  needsPersonCount: 0,
  notCovered: [{ reason: 'Google Cloud bill has no data yet from after 2026-11-18.', count: 1 }],
  neverFires: [],
  shadowed: 0,
};
