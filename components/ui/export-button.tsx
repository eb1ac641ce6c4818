'use client';

import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from './button';

type ExportButtonProps<Filter> = {
  options: UseMutationOptions<void, Error, Filter>;
  filter: Filter;
  label?: string;
};

/** The filtered list as a file, all pages of it. */
export function ExportButton<Filter>({ options, filter, label = 'Export' }: ExportButtonProps<Filter>) {
  const run = useMutation(options);
  return (
    <Button
      look="quiet"
      onClick={() => run.mutate(filter)}
      disabled={run.isPending}
      title={run.error?.message}
    >
      <Download aria-hidden /> {run.isPending ? 'Exporting…' : run.error ? 'Export failed' : label}
    </Button>
  );
}
