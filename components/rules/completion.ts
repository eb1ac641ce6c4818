import type { FactField } from '@/lib/facts/schema';
import {
  FUNCTION_WORDS,
  OPERATOR_WORDS,
  REGISTERED_WORDS,
  type WordOfLanguage,
} from '@/lib/rules/language.schema';
import { expressionAt } from './expression-place';
import { type JsonSchema, type Shape, shapeAt } from './file-shape';
import { namesUnder } from './names-in-file';
import { type YamlPlace, yamlPlaceAt } from './yaml-place';

/** What the server tells an editor: the shape of a file and the fields of its domain. */
export type EditorHelp = { schema: JsonSchema; fields: readonly FactField[] };

export type Offer = {
  label: string;
  kind: 'key' | 'word' | 'field' | 'function' | 'list' | 'operator' | 'value' | 'rule';
  apply: string;
  detail?: string;
  info?: string;
};
export type Offers = { from: number; offers: Offer[] };

/** What may be written at a place of a rule file; nothing where there is nothing to offer. */
export function offersAt(text: string, offset: number, help: EditorHelp): Offers | null {
  const place = yamlPlaceAt(text, offset);
  const shape = shapeAt(help.schema, place.path);
  if (!shape) return null;
  const isKey = place.kind === 'key' && (shape.keys.length > 0 || shape.holds === 'field');
  const found = isKey ? keyOffers(place, shape, help) : valueOffers(text, place, shape, help);
  return found && found.offers.length > 0 ? { ...found, from: offset + found.from } : null;
}

/** `from` counts back from the cursor. */
function keyOffers({ written, beside }: YamlPlace, { keys, holds }: Shape, { fields }: EditorHelp): Offers {
  const missing = keys.filter(({ name }) => !beside.includes(name));
  const own = missing.map(
    ({ name, description, isMapping, isRequired }): Offer => ({
      ...{ label: name, kind: 'key', apply: isMapping ? `${name}:` : `${name}: ` },
      ...(isRequired ? { detail: 'needed' } : {}),
      ...(description ? { info: description } : {}),
    }),
  );
  const named =
    holds === 'field' && keys.length === 0
      ? fields.filter(isPlain).map((field) => fieldOffer(field, ': '))
      : [];
  return { from: -written.length, offers: [...own, ...named] };
}

function isPlain({ name }: FactField): boolean {
  return /^\w+$/.test(name);
}

function valueOffers(text: string, { written }: YamlPlace, shape: Shape, help: EditorHelp): Offers | null {
  const bare = written.replace(/^["']/, '');
  const from = -bare.length;
  const plain = (kind: Offer['kind'], names: readonly string[]): Offers => ({
    from,
    offers: names.map((name): Offer => ({ label: name, kind, apply: name })),
  });
  if (shape.words.length > 0) return plain('word', shape.words);
  switch (shape.holds) {
    case 'rule':
      return plain('rule', namesUnder(text, 'rules'));
    case 'condition':
      return plain('value', namesUnder(text, 'conditions'));
    case 'function':
      return { from, offers: REGISTERED_WORDS.map((word) => wordOffer(word, 'function', word.name)) };
    case 'field':
      return {
        from,
        offers: help.fields.filter(({ name }) => /^[\w.]+$/.test(name)).map((field) => fieldOffer(field)),
      };
    case 'expression':
    case 'action':
    case 'template':
      return expressionOffers(text, written, shape.holds, help);
    default:
      return null;
  }
}

function expressionOffers(
  text: string,
  written: string,
  holds: string,
  { fields }: EditorHelp,
): Offers | null {
  const place = expressionAt(written, holds === 'template');
  if (!place) return null;
  const from = -place.word.length;
  if (place.kind === 'text') {
    const field = fields.find(({ name }) => name === place.of);
    const values =
      place.of === 'tag'
        ? tagKeys(fields)
        : (field?.examples.filter((value) => typeof value === 'string') ?? []);
    return { from, offers: values.map((value): Offer => ({ label: value, kind: 'value', apply: value })) };
  }
  const lists = namesUnder(text, 'lists');
  const registered = holds === 'action' ? REGISTERED_WORDS : [];
  return {
    from,
    offers: [
      ...fields.map((field) => fieldOffer(field)),
      ...lists.map((name): Offer => ({ label: name, kind: 'list', apply: name, detail: 'list' })),
      ...FUNCTION_WORDS.map((word) => wordOffer(word, 'function', `${word.name}(`)),
      ...registered.map((word) => wordOffer(word, 'function', word.name)),
      ...OPERATOR_WORDS.map((word) => wordOffer(word, 'operator', `${word.name} `)),
    ],
  };
}

function wordOffer(
  { name, signature, description }: WordOfLanguage,
  kind: Offer['kind'],
  apply: string,
): Offer {
  return { label: name, kind, apply, detail: signature === name ? undefined : signature, info: description };
}

function fieldOffer({ name, types, examples, description }: FactField, after = ''): Offer {
  const info = examples.length > 0 ? `${description}. Seen: ${examples.slice(0, 3).join(', ')}` : description;
  return { label: name, kind: 'field', apply: `${name}${after}`, detail: types.join(' or '), info };
}

function tagKeys(fields: readonly FactField[]): string[] {
  return fields.flatMap(({ name }) => /^tag\('(.*)'\)$/.exec(name)?.[1] ?? []);
}
