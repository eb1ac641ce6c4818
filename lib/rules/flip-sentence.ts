import { display, type Value } from './values';
import type { FlipChange } from './why.schema';

const MOST = 60;

/** "Would match if cpu_p95 were below 20 (it is 34.2)." */
export function flipSentence(verdict: boolean, changes: FlipChange[]): string {
  const phrases = changes.map((change) => `${change.fact} ${relationWords(change)} (${nowWords(change)})`);
  return `${verdict ? 'Would match' : 'Would no longer match'} if ${phrases.join(' and ')}.`;
}

function relationWords({ relation, bound, to }: FlipChange): string {
  const limit = shown(bound);
  switch (relation) {
    case '==':
      return `were ${limit}`;
    case '!=':
      return bound === null ? 'had a value' : `were not ${limit}`;
    case '<':
      return `were below ${limit}`;
    case '<=':
      return `were ${limit} or less`;
    case '>':
      return `were above ${limit}`;
    case '>=':
      return `were ${limit} or more`;
    case 'in':
      return `were ${shown(to)}`;
    case 'not in':
      return `were none of ${limit}`;
    case 'contains':
      return `had “${limit}” in it`;
    case 'lacks':
      return `had no “${limit}” in it`;
    case 'missing':
      return 'were not known';
  }
}

function nowWords({ from }: FlipChange): string {
  return from === undefined ? 'it is not known' : `it is ${shown(from)}`;
}

function shown(value: Value): string {
  const text = value === '' ? '""' : display(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
