'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play, Power, PowerOff, RotateCcw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import type { ScheduleRow } from '@/lib/runs/schedule.schema';
import { changeSchedule, removeSchedule, restoreSchedule, runScheduleNow } from './queries';

type ScheduleActionsProps = { schedule: ScheduleRow; role: Role; onRemoved: () => void };

export function ScheduleActions({ schedule, role, onRemoved }: ScheduleActionsProps) {
  const { id, enabled, isShipped } = schedule;
  const client = useQueryClient();
  const run = useMutation(runScheduleNow(client));
  const change = useMutation(changeSchedule(client, id));
  const restore = useMutation(restoreSchedule(client));
  const remove = useMutation(removeSchedule(client));
  const error = run.error ?? change.error ?? restore.error ?? remove.error;
  if (!mayAct(role, 'operator')) return null;
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button onClick={() => run.mutate(id)} disabled={run.isPending}>
          <Play aria-hidden /> Run now
        </Button>
        {role === 'admin' ? (
          <>
            <Button onClick={() => change.mutate({ enabled: !enabled })} disabled={change.isPending}>
              {enabled ? <PowerOff aria-hidden /> : <Power aria-hidden />}{' '}
              {enabled ? 'Switch off' : 'Switch on'}
            </Button>
            {isShipped ? (
              <Button onClick={() => restore.mutate(id)} disabled={restore.isPending}>
                <RotateCcw aria-hidden /> Restore
              </Button>
            ) : (
              <Button
                look="danger"
                disabled={remove.isPending}
                onClick={() => remove.mutate(id, { onSuccess: onRemoved })}
              >
                <Trash2 aria-hidden /> Delete
              </Button>
            )}
          </>
        ) : null}
        {run.data ? (
          <p role="status" className="text-muted">
            Started:{' '}
            <Link href={`/runs/${run.data.runId}`} className="text-accent underline">
              see the run
            </Link>
          </p>
        ) : null}
      </div>
      {isShipped ? (
        <p className="mt-2 text-meta text-faint">
          Comes with Evenkeel: it can be switched off and restored, not deleted.
        </p>
      ) : null}
      {error ? (
        <div className="mt-3">
          <Problem error={error} />
        </div>
      ) : null}
    </>
  );
}
