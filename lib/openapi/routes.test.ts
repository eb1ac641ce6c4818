import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { contracts } from '@/lib/contracts/all';

const ROOT = resolve(import.meta.dirname, '../../app/api');

/** Ways under /api that have no contract, and why. */
const WITHOUT_CONTRACT: Record<string, string> = {
  'GET /api/auth/{...nextauth}': 'signing in by the browser: next-auth owns its forms and redirects',
  'POST /api/auth/{...nextauth}': 'as above',
  'POST /api/webhooks/cms/{source}':
    'for senders, who post what they like to an address that they were given',
};

function routes(): string[] {
  return readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'route.ts')
    .flatMap((entry) => {
      const path = entry.parentPath.slice(ROOT.length).replaceAll(/\[([^\]]+)\]/g, '{$1}');
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      return methodsIn(text).map((method) => `${method} /api${path}`);
    });
}

/** `export const GET = …`, `export async function GET`, `export { handler as GET, handler as POST }`. */
function methodsIn(text: string): string[] {
  const names = [...text.matchAll(/export\s+(?:const|(?:async\s+)?function)\s+([A-Z]+)\b/g)];
  const lists = [...text.matchAll(/export\s*\{([^}]*)\}/g)].flatMap(([, list = '']) => [
    ...list.matchAll(/\bas\s+([A-Z]+)\b/g),
  ]);
  return [...names, ...lists].map(([, method = '']) => method);
}

it('has a contract for every route, and a route for every contract', () => {
  const told = [
    ...contracts.map(({ method, path }) => `${method} ${path}`),
    ...Object.keys(WITHOUT_CONTRACT),
  ];
  // What answers to a path that is none is no call.
  const calls = routes().filter((route) => !route.endsWith(' /api/{...unknown}'));
  expect(
    calls.filter((route) => !told.includes(route)),
    'these routes have no contract in lib/contracts: OpenAPI does not know them (or give a reason above)',
  ).toEqual([]);
  expect(
    told.filter((call) => !calls.includes(call)),
    'these contracts have no route under app/api',
  ).toEqual([]);
});
