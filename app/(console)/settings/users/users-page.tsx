import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/components/ui/prefetched';
import { ADMINISTRATORS, administratorsQuery, usersQuery } from '@/components/users/queries';
import { usersUrl } from '@/components/users/url';
import { UsersBrowser } from '@/components/users/users-browser';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { listUsers } from '@/lib/people/users.data';
import { listUsersInput } from '@/lib/people/users.schema';
import { given, type Read, readAhead } from '../../prefetch';

const loadUrl = createLoader(usersUrl);

type UsersPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read[] };

/** Who may sign in, with one of them open or none. */
export async function UsersPage({ viewer, searchParams, open = [] }: UsersPageProps) {
  const url = await loadUrl(searchParams);
  const list = (filter: Record<string, unknown>) =>
    listUsers(database(), listUsersInput.parse(filter), new Date());
  const [users, administrators] = await Promise.all([
    readAhead(usersQuery(url).queryKey, () => list(given(url))),
    readAhead(administratorsQuery().queryKey, () => list(ADMINISTRATORS)),
  ]);
  return (
    <Prefetched data={[...users, ...administrators, ...open]}>
      <UsersBrowser viewerId={viewer.id} />
    </Prefetched>
  );
}
