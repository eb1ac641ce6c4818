/** A bill for software that is rented: FOCUS 1.4 with its mandatory columns and nothing else, so no resources and no accounts. */
import { instant } from './bill';
import { decimal } from './columns';

export const SAAS = { provider: 'Lanternworks', account: 'LW-20417' } as const;

const COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargeCategory',
  'ChargeClass',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ServiceCategory',
  'ServiceName',
  'ServiceProviderName',
];

/** What a weekday costs, and what of it a day of the weekend does. */
const SERVICES = [
  { name: 'Hosted language models', category: 'AI and Machine Learning', daily: 31.725, weekend: 0.4 },
  { name: 'Log search', category: 'Management and Governance', daily: 12.4, weekend: 0.8 },
  { name: 'Seats', category: 'Business Applications', daily: 16.5, weekend: 1 },
];
const DAY_MS = 86_400_000;

/** The charges of a month, day by day, up to the day before the delivery. */
export function* saasLines(start: Date, at: Date): Generator<string> {
  yield `${COLUMNS.join(',')}\n`;
  const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  const until = Math.floor(Math.min(end.getTime(), at.getTime()) / DAY_MS);
  for (let day = start.getTime() / DAY_MS; day < until; day += 1) {
    const isWeekend = [0, 6].includes(new Date(day * DAY_MS).getUTCDay());
    for (const { name, category, daily, weekend } of SERVICES) {
      const cost = decimal(isWeekend ? daily * weekend : daily);
      const period = [start, end].map((each) => instant(each.getTime() / DAY_MS));
      const charge = ['Usage', '', instant(day), instant(day + 1)];
      const named = [SAAS.provider, cost, category, name, SAAS.provider];
      yield `${[cost, SAAS.account, 'USD', ...period, ...charge, cost, cost, ...named].join(',')}\n`;
    }
  }
}
