/** The charges that belong to no resource: transfer, commitments bought and left unused, tax, credits, corrections. */
import {
  commitmentRow,
  commonRow,
  costs,
  instant,
  type Month,
  meterRow,
  subAccountId,
  type Tally,
} from './bill';
import { decimal, Line, type Row } from './columns';
import { ACCOUNTS, COMMITMENTS } from './world';

const TAX_SHARE = 0.07;
/** Unused money a day of a commitment that covers nothing at all. */
const IDLE_DAILY = 38.4;

/** Every such charge of the month as a line of CSV; the tally must have seen the usage first. */
export function* accountLines(month: Month, tally: Tally): Generator<string> {
  for (const row of accountRows(month, tally)) yield new Line(row, month.payer.absent).toString();
}

function* accountRows(month: Month, tally: Tally): Generator<Row> {
  if (month.until <= month.from) return;
  const accounts = ACCOUNTS.filter(month.pays);
  for (const account of accounts) {
    const row = {
      ...commonRow(month),
      SubAccountId: subAccountId(month.payer.provider, account.id),
      SubAccountName: account.name,
      ServiceName: 'Data Transfer',
      ServiceCategory: 'Networking',
    };
    for (let day = month.from; day < month.until; day += 1) yield transferRow(row, day);
    const tax = (tally.byAccount.get(account.id) ?? 0) * TAX_SHARE;
    yield {
      ...row,
      ...flat(month, 'Tax', tax, 'Tax for the period'),
      ServiceName: 'Tax',
      ServiceCategory: 'Other',
    };
  }
  yield* commitmentRows(month, tally);
  const payer = { ...commonRow(month), ServiceName: 'Credits', ServiceCategory: 'Other' };
  const [first] = accounts;
  const place = {
    SubAccountId: subAccountId(month.payer.provider, first?.id ?? ''),
    SubAccountName: first?.name ?? '',
  };
  yield { ...payer, ...place, ...flat(month, 'Credit', -25, 'Promotional credit') };
  if (month.isClosed) {
    const correction = flat(month, 'Adjustment', -3.21, 'Correction of an earlier invoice');
    yield { ...payer, ...place, ...correction, ChargeClass: 'Correction' };
  }
}

function transferRow(row: Row, day: number): Row {
  const meter = {
    sku: 'DATATRANSFEROUT',
    meter: 'DataTransfer-Out',
    usageType: 'DataTransfer-Out-Bytes',
    unit: 'GB',
  };
  return {
    ...row,
    ...meterRow({ ...meter, description: '$0.09 per GB out', daily: 55, price: 0.09 }, 'global'),
    ...costs(55, 0.09, 1, undefined),
    ChargeCategory: 'Usage',
    ChargePeriodStart: instant(day),
    ChargePeriodEnd: instant(day + 1),
  };
}

/** A charge without quantity for the whole of what was delivered. */
function flat(month: Month, category: string, amount: number, description: string): Row {
  const cost = decimal(amount);
  return {
    BilledCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    ContractedCost: cost,
    ChargeCategory: category,
    ChargeDescription: description,
    ChargeFrequency: 'One-Time',
    ChargePeriodStart: instant(month.from),
    ChargePeriodEnd: instant(month.until),
    SkuMeter: category,
  };
}

function* commitmentRows(month: Month, tally: Tally): Generator<Row> {
  for (const commitment of COMMITMENTS) {
    const account = ACCOUNTS.find((one) => one.id === commitment.account);
    if (!account || !month.pays(account)) continue;
    const row = {
      ...commonRow(month),
      ...commitmentRow(commitment),
      SubAccountId: account.id,
      SubAccountName: account.name,
      ServiceName: 'Savings Plans for Compute usage',
      ServiceCategory: 'Compute',
      ServiceSubcategory: 'Virtual Machines',
      SkuId: 'COMPUTESP',
      SkuMeter: 'ComputeSavingsPlan',
    };
    const begins = Math.max(month.from, month.lastDay - commitment.agedDays);
    for (let day = begins; day < month.until; day += 1) {
      const used = tally.used.get(`${commitment.id} ${day}`) ?? 0;
      const unused = used > 0 ? (used * commitment.idleShare) / (1 - commitment.idleShare) : IDLE_DAILY;
      yield {
        ...row,
        ...unusedCosts(unused),
        ChargePeriodStart: instant(day),
        ChargePeriodEnd: instant(day + 1),
      };
    }
    if (begins < month.until) {
      const bought = flat(month, 'Purchase', 900, 'Monthly fee of the savings plan');
      yield {
        ...row,
        ...bought,
        EffectiveCost: '0',
        ChargeFrequency: 'Recurring',
        SkuMeter: 'ComputeSavingsPlan',
      };
    }
  }
}

function unusedCosts(unused: number): Row {
  return {
    BilledCost: '0',
    EffectiveCost: decimal(unused),
    ListCost: '0',
    ContractedCost: '0',
    ChargeCategory: 'Usage',
    ChargeDescription: 'Unused commitment',
    CommitmentDiscountStatus: 'Unused',
    PricingCategory: 'Committed',
  };
}
