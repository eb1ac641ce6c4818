import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BacktestView } from '@/components/backtest/backtest-view';
import { backtestQuery } from '@/components/backtest/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readBacktest } from '@/lib/recommendations/backtest/data';
import { backtestIdInput } from '@/lib/recommendations/backtest/schema';
import { readOne } from '../../../../prefetch';

export const metadata: Metadata = { title: 'Backtest' };

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  await requireUser();
  const input = backtestIdInput.safeParse(await params);
  if (!input.success) notFound();
  const { slug, id } = input.data;
  const backtest = await readOne(backtestQuery(slug, id).queryKey, () =>
    readBacktest(database(), { slug, id }),
  );
  return (
    <Prefetched data={[backtest]}>
      <BacktestView slug={slug} id={id} />
    </Prefetched>
  );
}
