'use client';

import { useQueryStates } from 'nuqs';
import { useRef, useState } from 'react';
import { CodeEditor } from '@/components/rules/code-editor';
import type { Compared } from '@/components/rules/compare';
import type { Place } from '@/components/rules/place';
import { useSafetyNet } from '@/components/rules/safety-net';
import { useLeaveWarning } from '@/components/rules/use-draft';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { SyncNotices } from './notices';
import { SyncHeader } from './sync-header';
import { SyncTabs } from './tabs';
import { syncUrl } from './url';
import { useCheck } from './use-check';
import { useText } from './use-text';

type SyncWorkbenchProps = { detail: DefinitionDetail | null; role: Role; template: string };

/** The text at the left, what is known of the sync at the right; below each other where there is no room. */
export function SyncWorkbench({ detail, role, template }: SyncWorkbenchProps) {
  const mayEdit = mayAct(role, 'operator');
  const inHand = useText(detail, template);
  const { text, setText, state } = inHand;
  useLeaveWarning(state);
  const net = useSafetyNet(`sync:${detail?.slug ?? ''}`, state);
  const check = useCheck(text);
  const [url, setUrl] = useQueryStates(syncUrl);
  const [place, setPlace] = useState<Place | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const compare = (compared: Compared) => void setUrl({ tab: 'versions', ...compared });
  const title = detail?.title ?? 'the new sync';
  return (
    <div ref={page} className="flex min-h-0 flex-1 flex-col max-lg:overflow-y-auto">
      <SyncHeader {...{ detail, role, inHand, check, isSaving, setIsSaving }} onSaved={net.forget} />
      <SyncNotices {...{ detail, inHand, net, mayEdit }} onCompare={compare} />
      <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(0,1fr)_44%] lg:grid-rows-[minmax(0,1fr)]">
        <section
          aria-label="Text"
          className="flex min-h-0 min-w-0 flex-col bg-surface max-lg:h-[60dvh] lg:border-r"
        >
          <CodeEditor
            text={text}
            label={`Definition of ${title}, as YAML`}
            isReadOnly={!mayEdit}
            marks={check.marks}
            place={place}
            onChange={setText}
            onSave={() => setIsSaving(true)}
          />
        </section>
        <SyncTabs
          {...{ detail, role, inHand, check }}
          tab={url.tab}
          onTab={(tab) => void setUrl({ tab })}
          compared={{ from: url.from, to: url.to }}
          onCompare={compare}
          onGo={(to) => {
            page.current?.scrollTo({ top: 0 });
            setPlace(to);
          }}
        />
      </div>
    </div>
  );
}
