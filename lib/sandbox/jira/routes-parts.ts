/** What hangs on an issue: comments, entity properties, remote links. */
import { AppError } from '@/lib/core/errors';
import { isRecord, readText } from '../read';
import type { Answer } from './answer';
import { ok, refuse, refuseFields } from './answer';
import { addComment } from './deeds';
import { faultOfProperty, requireAdf } from './fields';
import { changeIssue, inTransaction, listComments, listLinks, readIssue, upsertLink } from './issues.data';
import { presentComment } from './present';
import type { Call } from './site';
import { momentOf, pageOf, param } from './site';

export async function getComments(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const {
    page,
    isLast: _,
    ...counts
  } = pageOf(call, await listComments(call.site.pool, issue.issue_id), 5000);
  return ok({ ...counts, comments: page.map((comment) => presentComment(comment, call.site.view)) });
}

export async function postComment(call: Call): Promise<Answer> {
  const body = requireAdf(isRecord(call.body) ? call.body.body : undefined, 'comment');
  const comment = await addComment(call.site, param(call, 'issue'), body, momentOf(call));
  return { status: 201, body: presentComment(comment, call.site.view) };
}

export async function getPropertyKeys(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const self = (key: string) =>
    `${call.site.view.url}/rest/api/3/issue/${issue.issue_id}/properties/${encodeURIComponent(key)}`;
  return ok({ keys: Object.keys(issue.properties).map((key) => ({ self: self(key), key })) });
}

export async function getProperty(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const key = param(call, 'property');
  if (!Object.hasOwn(issue.properties, key)) {
    throw new AppError('not_found', `The property ${key} does not exist.`);
  }
  return ok({ key, value: issue.properties[key] });
}

export async function putProperty(call: Call): Promise<Answer> {
  const key = param(call, 'property');
  const fault = faultOfProperty(key, call.body);
  if (fault) return refuse(fault);
  const existed: boolean[] = [];
  await changeIssue(call.site.pool, param(call, 'issue'), momentOf(call), (issue) => {
    existed.push(Object.hasOwn(issue.properties, key));
    return { ...issue, properties: { ...issue.properties, [key]: call.body } };
  });
  return { status: existed[0] ? 200 : 201, body: {} };
}

export async function getLinks(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const links = (await listLinks(call.site.pool, issue.issue_id)).map((one) => ({
    ...one.link,
    id: Number(one.id),
    self: `${call.site.view.url}/rest/api/3/issue/${issue.issue_id}/remotelink/${one.id}`,
  }));
  const wanted = call.query.get('globalId');
  if (wanted === null) return ok(links);
  const index = (await listLinks(call.site.pool, issue.issue_id)).findIndex(
    (one) => one.global_id === wanted,
  );
  if (index < 0) throw new AppError('not_found', `No remote link has the global id ${wanted}.`);
  return ok(links[index]);
}

export async function postLink(call: Call): Promise<Answer> {
  const { body } = call;
  const target = isRecord(body) && isRecord(body.object) ? body.object : {};
  const errors: Record<string, string> = {};
  if (!readText(target.title)) errors.title = "'title' is required.";
  if (!readText(target.url)) errors.url = "'url' is required.";
  if (!isRecord(body) || Object.keys(errors).length > 0) return refuseFields(errors);
  const { globalId: _, ...link } = body;
  const globalId = readText(body.globalId) ?? null;
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const { id, created } = await inTransaction(call.site.pool, (tx) =>
    upsertLink(tx, issue.issue_id, globalId, globalId === null ? link : { globalId, ...link }),
  );
  const self = `${call.site.view.url}/rest/api/3/issue/${issue.issue_id}/remotelink/${id}`;
  return { status: created ? 201 : 200, body: { id: Number(id), self } };
}
