'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { startRun } from '@/components/runs/queries';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import type { Overview } from '@/lib/recommendations/schema';

/** What the last generation did not see, and rules that cannot fire on the data there is. */
export function NotCovered({ overview, mayAct }: { overview: Overview; mayAct: boolean }) {
  const { notCovered, neverFires, shadowed } = overview;
  if (notCovered.length === 0 && neverFires.length === 0 && shadowed === 0) return null;
  return (
    <div className="mt-4 flex flex-col gap-2">
      {notCovered.length > 0 ? (
        <Notice look="amber" title={staying(notCovered)} actions={<Answers mayAct={mayAct} />}>
          None closed, none counted as saved.
          <ul className="mt-1 list-disc pl-4">
            {notCovered.map(({ reason, count }) => (
              <li key={reason}>
                {ended(reason)} ({count})
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {neverFires.length > 0 ? (
        <Notice look="amber" title="Rules that cannot fire on the data at hand">
          <ul className="list-disc pl-4">
            {neverFires.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {shadowed > 0 ? (
        <Notice>
          {shadowed} open {shadowed === 1 ? 'finding is' : 'findings are'} in shadow: shown here, no tickets
          are opened.
        </Notice>
      ) : null}
    </div>
  );
}

function Answers({ mayAct }: { mayAct: boolean }) {
  const client = useQueryClient();
  const router = useRouter();
  const start = useMutation(startRun(client));
  const readAgain = () =>
    start.mutate(
      { graph: 'recommend', input: {} },
      { onSuccess: ({ runId }) => router.push(`/runs/${runId}`) },
    );
  return (
    <>
      <Button asChild>
        <Link href="/runs?graph=recommend">See runs</Link>
      </Button>
      {mayAct ? (
        <Button onClick={readAgain} disabled={start.isPending}>
          Read again
        </Button>
      ) : null}
      {start.error ? <Problem error={start.error} /> : null}
    </>
  );
}

function staying(notCovered: Overview['notCovered']): string {
  const total = notCovered.reduce((sum, { count }) => sum + count, 0);
  return total === 1 ? '1 recommendation stays as it was' : `${total} recommendations stay as they were`;
}

function ended(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
