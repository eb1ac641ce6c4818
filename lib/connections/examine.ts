import type { Clock } from '@/lib/core/clock';
import type { RoutedProject } from './data';
import { examineCms } from './examine-cms';
import { examineLibrary } from './examine-library';
import { askSite, type SiteAccount } from './jira';
import * as judge from './judge';
import type { ConnectionKind } from './kinds.schema';
import type { ConnectionCheck, ConnectionTest } from './schema';

type Examination = {
  site: SiteAccount;
  requestsPerSecond: number;
  routed: RoutedProject[]; // the boards that routes of this connection name
  clock: Clock;
};

/** Asks a system of any kind what we shall need of it, writing nothing. */
export function examineConnection({
  kind,
  ...examination
}: Examination & { kind: ConnectionKind }): Promise<ConnectionTest> {
  if (kind === 'cms') return examineCms(examination.site.baseUrl);
  if (kind === 'library') return examineLibrary(examination.site);
  return examineJira(examination);
}

/**
 * Asks a Jira site everything that we shall need of it, writing nothing: sign-in first, and no further without it; then
 * each board that is routed to, one after the other, within the site's limits.
 */
async function examineJira({ site, requestsPerSecond, routed, clock }: Examination): Promise<ConnectionTest> {
  const myself = await askSite(site, '/myself');
  const signIn = judge.checkOf('sign_in', null, judge.judgeSignIn(myself, site.account));
  if (signIn.state === 'fail') return judge.judgeAll([signIn, ...notReached(routed)]);
  const checks: ConnectionCheck[] = [signIn];
  if (routed.length === 0) checks.push(await checkProjects(site));
  for (const project of routed) checks.push(...(await checkProject(site, project)));
  const jql = routed[0] ? `project = "${routed[0].projectKey}"` : 'updated >= -1d';
  const search = { jql: `${jql} ORDER BY updated DESC`, maxResults: 1, fields: ['summary'] };
  const searched = await askSite(site, '/search/jql', { method: 'POST', body: search });
  checks.push(
    judge.checkOf('search', null, judge.judgeSearch(searched, site.account)),
    judge.checkOf('clock', null, judge.judgeClock(myself, clock())),
    judge.checkOf('limits', null, judge.judgeLimits(myself, requestsPerSecond)),
  );
  return judge.judgeAll(checks);
}

async function checkProjects(site: SiteAccount): Promise<ConnectionCheck> {
  const asked = await askSite(site, '/project/search', { query: { action: 'create', maxResults: '20' } });
  return judge.checkOf('projects', null, judge.judgeProjects(asked, site.account));
}

async function checkProject(site: SiteAccount, routed: RoutedProject): Promise<ConnectionCheck[]> {
  const { projectKey } = routed;
  const query = { keys: projectKey, action: 'browse' };
  const asked = await askSite(site, '/project/search', { query });
  const seen = judge.checkOf('project', projectKey, judge.judgeProject(asked, projectKey, site.account));
  if (seen.state === 'fail') return [seen];
  const permissions = await askSite(site, '/mypermissions', {
    query: { projectKey, permissions: judge.PERMISSION_KEYS },
  });
  const types = await askSite(site, `/issue/createmeta/${encodeURIComponent(projectKey)}/issuetypes`, {
    query: { maxResults: '200' },
  });
  return [
    seen,
    ...judge.judgePermissions(permissions, routed, site.account),
    ...judge.judgeIssueTypes(types, routed),
  ];
}

function notReached(routed: RoutedProject[]): ConnectionCheck[] {
  const skipped = { state: 'skipped', detail: 'not looked at without a sign-in' } as const;
  return [
    ...routed.map(({ projectKey }) => judge.checkOf('project', projectKey, skipped)),
    judge.checkOf('search', null, skipped),
  ];
}
