import { parseArgs } from 'node:util';
import { type Agreement, checkAgreement } from '@/lib/rules/testing/agreement';

/**
 * `npm run agreement -- --pairs 100000 [--seed 1]`: the generated function, the closures and json-rules-engine over that
 * many random rule sets and facts. Ends with the counts, or with the smallest case on which they part and its seed.
 */
const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const pairs = Number(values.pairs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!Number.isInteger(pairs) || pairs < 1 || !Number.isInteger(seed)) {
  console.error('npm run agreement -- --pairs 100000 [--seed 1]: whole numbers');
  process.exit(1);
}

/** Small enough that something is heard now and then. */
const PART = 10_000;
const total: Agreement = { pairs: 0, matched: 0, unknown: 0, judged: 0 };
const startedAt = performance.now();
for (let part = 0; total.pairs < pairs; part += 1) {
  const own = seed + part;
  try {
    const done = await checkAgreement({ pairs: Math.min(PART, pairs - total.pairs), seed: own });
    total.pairs += done.pairs;
    total.matched += done.matched;
    total.unknown += done.unknown;
    total.judged += done.judged;
  } catch (thrown) {
    // fast-check tells a disagreement only by throwing.
    console.error(thrown instanceof Error ? thrown.message : thrown);
    console.error(`They part: npm run agreement -- --pairs ${PART} --seed ${own}`);
    process.exit(1);
  }
  console.log(
    `${total.pairs.toLocaleString('en')} pairs, ${Math.round((performance.now() - startedAt) / 1000)} s`,
  );
}
console.log(
  JSON.stringify({
    agreement: 'rules',
    seed,
    ...total,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  }),
);
