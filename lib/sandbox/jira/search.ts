import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { isRecord, readNumber, readText, readTexts } from '../read';
import { refuse } from './answer';
import type { Issue } from './issue';
import { parseJql } from './jql-parse';
import { Parameters, sortsOf, sqlOf, sqlOfAfter } from './jql-sql';

export type SearchRequest = {
  jql: string;
  fields: string[] | undefined;
  properties: string[];
  maxResults: number;
  nextPageToken: string | undefined;
  reconcileIssues: string[];
};

export type SearchView = { zone: string; now: Date; indexLagMs: number };
export type Found = { issues: Issue[]; nextPageToken: string | undefined };

const UNBOUNDED =
  'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.';

/** Reads the body (POST) or query (GET) of `search/jql`. */
export function readSearch(body: unknown): SearchRequest {
  if (!isRecord(body))
    return refuse('Invalid request payload. Refer to the REST API documentation and try again.');
  const reconcileIssues = readTexts(body.reconcileIssues ?? []);
  const properties = readTexts(body.properties ?? []);
  const maxResults = body.maxResults === undefined ? 50 : readNumber(body.maxResults);
  if (!reconcileIssues?.every((id) => /^\d{1,18}$/.test(id)) || reconcileIssues.length > 50) {
    return refuse('reconcileIssues must be a list of at most 50 numeric issue ids.');
  }
  if (!properties || properties.length > 5)
    return refuse('A maximum of 5 issue properties can be requested.');
  if (maxResults === undefined || maxResults < 0) return refuse('maxResults must be a positive number.');
  return {
    jql: readText(body.jql) ?? '',
    fields: readTexts(body.fields),
    properties,
    maxResults: Math.min(Math.max(1, Math.floor(maxResults)), 100),
    nextPageToken: readText(body.nextPageToken),
    reconcileIssues,
  };
}

/**
 * Searches the lagging index: a version shows from `indexLagMs` after its change until the next one shows. The
 * issues named in `reconcileIssues` are read as they are now.
 */
export async function searchIssues(pool: Pool, request: SearchRequest, view: SearchView): Promise<Found> {
  const query = parseJql(request.jql);
  if (!query.where) return refuse(UNBOUNDED);
  const parameters = new Parameters();
  const reconciled = `v.issue_id = ANY(${parameters.add(request.reconcileIssues)}::bigint[])`;
  const visible = visibleAt(view, parameters);
  const where = sqlOf(query.where, { zone: view.zone, now: view.now, parameters });
  const sorts = sortsOf(query.order);
  const stamp = createHash('sha256').update(request.jql).digest('hex').slice(0, 12);
  const after =
    request.nextPageToken === undefined ? undefined : readToken(request.nextPageToken, stamp, sorts.length);
  const { rows } = await pool.query<Issue & { place: string[] }>(
    `SELECT v.*, ARRAY[${sorts.map((sort) => `(${sort.expression})::text`).join(', ')}] AS place
     FROM sandbox.jira_versions v
     WHERE NOT v.deleted AND ((${reconciled} AND v.superseded_at IS NULL) OR (NOT ${reconciled} AND ${visible}))
       AND ${where} ${after ? `AND ${sqlOfAfter(sorts, after, parameters)}` : ''}
     ORDER BY ${sorts.map((sort) => `${sort.expression} ${sort.descending ? 'DESC' : 'ASC'}`).join(', ')}
     LIMIT ${parameters.add(request.maxResults + 1)}`,
    parameters.values,
  );
  const issues = rows.slice(0, request.maxResults);
  const last = issues.at(-1);
  return {
    issues,
    nextPageToken: rows.length > request.maxResults && last ? writeToken(stamp, last.place) : undefined,
  };
}

function visibleAt(view: SearchView, parameters: Parameters): string {
  if (view.indexLagMs === 0) return 'v.superseded_at IS NULL';
  const cutoff = `${parameters.add(new Date(view.now.getTime() - view.indexLagMs))}::timestamptz`;
  return `v.changed_at <= ${cutoff} AND (v.superseded_at IS NULL OR v.superseded_at > ${cutoff})`;
}

function writeToken(stamp: string, place: string[]): string {
  return Buffer.from(JSON.stringify([stamp, ...place])).toString('base64url');
}

function readToken(token: string, stamp: string, length: number): string[] {
  const words = parseToken(token);
  const [tokenStamp, ...place] = words ?? [];
  if (!words || place.length !== length || tokenStamp !== stamp)
    return refuse('The nextPageToken is invalid.');
  return place;
}

function parseToken(token: string): string[] | undefined {
  try {
    return readTexts(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    // Not a token of ours: the caller is told so.
    return undefined;
  }
}
