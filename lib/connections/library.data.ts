import type { Client } from 'pg';

/** What is asked of a library database, which is not ours: its version, and the rights of our account. */
export type TableRights = { name: string; lacks: string[] };

const MOST_TABLES = 50;

export async function readServerVersion(client: Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? 'of no version';
}

/** Tables by name, those first that may be kept in step. */
export async function listLibraryTables(client: Client): Promise<TableRights[]> {
  const { rows } = await client.query<TableRights>(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(t.relname) AS name, r.lacks
     FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
     CROSS JOIN LATERAL (
       SELECT COALESCE(array_agg(p ORDER BY p) FILTER (
         WHERE NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(t.oid, p))), '{}') AS lacks
       FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) p) r
     WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition
       AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
     ORDER BY cardinality(r.lacks), 1 LIMIT ${MOST_TABLES}`,
  );
  return rows;
}
