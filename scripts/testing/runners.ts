import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '@/lib/core/errors';
import { findOrInstallBrowser } from '../browser';
import { ROOT } from '../start/state';

export type Count = { passed: number; failed: number; skipped: number };

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

export async function runUnitTests(args: string[]): Promise<Count> {
  const [code, report] = await run('node_modules/vitest/vitest.mjs', (file) => [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args,
  ]);
  const read = vitestReport.safeParse(report);
  if (!read.success) return { passed: 0, failed: 1, skipped: 0 };
  // A file that does not even load has no test that could fail.
  const broken = read.data.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = read.data;
  return atLeastOne(code, {
    passed,
    failed: numFailedTests + broken,
    skipped: numPendingTests + numTodoTests,
  });
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

export async function runBrowserTests(args: string[]): Promise<Count> {
  try {
    const browser = findOrInstallBrowser();
    console.log(`Browser: ${browser.path} (${browser.how})`);
    process.env.EVENKEEL_BROWSER = browser.path;
  } catch (error) {
    console.error(messageOf(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const [code, report] = await run('node_modules/@playwright/test/cli.js', (file) => {
    process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
    return ['test', '--reporter=list,json', ...args];
  });
  const read = playwrightReport.safeParse(report);
  if (!read.success) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = read.data.stats;
  return atLeastOne(code, { passed: expected + flaky, failed: unexpected, skipped });
}

/** A runner that fails without a failed test (an error outside all of them) still counts as one failure. */
function atLeastOne(code: number, count: Count): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

async function run(program: string, argsFor: (file: string) => string[]): Promise<[number, unknown]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-report-'));
  const file = join(folder, 'report.json');
  const runner = spawn(process.execPath, [program, ...argsFor(file)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // Ctrl-C reaches the runner too; it cleans up and ends, and then so do we.
  const wait = () => undefined;
  process.on('SIGINT', wait);
  const code = await new Promise<number>((done) => runner.once('exit', (status) => done(status ?? 1)));
  process.off('SIGINT', wait);
  try {
    return [code, JSON.parse(readFileSync(file, 'utf8'))];
  } catch {
    return [code, null]; // It ended before it could report.
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
