import { z } from 'zod';
import type { Json } from '@/lib/effects/schema';
import type { JiraSite, Written } from './jira';
import {
  bulkAnswer,
  commentAnswer,
  commentsAnswer,
  createdAnswer,
  ISSUE_FIELDS,
  type JiraIssue,
  jiraIssue,
  MARKER,
  namedIssue,
  parseJiraDate,
  projectsAnswer,
  searchAnswer,
  serverInfoAnswer,
  type Transition,
  transitionsAnswer,
} from './jira.schema';

/** The few calls a ticket sync needs (paths of Atlassian's OpenAPI, ../shared/data/jira). */
const API = '/rest/api/3';

/** An issue that could be read, or the id of one that could not and why. */
export type ReadIssue = { issue: JiraIssue } | { unreadable: { externalId: string; error: string } };

export type SearchPage = { issues: ReadIssue[]; nextPageToken: string | null };

/** The site's own time: polls are measured by it, never by ours. */
export async function readServerTime(site: JiraSite): Promise<Date> {
  const answer = await site.read(serverInfoAnswer, 'GET', `${API}/serverInfo`);
  const stated = answer?.value.serverTime ? parseJiraDate(answer.value.serverTime) : null;
  const header = answer?.headers.date ? parseJiraDate(answer.headers.date) : null;
  return stated ?? header ?? new Date();
}

/** The body is {fields, properties}; sent once. */
export function createIssue(
  site: JiraSite,
  body: Json,
  attempt: number,
): Promise<Written<{ id: string; key: string }>> {
  return site.write(createdAnswer, `${API}/issue`, body, attempt);
}

/** Null when there is no such issue, or none that we may see. */
export async function readIssue(
  site: JiraSite,
  idOrKey: string,
  retries?: number,
): Promise<JiraIssue | null> {
  const query = new URLSearchParams({ fields: ISSUE_FIELDS.join(','), properties: MARKER });
  const path = `${API}/issue/${encodeURIComponent(idOrKey)}?${query}`;
  const answer = await site.read(jiraIssue, 'GET', path, undefined, retries);
  return answer?.value ?? null;
}

/** Reads up to 100 issues by id or key, past the index; those that are not there or not visible are left out. */
export async function bulkFetch(site: JiraSite, idsOrKeys: string[]): Promise<ReadIssue[]> {
  if (idsOrKeys.length === 0) return [];
  const body = { issueIdsOrKeys: idsOrKeys, fields: ISSUE_FIELDS, properties: [MARKER] };
  const answer = await site.read(bulkAnswer, 'POST', `${API}/issue/bulkfetch`, body);
  return (answer?.value.issues ?? []).map(readOne);
}

type Search = { jql: string; nextPageToken?: string; maxResults?: number; reconcileIssues?: string[] };

/** One page of the lagging index; the issues in `reconcileIssues` (numeric ids, at most 50) are read as they are now. */
export async function searchPage(site: JiraSite, search: Search): Promise<SearchPage> {
  const body = {
    jql: search.jql,
    fields: ISSUE_FIELDS,
    properties: [MARKER],
    maxResults: search.maxResults ?? 100,
    ...(search.nextPageToken === undefined ? {} : { nextPageToken: search.nextPageToken }),
    ...(search.reconcileIssues?.length ? { reconcileIssues: search.reconcileIssues.map(Number) } : {}),
  };
  const answer = await site.read(searchAnswer, 'POST', `${API}/search/jql`, body);
  const { issues = [], nextPageToken, isLast } = answer?.value ?? {};
  return { issues: issues.map(readOne), nextPageToken: isLast ? null : (nextPageToken ?? null) };
}

function readOne(raw: unknown): ReadIssue {
  const parsed = jiraIssue.safeParse(raw);
  if (parsed.success) return { issue: parsed.data };
  const named = namedIssue.safeParse(raw).data;
  const [first] = parsed.error.issues;
  const error = first ? `${first.path.join('.')}: ${first.message}` : 'not an issue';
  return { unreadable: { externalId: named?.id ?? 'unknown', error } };
}

export async function readTransitions(site: JiraSite, externalId: string): Promise<Transition[]> {
  const answer = await site.read(transitionsAnswer, 'GET', `${API}/issue/${externalId}/transitions`);
  return answer?.value.transitions ?? [];
}

export function transitionIssue(
  site: JiraSite,
  externalId: string,
  transitionId: string,
  attempt: number,
): Promise<Written<unknown>> {
  const body = { transition: { id: transitionId } };
  return site.write(z.unknown(), `${API}/issue/${externalId}/transitions`, body, attempt);
}

export function addComment(
  site: JiraSite,
  externalId: string,
  body: Json,
  attempt: number,
): Promise<Written<{ id: string }>> {
  return site.write(commentAnswer, `${API}/issue/${externalId}/comment`, { body }, attempt);
}

/** The id of the newest comment whose body holds that text (a link's address); the newest 100 are looked at. */
export async function findComment(site: JiraSite, externalId: string, text: string): Promise<string | null> {
  const path = `${API}/issue/${externalId}/comment?orderBy=-created&maxResults=100`;
  const answer = await site.read(commentsAnswer, 'GET', path);
  return answer?.value.comments.find(({ body }) => JSON.stringify(body).includes(text))?.id ?? null;
}

/** Whether we may browse that project. */
export async function isProjectVisible(site: JiraSite, projectKey: string): Promise<boolean> {
  const query = new URLSearchParams({ keys: projectKey, action: 'browse' });
  const answer = await site.read(projectsAnswer, 'GET', `${API}/project/search?${query}`);
  return answer?.value.values.some((project) => project.key === projectKey) ?? false;
}
