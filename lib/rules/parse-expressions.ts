import type { Scalar } from 'yaml';
import { parseAction } from './action';
import { type Expression, fieldsOf, type Statement, type Template } from './ast';
import type { Parsed } from './cursor';
import { parseExpression } from './expression';
import { LIMITS } from './limits';
import { REGISTRY } from './registry';
import type { RuleType } from './schema';
import { meaning, nearest } from './suggest';
import type { Flaw } from './tokens';
import { type Entry, textOf, type YamlReader } from './yaml-reader';

type Context = { reader: YamlReader; lists: ReadonlySet<string> };

function accept<T>(reader: YamlReader, node: Scalar, parsed: Parsed<T>): T | undefined {
  if (parsed.ok) return parsed.value;
  return faultOf(reader, node, parsed.flaw);
}

/** A flaw of an expression that begins at `shift` of a scalar's text. */
function faultOf(reader: YamlReader, node: Scalar, { message, at, suggestion }: Flaw, shift = 0): undefined {
  return reader.faultWithin(node, shift + at.start, message, { length: at.end - at.start, suggestion });
}

/** An expression in a scalar; numbers and booleans are expressions too. */
export function readExpression(
  { reader }: Context,
  entry: Entry | undefined,
  what: string,
): Expression | undefined {
  const node = reader.scalar(entry, what);
  const expression = node && accept(reader, node, parseExpression(textOf(node)));
  if (node && expression) reader.note(expression, node);
  return expression;
}

/** Text with `{{ expression }}` in it. */
export function readTemplate(
  { reader }: Context,
  entry: Entry | undefined,
  what: string,
): Template | undefined {
  const node = reader.scalar(entry, what);
  if (!node) return undefined;
  const text = textOf(node);
  if (text.length > LIMITS.expression)
    return reader.fault(node, `${what} may have ${LIMITS.expression} characters.`);
  const parts: (string | Expression)[] = [];
  let offset = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', offset)) {
    const close = text.indexOf('}}', open);
    if (close === -1) return reader.faultWithin(node, open, '"{{" is not closed by "}}".', { length: 2 });
    const parsed = parseExpression(text.slice(open + 2, close));
    if (!parsed.ok) return faultOf(reader, node, parsed.flaw, open + 2);
    if (open > offset) parts.push(text.slice(offset, open));
    parts.push(parsed.value);
    reader.note(parsed.value, node, open + 2);
    offset = close + 2;
  }
  if (offset < text.length) parts.push(text.slice(offset));
  return { parts };
}

type Action = { steps: Statement[]; value?: Expression };

/** An action: steps; for `score` and `route` also one value, the points or the destination. */
export function readAction(context: Context, entry: Entry | undefined, type: RuleType): Action {
  const node = context.reader.scalar(entry, 'action');
  if (!node) return { steps: [] };
  const text = textOf(node).trim();
  const value = type === 'score' || type === 'route' ? readSingleValue(text, type) : undefined;
  const parsed = value ?? asAction(parseAction(textOf(node)));
  if (!parsed.ok) {
    faultOf(context.reader, node, parsed.flaw);
    return { steps: [] };
  }
  for (const step of parsed.value.steps) {
    const flaw = stepFlaw(step, context.lists);
    if (flaw) faultOf(context.reader, node, flaw);
  }
  noteAction(context.reader, node, parsed.value);
  return parsed.value;
}

function noteAction(reader: YamlReader, node: Scalar, { steps, value }: Action): void {
  for (const step of steps) if (step.kind === 'assign') reader.note(step.value, node);
  if (value) reader.note(value, node);
}

function asAction(parsed: Parsed<Statement[]>): Parsed<Action> {
  return parsed.ok ? { ok: true, value: { steps: parsed.value } } : parsed;
}

/** A plain word names a destination; an expression that reads `score` is the new score, any other adds to it. */
function readSingleValue(text: string, type: 'score' | 'route'): Parsed<Action> | undefined {
  const at = { start: 0, end: text.length };
  if (type === 'route' && /^[\w./-]+$/.test(text)) {
    return { ok: true, value: { steps: [], value: { kind: 'literal', value: text, at } } };
  }
  const parsed = parseExpression(text);
  if (!parsed.ok || (parsed.value.kind === 'path' && REGISTRY.has(text))) return undefined;
  const { value } = parsed;
  if (type === 'route' || !readsScore(value)) return { ok: true, value: { steps: [], value } };
  return { ok: true, value: { steps: [{ kind: 'assign', target: ['score'], value, at }] } };
}

function readsScore(node: Expression): boolean {
  return fieldsOf(node, new Set()).has('score');
}

function stepFlaw(step: Statement, lists: ReadonlySet<string>): Flaw | undefined {
  const { at } = step;
  if (step.kind === 'invoke') {
    const fault = unregistered(step.name);
    return fault && { ...fault, at };
  }
  if (!lists.has(step.target[0] ?? '')) return undefined;
  return { message: `"${step.target[0]}" is a list of this set and cannot be assigned.`, at };
}

/** What to say of a function name that is not registered; nothing when it is. */
export function unregistered(name: string): Omit<Flaw, 'at'> | undefined {
  if (REGISTRY.has(name)) return undefined;
  const suggestion = nearest(name, REGISTRY.keys());
  const message = `There is no registered function "${name}".${meaning(suggestion)}`;
  return suggestion === undefined ? { message } : { message, suggestion };
}
