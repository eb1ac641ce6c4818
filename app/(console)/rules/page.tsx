import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { ruleSetsQuery } from '@/components/rules/queries';
import { RulesView } from '@/components/rules/rules-view';
import { rulesUrl } from '@/components/rules/url';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { listRuleSets } from '@/lib/recommendations/rule-sets.data';
import { listRuleSetsInput } from '@/lib/recommendations/rule-sets.schema';
import { given, readAhead } from '../prefetch';

export const metadata: Metadata = { title: 'Rules' };

const loadUrl = createLoader(rulesUrl);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireUser();
  const url = await loadUrl(searchParams);
  const list = await readAhead(ruleSetsQuery(url).queryKey, () =>
    listRuleSets(database(), listRuleSetsInput.parse(given(url))),
  );
  return (
    <Prefetched data={list}>
      <RulesView role={viewer.role} />
    </Prefetched>
  );
}
