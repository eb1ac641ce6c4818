/**
 * The version of FOCUS that a file follows, by its columns: https://focus.finops.org/focus-specification/. Each version
 * is known by what it brought; 1.4 also by what it took away.
 */
export type FocusVersion = '1.0' | '1.1' | '1.2' | '1.3' | '1.4';

const BROUGHT: [FocusVersion, string[]][] = [
  ['1.4', ['InvoiceDetailId']],
  [
    '1.3',
    [
      'ServiceProviderName',
      'HostProviderName',
      'AllocatedMethodDetails',
      'AllocatedMethodId',
      'AllocatedResourceId',
      'AllocatedResourceName',
      'AllocatedTags',
      'ContractApplied',
    ],
  ],
  [
    '1.2',
    [
      'BillingAccountType',
      'SubAccountType',
      'InvoiceId',
      'PricingCurrency',
      'PricingCurrencyContractedUnitPrice',
      'PricingCurrencyEffectiveCost',
      'PricingCurrencyListUnitPrice',
    ],
  ],
  [
    '1.1',
    [
      'CapacityReservationId',
      'CapacityReservationStatus',
      'CommitmentDiscountQuantity',
      'CommitmentDiscountUnit',
      'ServiceSubcategory',
      'SkuMeter',
      'SkuPriceDetails',
    ],
  ],
];

/** Both were there until 1.3, and are gone in 1.4. */
const TAKEN = ['ProviderName', 'PublisherName'];

export function focusVersionOf(names: readonly string[]): FocusVersion {
  const known = new Set(names.map((name) => name.trim().toLowerCase()));
  const has = (name: string) => known.has(name.toLowerCase());
  if (has('ServiceProviderName') && !TAKEN.some(has)) return '1.4';
  return BROUGHT.find(([, columns]) => columns.some(has))?.[0] ?? '1.0';
}
