import { isMap, isScalar, type Node } from 'yaml';
import { childrenOf, type Expression } from './ast';
import { parseExpression } from './expression';
import { LIMITS } from './limits';
import { meaning, nearest } from './suggest';
import { type ConditionNames, readTree } from './tree';
import { type Entry, isWritten, textOf, type YamlReader } from './yaml-reader';

/** No set of named conditions: whoever asks for one is told so. */
export function noConditions(reader: YamlReader): ConditionNames {
  return {
    named: (name, node) =>
      reader.fault(node, `There is no condition "${name}": the set has no "conditions".`),
  };
}

/**
 * The `conditions:` of a set, name → tree or expression. Each is read when it is first asked for, so that they may
 * stand in any order and in each other; a circle is faulted where it closes.
 */
export class NamedConditions implements ConditionNames {
  private readonly entries: Map<string, Entry>;
  private readonly read = new Map<string, Expression | undefined>();
  private readonly reading: string[] = [];

  constructor(
    private readonly reader: YamlReader,
    entry: Entry,
  ) {
    this.entries = isWritten(entry) ? reader.entries(entry.value, 'conditions') : new Map();
    if (this.entries.size > LIMITS.rules) {
      reader.fault(entry.value, `conditions may have ${LIMITS.rules} names, not ${this.entries.size}.`);
      this.entries.clear();
    }
    for (const [name, { value }] of this.entries) this.named(name, value);
  }

  /** Whether a name stands for a condition that could be read. */
  has(name: string): boolean {
    return this.read.get(name) !== undefined;
  }

  named(name: string, node: Node): Expression | undefined {
    if (this.read.has(name)) return this.read.get(name);
    const entry = this.entries.get(name);
    if (!entry) {
      const suggestion = nearest(name, this.entries.keys());
      return this.reader.fault(node, `There is no condition "${name}".${meaning(suggestion)}`, suggestion);
    }
    if (this.reading.includes(name)) {
      const circle = [...this.reading.slice(this.reading.indexOf(name)), name].join(' → ');
      return this.reader.fault(node, `This condition rests on itself: ${circle}.`);
    }
    this.reading.push(name);
    const expression = this.readEntry(name, entry);
    this.reading.pop();
    this.read.set(name, expression);
    return expression;
  }

  private readEntry(name: string, { key, value }: Entry): Expression | undefined {
    if (isMap(value)) return readTree({ reader: this.reader, conditions: this }, value);
    if (!isScalar(value) || value.value === null)
      return this.reader.fault(key, `"${name}" must be a condition tree or an expression.`);
    const parsed = parseExpression(textOf(value));
    if (parsed.ok) return moved(parsed.value, (offset) => this.reader.offsetWithin(value, offset));
    const { message, at } = parsed.flaw;
    return this.reader.faultWithin(value, at.start, message);
  }
}

/** The same expression with its places counted from elsewhere. The parser has just made it: nobody else holds it. */
function moved(node: Expression, offsetOf: (offset: number) => number): Expression {
  node.at = { start: offsetOf(node.at.start), end: offsetOf(node.at.end) };
  for (const child of childrenOf(node)) moved(child, offsetOf);
  return node;
}
