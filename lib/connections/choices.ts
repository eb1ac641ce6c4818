import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { openConnection } from './data';
import {
  type Asked,
  askSite,
  issueTypesAnswer,
  projectsAnswer,
  readBody,
  refusalWords,
  type SiteAccount,
} from './jira';
import type { SiteIssueType, SiteProject } from './schema';

/** What a route may be pointed at, as the site itself lists it. */
const KEPT_MS = 30_000;
const PAGE = 50;
const MOST = 1000;

/** The projects in which the account may create issues. Throws `outbound_failed` with what is wrong. */
export const listSiteProjects = keptBriefly(readProjects);

/** What may be created in a project. Throws `outbound_failed` with what is wrong. */
export const listSiteIssueTypes = keptBriefly(readIssueTypes);

/** A form asks often; the site is asked once in half a minute. What failed is not kept. */
function keptBriefly<Value>(read: (connectionId: string, of: string) => Promise<Value>) {
  const kept = new Map<string, { until: number; value: Value }>();
  return async (connectionId: string, of = ''): Promise<Value> => {
    const { updatedAt } = await openConnection(database(), connectionId); // a changed connection is asked anew
    const key = `${connectionId} ${updatedAt} ${of}`;
    const now = Date.now();
    for (const [old, { until }] of kept) if (until <= now) kept.delete(old);
    const known = kept.get(key);
    if (known) return known.value;
    const value = await read(connectionId, of);
    kept.set(key, { until: now + KEPT_MS, value });
    return value;
  };
}

async function readProjects(connectionId: string): Promise<SiteProject[]> {
  const site = await openConnection(database(), connectionId);
  const found: SiteProject[] = [];
  while (found.length < MOST) {
    const query = {
      action: 'create',
      orderBy: 'key',
      startAt: String(found.length),
      maxResults: String(PAGE),
    };
    const asked = await askSite(site, '/project/search', { query });
    const { values, total = 0 } = readBody(projectsAnswer, asked) ?? refused(asked, site);
    found.push(...values);
    if (values.length === 0 || found.length >= total) break;
  }
  return found;
}

async function readIssueTypes(connectionId: string, projectKey: string): Promise<SiteIssueType[]> {
  const site = await openConnection(database(), connectionId);
  const path = `/issue/createmeta/${encodeURIComponent(projectKey)}/issuetypes`;
  const asked = await askSite(site, path, { query: { maxResults: '200' } });
  if (asked.kind === 'answer' && asked.status === 404) {
    throw new AppError('not_found', `${site.account} sees no project ${projectKey} on ${site.name}`);
  }
  const { issueTypes } = readBody(issueTypesAnswer, asked) ?? refused(asked, site);
  return issueTypes.filter(({ subtask }) => !subtask).map(({ id, name }) => ({ id, name }));
}

function refused(asked: Asked, { name, account }: SiteAccount & { name: string }): never {
  throw new AppError('outbound_failed', `${name} could not be asked: ${refusalWords(asked, account)}`);
}
