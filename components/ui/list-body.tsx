'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './problem';
import type { Page } from './request';
import { ListSkeleton } from './skeleton';

type ListBodyProps<Item> = {
  query: UseQueryResult<Page<Item>>;
  empty: ReactNode;
  children: (page: Page<Item>) => ReactNode;
};

/** What a list's middle shows: its skeleton, what went wrong, that there is nothing, or its rows. */
export function ListBody<Item>({ query, empty, children }: ListBodyProps<Item>) {
  const { data, error, refetch } = query;
  return (
    <>
      {error ? (
        <div className="p-4">
          <Problem error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data === undefined && !error ? <ListSkeleton /> : null}
      {data === undefined ? null : data.items.length === 0 ? empty : children(data)}
    </>
  );
}
