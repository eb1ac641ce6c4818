import { databaseAway } from '@/lib/core/db';

/**
 * Group commit: what comes while a batch is being written waits and goes with the next one, in order, as soon as the one
 * before is done. So a lone arrival waits for nobody, and a flood costs a write a batch.
 */
export function gather<Item, Result>(
  write: (items: Item[], done: (item: Item, result: Result) => void) => Promise<void>,
  most: number,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; done: (result: Result) => void; failed: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isWriting = false;

  const settle = async (batch: Waiting[]) => {
    try {
      const of = new Map(batch.map((one) => [one.item, one]));
      await write([...of.keys()], (item, result) => of.get(item)?.done(result));
    } catch (error) {
      // One that cannot be written takes nobody with it.
      if (batch.length === 1 || databaseAway(error)) for (const { failed } of batch) failed(error);
      else for (const one of batch) await settle([one]);
    }
  };
  const run = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await settle(batch);
    }
    isWriting = false;
  };
  return (item) =>
    new Promise<Result>((done, failed) => {
      waiting.push({ item, done, failed });
      if (!isWriting) void run();
    });
}
