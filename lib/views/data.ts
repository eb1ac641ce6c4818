import type { Reader, Transaction } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import type { Actor } from '@/lib/people/schema';
import { Prisma } from '@/prisma/generated/client';
import type { ViewArea } from './link.schema';
import type { ListViewsInput, SavedView } from './schema';

/** Who asks: a user has views; a token has none and reads what is shared. */
export type Asker = Pick<Actor, 'kind' | 'id' | 'role'>;

const FROM = Prisma.sql`saved_views v JOIN users u ON u.id = v.owner_id`;
const SELECT = Prisma.sql`v.id::text AS id, v.area, v.name, v.search, v.is_shared AS "isShared", u.name AS owner,
  v.owner_id::text AS "ownerId", v.created_at AS "createdAt", v.updated_at AS "updatedAt"`;

const SORTS: Record<string, SortColumn> = {
  name: { expression: Prisma.sql`lower(v.name)`, cast: 'text' },
  updatedAt: { expression: Prisma.sql`v.updated_at`, cast: 'timestamptz' },
};

type Row = Omit<SavedView, 'createdAt' | 'updatedAt' | 'isOwn' | 'mayRemove'> & {
  ownerId: string;
  createdAt: Date;
  updatedAt: Date;
};

/** The views that somebody may open: their own and what others share. */
export async function listViews(
  reader: Reader,
  asker: Asker,
  { area, ...list }: ListViewsInput,
): Promise<Page<SavedView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: SELECT,
    from: FROM,
    where: [
      openTo(asker),
      ...(area ? [Prisma.sql`v.area = ${area}`] : []),
      ...(list.q ? [Prisma.sql`strpos(lower(v.name), lower(${list.q})) > 0`] : []),
    ],
    sorts: SORTS,
    defaultSort: 'name',
    id: { expression: Prisma.sql`v.id`, cast: 'uuid' },
    list,
  });
  return { items: rows.map((row) => viewOf(row, asker)), nextCursor } satisfies Page<SavedView>;
}

/** Null when there is none, and for who may not open it. */
export async function readView(reader: Reader, asker: Asker, id: string): Promise<SavedView | null> {
  const [row] = await reader.$queryRaw<Row[]>`
    SELECT ${SELECT} FROM ${FROM} WHERE v.id = ${id}::uuid AND ${openTo(asker)}`;
  return row ? viewOf(row, asker) : null;
}

/** Holds a view still while somebody changes or removes it; null as for `readView`. */
export async function lockView(tx: Transaction, asker: Asker, id: string): Promise<SavedView | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${SELECT} FROM ${FROM} WHERE v.id = ${id}::uuid AND ${openTo(asker)} FOR UPDATE OF v`;
  return row ? viewOf(row, asker) : null;
}

function ownerOf({ kind, id }: Asker): string | null {
  return kind === 'user' ? id : null;
}

function openTo(asker: Asker): Prisma.Sql {
  return Prisma.sql`(v.is_shared OR v.owner_id = ${ownerOf(asker)}::uuid)`;
}

export async function countViews(reader: Reader, ownerId: string): Promise<number> {
  return reader.savedView.count({ where: { ownerId } });
}

type NewView = { area: ViewArea; name: string; search: string; isShared: boolean; ownerId: string };

/** Null when its owner has one of that name in that list. */
export async function insertView(tx: Transaction, view: NewView): Promise<string | null> {
  const [made] = await tx.savedView.createManyAndReturn({
    data: [view],
    skipDuplicates: true,
    select: { id: true },
  });
  return made?.id ?? null;
}

type Change = { name?: string; search?: string; isShared?: boolean };

/** False when its owner has another one of that name in that list. */
export async function updateView(tx: Transaction, id: string, change: Change, at: Date): Promise<boolean> {
  const { name = null, search = null, isShared = null } = change;
  const changed = await tx.$executeRaw`
    UPDATE saved_views v SET name = COALESCE(${name}, v.name), search = COALESCE(${search}, v.search),
      is_shared = COALESCE(${isShared}, v.is_shared), updated_at = ${at}
    WHERE v.id = ${id}::uuid AND NOT EXISTS (SELECT FROM saved_views o
      WHERE o.area = v.area AND o.owner_id = v.owner_id AND o.id <> v.id AND lower(o.name) = lower(${name}))`;
  return changed > 0;
}

export async function deleteView(tx: Transaction, id: string): Promise<void> {
  await tx.savedView.delete({ where: { id } });
}

function viewOf({ ownerId, createdAt, updatedAt, ...row }: Row, asker: Asker): SavedView {
  const { id, area, name, search, isShared, owner } = row;
  const isOwn = ownerId === ownerOf(asker);
  return {
    ...{ id, area, name, search, isShared, owner, isOwn },
    mayRemove: isOwn || (asker.role === 'admin' && isShared),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  } satisfies SavedView;
}
