import { beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from '@/prisma/generated/client';
import { database } from './db';
import { type ListInput, listInput } from './list';
import { readPage, toCsv } from './page';

const item = Prisma.raw;

function read(list: Partial<ListInput>) {
  return readPage<{ id: bigint; weight: number }>(database(), {
    select: Prisma.sql`id, weight`,
    from: Prisma.sql`things`,
    where: [Prisma.sql`weight < 100`],
    sorts: { weight: { expression: item('weight'), cast: 'integer' } },
    defaultSort: '-weight',
    id: { expression: item('id'), cast: 'bigint' },
    list: listInput.parse(list),
  });
}

describe('readPage', () => {
  beforeAll(async () => {
    await database().$executeRaw`CREATE TABLE things AS
      SELECT n::bigint AS id, (n % 7)::int AS weight FROM generate_series(1, 50) AS n`;
  });

  it.each(['weight', '-weight'])('walks every row once, in order, sorted by %s', async (sort) => {
    const seen: { id: bigint; weight: number }[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ sort, limit: 9, cursor });
      seen.push(...page.rows);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen.map((row) => row.id)).size).toBe(50);
    const weights = seen.map((row) => row.weight);
    expect(weights).toEqual([...weights].sort((a, b) => (sort === 'weight' ? a - b : b - a)));
  });

  it('shows no row twice when one is added in front between two pages', async () => {
    const first = await read({ limit: 10 });
    await database().$executeRaw`INSERT INTO things VALUES (1000, 99)`;
    const second = await read({ limit: 10, cursor: first.nextCursor ?? undefined });
    const ids = [...first.rows, ...second.rows].map((row) => row.id);
    expect(new Set(ids).size).toBe(20);
  });

  it('refuses an unknown sort by naming the columns', async () => {
    await expect(read({ sort: 'id; drop table things' })).rejects.toThrow(/the columns are weight/);
  });

  it.each(['nonsense', Buffer.from('["weight","1","2"]').toString('base64url')])(
    'refuses a cursor that is not of this list: %s',
    async (cursor) => {
      await expect(read({ cursor })).rejects.toThrow(/does not belong to this list/);
    },
  );
});

describe('toCsv', () => {
  it('quotes what needs it and defuses formulas, but leaves negative amounts alone', () => {
    expect(toCsv([['a,b', 'say "hi"', '=1+1', '-4.20', '-x', null, 3]])).toBe(
      '"a,b","say ""hi""",\'=1+1,-4.20,\'-x,,3\r\n',
    );
  });
});
