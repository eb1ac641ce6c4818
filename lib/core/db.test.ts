import { PrismaPg } from '@prisma/adapter-pg';
import { expect, it } from 'vitest';
import { PrismaClient } from '@/prisma/generated/client';
import { database, databaseAway } from './db';
import { AppError } from './errors';

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => thrown,
  );

it('a database that nobody listens for is away, by Prisma’s models and by bare SQL', async () => {
  const nowhere = new PrismaClient({ adapter: new PrismaPg('postgres://nobody@127.0.0.1:9/none') });
  for (const work of [nowhere.user.findFirst(), nowhere.$queryRaw`SELECT 1`]) {
    const told = databaseAway(await thrownBy(work));
    expect(told).toMatchObject({ code: 'unavailable', status: 503 });
  }
  await nowhere.$disconnect();
});

it('a connection that the database ends is away, and the next question is answered again', async () => {
  const ended = await thrownBy(database().$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`);
  expect(databaseAway(ended)).toMatchObject({ code: 'unavailable' });
  expect(await database().$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

it('a mistake of ours is not an absence', async () => {
  const wrong = await thrownBy(database().$queryRaw`SELECT no_such_column`);
  expect(wrong).toBeInstanceOf(Error);
  expect(databaseAway(wrong)).toBeNull();
  expect(databaseAway(new AppError('conflict', 'x'))).toBeNull();
  expect(databaseAway('text')).toBeNull();
});

it('each error has an id of its own, which begins with its code', () => {
  const [one, other] = [new AppError('unavailable', 'x'), new AppError('unavailable', 'x')];
  expect(one.digest).toMatch(/^unavailable:[0-9a-f-]{36}$/);
  expect(one.digest).toBe(one.digest);
  expect(one.digest).not.toBe(other.digest);
});
