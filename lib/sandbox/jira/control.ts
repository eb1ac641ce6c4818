/** `/sandbox/…`: what tests and people use to make the site misbehave and to act as other users. */
import { isRecord, readNumber, readText } from '../read';
import type { Answer } from './answer';
import { ok, refuse } from './answer';
import { deleteIssue, editIssue, moveIssue, transferIssue } from './deeds';
import { readEditOf } from './fields';
import { countIssues, listIssues } from './issues.data';
import type { People } from './people';
import { presentFields } from './present';
import type { Call } from './site';
import { momentOf, param } from './site';
import { emptyTables } from './tables';
import { findResolution, findStatus, PEOPLE } from './world';

const someone = PEOPLE[0].accountId;

export async function putFaults(call: Call): Promise<Answer> {
  await call.site.faults.set(call.body);
  return getFaults(call);
}

export function getFaults(call: Call): Answer {
  return ok({ ...call.site.faults.faults, next: call.site.faults.queue });
}

export async function deleteFaults(call: Call): Promise<Answer> {
  await call.site.faults.clear();
  return getFaults(call);
}

export function postNextFault(call: Call): Answer {
  call.site.faults.push(call.body);
  return getFaults(call);
}

export async function getState(call: Call): Promise<Answer> {
  const counts = await countIssues(call.site.pool);
  return ok({ ...counts, now: call.site.clock.now().toISOString(), requests: call.site.requests.counts });
}

/** Every living issue as it stands, beside the index: what a check of "300 issues, none twice" reads. */
export async function getIssues(call: Call): Promise<Answer> {
  const limit = Number(call.query.get('limit') ?? 10_000) || 10_000;
  const issues = await listIssues(call.site.pool, limit, call.query.get('label') ?? undefined);
  return ok({
    issues: issues.map((issue) => ({
      id: issue.issue_id,
      key: issue.key,
      project: issue.project,
      summary: issue.summary,
      status: findStatus(issue.status_id)?.name ?? issue.status_id,
      resolution: issue.resolution,
      assignee: issue.assignee,
      labels: issue.labels,
      properties: issue.properties,
      created: issue.created.toISOString(),
      updated: issue.updated.toISOString(),
      resolvedAt: issue.resolved_at?.toISOString() ?? null,
    })),
  });
}

/** Empties the site, forgets the faults, sets the clock free. The pace of the people stays. */
export function postReset(people: People) {
  return async (call: Call): Promise<Answer> => {
    await emptyTables(call.site.pool);
    await call.site.faults.clear();
    await call.site.permissions.set({});
    await people.reset();
    call.site.clock.clear();
    call.site.requests.counts = {};
    call.site.ceilings.forget();
    return getState(call);
  };
}

/** Takes permissions from the robot, by project: `{"PLAT": ["CREATE_ISSUES"]}`; `{}` gives all of them back. */
export async function putPermissions(call: Call): Promise<Answer> {
  await call.site.permissions.set(call.body);
  return ok(call.site.permissions.denied);
}

/** How to sign in here, for who connects the sandbox by hand. It guards nothing: these controls ask for no login. */
export function getLogin(call: Call): Answer {
  return ok({ baseUrl: call.site.view.url, ...call.site.login });
}

export function putClock(call: Call): Answer {
  call.site.clock.set(isRecord(call.body) ? call.body.at : undefined);
  return getClock(call);
}

export function deleteClock(call: Call): Answer {
  call.site.clock.clear();
  return getClock(call);
}

export function getClock(call: Call): Answer {
  return ok({ now: call.site.clock.now().toISOString() });
}

export function putPeople(people: People) {
  return async (call: Call): Promise<Answer> => {
    await people.set(call.body);
    return ok(people.pace);
  };
}

export function stepPeople(people: People) {
  return async (call: Call): Promise<Answer> => {
    const moves = isRecord(call.body) ? readNumber(call.body.moves) : undefined;
    if (moves === undefined || moves < 1 || moves > 10_000)
      return refuse('moves must be between 1 and 10000');
    return ok({ moves: await people.step(Math.floor(moves), () => call.at) });
  };
}

/** Acts as a person of the site on one issue: `transition`, `delete`, `move` or `edit`. */
export async function actOnIssue(call: Call): Promise<Answer> {
  const issue = param(call, 'issue');
  const body = isRecord(call.body) ? call.body : {};
  const moment = momentOf(call, readText(body.as) ?? someone);
  switch (param(call, 'deed')) {
    case 'transition': {
      const to = readText(body.to) ?? '';
      if (body.resolution === undefined) return shown(call, moveIssue(call.site, issue, { to }, moment));
      const resolution =
        typeof body.resolution === 'string' ? (findResolution(body.resolution) ?? null) : null;
      return shown(call, moveIssue(call.site, issue, { to, resolution }, moment));
    }
    case 'delete':
      await deleteIssue(call.site, issue, moment);
      return { status: 204 };
    case 'move':
      return shown(call, transferIssue(call.site, issue, readText(body.project) ?? '', moment));
    case 'edit': {
      const { as: _, ...fields } = body;
      return shown(
        call,
        editIssue(call.site, issue, (current) => readEditOf({ fields }, current), moment),
      );
    }
    default:
      return refuse('The deed must be transition, delete, move or edit.');
  }
}

async function shown(call: Call, deed: ReturnType<typeof editIssue>): Promise<Answer> {
  const issue = await deed;
  return ok({ id: issue.issue_id, key: issue.key, fields: presentFields(issue, call.site.view) });
}
