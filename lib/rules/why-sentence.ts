import type { WhyNode, WhyTree } from './schema';
import { display } from './values';

const COMPARISON = /^(\S+) (==|!=|<=|>=|<|>|in|not in) (\S+|'[^']*')$/;
const SHOWN = 8;

/** One sentence for people: what held, what did not, or what was unknown. */
export function whySentence({ verdict, node }: Pick<WhyTree, 'verdict' | 'node'>): string {
  if (node === undefined) return 'Matches always: it has no condition.';
  const phrases = [...new Set(deciding(node, verdict).flatMap(phrasesOf))];
  const reasons = listed(phrases.length > 0 ? phrases : [node.text]);
  if (verdict === 'unknown') return `Cannot be told because ${reasons}.`;
  return verdict ? `Matches because ${reasons}.` : `Does not match because ${reasons}.`;
}

function listed(phrases: string[]): string {
  const shown = phrases.slice(0, SHOWN);
  const more = phrases.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** The leaves that brought the verdict about: those of the same value; below `not`, of the opposite one. */
function deciding(node: WhyNode, verdict: WhyNode['value']): WhyNode[] {
  if (node.value !== verdict) return [];
  if (node.kind === 'leaf' || !node.children) return [node];
  if (node.kind !== 'not') return node.children.flatMap((child) => deciding(child, verdict));
  return node.children.flatMap((child) => deciding(child, verdict === 'unknown' ? 'unknown' : !verdict));
}

function phrasesOf(leaf: WhyNode): string[] {
  if (leaf.unknown) return leaf.unknown.map((unknown) => unknown.detail);
  const values = new Map((leaf.operands ?? []).map(({ text, value }) => [text, value]));
  const [, name = '', operator, other = ''] = COMPARISON.exec(leaf.text) ?? [];
  const value = values.get(name);
  if (operator !== undefined && value !== undefined) {
    const is = `${name} is ${shorten(display(value))}`;
    if (operator === '==' && leaf.value === true) return [is];
    return [
      `${is} (${leaf.value === true ? '' : 'not '}${operator} ${shorten(display(values.get(other) ?? other))})`,
    ];
  }
  const facts = [...values]
    .filter(([, known]) => known !== undefined)
    .map(([text, known]) => `${text} is ${shorten(display(known))}`);
  if (values.size === 1 && values.has(leaf.text)) return facts;
  const told = `${leaf.text} ${leaf.value === true ? 'holds' : 'does not hold'}`;
  return [facts.length > 0 ? `${told} (${facts.join(', ')})` : told];
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
