import { randomUUID } from 'node:crypto';
import { database, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { type Outcome, outboundFetch } from '@/lib/core/outbound';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { Prisma } from '@/prisma/generated/client';
import { accessOf } from './access';
import { changeConnection, insertConnection, openConnection, readConnection } from './data';
import {
  type ConnectionTest,
  type ConnectionView,
  type CreateConnectionInput,
  createConnectionInput,
  type UpdateConnectionInput,
  updateConnectionInput,
} from './schema';

/** Adds a connection with its secret sealed. Throws `conflict` when the name is taken. */
export async function createConnection({
  actor,
  ...input
}: CreateConnectionInput & { actor: Actor }): Promise<ConnectionView> {
  const values = createConnectionInput.parse(input);
  return transaction(async (tx) => {
    const connection = await insertConnection(tx, { id: randomUUID(), ...values }).catch(
      nameTaken(values.name),
    );
    const subject = { kind: 'connection', id: connection.id };
    await recordAudit(tx, actor, { action: 'connection.created', subject, after: connection });
    return connection;
  });
}

/** Changes what is given. A new base address needs the secret again, so that it is never sent to another host unasked. */
export async function updateConnection({
  actor,
  connectionId,
  ...input
}: UpdateConnectionInput & { actor: Actor; connectionId: string }): Promise<ConnectionView> {
  const values = updateConnectionInput.parse(input);
  return transaction(async (tx) => {
    const before = await readConnection(tx, connectionId);
    const isMoved = values.baseUrl !== undefined && values.baseUrl !== before.baseUrl;
    if (isMoved && values.secret === undefined) {
      const message = 'enter the token again for a new address';
      throw new AppError('invalid_input', message, { errors: [{ path: 'secret', message }] });
    }
    const after = await changeConnection(tx, connectionId, values).catch(nameTaken(values.name ?? ''));
    const subject = { kind: 'connection', id: connectionId };
    await recordAudit(tx, actor, { action: 'connection.changed', subject, before, after });
    return after;
  });
}

/** Signs in once and says how that went, in words for whoever set it up. Writes nothing outside. */
export async function testConnection({
  actor,
  connectionId,
}: {
  actor: Actor;
  connectionId: string;
}): Promise<ConnectionTest> {
  const connection = await openConnection(database(), connectionId);
  const result = await signIn(connection);
  await transaction((tx) =>
    recordAudit(tx, actor, {
      action: 'connection.tested',
      subject: { kind: 'connection', id: connectionId },
      after: result,
    }),
  );
  return result;
}

async function signIn(connection: Parameters<typeof accessOf>[0]): Promise<ConnectionTest> {
  const { headers, allow } = accessOf(connection);
  const url = `${connection.baseUrl}/rest/api/3/myself`;
  try {
    const limits = { timeoutMs: 10_000, maxBytes: 100_000 };
    return judge(await outboundFetch({ url, method: 'GET', headers, allow, ...limits }), connection.account);
  } catch (error) {
    // A host that may not be called is a finding of the test, not a failure of it.
    if (error instanceof AppError && error.code === 'outbound_blocked') {
      return { ok: false, detail: messageOf(error) };
    }
    throw error;
  }
}

function judge(outcome: Outcome, account: string): ConnectionTest {
  if (outcome.kind !== 'answer') return { ok: false, detail: `no answer: ${outcome.reason}` };
  if (outcome.status === 200) return { ok: true, detail: `signed in as ${account}` };
  if (outcome.status === 401) return { ok: false, detail: `the e-mail or the token of ${account} is wrong` };
  if (outcome.status === 403) return { ok: false, detail: `${account} may not use this site's API` };
  return { ok: false, detail: `the site answered ${outcome.status}; is this the address of a Jira site?` };
}

function nameTaken(name: string) {
  return (error: unknown): never => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new AppError('conflict', `there is a connection named “${name}” already`);
    }
    throw error;
  };
}
