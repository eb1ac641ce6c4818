import { describe, expect, it } from 'vitest';
import { contracts } from '@/lib/contracts/all';

/** What the reference shows must be what the calls take and give. */
describe.each(contracts.map((contract) => [`${contract.method} ${contract.path}`, contract] as const))(
  'the example of %s',
  (name, { input, response, csv, body, example }) => {
    it('is there and fits the schemas', () => {
      const advice = `${name} has no example: give its contract one (lib/contract.ts says how), short and true to life`;
      expect(example, advice).toBeDefined();
      expect(issuesOf(input.safeParse(example?.input ?? {}))).toEqual([]);
      expect(response.parse(example?.response)).toEqual(example?.response);
      if (body === 'stream')
        expect(example?.body, `${name} takes a file: show the first lines of one`).toBeTruthy();
    });

    it('shows a row with every column of the export', () => {
      if (csv === undefined) return;
      const { items = [] } = Object(example?.response);
      expect(Object.keys(items[0] ?? {}), `${name}: show one item at least`).toEqual(
        expect.arrayContaining(csv),
      );
    });
  },
);

function issuesOf(result: ReturnType<(typeof contracts)[number]['input']['safeParse']>): string[] {
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
