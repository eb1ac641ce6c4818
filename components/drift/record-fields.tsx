'use client';

import { ArrowLeft, ArrowRight } from 'lucide-react';
import { ColumnValue } from '@/components/changes/column-value';
import { Button } from '@/components/ui/button';
import { ThreeWay } from '@/components/ui/three-way';
import type { RecordDetail } from '@/lib/catalog/schema';
import type { Started } from './queries';
import { RepairDialog } from './repair-dialog';
import { FIELD_LOOKS } from './states';

type RecordFieldsProps = {
  record: RecordDetail;
  mayRepair: boolean;
  onStarted: (started: Started) => void;
};

/** A record's three sides, field by field, each with its way to the library and back. */
export function RecordFields({ record, mayRepair, onStarted }: RecordFieldsProps) {
  return (
    <ThreeWay
      sides={['Library', 'CMS']}
      hasDeeds={mayRepair}
      rows={record.fields.map(({ field, library, expected, agreed, state }) => ({
        field,
        one: <ColumnValue value={library} />,
        other: <ColumnValue value={expected} />,
        agreed: <ColumnValue value={agreed} />,
        isSame: state === 'agree',
        look: FIELD_LOOKS[state],
        deeds: state === 'agree' ? null : <FieldRepairs {...{ record, field, onStarted }} />,
      }))}
    />
  );
}

type FieldRepairsProps = { record: RecordDetail; field: string; onStarted: (started: Started) => void };

function FieldRepairs({ record: { definitionId, key }, field, onStarted }: FieldRepairsProps) {
  const target = { definitionId, keys: [key], fields: [field] };
  const toLibrary = `Write ${field} to the library`;
  const fromLibrary = `Keep the library’s ${field}`;
  return (
    <span className="-my-1 inline-flex">
      <RepairDialog
        target={target}
        direction="to_library"
        onStarted={onStarted}
        trigger={
          <Button look="quiet" isIcon aria-label={toLibrary} title={toLibrary}>
            <ArrowRight aria-hidden />
          </Button>
        }
      />
      <RepairDialog
        target={target}
        direction="from_library"
        onStarted={onStarted}
        trigger={
          <Button look="quiet" isIcon aria-label={fromLibrary} title={fromLibrary}>
            <ArrowLeft aria-hidden />
          </Button>
        }
      />
    </span>
  );
}
