import type { Reader } from '@/lib/core/db';
import { normaliseAccount, normaliseProvider } from '@/lib/sources/identity';
import { listAccountOwners } from '@/lib/tickets/routes.data';
import type { AccountOwnerView } from '@/lib/tickets/schema';

/** Who owns which account, as resources spell it: people write "AWS" or an Azure subscription's whole path. */
export async function loadAccountOwners(reader: Reader): Promise<AccountOwnerView[]> {
  return (await listAccountOwners(reader)).map(({ owner, ...account }) => ({
    ...spellAccount(account),
    owner,
  }));
}

export function spellAccount(written: { provider: string; account: string }) {
  const provider = normaliseProvider(written.provider);
  return { provider, account: normaliseAccount(provider, written.account) };
}

const NO_TAGS: Record<string, string> = {};

/** The tags among the facts of a resource; none where they are not texts. */
export function tagsIn(value: unknown): Record<string, string> {
  return areTags(value) ? value : NO_TAGS;
}

function areTags(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}
