import { AppError } from '@/lib/core/errors';
import type { Answer } from './answer';
import * as control from './control';
import { getFrontPage, getIssuePage } from './pages';
import type { People } from './people';
import * as issue from './routes-issue';
import * as parts from './routes-parts';
import * as site from './routes-site';
import type { Call } from './site';

type Handler = (call: Call) => Answer | Promise<Answer>;
export type Route = { method: string; pattern: string; parts: string[]; handler: Handler };

const API = '/rest/api/3';

function gone(): Answer {
  const message =
    `The requested API has been removed. Please migrate to the ${API}/search/jql API. ` +
    'A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
  throw new AppError('gone', message);
}

/** Every address the site answers. Fixed words stand before parameters, so the first match is the right one. */
export function makeRoutes(people: People): Route[] {
  const api: [string, string, Handler][] = [
    ['POST', '/issue', issue.postIssue],
    ['POST', '/issue/bulkfetch', issue.bulkFetch],
    ['GET', '/issue/createmeta/:project/issuetypes', site.getCreateTypes],
    ['GET', '/issue/createmeta/:project/issuetypes/:type', site.getCreateFields],
    ['GET', '/issue/:issue', issue.getIssue],
    ['PUT', '/issue/:issue', issue.putIssue],
    ['DELETE', '/issue/:issue', issue.removeIssue],
    ['GET', '/issue/:issue/changelog', issue.getChangelog],
    ['GET', '/issue/:issue/transitions', issue.getTransitions],
    ['POST', '/issue/:issue/transitions', issue.postTransition],
    ['GET', '/issue/:issue/comment', parts.getComments],
    ['POST', '/issue/:issue/comment', parts.postComment],
    ['GET', '/issue/:issue/properties', parts.getPropertyKeys],
    ['GET', '/issue/:issue/properties/:property', parts.getProperty],
    ['PUT', '/issue/:issue/properties/:property', parts.putProperty],
    ['GET', '/issue/:issue/remotelink', parts.getLinks],
    ['POST', '/issue/:issue/remotelink', parts.postLink],
    ['POST', '/search/jql', issue.search],
    ['GET', '/search/jql', issue.search],
    ['GET', '/search', gone],
    ['POST', '/search', gone],
    ['GET', '/project/search', site.searchProjects],
    ['GET', '/project/:project', site.getProject],
    ['GET', '/project/:project/statuses', site.getProjectStatuses],
    ['GET', '/user', site.getPerson],
    ['GET', '/user/search', site.searchPeople],
    ['GET', '/user/assignable/search', site.searchAssignable],
    ['GET', '/myself', site.getMyself],
    ['GET', '/mypermissions', site.getMyPermissions],
    ['GET', '/serverInfo', site.getServerInfo],
    ['GET', '/status', site.getStatuses],
    ['GET', '/statuscategory', site.getCategories],
    ['GET', '/resolution', site.getResolutions],
    ['GET', '/priority', site.getPriorities],
    ['GET', '/field', site.getFields],
  ];
  const own: [string, string, Handler][] = [
    ['GET', '/', getFrontPage],
    ['GET', '/browse/:issue', getIssuePage],
    ['GET', '/sandbox/state', control.getState],
    ['GET', '/sandbox/issues', control.getIssues],
    ['POST', '/sandbox/issues/:issue/:deed', control.actOnIssue],
    ['GET', '/sandbox/faults', control.getFaults],
    ['PUT', '/sandbox/faults', control.putFaults],
    ['DELETE', '/sandbox/faults', control.deleteFaults],
    ['POST', '/sandbox/faults/next', control.postNextFault],
    ['POST', '/sandbox/reset', control.postReset(people)],
    ['PUT', '/sandbox/permissions', control.putPermissions],
    ['GET', '/sandbox/login', control.getLogin],
    ['GET', '/sandbox/clock', control.getClock],
    ['PUT', '/sandbox/clock', control.putClock],
    ['DELETE', '/sandbox/clock', control.deleteClock],
    ['PUT', '/sandbox/people', control.putPeople(people)],
    ['POST', '/sandbox/people/step', control.stepPeople(people)],
  ];
  return [
    ...api.map(([method, path, handler]) => makeRoute(method, API + path, handler)),
    ...own.map((one) => makeRoute(...one)),
  ];
}

function makeRoute(method: string, pattern: string, handler: Handler): Route {
  return { method, pattern, parts: pattern.split('/'), handler };
}

export type Match = { route: Route; params: Record<string, string> };

/** Finds the route; an address known only under other methods is a 405, an unknown one a 404. */
export function matchRoute(routes: Route[], method: string, path: string): Match {
  const parts = path.length > 1 && path.endsWith('/') ? path.slice(0, -1).split('/') : path.split('/');
  let known = false;
  for (const route of routes) {
    const params = paramsOf(route.parts, parts);
    if (!params) continue;
    if (route.method === method) return { route, params };
    known = true;
  }
  if (known) throw new AppError('method_not_allowed', 'Method Not Allowed');
  throw new AppError('not_found', `There is nothing at ${path}.`);
}

function paramsOf(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const actual = parts[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(actual);
    else if (part !== actual) return undefined;
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % stands for itself.
    return text;
  }
}
