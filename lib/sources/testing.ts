import { Readable } from 'node:stream';
import { pool } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { createSource, importStream } from './commands';
import { collectJob } from './job';
import type { ImportResult } from './schema';

/** Small made bills and inventories for tests: a charge is named by what it differs in. */
export const actor = systemActor('test');

const CHARGE = {
  BilledCost: '1',
  BillingAccountId: 'payer',
  BillingCurrency: 'USD',
  BillingPeriodStart: '2026-10-01T00:00:00Z',
  BillingPeriodEnd: '2026-11-01T00:00:00Z',
  ChargeCategory: 'Usage',
  ChargeClass: '',
  ChargePeriodStart: '2026-10-01T00:00:00Z',
  ChargePeriodEnd: '2026-10-02T00:00:00Z',
  CommitmentDiscountId: '',
  CommitmentDiscountStatus: '',
  ConsumedQuantity: '1',
  ConsumedUnit: 'Hours',
  EffectiveCost: '1',
  ListCost: '2',
  ProviderName: 'AWS',
  RegionId: 'eu-west-1',
  ResourceId: 'vol-0000000000000001',
  ResourceName: '',
  ServiceName: 'Amazon Elastic Compute Cloud',
  SkuId: 'SKU',
  SkuMeter: 'EBS:VolumeUsage.gp2',
  SubAccountId: '4411',
  Tags: '{}',
};
export type Charge = Partial<typeof CHARGE>;

export function billOf(charges: Charge[]): string {
  const columns = Object.keys(CHARGE);
  const lines = charges.map((charge) =>
    Object.values({ ...CHARGE, ...charge })
      .map(cell)
      .join(','),
  );
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One charge a day from the day `first` of October 2026 on, each as `charge` says. */
export function daily(first: number, days: number, charge: Charge): Charge[] {
  return Array.from({ length: days }, (_, index) => ({
    ChargePeriodStart: dayOf(first + index),
    ChargePeriodEnd: dayOf(first + index + 1),
    ...charge,
  }));
}

/** Midnight at the beginning of the n-th day counted from 1 October 2026. */
export function dayOf(day: number): string {
  return new Date(Date.UTC(2026, 9, day)).toISOString();
}

let sources = 0;

export async function makeSource(
  kind: 'focus' | 'inventory' = 'focus',
  config: object = {},
): Promise<string> {
  const name = `${kind} ${++sources}`;
  const { id } =
    kind === 'focus'
      ? await createSource({ actor, kind, name, config: { maxBadShare: 0.01, ...config } })
      : await createSource({ actor, kind, name, config });
  return id;
}

type Sent = {
  deliveredAt?: Date;
  delivery?: string;
  part?: number;
  parts?: number;
  handling?: 'ask' | 'overwrite' | 'append';
  fileName?: string;
  isScheduled?: boolean;
  now?: Date; // else the moment of its delivery
};

export function send(
  sourceId: string,
  content: string | Buffer,
  { now, ...more }: Sent = {},
): Promise<ImportResult> {
  const deliveredAt = more.deliveredAt ?? new Date(dayOf(33));
  const stream = Readable.from([Buffer.from(content)]);
  const clock = () => now ?? deliveredAt;
  return importStream({ actor, sourceId, stream, fileName: 'made.csv', ...more, deliveredAt, clock });
}

export async function countCharges(sourceId: string): Promise<number> {
  const { rows } = await pool().query(
    `SELECT count(*)::int AS n FROM charges c JOIN bill_deliveries d ON d.id = c.delivery_id
     JOIN imports i ON i.id = d.import_id WHERE i.source_id = $1`,
    [sourceId],
  );
  return rows[0].n;
}

/** Reads a source as a run would at that moment; the snapshot that it then rests on. */
export async function collect(sourceId: string, now = new Date(dayOf(33))): Promise<string> {
  const signal = new AbortController().signal;
  const { output } = await collectJob.run({
    ...{ runId: 'run', jobName: 'collect', attempt: 1, input: { sourceId }, outputs: {}, states: {}, signal },
    clock: () => now,
    progress: () => Promise.resolve(),
    log: () => Promise.resolve(),
  });
  return output.snapshotId;
}
