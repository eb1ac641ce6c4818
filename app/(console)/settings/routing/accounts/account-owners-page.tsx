import { createLoader, type SearchParams } from 'nuqs/server';
import { AccountOwnersView } from '@/components/routing/account-owners-view';
import { accountOwnersQuery } from '@/components/routing/queries';
import { accountOwnersUrl } from '@/components/routing/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { pageAccountOwners } from '@/lib/tickets/routes.data';
import { listAccountOwnersInput } from '@/lib/tickets/schema';
import { given, readAhead } from '../../../prefetch';

const loadUrl = createLoader(accountOwnersUrl);

type AccountOwnersPageProps = { viewer: Viewer; searchParams: Promise<SearchParams> };

/** Whose accounts are whose, with one of them open or none. */
export async function AccountOwnersPage({ viewer, searchParams }: AccountOwnersPageProps) {
  const url = await loadUrl(searchParams);
  const list = await readAhead(accountOwnersQuery(url).queryKey, () =>
    pageAccountOwners(database(), listAccountOwnersInput.parse(given(url))),
  );
  return (
    <Prefetched data={list}>
      <AccountOwnersView role={viewer.role} />
    </Prefetched>
  );
}
