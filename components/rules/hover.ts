import type { FactField } from '@/lib/facts/schema';
import { FUNCTION_WORDS, OPERATOR_WORDS, REGISTERED_WORDS } from '@/lib/rules/language.schema';
import type { EditorHelp } from './completion';
import { expressionAt } from './expression-place';
import { shapeAt } from './file-shape';
import { yamlPlaceAt } from './yaml-place';

/** What is told of a word at a place: its name or how it is written, and a few lines. */
export type Tip = { from: number; to: number; title: string; lines: string[] };

const WORD = /[\p{L}\p{N}_.$-]/u;
const WORDS = [...FUNCTION_WORDS, ...REGISTERED_WORDS, ...OPERATOR_WORDS];

/** What a key, a field, a function or an operator of the file means; nothing where there is none. */
export function tipAt(text: string, offset: number, help: EditorHelp): Tip | null {
  let [from, to] = [offset, offset];
  while (from > 0 && WORD.test(text.charAt(from - 1))) from -= 1;
  while (to < text.length && WORD.test(text.charAt(to))) to += 1;
  const word = text.slice(from, to);
  if (word === '') return null;
  const told = tellKey(text, from, to, help) ?? tellWord(text, from, word, help);
  return told ? { from, to, ...told } : null;
}

type Told = Pick<Tip, 'title' | 'lines'>;

function tellKey(text: string, from: number, to: number, { schema }: EditorHelp): Told | null {
  if (!/^["']?[ \t]*:(\s|$)/.test(text.slice(to, to + 20))) return null;
  const place = yamlPlaceAt(text, from);
  if (place.kind !== 'key') return null;
  const name = text.slice(from, to);
  const key = shapeAt(schema, place.path)?.keys.find((each) => each.name === name);
  if (!key?.description) return null;
  const words = shapeAt(schema, [...place.path, name])?.words ?? [];
  return {
    title: name,
    lines: [key.description, ...(words.length > 0 ? [`One of ${words.join(', ')}`] : [])],
  };
}

function tellWord(text: string, from: number, word: string, { schema, fields }: EditorHelp): Told | null {
  const place = yamlPlaceAt(text, from);
  const holds = shapeAt(schema, place.path)?.holds;
  if (holds === 'field') return tellField(fields, word);
  if (holds !== 'expression' && holds !== 'action' && holds !== 'template') return null;
  if (place.kind === 'key' || expressionAt(place.written, holds === 'template')?.kind !== 'word') return null;
  const field = tellField(fields, word);
  if (field) return field;
  const known = WORDS.find(({ name }) => name === word);
  return known ? { title: known.signature, lines: [known.description] } : null;
}

function tellField(fields: readonly FactField[], word: string): Told | null {
  const field = fields.find(({ name }) => name === word);
  if (!field) return null;
  const { name, description, types, provider, examples } = field;
  const seen = examples.length > 0 ? [`Seen: ${examples.join(', ')}`] : [];
  return { title: name, lines: [description, `${types.join(' or ')}, from ${provider}`, ...seen] };
}
