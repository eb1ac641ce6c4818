/** What can be done to an issue, by the API, by people and by the control calls alike. */
import type { AdfNode } from './adf';
import { refuse, refuseFields } from './answer';
import type { Draft } from './fields';
import type { Comment, Edit, Issue } from './issue';
import {
  changeIssue,
  findIssue,
  insertComment,
  insertVersion,
  inTransaction,
  type Moment,
  takeKey,
} from './issues.data';
import type { JiraSite } from './site';
import { FIRST_STATUS, findProject, findStatus, resolutionOnEntering } from './world';

export async function createIssue(site: JiraSite, draft: Draft, moment: Moment): Promise<Issue> {
  const { project, type, edit } = draft;
  return inTransaction(site.pool, async (tx) => {
    const parent = edit.parent_id === undefined ? null : await findIssue(tx, edit.parent_id ?? '');
    if (parent === undefined) return refuseFields({ parent: 'Could not find issue by id or key.' });
    const { id, key } = await takeKey(tx, project.key);
    const issue: Issue = {
      issue_id: id,
      key,
      project: project.key,
      type_id: type.id,
      summary: edit.summary ?? '',
      description: edit.description ?? null,
      labels: edit.labels ?? [],
      assignee: edit.assignee ?? null,
      reporter: edit.reporter ?? moment.author,
      priority: edit.priority ?? 'Medium',
      due_date: edit.due_date ?? null,
      parent_id: parent?.issue_id ?? null,
      cost_centre: edit.cost_centre ?? null,
      status_id: FIRST_STATUS,
      resolution: null,
      resolved_at: null,
      status_changed_at: moment.at,
      created: moment.at,
      updated: moment.at,
      properties: edit.properties ?? {},
      deleted: false,
    };
    await insertVersion(tx, issue, moment.changedAt);
    return issue;
  });
}

/** Applies an edit; entity properties alone do not count as an update of the issue. */
export async function editIssue(
  site: JiraSite,
  idOrKey: string,
  read: (issue: Issue) => Edit,
  moment: Moment,
): Promise<Issue> {
  return changeIssue(site.pool, idOrKey, moment, (issue) => {
    const { properties, ...fields } = read(issue);
    const touched = Object.keys(fields).length > 0;
    return {
      ...issue,
      ...fields,
      properties: { ...issue.properties, ...properties },
      updated: touched ? moment.at : issue.updated,
    };
  });
}

/** `resolution: undefined` lets the workflow choose it; null leaves a closed issue without one. */
export type Move = { to: string; resolution?: string | null; comment?: AdfNode; assignee?: string };

/** Moves an issue to another status. Two moves of one issue at the same moment: the second is a conflict. */
export async function moveIssue(site: JiraSite, idOrKey: string, move: Move, moment: Moment): Promise<Issue> {
  const status = findStatus(move.to);
  if (!status) return refuse(`There is no status '${move.to}'.`);
  const change = async (issue: Issue, tx: Parameters<typeof insertComment>[0]): Promise<Issue> => {
    const resolution = move.resolution === undefined ? resolutionOnEntering(status.id) : move.resolution;
    if (move.comment) {
      await insertComment(tx, {
        issue_id: issue.issue_id,
        author: moment.author,
        body: move.comment,
        created: moment.at,
      });
    }
    const closes = status.category === 'done';
    return {
      ...issue,
      assignee: move.assignee ?? issue.assignee,
      status_id: status.id,
      resolution,
      resolved_at: closes && resolution !== null ? moment.at : null,
      status_changed_at: moment.at,
      updated: moment.at,
    };
  };
  return changeIssue(site.pool, idOrKey, moment, change, false);
}

export async function addComment(
  site: JiraSite,
  idOrKey: string,
  body: AdfNode,
  moment: Moment,
): Promise<Comment> {
  const made: Comment[] = [];
  await changeIssue(site.pool, idOrKey, moment, async (issue, tx) => {
    const comment = { issue_id: issue.issue_id, author: moment.author, body, created: moment.at };
    made.push(await insertComment(tx, comment));
    return { ...issue, updated: moment.at };
  });
  const [comment] = made;
  return comment ?? refuse('The comment was not made.');
}

export async function deleteIssue(site: JiraSite, idOrKey: string, moment: Moment): Promise<Issue> {
  return changeIssue(site.pool, idOrKey, moment, (issue) => ({ ...issue, deleted: true }));
}

/** Moves an issue to another project: the key changes, the id stays, the old key still finds it. */
export async function transferIssue(
  site: JiraSite,
  idOrKey: string,
  to: string,
  moment: Moment,
): Promise<Issue> {
  const project = findProject(to);
  if (!project) return refuse(`No project could be found with key '${to}'.`);
  return changeIssue(site.pool, idOrKey, moment, async (issue, tx) => {
    if (issue.project === project.key) return issue;
    const { key } = await takeKey(tx, project.key);
    return { ...issue, key, project: project.key, updated: moment.at };
  });
}
