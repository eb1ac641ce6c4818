'use client';

import { useQuery } from '@tanstack/react-query';
import { Problem } from '@/components/ui/problem';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { AttemptList } from './attempt-list';
import { EffectNotice } from './effect-notice';
import { issueOf, subjectOf } from './effect-words';
import { effectQuery } from './queries';
import { deedOf, EFFECT_LOOKS } from './states';

export function EffectPanel({ id, mayAct }: { id: string; mayAct: boolean }) {
  const { data: effect, error, refetch } = useQuery(effectQuery(id));
  if (effect === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <h1 className="break-words text-title font-semibold">{subjectOf(effect)}</h1>
      <p className="mt-1 mb-3 flex flex-wrap gap-x-4">
        <State look={EFFECT_LOOKS[effect.state]} />
        <span className="text-muted">
          {deedOf(effect.kind)}, intended <Ago at={effect.createdAt} />
        </span>
      </p>
      <EffectNotice effect={effect} mayAct={mayAct} />
      <Section title="Attempts" aside={`${effect.attempts} sent`}>
        <AttemptList attempts={effect.history} />
      </Section>
      <Section title="About this effect">
        <Entries
          entries={[
            { label: 'Key', value: <code className="font-mono text-meta">{effect.key}</code> },
            { label: 'About', value: effect.subject },
            { label: 'Issue', value: issueOf(effect) ?? 'none yet' },
            { label: 'Settled', value: effect.settledAt ? <Ago at={effect.settledAt} /> : 'not yet' },
          ]}
        />
      </Section>
      <Section title="What is sent">
        <ScrollBox
          label="What is sent"
          className="max-h-96 overflow-y-auto rounded-base border bg-surface p-3"
        >
          <pre className="font-mono text-meta whitespace-pre-wrap">
            {JSON.stringify(effect.payload, null, 2)}
          </pre>
        </ScrollBox>
      </Section>
    </>
  );
}
