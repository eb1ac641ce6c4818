import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import type { Role } from './roles.schema';
import { listSessions } from './sessions.data';
import type { ListUsersInput, UserDetail, UserState, UserView } from './users.schema';

/** Users as the console lists them. */
const NEVER = Prisma.sql`'-infinity'::timestamptz`;

const SORTS: Record<string, SortColumn> = {
  name: { expression: Prisma.sql`lower(u.name)`, cast: 'text' },
  email: { expression: Prisma.sql`u.email`, cast: 'text' },
  role: {
    expression: Prisma.sql`CASE u.role WHEN 'viewer' THEN 1 WHEN 'operator' THEN 2 ELSE 3 END`,
    cast: 'integer',
  },
  lastSignInAt: { expression: Prisma.sql`COALESCE(u.last_sign_in_at, ${NEVER})`, cast: 'timestamptz' },
  createdAt: { expression: Prisma.sql`u.created_at`, cast: 'timestamptz' },
};

const HAS_IDENTITY = Prisma.sql`EXISTS (SELECT 1 FROM user_identities i WHERE i.user_id = u.id)`;

const STATE = Prisma.sql`CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled'
  WHEN u.password_hash IS NULL AND NOT ${HAS_IDENTITY} THEN 'invited' ELSE 'active' END`;

const selectAt = (
  now: Date,
) => Prisma.sql`u.id::text AS id, u.email, u.name, u.role::text AS role, ${STATE} AS state,
  CASE WHEN ${HAS_IDENTITY} THEN 'oidc' ELSE 'password' END AS origin, u.created_at, u.last_sign_in_at, u.disabled_at,
  (SELECT count(*)::int FROM user_sessions s
    WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.ends_at > ${now}) AS open_sessions`;

type Row = {
  id: string;
  email: string;
  name: string;
  role: Role;
  state: UserState;
  origin: UserView['origin'];
  created_at: Date;
  last_sign_in_at: Date | null;
  disabled_at: Date | null;
  open_sessions: number;
};

/** Users, by name unless another sort is asked for. */
export async function listUsers(reader: Reader, input: ListUsersInput, now: Date): Promise<Page<UserView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: selectAt(now),
    from: Prisma.sql`users u`,
    where: conditionsOf(input),
    sorts: SORTS,
    defaultSort: 'name',
    id: { expression: Prisma.sql`u.id`, cast: 'uuid' },
    list: input,
  });
  return { items: rows.map(viewOf), nextCursor };
}

function conditionsOf({ role, state, q }: ListUsersInput): Prisma.Sql[] {
  const where = [Prisma.sql`true`];
  if (role) where.push(Prisma.sql`u.role = ${role}::"Role"`);
  if (state) where.push(Prisma.sql`${STATE} = ${state}`);
  if (q) {
    const needle = q.toLowerCase();
    where.push(Prisma.sql`(strpos(lower(u.name), ${needle}) > 0 OR strpos(u.email, ${needle}) > 0)`);
  }
  return where;
}

function viewOf(row: Row): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    state: row.state,
    origin: row.origin,
    createdAt: row.created_at.toISOString(),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    openSessions: row.open_sessions,
  } satisfies UserView;
}

/** Throws `not_found`. */
export async function readUser(reader: Reader, userId: string, now: Date): Promise<UserView> {
  const [row] = await reader.$queryRaw<
    Row[]
  >`SELECT ${selectAt(now)} FROM users u WHERE u.id = ${userId}::uuid`;
  if (!row) throw new AppError('not_found', `there is no user ${userId}`);
  return viewOf(row);
}

/** Throws `not_found`. `currentId` is the session that asks, when it is the same user's. */
export async function readUserDetail(
  reader: Reader,
  userId: string,
  { currentId, now }: { currentId?: string; now: Date },
): Promise<UserDetail> {
  const [user, sessions] = await Promise.all([
    readUser(reader, userId, now),
    listSessions(reader, { userId, currentId, now }),
  ]);
  return { ...user, sessions };
}
