'use client';

import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EditorHeader } from '@/components/ui/editor-header';
import { State } from '@/components/ui/state';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { EnableSync } from './enable';
import { SaveDialog } from './save';
import { lookOf } from './states';
import type { Check } from './use-check';
import type { TextInHand } from './use-text';

type SyncHeaderProps = {
  detail: DefinitionDetail | null;
  role: Role;
  inHand: TextInHand;
  check: Check;
  isSaving: boolean;
  setIsSaving: (isSaving: boolean) => void;
  onSaved: () => void;
};

export function SyncHeader(props: SyncHeaderProps) {
  const { detail, role, inHand, check, isSaving, setIsSaving, onSaved } = props;
  return (
    <EditorHeader
      back={{ href: '/syncs', label: 'Back to the syncs' }}
      title={detail?.title ?? 'New sync'}
      state={detail ? <State look={lookOf(detail)} /> : null}
      actions={
        <>
          {detail ? (
            <Button look="quiet" asChild>
              <Link href={`/drift?definitionId=${detail.id}`}>Its drift</Link>
            </Button>
          ) : null}
          {detail && mayAct(role, 'admin') ? <EnableSync detail={detail} /> : null}
          {mayAct(role, 'operator') ? (
            <SaveDialog {...{ detail, inHand, check, onSaved }} isOpen={isSaving} onTurn={setIsSaving} />
          ) : null}
        </>
      }
    >
      {detail ? (
        <>
          <span className="font-mono text-meta">{detail.slug}</span>
          <span>version {detail.version}</span>
          <span>
            {detail.senderName} → {detail.libraryName}, <span className="font-mono">{detail.table}</span>
          </span>
        </>
      ) : (
        <span>Nothing is kept in step before it is saved and switched on.</span>
      )}
      <span role="status" className={inHand.isUnsaved ? 'text-warn' : undefined}>
        {inHand.isUnsaved ? 'Not saved' : null}
      </span>
    </EditorHeader>
  );
}
