import type { Arithmetic, Call, Expression } from '../ast';
import { isListName } from '../ast';
import { FUNCTIONS } from '../functions';
import { calculate } from '../operators';
import { type Logic, MOST_SIZE } from './logic';
import type { Program } from './program';
import { isWritable, quoted } from './text';

/** An operand ready to be written: as a value with `undefined` for unknown, or as a number with NaN for it. */
export type Term = { size: number; isSlow: boolean; write: () => string };

const NUMERIC_FUNCTIONS = new Set([
  ...['days_since', 'len', 'repeats', 'abs', 'floor', 'ceil', 'round', 'min', 'max', 'number'],
]);

/** True when an expression is a number or unknown, whatever the facts. */
export function isNumeric(node: Expression): boolean {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'number';
    case 'negate':
      return true;
    case 'arithmetic':
      return node.operator !== '+' || isNumeric(node.left) || isNumeric(node.right);
    case 'call':
      return NUMERIC_FUNCTIONS.has(node.name);
    case 'if':
      return isNumeric(node.then) && isNumeric(node.otherwise);
    default:
      return false;
  }
}

/** Writes operands. Conditions inside them are written by whoever made this. */
export class Terms {
  constructor(
    private readonly program: Program,
    private readonly logic: (node: Expression) => Logic,
  ) {}

  // Each operand is made ready once: chains inside chains would ask for it again and again.
  private readonly values = new Map<Expression, Term>();
  private readonly numbers = new Map<Expression, Term>();

  value(node: Expression): Term {
    const ready = this.values.get(node) ?? this.limited(this.valueOf(node), () => this.closure(node));
    this.values.set(node, ready);
    return ready;
  }

  /** An operand where only a number counts, so that a text or null need not be told from unknown. */
  number(node: Expression): Term {
    const ready =
      this.numbers.get(node) ?? this.limited(this.numberOf(node), () => this.counted(this.closure(node)));
    this.numbers.set(node, ready);
    return ready;
  }

  private limited(term: Term, otherwise: () => Term): Term {
    return term.size <= MOST_SIZE ? term : otherwise();
  }

  private valueOf(node: Expression): Term {
    switch (node.kind) {
      case 'literal': {
        const { value } = node;
        return isWritable(value) ? quick(() => quoted(value)) : this.closure(node);
      }
      case 'path': {
        const list = isListName(node, this.program.evaluator.lists)
          ? this.program.keep(this.program.evaluator.lists.get(node.path[0] ?? ''))
          : undefined;
        return list === undefined ? this.fact(node.path) : quick(() => list);
      }
      case 'tag':
        return this.fact(['tags', node.key]);
      case 'call':
        return this.call(node);
      case 'if':
        return this.conditional(node, (branch) => this.value(branch), 'undefined');
      case 'negate':
      case 'arithmetic':
        return isNumeric(node) ? this.known(this.number(node)) : this.sum(node);
      case 'list':
        return this.closure(node);
      default:
        return this.truth(node);
    }
  }

  /** A condition where a value is wanted. */
  private truth(node: Expression): Term {
    const { size, isSlow, whenTrue, whenFalse } = this.logic(node);
    const write = () => `(${whenTrue()} ? true : ${whenFalse()} ? false : undefined)`;
    return { size: size * 2, isSlow, write };
  }

  private numberOf(node: Expression): Term {
    switch (node.kind) {
      case 'literal':
        return typeof node.value === 'number' ? this.valueOf(node) : quick(() => 'NaN');
      case 'path':
      case 'tag': {
        if (isListName(node, this.program.evaluator.lists)) return quick(() => 'NaN');
        const slot = this.program.fields.slot(node.kind === 'tag' ? ['tags', node.key] : node.path);
        return quick(() => this.program.local('n', slot));
      }
      case 'negate': {
        const operand = this.number(node.operand);
        return { ...operand, write: () => `(-${operand.write()})` };
      }
      case 'arithmetic':
        return this.arithmetic(node);
      case 'if':
        return this.conditional(node, (branch) => this.number(branch), 'NaN');
      default:
        return this.counted(this.value(node));
    }
  }

  private arithmetic({ operator, left, right }: Arithmetic): Term {
    const [one, other] = [this.number(left), this.number(right)];
    const write = () => {
      if (operator === '//') return `finite(down(${one.write()} / ${other.write()}))`;
      if (operator === '%') return `finite(rest(${one.write()}, ${other.write()}))`;
      return `finite(${one.write()} ${operator} ${other.write()})`;
    };
    return { size: one.size + other.size + 1, isSlow: one.isSlow || other.isSlow, write };
  }

  /** `a + b` of two facts, which may be numbers or texts. */
  private sum(node: Extract<Expression, { kind: 'negate' | 'arithmetic' }>): Term {
    if (node.kind === 'negate') return this.known(this.number(node));
    const [one, other] = [this.value(node.left), this.value(node.right)];
    const add = this.program.keep(calculate);
    return {
      size: one.size + other.size + 1,
      isSlow: true,
      write: () => `${add}("+", ${one.write()}, ${other.write()})`,
    };
  }

  private call(node: Call): Term {
    const [first] = node.args;
    const isFact =
      first?.kind === 'tag' || (first?.kind === 'path' && !isListName(first, this.program.evaluator.lists));
    if (node.name === 'exists' && isFact) return this.truth(node);
    const run = FUNCTIONS.get(node.name)?.run;
    if (run === undefined) return this.closure(node);
    const args = node.args.map((arg) => this.value(arg));
    const name = this.program.keep(run);
    return {
      size: args.reduce((sum, { size }) => sum + size, 1),
      isSlow: true,
      write: () => `answer(${name}([${args.map((arg) => arg.write()).join(', ')}], now))`,
    };
  }

  private conditional(
    { condition, then, otherwise }: Extract<Expression, { kind: 'if' }>,
    write: (node: Expression) => Term,
    unknown: string,
  ): Term {
    const [test, yes, no] = [this.logic(condition), write(then), write(otherwise)];
    return {
      size: test.size * 2 + yes.size + no.size,
      isSlow: test.isSlow || yes.isSlow || no.isSlow,
      write: () => `(${test.whenTrue()} ? ${yes.write()} : ${test.whenFalse()} ? ${no.write()} : ${unknown})`,
    };
  }

  private fact(path: string[]): Term {
    const slot = this.program.fields.slot(path);
    return quick(() => this.program.local('v', slot));
  }

  private closure(node: Expression): Term {
    const name = this.program.keep(this.program.evaluator.value(node));
    return { size: 1, isSlow: true, write: () => `${name}(S)` };
  }

  private counted(term: Term): Term {
    return { ...term, write: () => `counted(${term.write()})` };
  }

  private known(term: Term): Term {
    return { ...term, write: () => `known(${term.write()})` };
  }
}

function quick(write: () => string): Term {
  return { size: 1, isSlow: false, write };
}

/** The few functions that stand in every generated text; they are so small that the engine puts them in place. */
export const HELPERS = `
const finite = (x) => (x - x === 0 ? x : NaN);
const known = (x) => (x === x ? x : undefined);
const counted = (x) => (typeof x === "number" ? x : NaN);
const answer = (x) => (typeof x === "number" && x - x !== 0 ? undefined : x);
const rest = (x, y) => x - y * down(x / y);`;
