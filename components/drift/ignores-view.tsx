'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { definitionsQuery } from '@/components/syncs/queries';
import { Button } from '@/components/ui/button';
import type { Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { useListKeys } from '@/components/ui/list-keys';
import { listUrl } from '@/components/ui/list-url';
import { usePagesUrl } from '@/components/ui/pages-url';
import { Ago } from '@/components/ui/time';
import { UrlTable } from '@/components/ui/url-table';
import type { DefinitionView, IgnoreView } from '@/lib/catalog/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { DriftHeader } from './drift-header';
import { endIgnore, ignoresQuery } from './queries';
import { hrefOfRecord } from './url';

/** Fields that are not looked at, each until its day. A row leads to what it hides. */
export function IgnoresView({ role }: { role: Role }) {
  const [url, setUrl] = useQueryStates(listUrl);
  const ignores = useQuery(ignoresQuery());
  const { data: definitions } = useQuery(definitionsQuery());
  const pages = usePagesUrl((id) => hrefOf(ignores.data?.items.find((one) => one.id === id)));
  useListKeys({});
  return (
    <>
      <DriftHeader here="ignores" />
      <UrlTable
        label="Ignored fields"
        list={ignores}
        columns={() => columnsFor(definitions?.items ?? [], mayAct(role, 'operator'))}
        panel={pages}
        url={url}
        setUrl={setUrl}
        defaultSort="until"
        empty={
          <EmptyState title="Nothing is ignored">
            A field of a record, or of every record, can be set aside from the record’s panel, until a day.
          </EmptyState>
        }
      />
    </>
  );
}

function hrefOf(ignore: IgnoreView | undefined): string {
  if (ignore === undefined) return '/drift';
  const { definitionId, key, field } = ignore;
  if (key !== null) return hrefOfRecord({ definitionId, key });
  return `/drift?${new URLSearchParams({ definitionId, field, ignored: 'true' })}`;
}

function columnsFor(definitions: DefinitionView[], mayEnd: boolean): Column<IgnoreView>[] {
  const titleOf = (id: string) => definitions.find((one) => one.id === id)?.title ?? 'Sync';
  const end: Column<IgnoreView> = {
    id: 'end',
    header: <span className="sr-only">Deed</span>,
    width: '7rem',
    align: 'right',
    narrow: 'money',
    cell: (ignore) => <EndIgnore ignore={ignore} />,
  };
  return [
    {
      id: 'field',
      header: 'Field',
      narrow: 'what',
      isLink: true,
      cell: ({ definitionId, key, field }) =>
        `${field} of ${key === null ? `every record of ${titleOf(definitionId)}` : `${titleOf(definitionId)} ${key}`}`,
    },
    { id: 'note', header: 'Why', from: 'mid', cell: ({ note }) => <span title={note}>{note}</span> },
    {
      id: 'hides',
      header: 'Hides',
      width: '6rem',
      align: 'right',
      from: 'mid',
      cell: ({ hides }) => <span className="tabular-nums">{hides.toLocaleString('en-US')}</span>,
    },
    { id: 'createdBy', header: 'By', width: '10rem', from: 'wide', cell: ({ createdBy }) => createdBy },
    {
      id: 'until',
      header: 'Ends',
      width: '8rem',
      align: 'right',
      narrow: 'age',
      cell: ({ until }) => <Ago at={until} />,
    },
    ...(mayEnd ? [end] : []),
  ];
}

function EndIgnore({ ignore: { id, field } }: { ignore: IgnoreView }) {
  const end = useMutation(endIgnore(useQueryClient()));
  return (
    <Button
      look="quiet"
      className="-my-1"
      disabled={end.isPending}
      title={end.error?.message ?? 'Compare it again from the next scan on'}
      aria-label={`End: ${field}`}
      onClick={() => end.mutate(id)}
    >
      {end.error ? 'Not ended' : 'End'}
    </Button>
  );
}
