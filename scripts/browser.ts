import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { AppError } from '@/lib/core/errors';
import { isRoot } from './postgres/user';

export type Browser = { path: string; how: string };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Without these a browser in a container does not start, or calls home. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A Chromium for the browser tests: the one EVENKEEL_BROWSER (or CHROMIUM_PATH) names, an installed Chrome or
 * Chromium, or Playwright's own; null when there is none. Throws when the named one cannot be run.
 */
export function findBrowser(): Browser | null {
  const named = process.env.EVENKEEL_BROWSER || process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return { path: named, how: 'named in the environment' };
    throw new AppError(
      'misconfigured',
      `EVENKEEL_BROWSER (or CHROMIUM_PATH) names ${named}, which is no program.`,
    );
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES].find(
    isProgram,
  );
  if (installed) return { path: installed, how: 'installed on this machine' };
  const own = chromium.executablePath();
  return own && isProgram(own) ? { path: own, how: "Playwright's own" } : null;
}

/** As `findBrowser`, installing one where there is none: Debian's package as root, else Playwright's download. */
export function findOrInstallBrowser(): Browser {
  const found = findBrowser();
  if (found) return found;
  const isDebian = process.platform === 'linux' && isRoot() && existsSync('/usr/bin/apt-get');
  console.log(
    `No browser found: installing ${isDebian ? "Debian's chromium with apt-get" : "Playwright's Chromium"} …`,
  );
  const commands = isDebian
    ? [
        ['apt-get', 'update', '-q'],
        ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium'],
      ]
    : [[process.execPath, 'node_modules/playwright/cli.js', 'install', 'chromium']];
  for (const [program = '', ...args] of commands) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const ran = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    if (ran.status !== 0) break;
  }
  const installed = findBrowser();
  if (installed) return { ...installed, how: `${installed.how}, just now` };
  throw new AppError(
    'unavailable',
    'No browser could be installed. Install Chrome or Chromium, or name one in EVENKEEL_BROWSER.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
