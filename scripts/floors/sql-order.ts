import { lineAt } from './imports';
import { HOLE, type Literal } from './literals';

/**
 * A bare name after ORDER BY or DISTINCT ON is the output column of that name before it is a table's: with
 * `SELECT id::text AS id` the ids are then sorted as text, 10 before 9. https://www.postgresql.org/docs/18/sql-select.html#SQL-ORDERBY
 */
export type Ordering = { name: string; line: number };

type Token = { text: string; at: number };
type Item = { name: string; isText: boolean };
/** A pair of parentheses, or the whole literal: its own tokens; an inner pair is one token "()" with its group. */
type Group = { tokens: (Token & { inner?: Group })[]; isWhole: boolean };

/** The names under which the statements of a literal hand out text that was cast. */
export function readTextNames({ text }: Literal): string[] {
  return groupsOf(text).flatMap((group) =>
    itemsOf(group)
      .filter((item) => item.isText)
      .map((item) => item.name),
  );
}

/**
 * The orderings of a literal that sort text which was cast. Where the selected columns are not all in the literal, any of
 * `textNames` may be meant.
 */
export function findTextOrderings(literal: Literal, textNames: Set<string>): Ordering[] {
  return groupsOf(literal.text).flatMap((group) => {
    const items = itemsOf(group);
    const isOfTables = items.length === 0 && !group.isWhole && group.tokens[0]?.text !== HOLE;
    if (isOfTables) return []; // an aggregate's or a window's own ordering knows no output columns
    const hasUnseen = items.length === 0 || items.some((item) => item.name === HOLE);
    const isTextual = (name: string) => {
      const named = items.filter((item, index) => item.name === name || String(index + 1) === name);
      return named.length === 0 ? hasUnseen && textNames.has(name) : named.some((item) => item.isText);
    };
    return orderingsOf(group)
      .filter(({ text }) => isTextual(text))
      .map(({ text, at }) => ({ name: text, line: literal.line + lineAt(literal.text, at) - 1 }));
  });
}

const TOKEN = new RegExp(
  `'(?:''|[^'])*'|--[^\\n]*|"[^"]+"|${HOLE}|::|[\\w$]+(?:\\.[\\w$*"${HOLE}]+)*|[^\\s]`,
  'g',
);

function groupsOf(text: string): Group[] {
  const whole: Group = { tokens: [], isWhole: true };
  const all = [whole];
  const open = [whole];
  for (const match of text.matchAll(TOKEN)) {
    const token = { text: plain(match[0]), at: match.index };
    const inside = open.at(-1) ?? whole;
    if (token.text === '(') {
      const inner: Group = { tokens: [], isWhole: false };
      inside.tokens.push({ ...token, text: '()', inner });
      all.push(inner);
      open.push(inner);
    } else if (token.text === ')') {
      if (open.length > 1) open.pop();
    } else if (!token.text.startsWith('--')) inside.tokens.push(token);
  }
  return all;
}

/** A quoted name as it is, any other as PostgreSQL reads it. */
function plain(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1) : token.startsWith("'") ? token : token.toLowerCase();
}

/** What the SELECTs of one group hand out. */
function itemsOf({ tokens }: Group): Item[] {
  return tokens.flatMap((token, start) => {
    if (token.text !== 'select') return [];
    const list = tokens.slice(start + 1);
    const end = list.findIndex(({ text }) => ['from', 'where', 'union', 'order', 'limit'].includes(text));
    return split(withoutDistinct(end === -1 ? list : list.slice(0, end))).map(itemOf);
  });
}

function withoutDistinct(list: Group['tokens']): Group['tokens'] {
  if (list[0]?.text !== 'distinct') return list;
  return list.slice(list[1]?.text === 'on' ? 3 : 1);
}

function split(tokens: Group['tokens']): Group['tokens'][] {
  const parts: Group['tokens'][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** `a.id::text AS id` and `a.id::text` are both called id. */
function itemOf(tokens: Group['tokens']): Item {
  const as = tokens.findLastIndex(({ text }) => text === 'as');
  const value = as === -1 ? tokens : tokens.slice(0, as);
  const own = as === -1 ? tokens[0]?.text.split('.').at(-1) : tokens[as + 1]?.text;
  // A fragment may hand out anything.
  const name = as === -1 && tokens.some(({ text }) => text === HOLE) ? HOLE : (own ?? '');
  return { name, isText: isText(value) };
}

const TEXTS = ['text', 'varchar', 'citext'];
const DATE_FIRST = /^'(YYYY|IYYY)/;

/** Whether a cast to text is part of a value, and not taken back by a cast at its end; dates written year first sort well. */
function isText(value: Group['tokens']): boolean {
  if (value.at(-2)?.text === '::') return TEXTS.includes(value.at(-1)?.text ?? '');
  return value.some(({ text, inner }, at) => {
    if (text === '::') return TEXTS.includes(value[at + 1]?.text ?? '');
    if (!inner) return false;
    const before = value[at - 1]?.text;
    if (before === 'to_char') return !DATE_FIRST.test(inner.tokens.at(-1)?.text ?? '');
    if (before === 'cast') return TEXTS.includes(inner.tokens.at(-1)?.text ?? '');
    return isText(inner.tokens);
  });
}

/** The bare names and numbers that a group is ordered by, and those of its DISTINCT ON. */
function orderingsOf({ tokens }: Group): Token[] {
  return tokens.flatMap((token, at) => {
    if (token.text === 'distinct' && tokens[at + 1]?.text === 'on') {
      return split(tokens[at + 2]?.inner?.tokens ?? []).flatMap(bareName);
    }
    if (token.text !== 'order' || tokens[at + 1]?.text !== 'by') return [];
    const list = tokens.slice(at + 2);
    const end = list.findIndex(({ text }) => ['limit', 'offset', 'for', 'fetch', 'union'].includes(text));
    return split(end === -1 ? list : list.slice(0, end)).flatMap(bareName);
  });
}

const BESIDE = ['asc', 'desc', 'nulls', 'first', 'last'];

function bareName(item: Token[]): Token[] {
  const [name, ...rest] = item.filter(({ text }) => !BESIDE.includes(text));
  const isBare = name !== undefined && rest.length === 0 && /^\w+$/.test(name.text);
  return isBare ? [name] : [];
}
