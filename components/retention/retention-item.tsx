'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Button } from '@/components/ui/button';
import { faultOf } from '@/components/ui/fault-of';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { Ago } from '@/components/ui/time';
import { RETENTION } from '@/lib/retention/kinds.schema';
import type { RetentionRow } from '@/lib/retention/schema';
import { amountWords } from './amounts';
import { retentionPreviewQuery, setRetention } from './queries';

/** One kind: how long it is kept, and what would go with what is typed. */
export function RetentionItem({ row, mayChange }: { row: RetentionRow; mayChange: boolean }) {
  const { title, what } = RETENTION[row.kind];
  return (
    <li className="grid gap-x-6 gap-y-3 p-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="text-muted">{what}</p>
        {row.changedAt === null ? null : (
          <p className="mt-1 text-meta text-faint">
            Changed by {row.changedBy} <Ago at={row.changedAt} />
          </p>
        )}
      </div>
      {mayChange ? (
        <KeepForm row={row} />
      ) : (
        <p>
          {row.keepDays === null ? 'Kept for ever' : `Kept ${row.keepDays} days`}; would go now:{' '}
          {amountWords(row.wouldGo)}
        </p>
      )}
    </li>
  );
}

function KeepForm({ row }: { row: RetentionRow }) {
  const { least, days, title } = RETENTION[row.kind];
  const [text, setText] = useState(row.keepDays === null ? '' : String(row.keepDays));
  const save = useMutation(setRetention(useQueryClient()));
  const keepDays = text.trim() === '' ? null : Number(text);
  const isChanged = keepDays !== row.keepDays;
  const asked = useDeferredValue(keepDays !== null && keepDays >= least ? keepDays : null);
  const preview = useQuery(retentionPreviewQuery(row.kind, isChanged ? asked : null));
  const wouldGo = isChanged ? preview.data : row.wouldGo;
  const fault =
    keepDays !== null && keepDays < least ? `At least ${least} ${least === 1 ? 'day' : 'days'}.` : null;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ kind: row.kind, keepDays });
      }}
    >
      <Field
        label="Days kept"
        hint={`Empty: for ever. Comes with ${days}; at least ${least}.`}
        error={fault ?? faultOf(save.error, 'keepDays')}
      >
        {(wiring) => (
          <span className="flex gap-2">
            <Input
              {...wiring}
              aria-label={`Days kept: ${title}`}
              type="number"
              min={least}
              max={36_500}
              value={text}
              onChange={({ target }) => setText(target.value)}
              className="w-28"
            />
            <Button type="submit" disabled={!isChanged || fault !== null || save.isPending}>
              Save
            </Button>
          </span>
        )}
      </Field>
      <p role="status" className="text-meta text-muted">
        {keepDays === null ? 'Nothing would go.' : wouldGo ? `Would go now: ${amountWords(wouldGo)}.` : ' '}
      </p>
      {save.error && !faultOf(save.error, 'keepDays') ? <Problem error={save.error} /> : null}
    </form>
  );
}
