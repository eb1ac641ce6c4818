/** The columns of FOCUS 1.2 (focus.finops.org/focus-specification/v1-2), then one of the provider's own. */
export const FOCUS_COLUMNS = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingCurrency',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'Tags',
  'x_UsageType',
] as const;

type Column = (typeof FOCUS_COLUMNS)[number];
export type Row = Partial<Record<Column, string>>;

/** One line of CSV, made once for a resource and filled anew for every charge: most of its cells never change. */
export class Line {
  private readonly cells: string[];

  /** What is not given is written as `absent`. */
  constructor(
    row: Row,
    private readonly absent: string,
  ) {
    this.cells = FOCUS_COLUMNS.map((column) => quoted(row[column] ?? absent));
  }

  /** Sets the cells of a row; what the row does not name stays. */
  set(row: Row): this {
    for (const [index, column] of FOCUS_COLUMNS.entries()) {
      if (column in row) this.cells[index] = quoted(row[column] ?? this.absent);
    }
    return this;
  }

  setPeriod(start: string, end: string): this {
    this.cells[START] = start;
    this.cells[END] = end;
    return this;
  }

  toString(): string {
    return `${this.cells.join(',')}\n`;
  }
}

const START = FOCUS_COLUMNS.indexOf('ChargePeriodStart');
const END = FOCUS_COLUMNS.indexOf('ChargePeriodEnd');

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export const HEADER = `${FOCUS_COLUMNS.join(',')}\n`;

/** An amount to ten places, without the zeros at its end and never in exponent form. */
export function decimal(amount: number): string {
  const text = amount.toFixed(10).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** Joins small pieces into larger ones, so that a stream is not woken for every line. */
export async function* inChunks(lines: Iterable<string>, size = 65_536): AsyncGenerator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < size) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
