/** The company's accounts, teams and price lists. */
export type Provider = 'AWS' | 'Microsoft' | 'Google Cloud';
export type Account = {
  provider: Provider;
  id: string;
  name: string;
  /** The team that owns what carries no tag of its own; null: nobody. */
  owner: string | null;
  env: 'prod' | 'staging' | 'dev';
  regions: readonly [string, ...string[]];
  /** Part of its resources without any owner tag. */
  untagged: number;
};

type Team = { owner: string; project: string };

/** The teams as their tags name them, with the Jira project (of the sandbox site) where their work belongs. */
export const TEAMS: readonly [Team, ...Team[]] = [
  { owner: 'platform', project: 'PLAT' },
  { owner: 'data', project: 'DATA' },
  { owner: 'web', project: 'WEB' },
  { owner: 'finance', project: 'FIN' },
];

const AWS_REGIONS = ['us-east-1', 'eu-west-1'] as const;

export const ACCOUNTS: readonly [Account, ...Account[]] = [
  {
    provider: 'AWS',
    id: '411100000001',
    name: 'shop-prod',
    owner: 'web',
    env: 'prod',
    regions: AWS_REGIONS,
    untagged: 0.08,
  },
  {
    provider: 'AWS',
    id: '411100000002',
    name: 'data-prod',
    owner: 'data',
    env: 'prod',
    regions: AWS_REGIONS,
    untagged: 0.1,
  },
  {
    provider: 'AWS',
    id: '411100000003',
    name: 'shared-services',
    owner: 'platform',
    env: 'prod',
    regions: AWS_REGIONS,
    untagged: 0.05,
  },
  {
    provider: 'AWS',
    id: '411100000004',
    name: 'playground',
    owner: null,
    env: 'dev',
    regions: ['us-east-1'],
    untagged: 0.6,
  },
  {
    provider: 'AWS',
    id: '411100000005',
    name: 'finance-prod',
    owner: 'finance',
    env: 'prod',
    regions: ['eu-west-1'],
    untagged: 0.05,
  },
  {
    provider: 'Microsoft',
    id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    name: 'Contoso Web',
    owner: 'web',
    env: 'prod',
    regions: ['westeurope'],
    untagged: 0.1,
  },
  {
    provider: 'Microsoft',
    id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    name: 'Contoso Test',
    owner: 'platform',
    env: 'staging',
    regions: ['westeurope'],
    untagged: 0.3,
  },
  {
    provider: 'Google Cloud',
    id: 'harbour-analytics',
    name: 'harbour-analytics',
    owner: 'data',
    env: 'prod',
    regions: ['europe-west1'],
    untagged: 0.1,
  },
  {
    provider: 'Google Cloud',
    id: 'harbour-lab',
    name: 'harbour-lab',
    owner: null,
    env: 'dev',
    regions: ['europe-west1'],
    untagged: 0.4,
  },
];

export type Payer = {
  provider: Provider;
  id: string;
  name: string;
  publisher: string;
  contracted: number;
  absent: string;
};

const AWS = {
  provider: 'AWS',
  publisher: 'Amazon Web Services, Inc.',
  contracted: 0.95,
  absent: '',
} as const;
/** A company that was bought, whose AWS organisation still has a bill of its own. */
const BOUGHT = { ...AWS, id: '411200000000', name: 'Quayside Labs' } satisfies Payer;
const GOODS = { ...AWS, id: '411100000000', name: 'Harbour Goods' } satisfies Payer;

/** Who is billed. `contracted` is the part of the list price after the negotiated discount. */
export const PAYERS: readonly Payer[] = [
  GOODS,
  BOUGHT,
  // Azure's exports write the word for what is absent.
  {
    provider: 'Microsoft',
    id: '/providers/Microsoft.Billing/billingAccounts/8611537',
    name: 'Harbour Goods',
    publisher: 'Microsoft',
    contracted: 0.97,
    absent: 'NULL',
  },
  {
    provider: 'Google Cloud',
    id: '01A2B3-C4D5E6-F7A8B9',
    name: 'Harbour Goods',
    publisher: 'Google LLC',
    contracted: 1,
    absent: '',
  },
];

const OF_THE_BOUGHT = '411100000005';
const MOVED = '411100000004';

/** Who pays for an account in a month. One account of the bought company moves to the organisation of its owner. */
export function payerOf({ provider, id }: Account, hasMoved: boolean): Payer {
  const isOfTheBought = id === OF_THE_BOUGHT || (id === MOVED && !hasMoved);
  if (isOfTheBought) return BOUGHT;
  return PAYERS.find((payer) => payer.provider === provider) ?? GOODS;
}

/** List prices: an hour for machines, a GiB a month for storage. */
export const HOURLY: Record<string, number> = {
  'm4.xlarge': 0.2,
  'm4.2xlarge': 0.4,
  'm5.large': 0.096,
  'm6i.large': 0.088,
  'm6i.xlarge': 0.176,
  'm6i.2xlarge': 0.352,
  'm6i.4xlarge': 0.704,
  'c6i.2xlarge': 0.34,
  'r6i.xlarge': 0.252,
  't2.large': 0.0928,
  't3.large': 0.0918,
  'db.m6i.xlarge': 0.35,
  'db.m5.large': 0.178,
  Standard_D4s_v3: 0.23,
  Standard_D8s_v5: 0.46,
  Standard_D4s_v5: 0.23,
  'n1-standard-8': 0.418,
  'n2-standard-8': 0.4274,
  'n2-standard-4': 0.2137,
};
export const GIB_MONTH: Record<string, number> = {
  gp2: 0.1,
  gp3: 0.08,
  'Premium SSD LRS': 0.135,
  'pd-ssd': 0.17,
  snapshot: 0.05,
  log: 0.03,
  bucket: 0.023,
};

/** A month in PRODUCT.md's sense. */
export const MONTH_DAYS = 30.4167;

/** What a commitment buys: who pays less for it, and what part of it lies idle. */
export type Commitment = { id: string; name: string; account: string; agedDays: number; idleShare: number };

/** Savings plans of the AWS payer: one well used, one underused, one too young to judge. */
export const COMMITMENTS: readonly Commitment[] = [
  {
    id: 'arn:aws:savingsplans::411100000003:savingsplan/5f6cf1a2-5d0e-4a5c-9f2a-0d8b5b1e7a01',
    name: 'compute-3y-main',
    account: '411100000003',
    agedDays: 400,
    idleShare: 0.03,
  },
  {
    id: 'arn:aws:savingsplans::411100000002:savingsplan/0c2b7d1e-8a4f-4d3a-b6c7-52f9e8d6a102',
    name: 'compute-1y-data',
    account: '411100000002',
    agedDays: 200,
    idleShare: 0.34,
  },
  {
    id: 'arn:aws:savingsplans::411100000001:savingsplan/9d8e7f60-1c2b-4a3d-8e5f-7a6b5c4d3e03',
    name: 'compute-1y-new',
    account: '411100000001',
    agedDays: 12,
    idleShare: 0.5,
  },
];
/** A covered hour costs this part of its list price. */
export const COMMITTED_PRICE = 0.72;
