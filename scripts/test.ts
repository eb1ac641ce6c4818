import { type Count, runBrowserTests, runUnitTests } from './testing/runners';

/**
 * `npm test`: Vitest, then Playwright on a production build; the last line is "N passed, N failed" over both.
 * `--unit` and `--e2e` choose one; names of files choose what runs (those below e2e/ are Playwright's); other flags
 * go to the runners.
 */
const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith('-') && arg !== '--unit' && arg !== '--e2e');
const files = args.filter((arg) => !arg.startsWith('-'));
const browserFiles = files.filter((file) => /(^|\/)e2e\/|\.spec\.ts/.test(file));
const unitFiles = files.filter((file) => !browserFiles.includes(file));

const wantsUnit =
  args.includes('--unit') || (!args.includes('--e2e') && (files.length === 0 || unitFiles.length > 0));
const wantsBrowser =
  args.includes('--e2e') || (!args.includes('--unit') && (files.length === 0 || browserFiles.length > 0));

const counts: Count[] = [];
if (wantsUnit) counts.push(await runUnitTests([...unitFiles, ...flags]));
if (wantsBrowser) counts.push(await runBrowserTests([...browserFiles, ...flags]));

const sum = (pick: (count: Count) => number) => counts.reduce((total, count) => total + pick(count), 0);
const failed = sum((count) => count.failed);
const skipped = sum((count) => count.skipped);
console.log(
  `${sum((count) => count.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
process.exit(failed > 0 ? 1 : 0);
