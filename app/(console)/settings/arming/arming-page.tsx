import { createLoader, type SearchParams } from 'nuqs/server';
import { ArmingView } from '@/components/arming/arming-view';
import { armingQuery } from '@/components/arming/queries';
import { armingUrl } from '@/components/arming/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { pageArming } from '@/lib/rules/arming.data';
import { listArmingInput } from '@/lib/rules/arming.schema';
import { given, type Read, readAhead } from '../../prefetch';

const loadUrl = createLoader(armingUrl);

type ArmingPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read[] };

/** Rule sets by connection, with one set open or none. */
export async function ArmingPage({ viewer, searchParams, open = [] }: ArmingPageProps) {
  const url = await loadUrl(searchParams);
  const list = await readAhead(armingQuery(url).queryKey, () =>
    pageArming(database(), listArmingInput.parse(given(url))),
  );
  return (
    <Prefetched data={[...list, ...open]}>
      <ArmingView role={viewer.role} />
    </Prefetched>
  );
}
