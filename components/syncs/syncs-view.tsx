'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { Button } from '@/components/ui/button';
import type { Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { useListKeys } from '@/components/ui/list-keys';
import { listUrl } from '@/components/ui/list-url';
import { usePagesUrl } from '@/components/ui/pages-url';
import { PageHeader } from '@/components/ui/section';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { UrlTable } from '@/components/ui/url-table';
import type { DefinitionView } from '@/lib/catalog/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { definitionsQuery } from './queries';
import { lookOf } from './states';
import { hrefOfSync } from './url';

/** Which tables of the library are kept true, and from where. */
export function SyncsView({ role }: { role: Role }) {
  const [url, setUrl] = useQueryStates(listUrl);
  const definitions = useQuery({
    ...definitionsQuery(),
    select: ({ items }) => ({ items, nextCursor: null }),
  });
  // An editor needs the room: a sync opens as a page of its own.
  const pages = usePagesUrl((id) =>
    hrefOfSync(definitions.data?.items.find((one) => one.id === id)?.slug ?? ''),
  );
  useListKeys({});
  const add = mayAct(role, 'operator') ? (
    <Button look="primary" asChild>
      <Link href="/syncs/new">
        <Plus aria-hidden /> New sync
      </Link>
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title="Syncs" summary="Which tables of the library are kept true" actions={add} />
      <UrlTable
        label="Syncs"
        list={definitions}
        columns={() => COLUMNS}
        panel={pages}
        url={url}
        setUrl={setUrl}
        defaultSort="title"
        empty={
          <EmptyState title="No sync yet" action={add}>
            A sync says which table of the library is kept true, from which CMS, and by which rules. It needs
            a sender and a library under Settings, Connections.
          </EmptyState>
        }
      />
    </>
  );
}

const COLUMNS: Column<DefinitionView>[] = [
  {
    id: 'title',
    header: 'Sync',
    narrow: 'what',
    isLink: true,
    cell: ({ title, slug }) => <span title={slug}>{title}</span>,
  },
  { id: 'source', header: 'Source', width: '12rem', from: 'mid', cell: ({ senderName }) => senderName },
  {
    id: 'table',
    header: 'Table',
    width: '16rem',
    from: 'mid',
    cell: ({ libraryName, table }) => (
      <span title={`${libraryName}: ${table}`} className="font-mono text-meta">
        {table}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    narrow: 'state',
    cell: (definition) => <State look={lookOf(definition)} />,
  },
  {
    id: 'records',
    header: 'Records',
    width: '7rem',
    align: 'right',
    narrow: 'money',
    cell: ({ records, assumed }) => (
      <span
        className="tabular-nums"
        title={`of ${assumed.toLocaleString('en-US')} nothing was ever delivered`}
      >
        {records.toLocaleString('en-US')}
      </span>
    ),
  },
  {
    id: 'lastScan',
    header: 'Last scan',
    width: '8rem',
    align: 'right',
    narrow: 'age',
    cell: ({ lastScan }) => <Ago at={lastScan?.endedAt ?? null} />,
  },
];
