import type { Reader, Transaction } from '@/lib/core/db';

/** Links that set a password: the digest of what stands in the address, never the address itself. */
type NewLink = {
  userId: string;
  tokenHash: string;
  purpose: 'invite' | 'reset';
  createdAt: Date;
  expiresAt: Date;
};

/** Puts this link in place of the one that worked until now. */
export async function replaceLink(tx: Transaction, link: NewLink): Promise<void> {
  await retireLinks(tx, link.userId, link.createdAt);
  await tx.passwordLink.create({ data: link });
}

/** No link of the user works any more. */
export async function retireLinks(tx: Transaction, userId: string, at: Date): Promise<void> {
  await tx.passwordLink.updateMany({
    where: { userId, usedAt: null, replacedAt: null },
    data: { replacedAt: at },
  });
}

export async function findLink(reader: Reader, tokenHash: string) {
  return reader.passwordLink.findUnique({
    where: { tokenHash },
    select: {
      id: true,
      purpose: true,
      expiresAt: true,
      usedAt: true,
      replacedAt: true,
      user: { select: { id: true, email: true, name: true, role: true, disabledAt: true } },
    },
  });
}

/** Takes the link for use; false when another request was faster. */
export async function takeLink(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.passwordLink.updateMany({
    where: { id, usedAt: null, replacedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
  });
  return count === 1;
}
