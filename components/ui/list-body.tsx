'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './problem';
import type { Page } from './request';

type ListBodyProps<Item> = {
  query: UseQueryResult<Page<Item>>;
  empty: ReactNode;
  children: (items: Item[] | null) => ReactNode; // null: they are being read
};

/** What a list's middle shows: what went wrong, that there is nothing, its rows, or their place. */
export function ListBody<Item>({ query, empty, children }: ListBodyProps<Item>) {
  const { data, error, refetch } = query;
  const isReading = data === undefined && !error;
  return (
    <>
      {error ? (
        <div className="p-4">
          <Problem error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {isReading ? children(null) : null}
      {data === undefined ? null : data.items.length === 0 ? empty : children(data.items)}
    </>
  );
}
