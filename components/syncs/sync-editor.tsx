'use client';

import { useQuery } from '@tanstack/react-query';
import { connectionChoicesQuery } from '@/components/connections/queries';
import { sendersQuery } from '@/components/senders/queries';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { Role } from '@/lib/people/roles.schema';
import { definitionQuery } from './queries';
import { templateOf } from './template';
import { SyncWorkbench } from './workbench';

/** A sync's page. */
export function SyncEditor({ slug, role }: { slug: string; role: Role }) {
  const { data: detail, error, refetch } = useQuery(definitionQuery(slug));
  if (detail === undefined) {
    return (
      <div className="p-4">
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />}
      </div>
    );
  }
  return <SyncWorkbench key={detail.id} detail={detail} role={role} template="" />;
}

/** The page of one that is not saved yet: it begins with what each sync has, and with what is connected. */
export function NewSync({ role }: { role: Role }) {
  const senders = useQuery(sendersQuery());
  const libraries = useQuery(connectionChoicesQuery('library'));
  if (senders.isPending || libraries.isPending) {
    return (
      <div className="p-4">
        <PanelSkeleton />
      </div>
    );
  }
  const template = templateOf({
    source: senders.data?.items[0]?.connectionName ?? 'My CMS',
    library: libraries.data?.[0]?.name ?? 'Library',
  });
  return <SyncWorkbench detail={null} role={role} template={template} />;
}
