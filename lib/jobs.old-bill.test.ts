import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { database } from './core/db';
import { generationSummary, readOverview } from './recommendations/summary';
import { seedShippedRuleSets } from './rules/commands';
import { importStream } from './sources/commands';
import { readFacts } from './sources/facts.data';
import { actor, makeSource } from './sources/testing';
import { readSource } from './sources/views.data';

/** The FOCUS project's sample: September 2024 of three providers, read two years later. */
const SAMPLE = join(process.cwd(), '../shared/data/focus/focus_sample_1.0.csv');
const NOW = new Date('2026-11-20T09:00:00Z');
const clock = () => NOW;

let pipeline: Pipeline;

beforeAll(async () => {
  await seedShippedRuleSets();
  pipeline = await startPipeline(NOW);
});

afterAll(() => pipeline.stop());

async function effectiveCostOfFile(): Promise<string> {
  const text = await readFile(SAMPLE, 'utf8');
  const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  return rows.reduce((sum, row) => sum.plus(row.EffectiveCost ?? 'missing'), new Decimal(0)).toFixed();
}

it.skipIf(!existsSync(SAMPLE))(
  'a generation over an old bill takes every row, tells no cost, finds nothing and says why',
  async () => {
    const sourceId = await makeSource('focus');
    const stream = createReadStream(SAMPLE);
    const { size: expectedBytes } = statSync(SAMPLE);
    const fileName = 'focus_sample_1.0.csv';
    const imported = await importStream({ actor, sourceId, stream, fileName, expectedBytes, clock });
    expect(imported).toMatchObject({ state: 'done', rowsRead: 1_000, rowsAccepted: 1_000, rowsRefused: 0 });
    const run = await pipeline.run('recommend');
    expect(run.jobs.map(({ name, state }) => [name, state])).toEqual([
      ['collect:focus 1', 'succeeded'],
      ['evaluate', 'succeeded'],
      ['record', 'succeeded'],
      ['summarise', 'warned'],
    ]);

    const stored = await database().$queryRaw<{ sum: string; rows: number; subjects: number }[]>`
      SELECT trim_scale(sum(effective_cost))::text AS sum, count(*)::int AS rows, count(k.resource_id)::int AS subjects
      FROM charges c LEFT JOIN resource_keys k ON k.key = c.resource_key`;
    expect(stored).toEqual([{ sum: await effectiveCostOfFile(), rows: 1_000, subjects: 999 }]);

    const { id: snapshotId } = await database().snapshot.findFirstOrThrow();
    let resources = 0;
    for await (const batch of readFacts(database(), { snapshotIds: [String(snapshotId)], now: NOW })) {
      resources += batch.length;
      for (const { facts, money } of batch) {
        expect(money).toEqual({});
        expect(facts).toMatchObject({ bill_ok: false, bill_age_days: 780.375 });
        expect(facts).not.toHaveProperty('monthly_cost');
        expect(facts).not.toHaveProperty('cash_cost');
      }
    }

    expect(await database().recommendation.count()).toBe(0);
    const generation = await database().generation.findFirstOrThrow();
    const summary = generationSummary.parse(generation.summary);
    expect(summary).toMatchObject({
      resources,
      recommendations: 0,
      opened: 0,
    });
    // Every shipped rule but the one of commitments asks for a fresh bill; that one lacks what the bill withholds.
    const asked = summary.rules.filter(({ set }) => set !== 'field-alerts'); // no sync, so nothing that it judges
    expect(summary.neverFires.map((told) => told.split('/')[0])).toEqual(asked.map(({ set }) => set));
    const barred = summary.neverFires.filter((told) => told.includes(`0 true of ${resources}: \`bill_ok\``));
    expect(barred).toHaveLength(asked.length - 1);
    expect(summary.neverFires).toContain(
      'unused-commitments/review-unused-commitment: 0 true, 17 unknown: `utilisation` is in no source',
    );
    expect(summary.neverFires).toContain(
      `idle-load-balancers/delete-idle-load-balancer: 0 true of ${resources}: \`bill_ok\` is true for none (no bill of 14 days or more is at most 5 days old); \`metrics_ok\` is true for none (no inventory brings whole metrics of 14 days or more); \`requests\` is in no source`,
    );
    expect(run.warnings.map(({ message }) => message)).toEqual(summary.neverFires);

    const source = await readSource(database(), sourceId, clock);
    expect(source).toMatchObject({
      ...{ dataThrough: '2024-10-01T00:00:00.000Z', isStale: true, joinShare: 0.925 },
      coverage: { whole: 66, partial: 6, none: 1 },
    });
    const uncovered = source.scopes.filter(({ level }) => level !== 'whole').map(({ reason }) => reason);
    expect(new Set(uncovered)).toEqual(
      new Set([
        'the bill of 20209880 reaches 2024-09-22, not 2024-09-30',
        'the bill of /providers/Microsoft.Billing/billingAccounts/8611537 reaches 2024-09-20, not 2024-09-30',
        expect.stringMatching(
          /^account ocid6\.\S+ has no charges in the bill of 20209880 after 2024-09-30: it was/,
        ),
      ]),
    );
    const overview = await readOverview(database(), NOW);
    expect(overview).toMatchObject({
      ...{ dataThrough: '2024-10-01T00:00:00.000Z', neverFires: summary.neverFires },
      // What was settled then is what it is, and says of which days.
      monthCost: [{ currency: 'USD', amount: await effectiveCostOfFile(), count: 1_000 }],
      costDays: [{ from: '2024-09-01T00:00:00.000Z', through: '2024-10-01T00:00:00.000Z' }],
    });
  },
  60_000,
);
