import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@/lib/core/errors';
import { startChild } from './child';
import { say } from './lines';
import { ROOT } from './state';

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const MARK = '.next/evenkeel-source';
export const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');

/** Builds the web application unless the build in .next was made from the source as it stands. */
export async function buildIfOlder(signal?: AbortSignal): Promise<void> {
  if (judgeBuild() === 'current') return;
  const source = hashOfSource();
  say('build', 'Building the web application (about half a minute; only when the source has changed)');
  const build = startChild({ name: 'build', args: [NEXT, 'build'], env: { NODE_ENV: 'production' } });
  const abort = () => void build.stop(2000);
  signal?.addEventListener('abort', abort);
  const how = await build.ended;
  signal?.removeEventListener('abort', abort);
  if (signal?.aborted) return;
  if (how !== 'exit code 0')
    throw new AppError('internal', `The build failed (${how}); its reason stands above.`);
  mkdirSync(join(ROOT, '.next'), { recursive: true });
  writeFileSync(join(ROOT, MARK), source);
}

/** Whether there is a build, and whether it was made from the source as it stands. */
export function judgeBuild(): 'none' | 'older' | 'current' {
  if (!existsSync(join(ROOT, '.next/BUILD_ID'))) return 'none';
  return readMark() === hashOfSource() ? 'current' : 'older';
}

/** The database client is generated code; `npm ci --ignore-scripts` leaves it out, and a new schema outdates it. */
export function generateClientIfOlder(): void {
  const mark = join(ROOT, 'prisma/generated/.schema');
  const schema = createHash('sha256')
    .update(readFileSync(join(ROOT, 'prisma/schema.prisma')))
    .digest('hex');
  const isCurrent = existsSync(join(ROOT, 'prisma/generated/client.ts')) && readText(mark) === schema;
  if (isCurrent) return;
  const ran = spawnSync(process.execPath, [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new AppError('internal', `prisma generate failed: ${ran.stderr || ran.stdout}`);
  writeFileSync(mark, schema);
}

function hashOfSource(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf).sort())
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(join(ROOT, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .filter((file) => !file.startsWith('lib/sandbox/'));
}

function readMark(): string {
  return readText(join(ROOT, MARK));
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
