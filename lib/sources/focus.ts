import { AppError } from '@/lib/core/errors';

/**
 * FOCUS 1.0–1.2 (and 1.3's ServiceProviderName), the columns that are read and what each may be called:
 * https://focus.finops.org/focus-specification/. Others, like x_… columns, are passed over unless they are named here.
 */
const COLUMNS = {
  BilledCost: ['BilledCost'],
  BillingAccountId: ['BillingAccountId'],
  BillingCurrency: ['BillingCurrency'],
  BillingPeriodStart: ['BillingPeriodStart'],
  BillingPeriodEnd: ['BillingPeriodEnd'],
  ChargeCategory: ['ChargeCategory'],
  ChargePeriodStart: ['ChargePeriodStart'],
  ChargePeriodEnd: ['ChargePeriodEnd'],
  EffectiveCost: ['EffectiveCost'],
  ProviderName: ['ProviderName', 'ServiceProviderName'],
  ResourceId: ['ResourceId'],
  ServiceName: ['ServiceName'],
  SubAccountId: ['SubAccountId'],
  ChargeClass: ['ChargeClass'],
  ListCost: ['ListCost'],
  ContractedCost: ['ContractedCost'],
  ChargeDescription: ['ChargeDescription'],
  CommitmentDiscountId: ['CommitmentDiscountId'],
  CommitmentDiscountStatus: ['CommitmentDiscountStatus'],
  ConsumedQuantity: ['ConsumedQuantity'],
  ConsumedUnit: ['ConsumedUnit'],
  RegionId: ['RegionId', 'Region'],
  ResourceName: ['ResourceName'],
  SkuId: ['SkuId'],
  SkuMeter: ['SkuMeter', 'x_UsageType', 'x_usage_type', 'x_SkuMeterName', 'x_skumetername'],
  Tags: ['Tags'],
} as const;

export type FocusColumn = keyof typeof COLUMNS;

/** Without these the facts cannot be computed; a file that lacks one is no FOCUS bill. */
export const REQUIRED_COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargeCategory',
  'ChargeClass',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'EffectiveCost',
  'ListCost',
  'ProviderName',
  'ResourceId',
  'ServiceName',
  'SubAccountId',
] as const satisfies FocusColumn[];

/** Where each column stands in the file, -1 where it does not. */
export type FocusHeader = { cells: number; place: Record<FocusColumn, number>; names: string[] };

/** Throws `invalid_input` naming every required column that is missing. */
export function readHeader(names: string[]): FocusHeader {
  const known = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    const lower = name.trim().toLowerCase();
    if (!known.has(lower)) known.set(lower, at);
  }
  const find = (column: FocusColumn): number => {
    for (const name of COLUMNS[column]) {
      const at = known.get(name.toLowerCase());
      if (at !== undefined) return at;
    }
    return -1;
  };
  const missing = REQUIRED_COLUMNS.filter((column) => find(column) < 0);
  if (missing.length > 0) {
    throw new AppError(
      'invalid_input',
      `this is no FOCUS bill: the columns ${missing.join(', ')} are missing`,
      {
        errors: missing.map((column) => ({
          path: column,
          line: 1,
          message: `the column ${column} is missing`,
        })),
      },
    );
  }
  return { cells: names.length, place: placesOf(find), names };
}

function placesOf(find: (column: FocusColumn) => number): Record<FocusColumn, number> {
  return {
    BilledCost: find('BilledCost'),
    BillingAccountId: find('BillingAccountId'),
    BillingCurrency: find('BillingCurrency'),
    BillingPeriodStart: find('BillingPeriodStart'),
    BillingPeriodEnd: find('BillingPeriodEnd'),
    ChargeCategory: find('ChargeCategory'),
    ChargePeriodStart: find('ChargePeriodStart'),
    ChargePeriodEnd: find('ChargePeriodEnd'),
    EffectiveCost: find('EffectiveCost'),
    ProviderName: find('ProviderName'),
    ResourceId: find('ResourceId'),
    ServiceName: find('ServiceName'),
    SubAccountId: find('SubAccountId'),
    ChargeClass: find('ChargeClass'),
    ListCost: find('ListCost'),
    ContractedCost: find('ContractedCost'),
    ChargeDescription: find('ChargeDescription'),
    CommitmentDiscountId: find('CommitmentDiscountId'),
    CommitmentDiscountStatus: find('CommitmentDiscountStatus'),
    ConsumedQuantity: find('ConsumedQuantity'),
    ConsumedUnit: find('ConsumedUnit'),
    RegionId: find('RegionId'),
    ResourceName: find('ResourceName'),
    SkuId: find('SkuId'),
    SkuMeter: find('SkuMeter'),
    Tags: find('Tags'),
  };
}
