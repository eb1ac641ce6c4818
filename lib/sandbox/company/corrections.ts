/** What a provider takes back of a month that it has closed: rows to add, billed in that month. */
import { commonRow, costs, instant, type Month, meterRow } from './bill';
import { HEADER, Line } from './columns';
import { ACCOUNTS } from './world';

const TRANSFER = {
  sku: 'DATATRANSFEROUT',
  meter: 'DataTransfer-Out',
  usageType: 'DataTransfer-Out-Bytes',
  unit: 'GB',
};
/** How many GB of each of the month's last days were not sent after all. */
const TOO_MUCH = [12, 7, 21] as const;

export function* correctionLines(month: Month): Generator<string> {
  yield HEADER;
  const account = ACCOUNTS.find(month.pays);
  if (!account) return;
  const meter = { ...TRANSFER, description: 'Data transfer that was charged twice', daily: 0, price: 0.09 };
  for (const [index, quantity] of TOO_MUCH.entries()) {
    const day = month.end.getTime() / 86_400_000 - TOO_MUCH.length + index;
    const row = {
      ...commonRow(month),
      ...meterRow(meter, 'global'),
      ...costs(-quantity, meter.price, month.payer.contracted, undefined),
      SubAccountId: account.id,
      SubAccountName: account.name,
      ServiceName: 'Data Transfer',
      ServiceCategory: 'Networking',
      ChargeCategory: 'Usage',
      ChargeClass: 'Correction',
      ChargePeriodStart: instant(day),
      ChargePeriodEnd: instant(day + 1),
    };
    yield new Line(row, month.payer.absent).toString();
  }
}
