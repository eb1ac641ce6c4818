import type { Metadata } from 'next';
import { ruleSetQuery } from '@/components/rules/queries';
import { RuleSetEditor } from '@/components/rules/rule-set-editor';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readRuleSetWithFigures } from '@/lib/recommendations/rule-sets.data';
import { readOne } from '../../prefetch';

export const metadata: Metadata = { title: 'Rule set' };

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const viewer = await requireUser();
  const { slug } = await params;
  const set = await readOne(ruleSetQuery(slug).queryKey, () => readRuleSetWithFigures(database(), slug));
  return (
    <Prefetched data={[set]}>
      <RuleSetEditor slug={slug} role={viewer.role} />
    </Prefetched>
  );
}
