'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { DefinitionView } from '@/lib/catalog/schema';
import { startScans } from './queries';
import type { scopeOf } from './scope';
import { NOT_SCANNED_LOOK, SCANNING_LOOK } from './states';

type ScanProps = {
  scope: ReturnType<typeof scopeOf>;
  definitions: DefinitionView[];
  mayScan: boolean;
};

/** When the library was last compared, and the button that compares it now. */
export function Scan({ scope, definitions, mayScan }: ScanProps) {
  const scan = useMutation(startScans(useQueryClient()));
  const slugs = definitions.filter(({ enabled }) => enabled).map(({ slug }) => slug);
  return (
    <>
      <span role="status" className="whitespace-nowrap text-muted">
        <Scanned scope={scope} />
      </span>
      {mayScan ? (
        <Button
          disabled={scan.isPending || scope.isScanning || slugs.length === 0}
          title={scan.error?.message}
          onClick={() => scan.mutate(slugs)}
        >
          <ScanSearch aria-hidden /> {scan.error ? 'Not scanned: try again' : 'Scan'}
        </Button>
      ) : null}
    </>
  );
}

function Scanned({ scope: { definitions, isScanning, scannedAt } }: Pick<ScanProps, 'scope'>) {
  if (definitions.length === 0) return null;
  if (isScanning) return <State look={SCANNING_LOOK} />;
  if (scannedAt === null) return <State look={NOT_SCANNED_LOOK} />;
  return (
    <>
      scanned <Ago at={scannedAt} />
    </>
  );
}
