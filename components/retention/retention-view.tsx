'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { PageHeader } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { KEPT_FOR_EVER } from '@/lib/retention/kinds.schema';
import { amountWords } from './amounts';
import { deleteNow, retentionQuery } from './queries';
import { RetentionItem } from './retention-item';

/** How long each kind of record is kept, what would go, and what is never deleted. */
export function RetentionView({ role }: { role: Role }) {
  const { data: rows, error, refetch } = useQuery(retentionQuery());
  const total = (rows ?? []).reduce(
    (sum, { wouldGo }) => ({ rows: sum.rows + wouldGo.rows, bytes: sum.bytes + wouldGo.bytes }),
    { rows: 0, bytes: 0 },
  );
  return (
    <>
      <PageHeader
        title="Retention"
        summary={rows ? `The next run deletes ${amountWords(total)}` : null}
        actions={mayAct(role, 'operator') ? <DeleteNow /> : null}
      />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="flex max-w-[960px] flex-col gap-4">
          <p className="text-muted">
            Every night what is older than this is deleted, a batch at a time. Nothing that a reading in use,
            an open recommendation or a generation rests on goes, however old it is.
          </p>
          {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
          {rows === undefined && !error ? <PanelSkeleton /> : null}
          <ul className="divide-y rounded-base border bg-surface" aria-label="Kinds of records">
            {rows?.map((row) => (
              <RetentionItem key={`${row.kind} ${row.keepDays}`} row={row} mayChange={role === 'admin'} />
            ))}
            <li className="p-4">
              <h2 className="font-semibold">{KEPT_FOR_EVER.title}</h2>
              <p className="text-muted">{KEPT_FOR_EVER.what}</p>
            </li>
          </ul>
        </div>
      </div>
    </>
  );
}

function DeleteNow() {
  const start = useMutation(deleteNow(useQueryClient()));
  if (start.data) {
    return (
      <p role="status" className="text-muted">
        Started:{' '}
        <Link href={`/runs/${start.data.runId}`} className="text-accent underline">
          see the run
        </Link>
      </p>
    );
  }
  return (
    <>
      {start.error ? (
        <span role="alert" className="text-bad">
          {start.error.message}
        </span>
      ) : null}
      <Button disabled={start.isPending} onClick={() => start.mutate()}>
        <Trash2 aria-hidden /> Delete now
      </Button>
    </>
  );
}
