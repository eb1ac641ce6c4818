'use client';

import { Notice } from '@/components/ui/notice';
import { ClockTime } from '@/components/ui/time';
import type { EffectView } from '@/lib/effects/schema';
import { CreateAnyway, LinkIssue } from './answers';
import { wordsFor } from './effect-words';

/** The hard moment of an effect in words, with the answers that a person can give. */
export function EffectNotice({ effect, mayAct }: { effect: EffectView; mayAct: boolean }) {
  const told = wordsFor(effect);
  if (told === null) return null;
  const isPlain = effect.state === 'intended';
  return (
    <Notice
      look={effect.state === 'rejected' ? 'red' : isPlain ? 'plain' : 'amber'}
      title={told.title}
      actions={mayAct ? <Answers effect={effect} /> : null}
    >
      {told.words} {told.until ? <ClockTime at={told.until} /> : null}
      {told.tail}
    </Notice>
  );
}

function Answers({ effect }: { effect: EffectView }) {
  const isCreation = effect.kind === 'ticket.create';
  if (effect.state === 'parked' && isCreation) {
    return (
      <>
        <LinkIssue effectId={effect.id} />
        <CreateAnyway
          effectId={effect.id}
          warning="If the first exists, you will have two."
          label="Create anyway"
        />
      </>
    );
  }
  if (effect.state !== 'parked' && effect.state !== 'rejected') return null;
  return <CreateAnyway effectId={effect.id} warning={null} label="Send again" />;
}
