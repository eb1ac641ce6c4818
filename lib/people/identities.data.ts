import type { Transaction } from '@/lib/core/db';

type Identity = { issuer: string; subject: string };

/** Whoever signs in as this person at the same moment waits until the transaction ends, and then finds what it did. */
export async function lockIdentity(tx: Transaction, { issuer, subject }: Identity): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${issuer} ${subject}`}, 0))`;
}

export async function findUserByIdentity(tx: Transaction, { issuer, subject }: Identity) {
  const found = await tx.userIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { user: true },
  });
  return found?.user ?? null;
}

/** Whether somebody else at this provider is this user already. */
export async function hasIdentityAt(tx: Transaction, userId: string, issuer: string): Promise<boolean> {
  return (await tx.userIdentity.count({ where: { userId, issuer } })) > 0;
}

export async function linkIdentity(
  tx: Transaction,
  userId: string,
  { issuer, subject }: Identity,
  at: Date,
): Promise<void> {
  await tx.userIdentity.create({ data: { userId, issuer, subject, linkedAt: at } });
}
