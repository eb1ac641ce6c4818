'use client';

import { useEffect, useRef, useState } from 'react';
import type { TestableDraft } from '@/components/backtest/start-backtest';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import { CodeEditor } from './code-editor';
import type { Compared, Texts } from './compare';
import type { DraftState } from './draft-state';
import { DraftNotices } from './notices';
import type { Place } from './place';
import { PublishDialog } from './publish';
import { useSafetyNet } from './safety-net';
import { SetHeader } from './set-header';
import type { RuleTab } from './url';
import { useDraft, useLeaveWarning } from './use-draft';
import { useEditorHelp } from './use-help';
import { useMarks, useValidation, type Validation } from './use-validation';
import { WorkbenchTabs } from './workbench-tabs';

type Url = { draft: number | null; tab: RuleTab; from: string | null; to: string | null };
type Change = { draft?: number | null; tab?: RuleTab; from?: string | null; to?: string | null };

type WorkbenchProps = {
  set: RuleSetPage;
  start: DraftState;
  mayEdit: boolean;
  url: Url;
  setUrl: (change: Change) => unknown;
  onOpen: (draft: number | null) => Promise<void>;
};

/** The text at the left, what is to be known of it at the right; below each other where there is no room. */
export function Workbench({ set, start, mayEdit, url, setUrl, onOpen }: WorkbenchProps) {
  const draft = useDraft(set.slug, start, mayEdit);
  const { state, tell, save } = draft;
  const { text, kept } = state;
  useLeaveWarning(state);
  useEffect(() => {
    // The address named another text, and what stands here is a draft by now: a reload must find it.
    if (url.draft !== null && kept.number !== null && url.draft !== kept.number)
      void setUrl({ draft: kept.number });
  }, [url.draft, kept.number, setUrl]);
  const net = useSafetyNet(set.slug, state);
  const validation = useValidation(set.slug, text);
  const marks = useMarks(validation);
  const help = useEditorHelp(text);
  const [place, setPlace] = useState<Place | null>(null);
  const [isPublishing, setIsPublishing] = useState(false);
  const publish = async () => {
    if (!mayEdit) return;
    await save();
    setIsPublishing(true);
  };
  const theirs = set.drafts.find(({ number }) => number === kept.number);
  const texts = textsOf(set, state, theirs?.yaml);
  const compare = (compared: Compared) => void setUrl({ tab: 'versions', ...compared });
  const page = useRef<HTMLDivElement>(null);
  return (
    <div ref={page} className="flex min-h-0 flex-1 flex-col max-lg:overflow-y-auto">
      <SetHeader
        set={set}
        draft={draft}
        mayEdit={mayEdit}
        onOpen={onOpen}
        publish={
          <PublishDialog {...{ set, draft, validation, isPublishing, setIsPublishing, publish, onOpen }} />
        }
      />
      <DraftNotices {...{ set, draft, net, mayEdit, onCompare: compare, onOpen }} />
      <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(0,1fr)_44%] lg:grid-rows-[minmax(0,1fr)]">
        <section
          aria-label="Text"
          className="flex min-h-0 min-w-0 flex-col bg-surface max-lg:h-[60dvh] lg:border-r"
        >
          <CodeEditor
            text={text}
            label={`Rules of ${set.title}, as YAML`}
            isReadOnly={!mayEdit}
            marks={marks}
            help={help}
            place={place}
            onChange={(typed) => tell({ type: 'typed', text: typed })}
            onSave={() => void save()}
            onPublish={() => void publish()}
          />
        </section>
        <WorkbenchTabs
          set={set}
          text={text}
          validation={validation}
          tab={url.tab}
          onTab={(tab) => void setUrl({ tab })}
          onGo={(to) => {
            page.current?.scrollTo({ top: 0 });
            setPlace(to);
          }}
          versions={{
            texts,
            compared: comparedOf(url, set, Object.hasOwn(texts, 'draft')),
            onCompare: compare,
            onDraft: mayEdit ? (number) => void onOpen(number) : null,
          }}
          backtests={{ draft: testableOf(state, validation), mayEdit }}
        />
      </div>
    </div>
  );
}

/** A backtest tries the draft as it is saved. */
function testableOf({ kept, text }: DraftState, { result, isCurrent }: Validation): TestableDraft {
  const isValid = result?.valid === true && isCurrent;
  const whyNot =
    kept.number === null
      ? 'There is no draft in hand: change the text, and it is saved as one.'
      : text !== kept.text
        ? 'The draft is not saved yet.'
        : isValid
          ? null
          : 'The text has to be valid first: see Problems.';
  return { number: kept.number, revision: kept.revision, whyNot };
}

/** What can be compared beside the versions: the text in hand, what somebody saved over it, what an update brought. */
function textsOf(
  { shipped }: RuleSetPage,
  { text, kept, phase }: DraftState,
  theirs: string | undefined,
): Texts {
  const isInHand = kept.number !== null || text !== kept.text;
  return {
    ...(isInHand ? { draft: { label: kept.number ? `Draft ${kept.number}` : 'Your draft', text } } : {}),
    ...(phase === 'overtaken' && theirs !== undefined
      ? { theirs: { label: 'What was saved', text: theirs } }
      : {}),
    ...(shipped ? { shipped: { label: 'The newer shipped text', text: shipped.yaml } } : {}),
  };
}

function comparedOf({ from, to }: Url, { current }: RuleSetPage, hasDraft: boolean): Compared {
  const version = current?.version ?? 0;
  if (hasDraft) return { from: from ?? String(version), to: to ?? 'draft' };
  return { from: from ?? String(Math.max(1, version - 1)), to: to && to !== 'draft' ? to : String(version) };
}
