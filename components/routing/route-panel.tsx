'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { RouteRow } from '@/lib/tickets/schema';
import { removeRoute, routeQuery } from './queries';
import { RouteForm } from './route-form';

type RoutePanelProps = { id: string; mayChange: boolean; onRemoved: () => void };

export function RoutePanel({ id, mayChange, onRemoved }: RoutePanelProps) {
  const { data: route, error, refetch } = useQuery(routeQuery(id));
  if (route === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <h1 className="break-words text-title font-semibold">{route.owner ?? 'Everybody else'}</h1>
      <p className="mt-1 text-muted">
        {route.owner === null
          ? 'The default route: owners without one of their own, and what nobody owns.'
          : `Tickets of ${route.owner} go to ${route.projectKey} of ${route.connectionName}.`}
      </p>
      {mayChange ? (
        <>
          <Section title="Where to">
            <RouteForm known={route} onSaved={() => undefined} />
          </Section>
          <RemoveRoute route={route} onRemoved={onRemoved} />
        </>
      ) : (
        <Section title="Where to">
          <Entries
            entries={[
              { label: 'Connection', value: route.connectionName },
              { label: 'Project', value: route.projectKey },
              { label: 'Issue type', value: route.issueType },
              { label: 'Assignee', value: route.assignee ?? 'nobody' },
              { label: 'Tickets a week', value: String(route.weeklyCap) },
            ]}
          />
        </Section>
      )}
    </>
  );
}

function RemoveRoute({ route, onRemoved }: { route: RouteRow; onRemoved: () => void }) {
  const remove = useMutation(removeRoute(useQueryClient()));
  return (
    <Section title="Remove">
      <p className="mb-2 text-muted">
        {route.owner === null
          ? 'Without a default route, what has no route of its own waits in the unowned queue. Tickets stay where they are.'
          : `Tickets of ${route.owner} then go the default way. Those that are open stay where they are.`}
      </p>
      {remove.error ? <Problem error={remove.error} /> : null}
      <Button
        look="danger"
        disabled={remove.isPending}
        onClick={() => remove.mutate(route.id, { onSuccess: onRemoved })}
      >
        <Trash2 aria-hidden /> Remove the route
      </Button>
    </Section>
  );
}
