import pg from 'pg';
import { AppError, messageOf } from '@/lib/core/errors';
import type { SiteAccount } from './jira';
import { checkOf, judgeAll } from './judge';
import { libraryConfig } from './library';
import { listLibraryTables, readServerVersion, type TableRights } from './library.data';
import type { ConnectionCheck, ConnectionTest } from './schema';

/** Signs in to a library database and says which of its tables may be kept in step. Writes nothing. */
export async function examineLibrary(account: SiteAccount): Promise<ConnectionTest> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client(await libraryConfig(account));
    client.on('error', () => undefined); // said by whichever question it breaks
    await client.connect();
    const version = await readServerVersion(client);
    return judgeAll([
      checkOf('sign_in', null, { state: 'ok', detail: `signed in as ${account.account}` }),
      checkOf('server', null, { state: 'ok', detail: `PostgreSQL ${version}` }),
      ...judgeTables(await listLibraryTables(client), account.account),
    ]);
  } catch (error) {
    return judgeAll([checkOf('sign_in', null, { state: 'fail', ...refusalOf(error, account.account) })]);
  } finally {
    await client?.end().catch(() => undefined); // it never opened, or is gone already
  }
}

function judgeTables(tables: TableRights[], account: string): ConnectionCheck[] {
  const isKept = ({ lacks }: TableRights) => lacks.length === 0;
  if (!tables.some(isKept)) {
    const detail = tables.length === 0 ? 'the database has no table' : `${account} may write to no table`;
    const fix = `As the owner: GRANT SELECT, INSERT, UPDATE ON <table> TO ${account}.`;
    return [checkOf('table', null, { state: 'fail', detail, fix })];
  }
  return tables.map((table) =>
    checkOf('table', table.name, {
      // That an account may not touch what it has no business with is as it should be.
      state: isKept(table) ? 'ok' : 'skipped',
      detail: isKept(table) ? 'may be read and written' : `no ${table.lacks.join(', ')}`,
    }),
  );
}

function refusalOf(error: unknown, account: string): { detail: string; fix: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof AppError && error.code === 'outbound_blocked') {
    return { detail: error.message, fix: 'Name the host in OUTBOUND_ALLOW, or use its public address.' };
  }
  if (code === '28P01' || code === '28000') {
    return { detail: `the password of ${account} is wrong`, fix: 'Enter the user and the password again.' };
  }
  if (code === '3D000') return { detail: messageOf(error), fix: 'Check the name at the end of the address.' };
  return {
    detail: `no answer: ${messageOf(error)}`,
    fix: 'Check the address, and that this machine may reach it.',
  };
}
