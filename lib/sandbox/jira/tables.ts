import type { Pool } from 'pg';
import { PROJECTS } from './world';

/**
 * An issue is the row of `jira_versions` that nothing superseded; the older rows are what a lagging index still
 * shows. A deleted issue leaves a last version that says so. `jira_keys` keeps the old keys of moved issues.
 */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS sandbox;
CREATE SEQUENCE IF NOT EXISTS sandbox.jira_issue_ids START 10001;
CREATE TABLE IF NOT EXISTS sandbox.jira_projects (key text PRIMARY KEY, last_number integer NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS sandbox.jira_keys (key text PRIMARY KEY, issue_id bigint NOT NULL);
CREATE TABLE IF NOT EXISTS sandbox.jira_versions (
  version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issue_id bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  superseded_at timestamptz,
  deleted boolean NOT NULL DEFAULT false,
  key text NOT NULL,
  project text NOT NULL,
  type_id text NOT NULL,
  summary text NOT NULL,
  description jsonb,
  labels text[] NOT NULL,
  assignee text,
  reporter text NOT NULL,
  priority text NOT NULL,
  due_date text,
  parent_id bigint,
  cost_centre text,
  status_id text NOT NULL,
  resolution text,
  resolved_at timestamptz,
  status_changed_at timestamptz NOT NULL,
  created timestamptz NOT NULL,
  updated timestamptz NOT NULL,
  properties jsonb NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS jira_versions_current ON sandbox.jira_versions (issue_id) WHERE superseded_at IS NULL;
CREATE INDEX IF NOT EXISTS jira_versions_issue ON sandbox.jira_versions (issue_id);
CREATE INDEX IF NOT EXISTS jira_versions_updated ON sandbox.jira_versions (updated, issue_id);
CREATE INDEX IF NOT EXISTS jira_versions_labels ON sandbox.jira_versions USING gin (labels);
CREATE TABLE IF NOT EXISTS sandbox.jira_comments (
  id bigint GENERATED ALWAYS AS IDENTITY (START 20001) PRIMARY KEY,
  issue_id bigint NOT NULL, author text NOT NULL, body jsonb NOT NULL, created timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS jira_comments_issue ON sandbox.jira_comments (issue_id, id);
CREATE TABLE IF NOT EXISTS sandbox.jira_links (
  id bigint GENERATED ALWAYS AS IDENTITY (START 30001) PRIMARY KEY,
  issue_id bigint NOT NULL, global_id text, link jsonb NOT NULL, UNIQUE (issue_id, global_id)
);
CREATE TABLE IF NOT EXISTS sandbox.jira_history (
  id bigint GENERATED ALWAYS AS IDENTITY (START 40001) PRIMARY KEY,
  issue_id bigint NOT NULL, author text NOT NULL, at timestamptz NOT NULL, items jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS jira_history_issue ON sandbox.jira_history (issue_id, id);
CREATE TABLE IF NOT EXISTS sandbox.jira_settings (name text PRIMARY KEY, value jsonb NOT NULL);
`;

/** Makes what is missing; what stands from an earlier start is kept. Two starts at once take turns. */
export async function prepareTables(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('sandbox.jira tables'))`);
    await client.query(TABLES);
    await client.query(
      'INSERT INTO sandbox.jira_projects (key) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING',
      [PROJECTS.map((project) => project.key)],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Empties the site: issues, keys and history; ids and issue numbers begin again. */
export async function emptyTables(pool: Pool): Promise<void> {
  await pool.query(`
    TRUNCATE sandbox.jira_versions, sandbox.jira_keys, sandbox.jira_comments, sandbox.jira_links,
      sandbox.jira_history RESTART IDENTITY;
    ALTER SEQUENCE sandbox.jira_issue_ids RESTART;
    UPDATE sandbox.jira_projects SET last_number = 0;`);
}

export async function readSetting(pool: Pool, name: string): Promise<unknown> {
  const { rows } = await pool.query<{ value: unknown }>(
    'SELECT value FROM sandbox.jira_settings WHERE name = $1',
    [name],
  );
  return rows[0]?.value;
}

export async function writeSetting(pool: Pool, name: string, value: unknown): Promise<void> {
  await pool.query(
    `INSERT INTO sandbox.jira_settings (name, value) VALUES ($1, $2::jsonb)
     ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value`,
    [name, JSON.stringify(value)],
  );
}
