'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StartableGraph } from '@/components/runs/graphs';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { ZonedTime } from '@/components/ui/zoned-time';
import type { Role } from '@/lib/people/roles.schema';
import type { ScheduleRow } from '@/lib/runs/schedule.schema';
import { ENABLED_LOOKS } from './columns';
import { changeSchedule, scheduleQuery } from './queries';
import { ScheduleActions } from './schedule-actions';
import { ScheduleForm } from './schedule-form';

type SchedulePanelProps = { id: string; role: Role; graphs: StartableGraph[]; onRemoved: () => void };

export function SchedulePanel({ id, role, graphs, onRemoved }: SchedulePanelProps) {
  const { data: schedule, error, refetch } = useQuery(scheduleQuery(id));
  if (schedule === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const { name, enabled, words, timeZone, nextDueAt, lastDueAt } = schedule;
  return (
    <>
      <h1 className="break-words text-title font-semibold">{name}</h1>
      <p className="mt-1 flex flex-wrap gap-x-4 text-muted">
        <State look={ENABLED_LOOKS[enabled ? 'on' : 'off']} />
        <span>
          {words}, {timeZone}
        </span>
        {nextDueAt === null ? null : (
          <span>
            next <ZonedTime at={nextDueAt} timeZone={timeZone} />
          </span>
        )}
        <span>
          last due <Ago at={lastDueAt} />
        </span>
      </p>
      <ScheduleActions schedule={schedule} role={role} onRemoved={onRemoved} />
      {role === 'admin' ? (
        <EditSchedule schedule={schedule} graphs={graphs} />
      ) : (
        <Section title="What starts">
          <Entries
            entries={[
              {
                label: 'Run',
                value: graphs.find((one) => one.name === schedule.graph)?.title ?? schedule.graph,
              },
              { label: 'Pattern', value: <code className="font-mono">{schedule.cron}</code> },
              { label: 'Key of its runs', value: <code className="font-mono">{schedule.keyFormat}</code> },
            ]}
          />
        </Section>
      )}
    </>
  );
}

function EditSchedule({ schedule, graphs }: { schedule: ScheduleRow; graphs: StartableGraph[] }) {
  const change = useMutation(changeSchedule(useQueryClient(), schedule.id));
  // A restore changes what the form starts from: it begins anew then.
  const version = [schedule.graph, schedule.cron, schedule.timeZone, schedule.keyFormat].join(' ');
  return (
    <Section title="Change">
      <ScheduleForm
        key={version}
        known={schedule}
        graphs={graphs}
        error={change.error}
        isPending={change.isPending}
        isSaved={change.isSuccess}
        onSubmit={(values) => change.mutate(values)}
      />
    </Section>
  );
}
