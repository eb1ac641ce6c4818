import type { Arithmetic, Call, Compare, CompareOperator, Expression } from './ast';
import { FUNCTIONS } from './functions';
import { calculate, compareValues, isMember, memberTest, negated } from './operators';
import { every, type Facts, type FactValue, readPath, type Truth, truthOf, type Value } from './values';

/** What an expression sees: the facts as they stand, and the clock in ms since 1970. */
export type Scope = { facts: Facts; now: number };
export type Lists = ReadonlyMap<string, FactValue[]>;
type ValueClosure = (scope: Scope) => Value;
type TruthClosure = (scope: Scope) => Truth;

/**
 * Turns expressions into closures: the reference meaning of the language. Closures are kept per node, so that
 * the why tree can ask again for any part of a condition.
 */
export class Evaluator {
  private readonly values = new WeakMap<Expression, ValueClosure>();
  private readonly truths = new WeakMap<Expression, TruthClosure>();

  constructor(readonly lists: Lists) {}

  value(node: Expression): ValueClosure {
    const known = this.values.get(node);
    if (known) return known;
    const built = this.buildValue(node);
    this.values.set(node, built);
    return built;
  }

  truth(node: Expression): TruthClosure {
    const known = this.truths.get(node);
    if (known) return known;
    const built = this.buildTruth(node);
    this.truths.set(node, built);
    return built;
  }

  private buildTruth(node: Expression): TruthClosure {
    switch (node.kind) {
      case 'and':
        return conjunction(node.operands.map((operand) => this.truth(operand)));
      case 'or':
        return disjunction(node.operands.map((operand) => this.truth(operand)));
      case 'not': {
        const operand = this.truth(node.operand);
        return (scope) => {
          const truth = operand(scope);
          return truth === undefined ? undefined : !truth;
        };
      }
      case 'compare':
        return this.comparison(node);
      default: {
        const value = this.value(node);
        return (scope) => truthOf(value(scope));
      }
    }
  }

  private buildValue(node: Expression): ValueClosure {
    switch (node.kind) {
      case 'literal':
        return () => node.value;
      case 'path':
        return this.path(node.path);
      case 'tag':
        return ({ facts }) => readPath(facts, ['tags', node.key]);
      case 'list': {
        const items = node.items.map((item) => this.value(item));
        return (scope) => allKnown(items.map((item) => item(scope)));
      }
      case 'call':
        return this.call(node);
      case 'negate': {
        const operand = this.value(node.operand);
        return (scope) => {
          const value = operand(scope);
          return typeof value === 'number' ? -value : undefined;
        };
      }
      case 'arithmetic':
        return this.arithmetic(node);
      case 'if': {
        const [condition, then, otherwise] = [
          this.truth(node.condition),
          this.value(node.then),
          this.value(node.otherwise),
        ];
        return (scope) => {
          const truth = condition(scope);
          if (truth === undefined) return undefined;
          return truth ? then(scope) : otherwise(scope);
        };
      }
      default:
        return this.truth(node);
    }
  }

  private path(path: string[]): ValueClosure {
    const [name = ''] = path;
    if (path.length > 1) return ({ facts }) => readPath(facts, path);
    const list = this.lists.get(name);
    if (list) return () => list;
    return ({ facts }) => (Object.hasOwn(facts, name) ? facts[name] : undefined);
  }

  private call({ name, args }: Call): ValueClosure {
    const [first] = args;
    const values = args.map((arg) => this.value(arg));
    if (name === 'exists' && first) {
      const value = this.value(first);
      return (scope) => value(scope) !== undefined;
    }
    const run = FUNCTIONS.get(name)?.run;
    if (run === undefined) return () => undefined;
    return (scope) => {
      const result = run(
        values.map((value) => value(scope)),
        scope.now,
      );
      return typeof result === 'number' && !Number.isFinite(result) ? undefined : result;
    };
  }

  private arithmetic({ operator, left, right }: Arithmetic): ValueClosure {
    const [leftValue, rightValue] = [this.value(left), this.value(right)];
    return (scope) => calculate(operator, leftValue(scope), rightValue(scope));
  }

  private comparison({ operators, operands }: Compare): TruthClosure {
    const values = operands.map((operand) => this.value(operand));
    const tests = operators.map((operator, index) =>
      this.pair(operator, operands[index], operands[index + 1]),
    );
    const [test, left, right] = [tests[0], values[0], values[1]];
    if (tests.length === 1 && test && left && right) return (scope) => test(left(scope), right(scope));
    return (scope) => {
      // Each operand is asked once, however deep chains stand inside chains.
      const known = values.map((value) => value(scope));
      return every(tests.map((compare, index) => compare(known[index], known[index + 1])));
    };
  }

  /** The test of two neighbours. Against a written `null` any present value answers: it is null or it is not. */
  private pair(
    operator: CompareOperator,
    left?: Expression,
    right?: Expression,
  ): (a: Value, b: Value) => Truth {
    if ((operator === '==' || operator === '!=') && (isNull(left) || isNull(right))) {
      return (a, b) => (a === undefined || b === undefined ? undefined : (a === b) === (operator === '=='));
    }
    if (operator === 'in' || operator === 'not in') {
      const list = this.writtenList(right);
      const test = list ? memberTest(list) : isMember;
      return operator === 'in' ? test : (a, b) => negated(test(a, b));
    }
    return (a, b) => compareValues(operator, a, b);
  }

  /** The items of a list that no fact can change, so that it may be indexed once. */
  private writtenList(node?: Expression): FactValue[] | undefined {
    if (node?.kind === 'path' && node.path.length === 1) return this.lists.get(node.path[0] ?? '');
    if (node?.kind !== 'list') return undefined;
    const literals = node.items.filter((item) => item.kind === 'literal');
    return literals.length === node.items.length ? literals.map((item) => item.value) : undefined;
  }
}

function isNull(node?: Expression): boolean {
  return node?.kind === 'literal' && node.value === null;
}

function conjunction(operands: TruthClosure[]): TruthClosure {
  return (scope) => {
    let result: Truth = true;
    for (const operand of operands) {
      const truth = operand(scope);
      if (truth === false) return false;
      if (truth === undefined) result = undefined;
    }
    return result;
  };
}

function disjunction(operands: TruthClosure[]): TruthClosure {
  return (scope) => {
    let result: Truth = false;
    for (const operand of operands) {
      const truth = operand(scope);
      if (truth === true) return true;
      if (truth === undefined) result = undefined;
    }
    return result;
  };
}

function allKnown(values: Value[]): Value {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}
