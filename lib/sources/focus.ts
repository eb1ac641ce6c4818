import { AppError } from '@/lib/core/errors';
import { nameOtherTable } from './file-kind';
import { type FocusVersion, focusVersionOf } from './focus-version';

/**
 * FOCUS 1.0 to 1.4, the columns that are read and what each may be called:
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
  ServiceName: ['ServiceName'],
  ServiceProviderName: ['ServiceProviderName'],
  HostProviderName: ['HostProviderName'],
  ProviderName: ['ProviderName'],
  InvoiceIssuerName: ['InvoiceIssuerName'],
  ServiceCategory: ['ServiceCategory'],
  ListCost: ['ListCost'],
  ContractedCost: ['ContractedCost'],
  AllocatedResourceId: ['AllocatedResourceId'],
  AllocatedResourceName: ['AllocatedResourceName'],
  AllocatedTags: ['AllocatedTags'],
  ChargeClass: ['ChargeClass'],
  ChargeDescription: ['ChargeDescription'],
  CommitmentDiscountId: ['CommitmentDiscountId'],
  CommitmentDiscountStatus: ['CommitmentDiscountStatus'],
  ConsumedQuantity: ['ConsumedQuantity'],
  ConsumedUnit: ['ConsumedUnit'],
  RegionId: ['RegionId', 'Region'],
  ResourceId: ['ResourceId'],
  ResourceName: ['ResourceName'],
  SkuId: ['SkuId'],
  SkuMeter: ['SkuMeter', 'x_UsageType', 'x_usage_type', 'x_SkuMeterName', 'x_skumetername'],
  SubAccountId: ['SubAccountId'],
  Tags: ['Tags'],
} as const;

export type FocusColumn = keyof typeof COLUMNS;

/** What facts need, of the columns that FOCUS 1.4 calls mandatory; a file that lacks one is not read. */
export const NEEDED_COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'EffectiveCost',
  'ServiceName',
] as const satisfies FocusColumn[];

/** One of them: until 1.2 there was ProviderName only. */
const PROVIDERS = [
  'ServiceProviderName',
  'ProviderName',
  'HostProviderName',
] as const satisfies FocusColumn[];

/** Mandatory as well, but real exports leave them out, and little is lost by it. */
const EXPECTED = [
  'ContractedCost',
  'InvoiceIssuerName',
  'ListCost',
  'ServiceCategory',
] as const satisfies FocusColumn[];

/** What a bill must have at least, for people. */
export const REQUIRED_COLUMNS = [...NEEDED_COLUMNS, 'ServiceProviderName or ProviderName'] as const;

/** Which column is taken for what a charge costs, amortised: a source's setting. */
export type CostColumn = 'EffectiveCost' | 'BilledCost';

/** Where each column is in the file, -1 where it is not. */
export type FocusHeader = {
  cells: number;
  place: Record<FocusColumn, number>;
  names: string[];
  version: FocusVersion;
  missing: FocusColumn[]; // mandatory in 1.4, not in this file, and not needed
};

/** Throws `invalid_input` that says what the file is instead of a bill, or names every column that is missing. */
export function readHeader(names: string[], cost: CostColumn): FocusHeader {
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
  const place = placesOf(find);
  if (cost === 'BilledCost') place.EffectiveCost = place.BilledCost;
  refuseOther(names, place);
  return {
    cells: names.length,
    place,
    names,
    version: focusVersionOf(names),
    missing: EXPECTED.filter((column) => place[column] < 0),
  };
}

function refuseOther(names: string[], place: Record<FocusColumn, number>): void {
  const missing: string[] = NEEDED_COLUMNS.filter((column) => place[column] < 0);
  if (PROVIDERS.every((column) => place[column] < 0)) missing.push('ServiceProviderName');
  if (missing.length === 0) return;
  const other = nameOtherTable(names);
  if (other !== null) {
    throw new AppError('invalid_input', other, { errors: [{ line: 1, message: other }] });
  }
  const [columns, are] = missing.length === 1 ? ['column', 'is'] : ['columns', 'are'];
  throw new AppError(
    'invalid_input',
    `this is not a FOCUS bill: the ${columns} ${missing.join(', ')} ${are} missing; export them and send the file again`,
    {
      errors: missing.map((column) => ({
        path: column,
        line: 1,
        message: `the column ${column} is missing`,
      })),
    },
  );
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
    ServiceProviderName: find('ServiceProviderName'),
    HostProviderName: find('HostProviderName'),
    ProviderName: find('ProviderName'),
    InvoiceIssuerName: find('InvoiceIssuerName'),
    ServiceCategory: find('ServiceCategory'),
    AllocatedResourceId: find('AllocatedResourceId'),
    AllocatedResourceName: find('AllocatedResourceName'),
    AllocatedTags: find('AllocatedTags'),
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
