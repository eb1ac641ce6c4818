'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { EditorHeader } from '@/components/ui/editor-header';
import { Select } from '@/components/ui/field';
import { State } from '@/components/ui/state';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import { DeleteDraft } from './delete-draft';
import { switchRuleSet } from './queries';
import { SaveState } from './save-state';
import { DOMAIN_WORDS, modeOf } from './states';
import type { DraftInHand } from './use-draft';

type SetHeaderProps = {
  set: RuleSetPage;
  draft: DraftInHand;
  mayEdit: boolean;
  onOpen: (draft: number | null) => Promise<void>;
  publish: ReactNode;
};

export function SetHeader({ set, draft, mayEdit, onOpen, publish }: SetHeaderProps) {
  const { title, slug, domain, current, figures } = set;
  const { look, told } = modeOf(figures);
  return (
    <EditorHeader
      back={{ href: '/rules', label: 'Back to the rules' }}
      title={title}
      state={<State look={look} title={told} />}
      actions={
        mayEdit ? (
          <>
            {current ? <Switch slug={slug} enabled={set.enabled} /> : null}
            <DeleteDraft set={set} draft={draft} onOpen={onOpen} />
            {publish}
          </>
        ) : null
      }
    >
      <span className="font-mono text-meta">{slug}</span>
      <span>{DOMAIN_WORDS[domain]}</span>
      <Origin set={set} />
      <DraftChoice set={set} draft={draft} onOpen={onOpen} />
      {mayEdit ? <SaveState state={draft.state} /> : null}
    </EditorHeader>
  );
}

function Origin({ set: { origin, isChangedHere, current } }: { set: RuleSetPage }) {
  const version = current ? `version ${current.version}` : 'nothing published yet';
  const from = origin === 'operator' ? 'Made here' : isChangedHere ? 'Shipped, changed here' : 'Shipped';
  return (
    <span>
      {from}, {version}
    </span>
  );
}

type DraftChoiceProps = Pick<SetHeaderProps, 'set' | 'draft' | 'onOpen'>;

/** Which text stands below: the published one or one of the drafts. */
function DraftChoice({ set: { drafts, current }, draft: { state }, onOpen }: DraftChoiceProps) {
  const { number } = state.kept;
  const isAlone = drafts.length === 0 && number === null;
  if (isAlone || (current === null && drafts.length < 2)) return null;
  return (
    <Select
      aria-label="Text shown"
      value={number ?? 0}
      onChange={(event) => void onOpen(Number(event.target.value))}
      className="max-w-full"
    >
      {current ? <option value={0}>Published, version {current.version}</option> : null}
      {drafts.map((one) => (
        <option key={one.number} value={one.number}>
          Draft {one.number}, from version {one.baseVersion}, by {one.updatedBy}
        </option>
      ))}
    </Select>
  );
}

function Switch({ slug, enabled }: { slug: string; enabled: boolean }) {
  const change = useMutation(switchRuleSet(useQueryClient()));
  const told = enabled
    ? 'No generation uses it then; what it found is withdrawn by the next one'
    : 'The next generation uses it again';
  return (
    <Button
      look="quiet"
      title={change.error?.message ?? told}
      disabled={change.isPending}
      onClick={() => change.mutate({ slug, enabled: !enabled })}
    >
      {change.error ? 'Not changed: try again' : enabled ? 'Disable' : 'Enable'}
    </Button>
  );
}
