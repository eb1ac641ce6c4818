import type {
  RecommendationWhy,
  ResourceView,
  SampleAnswer,
  WhyAnswer,
  WhyFact,
  WhyView,
} from '@/lib/recommendations/why.schema';

const AT = '2026-11-21T10:00:00.000Z';

export const resourceExample: ResourceView = {
  id: '17',
  provider: 'aws',
  account: '411100000001',
  region: 'eu-west-1',
  nativeId: 'shop-lb-0a1b',
  name: 'shop-lb',
};

const reading: Pick<WhyFact, 'isBehind' | 'sourceName' | 'sourceId' | 'snapshotId' | 'through' | 'ageHours'> =
  {
    isBehind: false,
    sourceName: 'Inventory',
    sourceId: '0d0b6a5e-6f0e-4d8e-9a51-0c7a3c1d2e3f',
    snapshotId: '12',
    through: '2026-11-21T04:00:00.000Z',
    ageHours: 6,
  };

const whyExample: WhyView = {
  rule: 'delete-idle-load-balancer',
  title: null,
  isEnabled: true,
  verdict: false,
  sentence: 'Does not match because requests is 4 (not == 0).',
  tree: {
    kind: 'and',
    text: "kind == 'lb' and requests == 0",
    value: false,
    children: [
      { kind: 'leaf', text: "kind == 'lb'", value: true, operands: [{ text: 'kind', value: 'lb' }] },
      { kind: 'leaf', text: 'requests == 0', value: false, operands: [{ text: 'requests', value: 4 }] },
    ],
  },
  hiddenBy: null,
  facts: [
    { ...reading, name: 'kind', value: 'lb', source: 'inventory' },
    { ...reading, name: 'requests', value: 4, source: 'metrics' },
  ],
  unknown: [],
  nearMisses: [{ text: 'requests == 0', isOnly: true }],
  flip: {
    verdict: true,
    changes: [{ fact: 'requests', from: 4, to: 0, relation: '==', bound: 0 }],
    sentence: 'Would match if requests were 0 (it is 4).',
  },
};

export const whyAnswerExample: WhyAnswer = {
  slug: 'idle-load-balancers',
  title: 'Load balancers nobody uses',
  version: 2,
  at: AT,
  resource: { ...resourceExample, kind: 'lb', owner: 'web', environment: 'prod' },
  readings: 2,
  names: ['delete-idle-load-balancer'],
  rules: [whyExample],
};

export const recommendationWhyExample: RecommendationWhy = {
  present: { slug: 'idle-load-balancers', version: 2, at: AT, why: whyExample },
  frozen: {
    ...{ slug: 'idle-load-balancers', version: 2, at: '2026-11-16T06:00:00.000Z' },
    ...{ ticketKey: 'WEB-12', frozenAt: '2026-11-16T06:04:00.000Z' },
    why: {
      ...whyExample,
      verdict: true,
      sentence: 'Matches because kind is lb and requests is 0.',
      tree: null,
      facts: [{ ...reading, name: 'requests', value: 0, source: 'metrics', ageHours: 2 }],
      nearMisses: [],
      flip: null,
    },
  },
};

export const sampleExample: SampleAnswer = {
  at: AT,
  counts: { match: 1, noMatch: 0, unknown: 0 },
  rules: [{ rule: 'delete-idle-load-balancer', match: 1, noMatch: 0, unknown: 0 }],
  rows: [
    {
      ...resourceExample,
      kind: 'lb',
      verdict: true,
      matched: ['delete-idle-load-balancer'],
      unknown: [],
      recommends: [{ action: 'delete', savings: '18.4' }],
      currency: 'USD',
      isFound: true,
    },
  ],
  note: null,
};
