import type { EffectView } from '@/lib/effects/schema';

export type EffectWords = { title: string; words: string; until?: string; tail?: string };

/** What is told about an effect that has not come to a plain end. `until` is a moment, told in the viewer's zone. */
export function wordsFor(effect: EffectView): EffectWords | null {
  if (effect.state === 'uncertain') return uncertain(effect);
  if (effect.state === 'parked') {
    return {
      title: 'Jira did not answer, and the issue was not found.',
      words:
        effect.error ??
        'It may exist where we cannot see it. Nothing is sent again until you say which it is.',
    };
  }
  if (effect.state === 'rejected')
    return { title: 'Jira refused it.', words: effect.error ?? 'It gave no reason.' };
  if (effect.state === 'intended' && effect.notBefore) {
    return { title: 'Jira asked us to wait.', words: 'It is sent at', until: effect.notBefore, tail: '.' };
  }
  return null;
}

function uncertain(effect: EffectView): EffectWords {
  const title = 'Jira did not answer. The issue may exist.';
  if (effect.horizonAt === null) {
    return { title, words: 'Searching by label; nothing will be sent again meanwhile.' };
  }
  return {
    title,
    words: 'Searching by label until',
    until: effect.horizonAt,
    tail: '; nothing will be sent again meanwhile.',
  };
}

/** The summary that an effect sends, if it sends one, else its key. */
export function subjectOf(effect: EffectView): string {
  const summary = textAt(effect.payload, ['fields', 'summary']) ?? textAt(effect.payload, ['summary']);
  return summary ?? effect.key;
}

/** The issue that an effect ended in. */
export function issueOf(effect: EffectView): string | null {
  return textAt(effect.result, ['key']);
}

function textAt(value: unknown, path: string[]): string | null {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return null;
    at = Object.entries(at).find(([name]) => name === step)?.[1];
  }
  return typeof at === 'string' ? at : null;
}
