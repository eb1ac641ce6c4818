'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ExportButton } from '@/components/ui/export-button';
import { FilterSelect } from '@/components/ui/filter-bar';
import { Problem } from '@/components/ui/problem';
import type { ImportView } from '@/lib/sources/views.schema';
import { Faults } from './faults';
import { exportFaults, type FaultFilter, faultsQuery } from './queries';
import { countOf } from './states';

const KINDS = [
  { value: 'row', label: 'Rows refused' },
  { value: 'cell', label: 'Cells' },
] as const;

/** What of an import was refused or is unknown, opened on demand. */
export function ImportFaults({ one }: { one: ImportView }) {
  const [isOpen, setIsOpen] = useState(false);
  const [kind, setKind] = useState<FaultFilter['kind']>(null);
  const { data: page, error } = useQuery({ ...faultsQuery(one.id, kind), enabled: isOpen });
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="text-warn">{summaryOf(one)}</summary>
      <div className="mt-2 flex flex-wrap gap-2">
        <FilterSelect
          label="Kind"
          value={kind}
          options={[...KINDS]}
          onChange={(value) => setKind(KINDS.find((each) => each.value === value)?.value ?? null)}
        />
        <ExportButton options={exportFaults} filter={{ importId: one.id, kind }} />
      </div>
      {error ? <Problem error={error} /> : null}
      {page ? <Faults faults={page.items} /> : null}
      {page?.items.length === 0 ? <p className="mt-2 text-muted">None.</p> : null}
      {page?.nextCursor ? (
        <p className="mt-1 text-meta text-faint">
          The first {page.items.length} are shown. Export them to see all that were kept.
        </p>
      ) : null}
    </details>
  );
}

function summaryOf({ rowsRefused, cellsUnknown }: ImportView): string {
  const parts = [
    ...(rowsRefused > 0 ? [`${countOf(rowsRefused, 'row')} refused`] : []),
    ...(cellsUnknown > 0 ? [`${countOf(cellsUnknown, 'cell')} unknown`] : []),
  ];
  return parts.join(', ') || 'Cells reported';
}
