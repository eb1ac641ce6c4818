import { Readable } from 'node:stream';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import type { Week } from '@/lib/sandbox/company/schema';
import { createSource, importStream } from '@/lib/sources/commands';

/** The sources of the sandbox's company, and what it is delivered in a week. */
const actor = systemActor('sandbox');
export const BILLS = {
  AWS: 'AWS bill',
  Microsoft: 'Azure bill',
  'Google Cloud': 'Google Cloud bill',
  SaaS: 'SaaS bill',
} as const;
const INVENTORY = 'Inventory';

/** Those that are there already stay. */
export async function createSources(): Promise<void> {
  const names = [...Object.values(BILLS), INVENTORY];
  const present = await database().source.findMany({
    where: { name: { in: names } },
    select: { name: true },
  });
  for (const name of names.filter((each) => !present.some((source) => source.name === each))) {
    if (name === INVENTORY) await createSource({ actor, kind: 'inventory', name, config: {} });
    else await createSource({ actor, kind: 'focus', name, config: { maxBadShare: 0.01 } });
  }
}

export async function deliverWeek(week: Week): Promise<void> {
  const clock = () => week.at;
  for (const { bill, handling, fileName, csv } of week.deliveries) {
    await importStream({
      actor,
      sourceId: await sourceNamed(BILLS[bill]),
      stream: Readable.from(csv()),
      fileName,
      handling,
      deliveredAt: week.at,
      clock,
    });
  }
  await importStream({
    actor,
    sourceId: await sourceNamed(INVENTORY),
    stream: Readable.from(week.inventoryJson()),
    fileName: `inventory-${week.at.toISOString().slice(0, 10)}.json`,
    deliveredAt: week.at,
    clock,
  });
}

async function sourceNamed(name: string): Promise<string> {
  return (await database().source.findUniqueOrThrow({ where: { name }, select: { id: true } })).id;
}
