'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
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
    <header className="flex flex-col gap-1 border-b bg-surface px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Link
          href="/syncs"
          aria-label="Back to the syncs"
          title="Back to the syncs"
          className="-ml-1 text-muted hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h1 className="min-w-0 break-words text-title font-semibold">{detail?.title ?? 'New sync'}</h1>
        {detail ? <State look={lookOf(detail)} /> : null}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {detail ? (
            <Button look="quiet" asChild>
              <Link href={`/drift?definitionId=${detail.id}`}>Its drift</Link>
            </Button>
          ) : null}
          {detail && mayAct(role, 'admin') ? <EnableSync detail={detail} /> : null}
          {mayAct(role, 'operator') ? (
            <SaveDialog {...{ detail, inHand, check, onSaved }} isOpen={isSaving} onTurn={setIsSaving} />
          ) : null}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
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
      </div>
    </header>
  );
}
