import type { ChangePreview } from '@/lib/sources/preview.schema';
import type {
  ChargeTotals,
  ChargeView,
  ImportDetail,
  ImportView,
  SourceDetail,
  SourceView,
} from '@/lib/sources/views.schema';

export const sourceExample: SourceView = {
  id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09',
  name: 'AWS bill',
  kind: 'focus',
  enabled: true,
  config: {
    ...{ path: null, sync: null, maxBadShare: 0.01, handling: null, expectedAccounts: null },
    effectiveCost: 'EffectiveCost',
  },
  dataThrough: '2026-11-19T00:00:00.000Z',
  isStale: false,
  coverage: { whole: 5, partial: 0, none: 0 },
  joinShare: 0.9899153339604891,
  rowsRead: 10490,
  rowsRefused: 0,
  waiting: 0,
  sharedMonths: 0,
  lastReadAt: '2026-11-21T15:00:00.000Z',
  lastImport: {
    id: '41',
    state: 'done',
    at: '2026-11-21T15:00:00.000Z',
    fileName: 'focus-aws-2026-11.csv',
    bytes: 7562915,
    expectedBytes: null,
    error: null,
  },
};

export const sourceDetailExample: SourceDetail = {
  ...sourceExample,
  shared: [],
  scopes: [
    {
      provider: 'aws',
      account: '411100000001',
      region: '*',
      kind: '*',
      level: 'whole',
      reason: null,
      dataFrom: '2026-10-20T00:00:00.000Z',
      dataThrough: '2026-11-19T00:00:00.000Z',
    },
  ],
  scopesTotal: 5,
  grid: {
    days: ['2026-10-23'],
    scopes: [
      {
        provider: 'aws',
        account: '411100000001',
        region: '*',
        kind: '*',
        cells: [{ level: 'whole', reason: null, rows: 107 }],
      },
    ],
    scopesTotal: 5,
  },
  snapshots: [
    {
      id: '32',
      importId: '41',
      takenAt: '2026-11-21T15:00:00.000Z',
      dataFrom: '2026-10-20T00:00:00.000Z',
      dataThrough: '2026-11-19T00:00:00.000Z',
      coverage: { whole: 5, partial: 0, none: 0 },
      statistics: {
        days: 30,
        rows: 26575,
        faults: [],
        totals: [{ cost: '53509.2524845422', currency: 'USD', unmapped: '0' }],
        rowsTied: 26307,
        resources: 446,
        faultCount: 0,
      },
    },
  ],
};

export const importExample: ImportView = {
  id: '41',
  sourceId: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09',
  sourceName: 'AWS bill',
  kind: 'focus',
  fileName: 'focus-aws-2026-11.csv',
  state: 'done',
  bytes: 7562915,
  expectedBytes: null,
  share: 1,
  rowsRead: 10490,
  rowsAccepted: 10490,
  rowsRefused: 0,
  cellsUnknown: 0,
  focusVersion: '1.2',
  refusedMoney: [],
  refusedUnread: 0,
  notes: [],
  offer: null,
  faultsKept: 0,
  delivery: null,
  part: 1,
  parts: 1,
  deliveredAt: '2026-11-21T15:00:00.000Z',
  startedAt: '2026-11-21T15:00:00.000Z',
  endedAt: '2026-11-21T15:00:00.000Z',
  error: null,
  importedBy: 'sandbox',
  standings: [{ standing: 'base', count: 1 }],
  waiting: [],
  withdrawnAt: null,
  withdrawnBy: null,
};

export const importDetailExample: ImportDetail = {
  ...importExample,
  checksum: '875bd42c7c3d0c54c4c97016be09a2f65f5116b1a190df91be4eea3588e09587',
  sameAs: null,
  partsHere: 1,
  partsMissing: [],
  deliveries: [
    {
      id: '410000',
      billingAccount: '411100000000',
      month: '2026-11',
      periodStart: '2026-11-01T00:00:00.000Z',
      periodEnd: '2026-12-01T00:00:00.000Z',
      rows: 10490,
      chargedFrom: '2026-11-01T00:00:00.000Z',
      chargedThrough: '2026-11-21T00:00:00.000Z',
      isCurrent: true,
      standing: 'base',
      answeredBy: null,
      answeredAt: null,
      note: null,
    },
  ],
};

export const chargeExample: ChargeView = {
  id: '410000-393',
  chargeStart: '2026-11-20T00:00:00.000Z',
  chargeEnd: '2026-11-21T00:00:00.000Z',
  service: 'Amazon Elastic Compute Cloud',
  meter: 'BoxUsage:m6i.4xlarge',
  sku: 'BOXUSAGEM6I4XLARGE',
  description: '$0.704 per hour of m6i.4xlarge',
  category: 'Usage',
  class: null,
  quantity: '14.4',
  unit: 'Hours',
  listCost: '10.1376',
  contractedCost: '9.63072',
  effectiveCost: '9.63072',
  billedCost: '9.63072',
  currency: 'USD',
  commitment: null,
  host: null,
  account: '411100000001',
  billingAccount: '411100000000',
  importId: '41',
  deliveryId: '410000',
  deliveredAt: '2026-11-21T15:00:00.000Z',
  fileName: 'focus-aws-2026-11.csv',
  line: 393,
  isCurrent: true,
};

export const chargeTotalsExample: ChargeTotals = {
  items: [
    {
      currency: 'USD',
      rows: 112,
      effectiveCost: '1791.31392',
      billedCost: '1791.31392',
      listCost: '1885.5936',
    },
  ],
};

/** The first lines of a bill; a real one has every column of FOCUS. */
export const billExample = [
  'BillingAccountId,BillingPeriodStart,BillingPeriodEnd,SubAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ProviderName,ServiceName,ResourceId,RegionId,EffectiveCost,BilledCost,ListCost,ContractedCost,BillingCurrency',
  '411100000000,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,411100000001,2026-11-20T00:00:00Z,2026-11-21T00:00:00Z,Usage,,AWS,Amazon Elastic Compute Cloud,i-01b6ffba5fec9b66c,eu-west-1,9.63072,9.63072,10.1376,9.63072,USD',
  '',
].join('\n');

export const changePreviewExample: ChangePreview = {
  summary: '−40.00 USD; 1 verified saving shrinks',
  months: [
    {
      month: '2026-10',
      billingAccount: '411100000000',
      currency: 'USD',
      billedBefore: '310',
      billedAfter: '270',
      effectiveBefore: '310',
      effectiveAfter: '270',
      rowsBefore: 31,
      rowsAfter: 32,
    },
  ],
  rowsChanged: 1,
  rows: [
    {
      resourceId: '96',
      resource: 'vol-0d3c1a9b7e5f20418',
      account: '411100000001',
      service: 'Amazon Elastic Compute Cloud',
      sku: 'EBSVOLUMEUSAGEGP2',
      day: '2026-10-12',
      currency: 'USD',
      before: '10',
      after: '-30',
      rowsBefore: 1,
      rowsAfter: 2,
    },
  ],
  findings: 1,
  recommendations: [{ id: '96', what: 'resize web-1' }],
  claims: [
    {
      recommendationId: '7',
      what: 'delete vol-0d3c1a9b7e5f20418',
      currency: 'USD',
      before: '304.167',
      after: '264.167',
      verdict: 'shrinks',
    },
  ],
};
