import type { Compare, CompareOperator, Expression } from '../ast';
import { compareValues, isMember, memberTest } from '../operators';
import { type FactValue, truthOf } from '../values';
import type { Slot } from './fields';
import {
  classLogic,
  closure,
  conjunction,
  constant,
  disjunction,
  type Logic,
  MOST_SIZE,
  negation,
} from './logic';
import { aboutOneFact, writtenList } from './one-fact';
import type { Program } from './program';
import { isNumeric, type Term, Terms } from './terms';
import { quoted } from './text';

const FLIPPED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** Turns the conditions of a set into what can be written as JavaScript; the closures of `Evaluator` say what they mean. */
export class Conditions {
  private readonly terms: Terms;
  private readonly ready = new Map<Expression, Logic>();

  constructor(private readonly program: Program) {
    this.terms = new Terms(program, (node) => this.logic(node));
  }

  logic(node: Expression): Logic {
    const ready = this.ready.get(node) ?? this.make(node);
    this.ready.set(node, ready);
    return ready;
  }

  private make(node: Expression): Logic {
    const about = aboutOneFact(node, this.program.evaluator.lists);
    if (about) return this.classTest(node, this.program.fields.slot(about.path), about.literals);
    const logic = this.build(node);
    return logic.size <= MOST_SIZE ? logic : closure(node, this.program);
  }

  private classTest(node: Expression, slot: Slot, literals: FactValue[]): Logic {
    return classLogic({ slot, test: slot.classes.add(node, literals), literals }, this.program);
  }

  /** What joins conditions on one fact is itself a condition on that fact. */
  private joined(node: Expression, operands: Logic[]): Logic | undefined {
    const slot = operands[0]?.about?.slot;
    if (!slot || operands.some(({ about }) => about?.slot !== slot)) return undefined;
    return this.classTest(
      node,
      slot,
      operands.flatMap(({ about }) => about?.literals ?? []),
    );
  }

  private build(node: Expression): Logic {
    switch (node.kind) {
      case 'and':
      case 'or': {
        const operands = node.operands.map((operand) => this.logic(operand));
        return (
          this.joined(node, operands) ?? (node.kind === 'and' ? conjunction(operands) : disjunction(operands))
        );
      }
      case 'not': {
        const operand = this.logic(node.operand);
        return this.joined(node, [operand]) ?? negation(operand);
      }
      case 'compare':
        return this.compare(node);
      case 'literal':
        return constant(truthOf(node.value));
      default: {
        const { size, isSlow, write } = this.terms.value(node);
        const ask = this.program.keep(truthOf);
        return {
          size: size * 2,
          isSlow,
          whenTrue() {
            return `${ask}(${write()}) === true`;
          },
          whenFalse() {
            return `${ask}(${write()}) === false`;
          },
        };
      }
    }
  }

  /** A chain is the conjunction of its neighbours; both are pure, so an operand may be written twice. */
  private compare({ operators, operands }: Compare): Logic {
    const pairs = operators.flatMap((operator, index) => {
      const [left, right] = [operands[index], operands[index + 1]];
      return left && right ? [this.pair(operator, left, right)] : [];
    });
    const [only] = pairs;
    return only && pairs.length === 1 ? only : conjunction(pairs);
  }

  private pair(operator: CompareOperator, left: Expression, right: Expression): Logic {
    if (operator === '!=') return negation(this.pair('==', left, right));
    if (operator === 'not in') return negation(this.pair('in', left, right));
    if (operator === 'in') return this.member(left, right);
    if (operator === '==' && (isNull(left) || isNull(right))) return this.isNullEither(left, right);
    if (isNumeric(left) || isNumeric(right)) return this.numbers(operator, left, right);
    return this.values(operator, left, right);
  }

  /** NaN, which stands for unknown, makes every one of these comparisons false. */
  private numbers(operator: CompareOperator, left: Expression, right: Expression): Logic {
    const [one, other] = [this.terms.number(left), this.terms.number(right)];
    const compared = (sign: string) => `${one.write()} ${sign} ${other.write()}`;
    if (operator === '==') {
      return pairOf(
        one,
        other,
        () => compared('==='),
        () => `(${compared('<')} || ${compared('>')})`,
      );
    }
    if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') {
      throw new Error(`${operator} is no comparison of numbers`);
    }
    return pairOf(
      one,
      other,
      () => compared(operator),
      () => compared(FLIPPED[operator]),
    );
  }

  /** Two operands of any type; two numbers are compared where they stand. */
  private values(operator: CompareOperator, left: Expression, right: Expression): Logic {
    const [one, other] = [this.terms.value(left), this.terms.value(right)];
    const careful = (wanted: boolean) =>
      `${this.program.keep(compareValues)}(${quoted(operator)}, ${one.write()}, ${other.write()}) === ${wanted}`;
    if (operator === '==' || left.kind !== 'path' || right.kind !== 'path') {
      return pairOf(
        one,
        other,
        () => careful(true),
        () => careful(false),
        true,
      );
    }
    const bothNumbers = () => `typeof ${one.write()} === "number" && typeof ${other.write()} === "number"`;
    const difference = () => `${one.write()} - ${other.write()} ${operator} 0`;
    return pairOf(
      one,
      other,
      () => `(${bothNumbers()} ? ${difference()} : ${careful(true)})`,
      () => `(${bothNumbers()} ? !(${difference()}) : ${careful(false)})`,
    );
  }

  private isNullEither(left: Expression, right: Expression): Logic {
    const { size, isSlow, write } = this.terms.value(isNull(left) ? right : left);
    return {
      size: size * 2,
      isSlow,
      whenTrue() {
        return `${write()} === null`;
      },
      whenFalse() {
        return `isThere(${write()})`;
      },
    };
  }

  private member(left: Expression, right: Expression): Logic {
    const [value, whole] = [this.terms.value(left), this.terms.value(right)];
    const list = writtenList(right, this.program.evaluator.lists);
    const test = this.program.keep(list ? memberTest(list) : isMember);
    const ask = () => (list ? `${test}(${value.write()})` : `${test}(${value.write()}, ${whole.write()})`);
    return pairOf(
      value,
      whole,
      () => `${ask()} === true`,
      () => `${ask()} === false`,
      true,
    );
  }
}

function pairOf(
  one: Term,
  other: Term,
  whenTrue: () => string,
  whenFalse: () => string,
  isSlow = false,
): Logic {
  return {
    size: (one.size + other.size) * 2,
    isSlow: isSlow || one.isSlow || other.isSlow,
    whenTrue,
    whenFalse,
  };
}

function isNull(node: Expression): boolean {
  return node.kind === 'literal' && node.value === null;
}
