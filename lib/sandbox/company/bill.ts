/** The charges of one payer for one billing month, as FOCUS 1.2 rows. */
import type { Row } from './columns';
import { decimal, Line } from './columns';
import type { Resource } from './resource';
import type { Meter } from './schema';
import {
  type Account,
  COMMITMENTS,
  COMMITTED_PRICE,
  type Commitment,
  type Payer,
  type Provider,
} from './world';

export type Granularity = 'daily' | 'hourly';
/** `from` and `until` are whole days; the month is charged from the one to the day before the other. */
export type Month = {
  payer: Payer;
  /** Whose bill the account is on in this month. */
  pays: (account: Account) => boolean;
  start: Date;
  end: Date;
  from: number;
  until: number;
  /** The day that the provider has not finished metering; a later delivery restates it. */
  unfinished: number;
  isClosed: boolean;
  lastDay: number;
  granularity: Granularity;
};

const UNFINISHED_SHARE = 0.6;

type Service = [name: string, category: string, subcategory: string];
const OTHER: Service = ['Other', 'Other', 'Other (Other)'];
const SERVICES: Record<Provider, Record<string, Service>> = {
  AWS: {
    instance: ['Amazon Elastic Compute Cloud', 'Compute', 'Virtual Machines'],
    disk: ['Amazon Elastic Block Store', 'Storage', 'Block Storage'],
    snapshot: ['Amazon Elastic Block Store', 'Storage', 'Backup Storage'],
    ip: ['Amazon Virtual Private Cloud', 'Networking', 'Network Infrastructure'],
    lb: ['Elastic Load Balancing', 'Networking', 'Application Networking'],
    cluster: ['Amazon Elastic Kubernetes Service', 'Compute', 'Containers'],
    db: ['Amazon Relational Database Service', 'Databases', 'Relational Databases'],
    log_group: ['AmazonCloudWatch', 'Management and Governance', 'Observability'],
    bucket: ['Amazon Simple Storage Service', 'Storage', 'Object Storage'],
    function: ['AWS Lambda', 'Compute', 'Serverless Compute'],
  },
  Microsoft: {
    instance: ['Virtual Machines', 'Compute', 'Virtual Machines'],
    disk: ['Storage', 'Storage', 'Block Storage'],
    ip: ['Virtual Network', 'Networking', 'Network Infrastructure'],
  },
  'Google Cloud': {
    instance: ['Compute Engine', 'Compute', 'Virtual Machines'],
    disk: ['Compute Engine', 'Storage', 'Block Storage'],
    snapshot: ['Compute Engine', 'Storage', 'Backup Storage'],
    ip: ['Networking', 'Networking', 'Network Infrastructure'],
  },
};

/** Whole days and parts of them; hours are rounded to the second, which a float of a day can miss. */
export const instant = (day: number) =>
  `${new Date(Math.round(day * 86_400) * 1000).toISOString().slice(0, 19)}Z`;

/** Azure's exports write a subscription with its path. */
export function subAccountId(provider: Provider, id: string): string {
  return provider === 'Microsoft' ? `/subscriptions/${id}` : id;
}

/** What stands in every row of the month. */
export function commonRow(month: Month): Row {
  const { payer } = month;
  return {
    BillingAccountId: payer.id,
    BillingAccountName: payer.name,
    BillingAccountType: 'Billing Account',
    BillingCurrency: 'USD',
    BillingPeriodStart: month.start.toISOString().replace('.000', ''),
    BillingPeriodEnd: month.end.toISOString().replace('.000', ''),
    ChargeFrequency: 'Usage-Based',
    InvoiceIssuerName: payer.publisher,
    PricingCurrency: 'USD',
    ProviderName: payer.provider,
    PublisherName: payer.publisher,
    SubAccountType: 'Account',
    ...(month.isClosed ? { InvoiceId: `INV-${month.start.toISOString().slice(0, 7)}` } : {}),
  };
}

function resourceRow(resource: Resource, month: Month): Row {
  const [name, category, subcategory] = SERVICES[month.payer.provider][resource.case.kind] ?? OTHER;
  return {
    ...commonRow(month),
    ChargeCategory: 'Usage',
    RegionId: resource.region,
    RegionName: resource.region,
    ResourceId: resource.billId,
    ResourceName: resource.name,
    ResourceType: resource.type,
    ServiceName: name,
    ServiceCategory: category,
    ServiceSubcategory: subcategory,
    SubAccountId: subAccountId(month.payer.provider, resource.account.id),
    SubAccountName: resource.account.name,
    ...(resource.tags ? { Tags: JSON.stringify(resource.tags) } : {}),
  };
}

export function meterRow(meter: Meter, region: string): Row {
  return {
    ChargeDescription: meter.description,
    ConsumedUnit: meter.unit,
    ListUnitPrice: decimal(meter.price),
    PricingUnit: meter.unit,
    SkuId: meter.sku,
    SkuMeter: meter.meter,
    SkuPriceId: `${meter.sku}.${region}`,
    x_UsageType: `${region}-${meter.usageType}`,
  };
}

export function costs(
  quantity: number,
  price: number,
  contracted: number,
  commitment: Commitment | undefined,
): Row {
  const list = quantity * price;
  const amounts = {
    ConsumedQuantity: decimal(quantity),
    PricingQuantity: decimal(quantity),
    ListCost: decimal(list),
    ContractedCost: decimal(list * contracted),
    ContractedUnitPrice: decimal(price * contracted),
    PricingCategory: 'Standard',
  };
  if (!commitment)
    return { ...amounts, BilledCost: amounts.ContractedCost, EffectiveCost: amounts.ContractedCost };
  return {
    ...amounts,
    ...commitmentRow(commitment),
    BilledCost: '0',
    EffectiveCost: decimal(list * COMMITTED_PRICE),
    PricingCategory: 'Committed',
    CommitmentDiscountStatus: 'Used',
  };
}

export function commitmentRow(commitment: Commitment): Row {
  return {
    CommitmentDiscountCategory: 'Spend',
    CommitmentDiscountId: commitment.id,
    CommitmentDiscountName: commitment.name,
    CommitmentDiscountType: 'Savings Plan',
    CommitmentDiscountUnit: 'USD',
  };
}

/** What the charges of a month come to, kept while they stream by: for tax and for what commitments left unused. */
export class Tally {
  readonly byAccount = new Map<string, number>();
  readonly used = new Map<string, number>();

  add(account: string, amount: number): void {
    this.byAccount.set(account, (this.byAccount.get(account) ?? 0) + amount);
  }

  use(commitment: string, day: number, amount: number): void {
    const key = `${commitment} ${day}`;
    this.used.set(key, (this.used.get(key) ?? 0) + amount);
  }
}

/** The usage of one resource as lines of CSV, meter by meter and day by day. */
export function* usageLines(resource: Resource, month: Month, tally: Tally): Generator<string> {
  const base = resourceRow(resource, month);
  const { contracted } = month.payer;
  const commitment = COMMITMENTS.find((one) => one.id === resource.commitment);
  const lines = new Map<string, MeterLine>();
  for (let day = month.from; day < month.until; day += 1) {
    const covered = commitment && day >= month.lastDay - commitment.agedDays ? resource.committed : 0;
    for (const meter of resource.stateOn(day)?.meters ?? []) {
      const quantity = meter.daily * (day === month.unfinished ? UNFINISHED_SHARE : 1);
      const lineFor = (part: 'used' | 'plain') => {
        const name = `${part} ${meter.sku}`;
        const known =
          lines.get(name) ?? new MeterLine({ ...base, ...meterRow(meter, resource.region) }, month);
        lines.set(name, known);
        return known;
      };
      if (commitment && covered > 0) {
        tally.use(commitment.id, day, quantity * covered * meter.price * COMMITTED_PRICE);
        yield* lineFor('used').charge(day, quantity * covered, meter.price, contracted, commitment);
      }
      tally.add(resource.account.id, quantity * (1 - covered) * meter.price * contracted);
      yield* lineFor('plain').charge(day, quantity * (1 - covered), meter.price, contracted, undefined);
    }
  }
}

/** The line of one meter of one resource: amounts are written again only when the quantity changes. */
class MeterLine {
  private readonly line: Line;
  private charged = Number.NaN;

  constructor(
    row: Row,
    private readonly month: Month,
  ) {
    this.line = new Line(row, month.payer.absent);
  }

  /** One line for the day, or one for each of its hours. */
  *charge(
    day: number,
    quantity: number,
    price: number,
    contracted: number,
    commitment: Commitment | undefined,
  ) {
    const hours = this.month.granularity === 'hourly' ? 24 : 1;
    if (quantity !== this.charged) this.line.set(costs(quantity / hours, price, contracted, commitment));
    this.charged = quantity;
    for (let part = 0; part < hours; part += 1) {
      yield this.line.setPeriod(instant(day + part / hours), instant(day + (part + 1) / hours)).toString();
    }
  }
}
