import type pg from 'pg';
import { AppError } from '@/lib/core/errors';
import { canonicalSql, type LibraryColumn } from './canonical';
import type { TableName } from './columns.data';
import { quoted, WRITER } from './library';
import type { Client, TableShape } from './library.data';

/**
 * The trigger in a library that tells which rows others change: its function, itself and the channel it speaks on have one
 * name. It says the key and does nothing else, and is not even called for what the sync writes itself.
 */
export type Listening = { id: string; slug: string };

/** PostgreSQL cuts names at 63 bytes; two consoles may have a sync of one name over one library. */
export const triggerName = ({ id, slug }: Listening) =>
  `evenkeel_${slug.slice(0, 40).replaceAll('-', '_')}_${id.replaceAll('-', '').slice(0, 12)}`;

const MOST_KEY = 1_000; // a notice holds 8,000 bytes; no record of ours has a key that long

function bodyOf(name: string, key: LibraryColumn): string {
  const notify = (row: string) =>
    `PERFORM pg_catalog.pg_notify('${name}', pg_catalog.left(${canonicalSql(key, `${row}.${quoted(key.name)}`)}, ${MOST_KEY}));`;
  return `
BEGIN
  IF TG_OP <> 'INSERT' THEN ${notify('OLD')} END IF;
  IF TG_OP <> 'DELETE' THEN ${notify('NEW')} END IF;
  RETURN NULL;
END`;
}

const qualified = (schema: string, name: string) => `${quoted(schema)}.${quoted(name)}`;

/**
 * Makes sure that the trigger stands as it should; true when it did not. The table is locked only where something has to
 * be done. Throws `misconfigured` where its owner has switched the trigger off.
 */
export async function installTrigger(
  client: Client,
  listening: Listening,
  { table, key }: Pick<TableShape, 'table' | 'key'>,
): Promise<boolean> {
  const name = triggerName(listening);
  const body = bodyOf(name, key);
  const { rows } = await client.query<{ body: string; enabled: string | null }>(
    `SELECT p.prosrc AS body, t.tgenabled AS enabled FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       LEFT JOIN pg_trigger t ON t.tgfoid = p.oid AND t.tgname = $2 AND t.tgrelid = $3::regclass
      WHERE n.nspname = $1 AND p.proname = $2`,
    [table.schema, name, qualified(table.schema, table.name)],
  );
  const [known] = rows;
  if (known?.enabled === 'D')
    throw new AppError('misconfigured', `the trigger ${name} was disabled in the library`);
  if (known?.body === body && known.enabled !== null) return false;
  await dropTrigger(client, listening, table);
  const its = qualified(table.schema, name);
  await client.query(`CREATE FUNCTION ${its}() RETURNS trigger LANGUAGE plpgsql AS $notice$${body}$notice$`);
  await client.query(
    `CREATE TRIGGER ${quoted(name)} AFTER INSERT OR UPDATE OR DELETE ON ${qualified(table.schema, table.name)}
     FOR EACH ROW WHEN (pg_catalog.current_setting('${WRITER}', true) IS DISTINCT FROM '${listening.id}')
     EXECUTE FUNCTION ${its}()`,
  );
  return true;
}

/** A trigger may be dropped by its table's owner alone; the function is ours, and the trigger goes with it. */
export async function dropTrigger(
  client: Client,
  listening: Listening,
  { schema }: TableName,
): Promise<void> {
  await client.query(`DROP FUNCTION IF EXISTS ${qualified(schema, triggerName(listening))}() CASCADE`);
}

/** What our account lacks for the trigger, each as a sentence. */
export async function refusalsToListen(
  client: Pick<pg.Pool, 'query'>,
  { schema, name }: TableName,
): Promise<string[]> {
  const { rows } = await client.query<{
    account: string;
    trigger: boolean;
    create: boolean;
    replica: boolean;
  }>(
    `SELECT current_user AS account, has_table_privilege($2, 'TRIGGER') AS trigger,
            has_schema_privilege($1, 'CREATE') AS create, pg_is_in_recovery() AS replica`,
    [schema, qualified(schema, name)],
  );
  const [found] = rows;
  if (!found) return [];
  const without = 'Leave listen out to compare by schedule only.';
  return [
    ...(found.trigger
      ? []
      : [`"${found.account}" may not create a trigger on ${schema}.${name}. ${without}`]),
    ...(found.create
      ? []
      : [`"${found.account}" may not create a function in the schema ${schema}. ${without}`]),
    ...(found.replica ? [`The library is a replica, where no trigger can be made. ${without}`] : []),
  ];
}
