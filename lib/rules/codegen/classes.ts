import type { Expression } from '../ast';
import type { Evaluator, Scope } from '../evaluate';
import { printExpression } from '../print';
import { type FactValue, type Truth, type Value, withPath } from '../values';

/*
 * Most conditions ask one fact against what is written: `kind == 'lb'`, `region in [...]`, `bill_ok`, `exists(x)`.
 * All values of a fact that every such condition of a set answers alike are one class. A fact is then sorted into its
 * class once, and each condition is a look at that small number. What a condition answers for a class is asked of its
 * closure, the reference, with a value of that class; so the two cannot disagree.
 */

/** A condition on one fact and on literals; `own` are the literals it names, with its answer. */
export type ClassTest = {
  base: Map<Value, Truth>;
  own: Map<FactValue, Truth>;
  yes?: number[];
  no?: number[];
};

type Basics = { reps: Value[]; number: number; text: string };

/** Classes that fit into the bits of a small integer. */
const MOST_BITS = 31;

export class FieldClasses {
  private readonly asked = new Map<string, { node: Expression; literals: FactValue[]; test: ClassTest }>();
  private readonly bySignature = new Map<string, number>();
  private readonly byKey = new Map<string | number, number>();
  private basics: Basics = { reps: [], number: 0.5, text: '' };
  private readonly representatives: Value[] = [];
  private codes: Map<string, number> | undefined;
  private textClasses: ReadonlySet<number> | undefined;
  /** Set for a fact that a set is grouped by, whose class must be a number to jump by. */
  isIndexed = false;

  constructor(
    private readonly path: string[],
    private readonly evaluator: Evaluator,
  ) {}

  add(node: Expression, literals: FactValue[]): ClassTest {
    const key = printExpression(node);
    const known = this.asked.get(key);
    if (known) return known.test;
    const test: ClassTest = { base: new Map(), own: new Map() };
    this.asked.set(key, { node, literals, test });
    return test;
  }

  /** Asks every condition for every kind of value, and makes the classes. */
  finish(): void {
    this.basics = this.strangers();
    const { reps } = this.basics;
    const signatures = reps.map(() => '');
    const scopes = reps.map((value) => this.scopeOf(value));
    const special = new Map<FactValue, string>();
    let position = 0;
    for (const { node, literals, test } of this.asked.values()) {
      const ask = this.evaluator.truth(node);
      reps.forEach((value, index) => {
        const truth = ask(scopes[index] ?? this.scopeOf(value));
        test.base.set(value, truth);
        signatures[index] += truth === undefined ? 'u' : truth ? 't' : 'f';
      });
      for (const literal of literals) {
        if (test.base.has(literal) || test.own.has(literal)) continue;
        const truth = ask(this.scopeOf(literal));
        test.own.set(literal, truth);
        if (truth !== test.base.get(this.stranger(literal))) {
          special.set(literal, `${special.get(literal) ?? ''},${position}${truth}`);
        } else if (!special.has(literal)) special.set(literal, '');
      }
      position += 1;
    }
    reps.forEach((value, index) => {
      this.byKey.set(keyOf(value), this.numberOf(signatures[index] ?? '', value));
    });
    for (const [literal, deviations] of special) {
      const base = signatures[reps.indexOf(this.stranger(literal))] ?? '';
      this.byKey.set(keyOf(literal), this.numberOf(base + deviations, literal));
    }
  }

  get count(): number {
    return this.representatives.length;
  }

  get isMask(): boolean {
    return !this.isIndexed && this.count <= MOST_BITS;
  }

  /** How a class stands in the generated text's local: as its bit, or as its number. */
  code(index: number): number {
    return this.isMask ? 1 << index : index;
  }

  /** For the generated text, which has no look-up of its own for every type. */
  readonly classify = (value: Value): number => this.codeOf(value);

  codeOf(value: Value): number {
    return this.code(this.indexOf(value));
  }

  /** The classes for which a condition is surely true, or surely false. */
  having(test: ClassTest, truth: boolean): number[] {
    const known = truth ? test.yes : test.no;
    if (known) return known;
    const found: number[] = [];
    this.representatives.forEach((value, index) => {
      if (this.answer(test, value) === truth) found.push(index);
    });
    if (truth) test.yes = found;
    else test.no = found;
    return found;
  }

  /** The classes that hold texts and nothing else. */
  get texts(): ReadonlySet<number> {
    if (this.textClasses) return this.textClasses;
    const found = new Set<number>();
    this.representatives.forEach((value, index) => {
      if (typeof value === 'string') found.add(index);
    });
    for (const value of this.basics.reps) if (typeof value !== 'string') found.delete(this.indexOf(value));
    this.textClasses = found;
    return found;
  }

  indexOf(value: Value): number {
    return this.byKey.get(keyOf(value)) ?? this.byKey.get(keyOf(this.stranger(value))) ?? 0;
  }

  /** Every text with a class of its own, as a look-up from text to code. */
  textCodes(): Map<string, number> {
    if (this.codes) return this.codes;
    const texts = [...this.byKey].flatMap(([key, index]): [string, number][] =>
      isText(key) && index !== this.otherText ? [[key.slice(1), this.code(index)]] : [],
    );
    this.codes = new Map(texts);
    return this.codes;
  }

  get otherText(): number {
    return this.indexOf(this.basics.text);
  }

  /** True when every value that is no text is in the class of what is missing. */
  get isAboutTexts(): boolean {
    const missing = this.indexOf(undefined);
    return [...this.byKey].every(([key, index]) => isText(key) || index === missing);
  }

  private answer(test: ClassTest, value: Value): Truth {
    if (test.base.has(value)) return test.base.get(value);
    if (value !== undefined && test.own.has(value)) return test.own.get(value);
    return test.base.get(this.stranger(value));
  }

  /** The value that stands for all texts, or all numbers, that no condition names. */
  private stranger(value: Value): Value {
    return typeof value === 'string' ? this.basics.text : this.basics.number;
  }

  private strangers(): Basics {
    const named = new Set([...this.asked.values()].flatMap(({ literals }) => literals));
    let number = 0.5;
    while (named.has(number)) number += 1;
    let text = '?';
    while (named.has(text)) text += '?';
    return { reps: [undefined, true, false, null, {}, [], [0], 0, number, '', text], number, text };
  }

  private scopeOf(value: Value): Scope {
    return { facts: value === undefined ? {} : withPath({}, this.path, value), now: 0 };
  }

  private numberOf(signature: string, value: Value): number {
    const known = this.bySignature.get(signature);
    if (known !== undefined) return known;
    this.bySignature.set(signature, this.representatives.length);
    return this.representatives.push(value) - 1;
  }
}

/** What values of one kind have in common; a text is told from the names of kinds by its sign. */
function keyOf(value: Value): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return `=${value}`;
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : 'list';
  return typeof value === 'object' && value !== null ? 'object' : String(value);
}

function isText(key: string | number): key is string {
  return typeof key === 'string' && key.startsWith('=');
}
