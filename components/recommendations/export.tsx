'use client';

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { exportRecommendations } from './queries';
import type { RecommendationsUrl } from './url';

/** The filtered list as a file, all pages of it. */
export function Export({ url }: { url: RecommendationsUrl }) {
  const run = useMutation(exportRecommendations);
  return (
    <Button look="quiet" onClick={() => run.mutate(url)} disabled={run.isPending} title={run.error?.message}>
      <Download aria-hidden /> {run.isPending ? 'Exporting…' : run.error ? 'Export failed' : 'Export'}
    </Button>
  );
}
