import { posix } from 'node:path';
import { type Import, lineAt, readImports, withoutComments } from './imports';

/** The floors of `lib`, lowest first. A folder may use what stands below it, never its own floor or above. */
const FLOORS = [
  ['core'],
  ['drift'],
  ['effects', 'people'],
  ['connections', 'runs', 'views', 'edge'],
  ['tickets', 'sources', 'rules', 'deliveries', 'retention'],
  ['catalog', 'recommendations'],
  ['policies'],
  ['search', 'metrics', 'waiting', 'facts'],
  ['jobs'],
];
/** The edge knows the framework, and everything below the pages may be handed to it by them. */
const EDGE = ['auth', 'sign-in', 'http', 'contract', 'contracts', 'openapi'];

/**
 * What in one file stands against DESIGN's floors, as "lib/a/x.ts:3 imports …: why". `file` is relative to the
 * project. Tests may reach everywhere, but not around the environment or the way out.
 */
export function findFaults(file: string, text: string): string[] {
  const source = withoutComments(text);
  const imports = readImports(source);
  const isTest = /\.test\.tsx?$|\/testing\//.test(file);
  const byImport = imports.flatMap((found) => {
    const why = isTest ? null : (refusePackage(file, found.from) ?? refuseModule(file, found));
    return why ? [`${file}:${found.line} imports ${found.from}: ${why}`] : [];
  });
  return [...byImport, ...(isTest ? [] : findReaches(file, source))];
}

/** Outside packages that have one door. */
function refusePackage(file: string, from: string): string | null {
  const isIn = (...doors: string[]) => doors.includes(file);
  if (from.startsWith('@dbos-inc/') && !isIn('lib/runs/engine.ts'))
    return 'only lib/runs/engine.ts knows DBOS';
  if (from === 'undici' && !isIn('lib/core/outbound.ts')) return 'only lib/core/outbound.ts calls outside';
  if (from === 'nodemailer' && !isIn('lib/core/mail.ts')) return 'only lib/core/mail.ts sends mail';
  const isNext = /^next(-auth)?(\/|$)/.test(from);
  if (isNext && file.startsWith('lib/') && !EDGE.some((name) => isIn(`lib/${name}.ts`))) {
    return 'in lib only the edge (auth.ts, sign-in.ts, http.ts) knows Next';
  }
  return null;
}

function refuseModule(file: string, { from }: Import): string | null {
  const target = resolveModule(file, from);
  if (target === null) return null;
  const [top = '', area = ''] = placeOf(file);
  const [targetTop = '', targetArea = ''] = placeOf(target);
  if (['scripts', 'bench', 'e2e'].includes(targetTop)) return `the product does not use ${targetTop}/`;
  if (targetTop === 'lib' && targetArea === 'sandbox' && area !== 'sandbox') {
    return 'the sandbox is for scripts, bench and tests';
  }
  if (top === 'app') return null;
  if (targetTop === 'app') return 'up the floor: app stands on top';
  if (top === 'components') return refuseFromComponents(target, targetTop);
  if (targetTop === 'components') return 'up the floor: lib does not know components';
  return top === 'lib' && targetTop === 'lib' ? refuseInLib(area, targetArea) : null;
}

function refuseFromComponents(target: string, targetTop: string): string | null {
  if (targetTop !== 'lib' || /(^|[./])schema$/.test(target)) return null;
  return 'components see only the schema files of lib';
}

function refuseInLib(area: string, targetArea: string): string | null {
  if (area === targetArea || EDGE.includes(area)) return null;
  if (EDGE.includes(targetArea)) return 'up the floor: the edge is for pages and routes';
  if (area === 'sandbox') return targetArea === 'core' ? null : 'the sandbox knows no domain';
  const own = floorOf(area);
  const theirs = floorOf(targetArea);
  if (own === -1) return `lib/${area} stands on no floor: give it one in scripts/floors/rules.ts`;
  if (theirs === -1) return `lib/${targetArea} stands on no floor: give it one in scripts/floors/rules.ts`;
  if (theirs > own) return 'up the floor';
  return theirs === own ? 'sideways on one floor' : null;
}

function floorOf(area: string): number {
  return FLOORS.findIndex((floor) => floor.includes(area));
}

/** Uses of what has one door without an import. */
function findReaches(file: string, source: string): string[] {
  const reaches: string[] = [];
  const find = (pattern: RegExp, says: string) => {
    for (const match of source.matchAll(pattern))
      reaches.push(`${file}:${lineAt(source, match.index ?? 0)} ${says}`);
  };
  if (file !== 'lib/core/env.ts') find(/\bprocess\.env\b/g, 'reads process.env: only lib/core/env.ts does');
  if (!mayFetch(file)) find(/(?<![\w.$])fetch\(/g, 'fetches: only lib/core/outbound.ts and queries.ts do');
  return reaches;
}

function mayFetch(file: string): boolean {
  if (file === 'lib/core/outbound.ts' || file.startsWith('lib/sandbox/')) return true;
  return /^components\/(.+\/)?queries\.ts$/.test(file) || file === 'components/ui/request.ts';
}

/** The project's path of what is imported, without ending; null for a package. */
function resolveModule(file: string, from: string): string | null {
  if (from.startsWith('@/')) return stripEnding(from.slice(2));
  return from.startsWith('.') ? stripEnding(posix.join(posix.dirname(file), from)) : null;
}

function stripEnding(path: string): string {
  return path.replace(/\.(ts|tsx|js|mjs)$/, '');
}

/** Top folder and area: lib/core/env → lib, core; lib/http.ts → lib, http. */
function placeOf(path: string): string[] {
  return stripEnding(path).split('/').slice(0, 2);
}
