import { isRecord, readText, readTexts } from '../read';
import type { AdfNode } from './adf';
import type { Answer } from './answer';
import { ok, refuse, refuseFields } from './answer';
import { formatDate } from './dates';
import type { Move } from './deeds';
import { addComment, createIssue, deleteIssue, editIssue, moveIssue } from './deeds';
import { readDraft, readEditOf, requireAdf } from './fields';
import { findIssue, listHistory, readIssue } from './issues.data';
import { presentIssue, presentPerson, presentStatus } from './present';
import { readSearch, searchIssues } from './search';
import type { Call } from './site';
import { momentOf, pageOf, param } from './site';
import { findPerson, findResolution, findStatus, RESOLUTIONS, ROBOT, TRANSITIONS } from './world';

const listOf = (text: string | null): string[] => (text ?? '').split(',').filter((word) => word !== '');

export async function postIssue(call: Call): Promise<Answer> {
  const issue = await createIssue(call.site, readDraft(call.body), momentOf(call));
  const self = `${call.site.view.url}/rest/api/3/issue/${issue.issue_id}`;
  return { status: 201, body: { id: issue.issue_id, key: issue.key, self } };
}

export async function getIssue(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const properties = listOf(call.query.get('properties'));
  const shown = presentIssue(issue, listOf(call.query.get('fields')), properties, call.site.view);
  if (!listOf(call.query.get('expand')).includes('changelog')) return ok(shown);
  const { values } = await historyPage(call, issue.issue_id);
  return ok({
    ...shown,
    changelog: { startAt: 0, maxResults: values.length, total: values.length, histories: values },
  });
}

async function historyPage(call: Call, issueId: string) {
  const { view, pool } = call.site;
  const { page, ...counts } = pageOf(call, await listHistory(pool, issueId), 100);
  const values = page.map((entry) => ({
    id: entry.id,
    author: presentPerson(findPerson(entry.author) ?? ROBOT, view),
    created: formatDate(entry.at, view.zone),
    items: entry.items.map((item) => ({ fieldtype: 'jira', fieldId: item.field, ...item })),
  }));
  return { ...counts, values };
}

export async function getChangelog(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  return ok(await historyPage(call, issue.issue_id));
}

export async function putIssue(call: Call): Promise<Answer> {
  const id = param(call, 'issue');
  const issue = await editIssue(call.site, id, (current) => readEditOf(call.body, current), momentOf(call));
  for (const body of addedComments(call.body)) await addComment(call.site, id, body, momentOf(call));
  if (call.query.get('returnIssue') !== 'true') return { status: 204 };
  return ok(presentIssue(await readIssue(call.site.pool, issue.issue_id), [], [], call.site.view));
}

/** Comments that come with an edit or a transition: `update.comment[].add.body`. */
function addedComments(body: unknown): AdfNode[] {
  const operations = isRecord(body) && isRecord(body.update) ? body.update.comment : undefined;
  if (!Array.isArray(operations)) return [];
  return operations.map((operation: unknown) => {
    const added = isRecord(operation) && isRecord(operation.add) ? operation.add.body : undefined;
    return requireAdf(added, 'comment');
  });
}

export async function removeIssue(call: Call): Promise<Answer> {
  await deleteIssue(call.site, param(call, 'issue'), momentOf(call));
  return { status: 204 };
}

export async function getTransitions(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const transitions = TRANSITIONS.filter((one) => one.to !== issue.status_id).flatMap((one) => {
    const status = findStatus(one.to);
    if (!status) return [];
    const to = presentStatus(status, call.site.view);
    const flags = {
      hasScreen: false,
      isGlobal: true,
      isInitial: false,
      isAvailable: true,
      isConditional: false,
    };
    return [{ id: one.id, name: one.name, to, ...flags, looped: false }];
  });
  return ok({ expand: 'transitions', transitions });
}

export async function postTransition(call: Call): Promise<Answer> {
  const wanted =
    isRecord(call.body) && isRecord(call.body.transition) ? readText(call.body.transition.id) : undefined;
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const transition = TRANSITIONS.find((one) => one.id === wanted && one.to !== issue.status_id);
  if (!transition) {
    return refuse(`Transition id '${wanted ?? ''}' is not valid for this issue.`);
  }
  const [comment] = addedComments(call.body);
  const move: Move = { to: transition.to, ...(comment ? { comment } : {}) };
  const resolution =
    isRecord(call.body) && isRecord(call.body.fields) ? call.body.fields.resolution : undefined;
  if (resolution !== undefined) move.resolution = readResolution(resolution);
  await moveIssue(call.site, issue.issue_id, move, momentOf(call));
  return { status: 204 };
}

function readResolution(value: unknown): string | null {
  if (value === null) return null;
  const wanted = isRecord(value) ? (readText(value.id) ?? readText(value.name)) : undefined;
  const names = RESOLUTIONS.map((one) => one.name).join(', ');
  return findResolution(wanted ?? '') ?? refuseFields({ resolution: `Resolution must be one of ${names}.` });
}

export async function bulkFetch(call: Call): Promise<Answer> {
  const body = isRecord(call.body) ? call.body : {};
  const wanted = readTexts(body.issueIdsOrKeys);
  if (!wanted || wanted.length === 0 || wanted.length > 100)
    return refuse('Give 1 to 100 issue ids or keys.');
  const issues: ReturnType<typeof presentIssue>[] = [];
  const issueErrors: { id: string; errorMessage: string }[] = [];
  const fields = readTexts(body.fields) ?? [];
  const seen = new Set<string>();
  for (const idOrKey of wanted) {
    const issue = await findIssue(call.site.pool, idOrKey);
    if (!issue)
      issueErrors.push({
        id: idOrKey,
        errorMessage: 'Issue does not exist or you do not have permission to see it.',
      });
    else if (!seen.has(issue.issue_id)) {
      seen.add(issue.issue_id);
      issues.push(presentIssue(issue, fields, readTexts(body.properties) ?? [], call.site.view));
    }
  }
  return ok({ issues, issueErrors });
}

/** `fields` not given means ids only: the newer search sends nothing that was not asked for. */
export async function search(call: Call): Promise<Answer> {
  const request = readSearch(call.body ?? searchFromQuery(call.query));
  const { site } = call;
  const view = { zone: site.view.zone, now: site.clock.now(), indexLagMs: site.faults.faults.indexLagMs };
  const found = await searchIssues(site.pool, request, view);
  const issues = found.issues.map((issue) =>
    request.fields === undefined && request.properties.length === 0
      ? { id: issue.issue_id }
      : presentIssue(issue, request.fields ?? ['id'], request.properties, site.view),
  );
  const token = found.nextPageToken;
  return ok({
    issues,
    ...(token === undefined ? { isLast: true } : { nextPageToken: token, isLast: false }),
  });
}

function searchFromQuery(query: URLSearchParams): Record<string, unknown> {
  const fields = query.get('fields');
  return {
    jql: query.get('jql') ?? '',
    nextPageToken: query.get('nextPageToken') ?? undefined,
    maxResults: query.has('maxResults') ? Number(query.get('maxResults')) : undefined,
    fields: fields === null ? undefined : listOf(fields),
    properties: listOf(query.get('properties')),
    reconcileIssues: listOf(query.get('reconcileIssues')),
  };
}
