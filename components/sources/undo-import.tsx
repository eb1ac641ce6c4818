'use client';

import { Undo2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { ImportView } from '@/lib/sources/views.schema';
import { ChangeDialog, type Done } from './change-dialog';

/** Undoes an import after a preview; the files of one delivery go together. */
export function UndoImport({ one, onDone }: { one: ImportView; onDone: (done: Done) => void }) {
  const file = one.parts > 1 ? `all ${one.parts} files of this delivery` : one.fileName;
  return (
    <ChangeDialog
      target={{ importId: one.id, change: 'withdraw' }}
      names={{ file, month: '' }}
      title={one.parts > 1 ? 'Undo import of a delivery' : `Undo import of ${one.fileName}`}
      trigger={
        <Button look="quiet" className="-my-1 -mr-2">
          <Undo2 aria-hidden /> Undo import…
        </Button>
      }
      onDone={onDone}
    />
  );
}
