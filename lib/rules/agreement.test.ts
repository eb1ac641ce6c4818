import { expect, it } from 'vitest';
import { checkAgreement } from './testing/agreement';

/** As many as a test run bears; `npm run agreement` compares a hundred thousand and more. */
const PAIRS = 3_000;

it('the generated function, the closures and json-rules-engine agree on random sets and facts', async () => {
  const { pairs, matched, unknown, judged } = await checkAgreement({ pairs: PAIRS });
  expect(pairs).toBeGreaterThanOrEqual(PAIRS);
  // All three had something to say.
  expect(matched).toBeGreaterThan(PAIRS / 4);
  expect(unknown).toBeGreaterThan(PAIRS / 10);
  expect(judged).toBeGreaterThan(PAIRS / 2);
});
