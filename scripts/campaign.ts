import { parseArgs } from 'node:util';
import { closeLibraries } from '@/lib/catalog/library';
import { closeDatabase } from '@/lib/core/db';
import { runCatalogCampaign, WHOLE } from './campaign/catalog';
import { buildIfOlder } from './start/build';

/** `npm run campaign -- catalog [--seed N] [--share 0.1]`: everything goes wrong at once, and then all must be right. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, share: { type: 'string', default: '1' } },
});
if (positionals[0] !== 'catalog') {
  console.error('npm run campaign -- catalog [--seed N] [--share 0.1]');
  process.exit(2);
}
const share = Number(values.share);
const started = Date.now();
await buildIfOlder();
await runCatalogCampaign(
  Number(values.seed),
  {
    deliveries: Math.round(WHOLE.deliveries * share),
    records: Math.round(WHOLE.records * share),
    workerKills: Math.ceil(WHOLE.workerKills * share),
    webKills: Math.ceil(WHOLE.webKills * share),
    awaySeconds: Math.ceil(WHOLE.awaySeconds * share),
  },
  (line) => console.log(`${((Date.now() - started) / 1_000).toFixed(1)} s  ${line}`),
);
await closeLibraries();
await closeDatabase();
console.log(`The campaign of seed ${values.seed} is won.`);
process.exit(0);
