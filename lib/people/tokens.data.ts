import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import type { Role } from './roles.schema';
import type { ListTokensInput, TokenState, TokenView } from './tokens.schema';

export async function findToken(reader: Reader, tokenHash: string) {
  return reader.apiToken.findUnique({
    where: { tokenHash },
    select: { id: true, name: true, role: true, lastUsedAt: true, expiresAt: true, revokedAt: true },
  });
}

export async function stampTokenUse(reader: Reader, id: string, at: Date): Promise<void> {
  await reader.apiToken.update({ where: { id }, data: { lastUsedAt: at } });
}

/** Puts the token of the environment in place of whatever an earlier start left under that name. */
export async function replacePresetToken(tx: Transaction, name: string, tokenHash: string): Promise<boolean> {
  const known = await tx.apiToken.findFirst({ where: { name, tokenHash, revokedAt: null } });
  if (known) return false;
  await tx.apiToken.updateMany({ where: { name, revokedAt: null }, data: { revokedAt: new Date() } });
  await tx.apiToken.upsert({
    where: { tokenHash },
    create: { name, tokenHash, role: 'admin' },
    update: { name, revokedAt: null, role: 'admin' },
  });
  return true;
}

type NewToken = {
  name: string;
  role: Role;
  tokenHash: string;
  prefix: string;
  createdBy: string;
  expiresAt: Date | null;
};

export async function insertToken(tx: Transaction, token: NewToken): Promise<string> {
  const { id } = await tx.apiToken.create({ data: token, select: { id: true } });
  return id;
}

/** The token as it was, or null when it was revoked already or never was. */
export async function revokeTokenRow(tx: Transaction, id: string, at: Date) {
  const [token] = await tx.apiToken.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { revokedAt: at },
    select: { name: true, role: true, prefix: true },
  });
  return token ?? null;
}

export async function tokenExists(reader: Reader, id: string): Promise<boolean> {
  return (await reader.apiToken.count({ where: { id } })) > 0;
}

const SORTS: Record<string, SortColumn> = {
  name: { expression: Prisma.sql`lower(t.name)`, cast: 'text' },
  role: {
    expression: Prisma.sql`CASE t.role WHEN 'viewer' THEN 1 WHEN 'operator' THEN 2 ELSE 3 END`,
    cast: 'integer',
  },
  createdAt: { expression: Prisma.sql`t.created_at`, cast: 'timestamptz' },
  expiresAt: { expression: Prisma.sql`COALESCE(t.expires_at, 'infinity'::timestamptz)`, cast: 'timestamptz' },
  lastUsedAt: {
    expression: Prisma.sql`COALESCE(t.last_used_at, '-infinity'::timestamptz)`,
    cast: 'timestamptz',
  },
};

const stateAt = (now: Date) => Prisma.sql`CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked'
  WHEN t.expires_at <= ${now} THEN 'expired' ELSE 'live' END`;

const selectAt = (now: Date) => Prisma.sql`t.id::text AS id, t.name, t.role::text AS role, t.prefix,
  ${stateAt(now)} AS state, t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at`;

type Row = {
  id: string;
  name: string;
  role: Role;
  prefix: string | null;
  state: TokenState;
  created_at: Date;
  created_by: string | null;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

/** Tokens, the newest first unless another sort is asked for. */
export async function listTokens(
  reader: Reader,
  input: ListTokensInput,
  now: Date,
): Promise<Page<TokenView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: selectAt(now),
    from: Prisma.sql`api_tokens t`,
    where: conditionsOf(input, now),
    sorts: SORTS,
    defaultSort: '-createdAt',
    id: { expression: Prisma.sql`t.id`, cast: 'uuid' },
    list: input,
  });
  return { items: rows.map(viewOf), nextCursor };
}

/** Throws `not_found`. */
export async function readToken(reader: Reader, tokenId: string, now: Date): Promise<TokenView> {
  const [row] = await reader.$queryRaw<
    Row[]
  >`SELECT ${selectAt(now)} FROM api_tokens t WHERE t.id = ${tokenId}::uuid`;
  if (!row) throw new AppError('not_found', `there is no token ${tokenId}`);
  return viewOf(row);
}

function conditionsOf({ role, state, q }: ListTokensInput, now: Date): Prisma.Sql[] {
  const where = [Prisma.sql`true`];
  if (role) where.push(Prisma.sql`t.role = ${role}::"Role"`);
  if (state) where.push(Prisma.sql`${stateAt(now)} = ${state}`);
  if (q) {
    const text = Prisma.sql`concat_ws(' ', t.name, t.prefix, t.created_by)`;
    where.push(Prisma.sql`strpos(lower(${text}), ${q.toLowerCase()}) > 0`);
  }
  return where;
}

function viewOf(row: Row): TokenView {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    prefix: row.prefix,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    state: row.state,
  } satisfies TokenView;
}
