import type pg from 'pg';

/** A call of the API and how its path is found in a database. */
export type Call = { name: string; path: (client: pg.Client) => Promise<string> };

const at = (name: string, path: string): Call => ({ name, path: async () => path });

/** `{}` in the path is what the query answers. */
const of = (name: string, path: string, query: string): Call => ({
  name,
  path: async (client) => {
    const { rows } = await client.query(query);
    return path.replace('{}', encodeURIComponent(String(Object.values(rows[0] ?? {})[0])));
  },
});

const MIDDLE = (table: string, id = 'id') =>
  `SELECT ${id}::text FROM ${table} OFFSET (SELECT count(*) / 2 FROM ${table}) LIMIT 1`;
const FOCUS = `SELECT id FROM sources WHERE kind = 'focus' ORDER BY name LIMIT 1`;

export const CALLS: readonly Call[] = [
  at('recommendations', '/api/recommendations?status=open&status=in_progress&status=closed'),
  at('recommendations by age', '/api/recommendations?sort=-found'),
  at('recommendations by resource', '/api/recommendations?sort=resource'),
  at('recommendations by owner', '/api/recommendations?sort=owner'),
  at('recommendations of an owner', '/api/recommendations?owner=team-7&status=open'),
  at('recommendations of an account', '/api/recommendations?account=1007'),
  at('recommendations found by name', '/api/recommendations?q=machine-777'),
  at('totals of open recommendations', '/api/recommendations/totals?status=open&status=in_progress'),
  at('choices of recommendations', '/api/recommendations/choices'),
  of('a recommendation', '/api/recommendations/{}', MIDDLE('lineages')),
  of('charges of a resource', '/api/resources/{}/charges', 'SELECT 3'),
  at('overview', '/api/overview'),
  at('waiting', '/api/waiting'),
  at('tickets', '/api/tickets'),
  at('tickets by change', '/api/tickets?sort=-updated'),
  at('tickets found by key', '/api/tickets?q=FIN-777'),
  at('state of tickets', '/api/tickets/summary'),
  of('a ticket', '/api/tickets/{}', MIDDLE('tickets')),
  at('effects', '/api/effects'),
  at('effects by age', '/api/effects?sort=-created'),
  of('an effect', '/api/effects/{}', MIDDLE('effects')),
  at('runs', '/api/runs'),
  at('runs needing attention', '/api/runs?sort=-attention'),
  at('failed runs', '/api/runs?state=failed'),
  at('runs found by key', '/api/runs?q=key:777'),
  of('a run', '/api/runs/{}', MIDDLE('runs')),
  of(
    'log of a run',
    '/api/runs/{}/logs',
    `SELECT overlay(overlay(md5('run1') PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`,
  ),
  at('audit log', '/api/audit'),
  at('audit log of a person', '/api/audit?actor=person-7@example.com'),
  of('an audit event', '/api/audit/{}', MIDDLE('audit_events')),
  at('users', '/api/users'),
  of('a user', '/api/users/{}', MIDDLE('users')),
  at('tokens', '/api/tokens'),
  at('rule sets', '/api/rule-sets'),
  at('search of the palette', '/api/search?q=machine-77'),
  at('sources', '/api/sources'),
  of('a source', '/api/sources/{}', FOCUS),
  of('uploads of a source', '/api/sources/{}/imports', FOCUS),
  of('refused rows of an upload', '/api/imports/{}/faults', 'SELECT 1'),
];
