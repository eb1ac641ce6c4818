import type { Pool, PoolClient } from 'pg';
import { AppError } from '@/lib/core/errors';
import type { Comment, HistoryItem, Issue } from './issue';
import { historyOf } from './issue';
import { findStatus } from './world';

const MISSING = 'Issue does not exist or you do not have permission to see it.';
const CURRENT = 'superseded_at IS NULL AND NOT deleted';

/** When a change was made by the issue's own dates, and when the index could first have known of it. */
export type Moment = { at: Date; changedAt: Date; author: string };

export async function inTransaction<Result>(
  pool: Pool,
  work: (tx: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Finds an issue by its numeric id, its key, or a key it had before it moved. Never through the index. */
export async function findIssue(db: Pool | PoolClient, idOrKey: string): Promise<Issue | undefined> {
  const byId = /^\d{1,18}$/.test(idOrKey);
  const { rows } = await db.query<Issue>(
    byId
      ? `SELECT * FROM sandbox.jira_versions WHERE issue_id = $1 AND ${CURRENT}`
      : `SELECT * FROM sandbox.jira_versions
         WHERE issue_id = (SELECT issue_id FROM sandbox.jira_keys WHERE key = $1) AND ${CURRENT}`,
    [byId ? idOrKey : idOrKey.toUpperCase()],
  );
  return rows[0];
}

export async function readIssue(db: Pool | PoolClient, idOrKey: string): Promise<Issue> {
  const issue = await findIssue(db, idOrKey);
  if (!issue) throw new AppError('not_found', MISSING);
  return issue;
}

/** Takes the next id and the project's next number; the caller's transaction makes both final. */
export async function takeKey(tx: PoolClient, project: string): Promise<{ id: string; key: string }> {
  const { rows } = await tx.query<{ id: string; number: number }>(
    `UPDATE sandbox.jira_projects SET last_number = last_number + 1 WHERE key = $1
     RETURNING nextval('sandbox.jira_issue_ids')::text AS id, last_number AS number`,
    [project],
  );
  const taken = rows[0];
  if (!taken) throw new AppError('internal', `project ${project} has no counter`);
  return { id: taken.id, key: `${project}-${taken.number}` };
}

export async function insertVersion(tx: PoolClient, issue: Issue, changedAt: Date): Promise<void> {
  await tx.query(
    `INSERT INTO sandbox.jira_versions (issue_id, changed_at, deleted, key, project, type_id, summary, description,
       labels, assignee, reporter, priority, due_date, parent_id, cost_centre, status_id, resolution, resolved_at,
       status_changed_at, created, updated, properties)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8::jsonb,$9::text[],$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22::jsonb)`,
    [
      issue.issue_id,
      changedAt,
      issue.deleted,
      issue.key,
      issue.project,
      issue.type_id,
      issue.summary,
      issue.description === null ? null : JSON.stringify(issue.description),
      issue.labels,
      issue.assignee,
      issue.reporter,
      issue.priority,
      issue.due_date,
      issue.parent_id,
      issue.cost_centre,
      issue.status_id,
      issue.resolution,
      issue.resolved_at,
      issue.status_changed_at,
      issue.created,
      issue.updated,
      JSON.stringify(issue.properties),
    ],
  );
  await tx.query('INSERT INTO sandbox.jira_keys (key, issue_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    issue.key,
    issue.issue_id,
  ]);
}

/**
 * Changes one issue under its own lock. With `waits: false` an issue that somebody else is changing at this very
 * moment is a conflict, as Jira's transitions answer it.
 */
export async function changeIssue(
  pool: Pool,
  idOrKey: string,
  moment: Moment,
  change: (issue: Issue, tx: PoolClient) => Issue | Promise<Issue>,
  waits = true,
): Promise<Issue> {
  return inTransaction(pool, async (tx) => {
    const found = await readIssue(tx, idOrKey);
    await lockIssue(tx, found.issue_id, waits);
    const before = await readIssue(tx, found.issue_id);
    const after = await change(before, tx);
    await tx.query(
      'UPDATE sandbox.jira_versions SET superseded_at = $2 WHERE issue_id = $1 AND superseded_at IS NULL',
      [before.issue_id, moment.changedAt],
    );
    await insertVersion(tx, after, moment.changedAt);
    await forgetOldVersions(tx, before.issue_id, moment.changedAt);
    const items = historyOf(before, after, (id) => findStatus(id)?.name ?? id);
    if (items.length > 0) await insertHistory(tx, before.issue_id, moment, items);
    return after;
  });
}

async function lockIssue(tx: PoolClient, issueId: string, waits: boolean): Promise<void> {
  if (waits) {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('sandbox.jira'), $1)`, [Number(issueId)]);
    return;
  }
  const { rows } = await tx.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('sandbox.jira'), $1) AS taken`,
    [Number(issueId)],
  );
  if (!rows[0]?.taken) throw new AppError('conflict', 'The issue is being changed by another request.');
}

/** The longest lag is ten minutes, so a version superseded for longer can never be shown again. */
async function forgetOldVersions(tx: PoolClient, issueId: string, changedAt: Date): Promise<void> {
  await tx.query(
    `DELETE FROM sandbox.jira_versions WHERE issue_id = $1 AND superseded_at < $2::timestamptz - interval '10 minutes'`,
    [issueId, changedAt],
  );
}

async function insertHistory(
  tx: PoolClient,
  issueId: string,
  moment: Moment,
  items: HistoryItem[],
): Promise<void> {
  await tx.query(
    'INSERT INTO sandbox.jira_history (issue_id, author, at, items) VALUES ($1, $2, $3, $4::jsonb)',
    [issueId, moment.author, moment.at, JSON.stringify(items)],
  );
}

export type History = { id: string; author: string; at: Date; items: HistoryItem[] };

export async function listHistory(pool: Pool, issueId: string): Promise<History[]> {
  const { rows } = await pool.query<History>(
    'SELECT id, author, at, items FROM sandbox.jira_history WHERE issue_id = $1 ORDER BY id',
    [issueId],
  );
  return rows;
}

export async function insertComment(tx: PoolClient, comment: Omit<Comment, 'id'>): Promise<Comment> {
  const { rows } = await tx.query<{ id: string }>(
    'INSERT INTO sandbox.jira_comments (issue_id, author, body, created) VALUES ($1, $2, $3::jsonb, $4) RETURNING id',
    [comment.issue_id, comment.author, JSON.stringify(comment.body), comment.created],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new AppError('internal', 'the comment got no id');
  return { ...comment, id };
}

export async function listComments(pool: Pool, issueId: string): Promise<Comment[]> {
  const { rows } = await pool.query<Comment>(
    'SELECT * FROM sandbox.jira_comments WHERE issue_id = $1 ORDER BY id',
    [issueId],
  );
  return rows;
}

export type Link = { id: string; global_id: string | null; link: Record<string, unknown> };

/** A link with the same `globalId` on the same issue is replaced; one without is always new. */
export async function upsertLink(
  tx: PoolClient,
  issueId: string,
  globalId: string | null,
  link: Record<string, unknown>,
): Promise<{ id: string; created: boolean }> {
  const { rows } = await tx.query<{ id: string; created: boolean }>(
    `INSERT INTO sandbox.jira_links (issue_id, global_id, link) VALUES ($1, $2, $3::jsonb)
     ON CONFLICT (issue_id, global_id) DO UPDATE SET link = EXCLUDED.link
     RETURNING id, (xmax = 0) AS created`,
    [issueId, globalId, JSON.stringify(link)],
  );
  const row = rows[0];
  if (!row) throw new AppError('internal', 'the link got no id');
  return row;
}

export async function listLinks(pool: Pool, issueId: string): Promise<Link[]> {
  const { rows } = await pool.query<Link>(
    'SELECT id, global_id, link FROM sandbox.jira_links WHERE issue_id = $1 ORDER BY id',
    [issueId],
  );
  return rows;
}

/** Every living issue as it is now, oldest first: for people's pages and for checks beside the index. */
export async function listIssues(pool: Pool, limit: number, label?: string): Promise<Issue[]> {
  const { rows } = await pool.query<Issue>(
    `SELECT * FROM sandbox.jira_versions
     WHERE ${CURRENT} AND ($2::text IS NULL OR labels @> ARRAY[$2::text]) ORDER BY issue_id LIMIT $1`,
    [limit, label ?? null],
  );
  return rows;
}

export async function countIssues(pool: Pool): Promise<{ issues: number; deleted: number }> {
  const { rows } = await pool.query<{ issues: number; deleted: number }>(
    `SELECT count(*) FILTER (WHERE NOT deleted)::int AS issues, count(*) FILTER (WHERE deleted)::int AS deleted
     FROM sandbox.jira_versions WHERE superseded_at IS NULL`,
  );
  return rows[0] ?? { issues: 0, deleted: 0 };
}
