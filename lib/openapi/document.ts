import type { AnyContract } from '@/lib/contract';
import { callSchemas, usedComponents } from './components';
import { operationOf } from './operation';
import { sharedAnswers } from './problems';
import type { OpenApiDocument, PathItem } from './schema';

type Area = Record<string, AnyContract>;
type Made = { areas: Record<string, Area>; url: string; version: string };

/** What each area is about. One without a line here is shown without. */
const ABOUT: Record<string, string> = {
  Recommendations: 'What the rules found, what it would save a month, and where it stands.',
  Tickets: 'The issues in your tracker, what both sides say, and the ledger of every change made outside.',
  Catalogue: 'Which tables of a library are kept true, and where the library is not what it should be.',
  Quarantine: 'What quality rules hold back, and letting it through or leaving it out.',
  Sources: 'Bills and inventories: what came, what of it counts, and the charges behind a number.',
  Resources: 'Which resources of bills and inventories meet, and joining two that are one.',
  Costs:
    'The charges of every bill, each once, and what they come to: what the cost of 30 days is the sum of.',
  Deliveries:
    'What senders posted, to the byte, and what became of it; who they are, and how they are let in.',
  Runs: 'Durable runs of job graphs: start, watch, stop, resume.',
  Rules: 'Rule sets in YAML: check, try, draft, publish.',
  Backtests: 'What a draft would have done over stored readings, against the published version.',
  'Rule files': 'All rule sets as a folder of files, out and in again, so that rules can live in git.',
  Exemptions: 'What is not to be found until a day: a resource, an account or a tag.',
  Connections: 'The trackers, CMSs and library databases Evenkeel works with.',
  Routing: 'Whose tickets go to which board, and where a ticket would go.',
  'Why and why not':
    'Why rules match a resource or do not, what would change it, and what a text would find.',
  Arming: 'Which rule sets open tickets on which tracker.',
  Schedules: 'When runs start by themselves.',
  Retention: 'How long records are kept.',
  People: 'Users, sessions, tokens.',
  'Saved views': 'Filters that were given a name, one’s own or shared.',
  Audit: 'Who did what, when and from where.',
  Search: 'Records by how their names and keys begin.',
  Health: 'Whether Evenkeel is up.',
  Reference: 'This description.',
};

/** The whole API as one OpenAPI 3.1 document, made from the contracts that the routes themselves use. */
export function openApiDocument({ areas, url, version }: Made): OpenApiDocument {
  const calls = Object.entries(areas).flatMap(([tag, area]) =>
    Object.entries(area)
      .map(([name, contract]) => ({ id: operationId(name), tag, contract }))
      .sort((left, right) => compare(left.contract, right.contract)),
  );
  const { of, components } = callSchemas(calls);
  const paths: Record<string, PathItem> = {};
  for (const call of calls) {
    const schemas = of.get(call.id) ?? { input: {}, fields: {}, response: {} };
    const { path, method } = call.contract;
    paths[path] = { ...paths[path], [METHOD[method]]: operationOf({ ...call, schemas }) };
  }
  const responses = sharedAnswers();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Evenkeel',
      version,
      summary: 'Tracked work out of a cloud bill, and both sides of every link in agreement.',
      description: INTRODUCTION,
    },
    servers: [{ url }],
    tags: Object.keys(areas).map((name) => ({ name, description: ABOUT[name] ?? '' })),
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: usedComponents(components, [paths, responses]),
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      headers: HEADERS,
      responses,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, made under Settings, Tokens.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: url.startsWith('https:') ? '__Secure-next-auth.session-token' : 'next-auth.session-token',
          description:
            'The session of a signed-in browser. Its writes must come from our own pages (Origin).',
        },
      },
    },
  };
}

/** `listRunsContract` → `listRuns`. */
export function operationId(exported: string): string {
  return exported.replace(/Contract$/, '');
}

/** A list before one of it, reading before writing. */
function compare(left: AnyContract, right: AnyContract): number {
  const methods = Object.keys(METHOD);
  return left.path.localeCompare(right.path) || methods.indexOf(left.method) - methods.indexOf(right.method);
}

const METHOD = { GET: 'get', PUT: 'put', POST: 'post', PATCH: 'patch', DELETE: 'delete' } as const;

const INTRODUCTION = [
  'Send `Authorization: Bearer <token>`. Tokens have a role (viewer, operator, admin) and may run out; `x-role` is the least role that a call asks for.',
  'Lists come in pages: `{items, nextCursor}`. Send `nextCursor` back as `cursor`, with the same sort and filters, until it is null. A filter that takes several values is the name repeated. With `Accept: text/csv` the whole filtered list comes as a file.',
  'Money is a decimal string beside its currency, times are ISO 8601 in UTC.',
  'Whatever is refused comes as `application/problem+json` with a stable `code`. Fields may be added to answers; none changes its meaning.',
].join('\n\n');

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Up to 255 visible ASCII characters of your choice, new for each deed. Sent again with the same input within a day, the call does nothing and answers as it did the first time, with `Idempotency-Replayed: true`; with other input it is refused (`idempotency_mismatch`).',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
  example: 'import-2026-11-21',
};

const HEADERS = {
  'X-Request-Id': { description: 'Names this call in our log.', schema: { type: 'string', format: 'uuid' } },
  'RateLimit-Limit': {
    description: 'Calls that this caller may make in a window.',
    schema: { type: 'integer' },
  },
  'RateLimit-Remaining': { description: 'How many of them are left.', schema: { type: 'integer' } },
  'RateLimit-Reset': { description: 'Seconds until the window begins anew.', schema: { type: 'integer' } },
  'Retry-After': { description: 'Seconds to wait before the next call.', schema: { type: 'integer' } },
};
