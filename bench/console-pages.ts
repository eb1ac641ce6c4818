import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium } from '@playwright/test';
import { SETTINGS_PAGES } from '@/components/settings/pages';
import { AREAS, SETTINGS } from '@/components/shell/areas';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser';

const PAGES = [
  ...AREAS.flatMap(({ areas }) => areas.map(({ href }) => href)),
  ...SETTINGS_PAGES.map(({ href }) => href),
].filter((href) => href !== SETTINGS.href);
const ROUNDS = 5;

type Signed = { email: string; password: string };

/**
 * For each page of the console: the JavaScript it loads before it is shown, by gzip, and the time from the navigation
 * until React answers to keys, as a ratio to that of the smallest page there is, the one for signing in.
 */
export async function measurePages(url: string, signed: Signed): Promise<void> {
  const browser = await chromium.launch({ executablePath: findBrowser()?.path, args: BROWSER_ARGS });
  try {
    const stranger = await browser.newContext({ baseURL: url });
    const floor = median(await interactive(stranger, '/sign-in'));
    const context = await browser.newContext({ baseURL: url });
    await signIn(context, signed);
    for (const path of PAGES) {
      const took = median(await interactive(context, path));
      const line = {
        bench: 'console',
        case: `${path}: first load and until it answers`,
        ratio: round2(took / floor),
        interactive_ms: Math.round(took),
        first_load_kb: Math.round((await firstLoad(context, url, path)) / 1_000),
      };
      console.log(JSON.stringify(line));
    }
  } finally {
    await browser.close();
  }
}

async function signIn(context: BrowserContext, { email, password }: Signed): Promise<void> {
  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json();
  const form = { csrfToken, email, password, json: 'true' };
  const answer = await context.request.post('/api/auth/callback/credentials', { form });
  if (!answer.ok()) throw new Error(`signing in answered ${answer.status()}`);
}

/** Milliseconds from each navigation until React has taken over the page; the first, which fills caches, left out. */
async function interactive(context: BrowserContext, path: string): Promise<number[]> {
  const page = await context.newPage();
  const took: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    await page.goto(path, { waitUntil: 'commit' });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('main, main *')].some((element) =>
        Object.keys(element).some((key) => key.startsWith('__reactProps')),
      ),
    );
    if (round > 0) took.push(await page.evaluate(() => performance.now()));
  }
  await page.close();
  return took;
}

/** Bytes, by gzip, of every script that the page's HTML itself asks for. */
async function firstLoad(context: BrowserContext, url: string, path: string): Promise<number> {
  const html = await (await context.request.get(path)).text();
  const sources = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"[^>]*>/g)]
      .filter(([tag]) => !/\bnomodule\b/i.test(tag)) // for browsers of another age: today's leave it alone
      .map(([, source]) => source),
  );
  let bytes = 0;
  for (const source of sources) {
    bytes += gzipSync(await (await context.request.get(new URL(source ?? '', url).toString())).body()).length;
  }
  return bytes;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const round2 = (value: number) => Math.round(value * 100) / 100;
