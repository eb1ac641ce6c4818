import { type Compare, type CompareOperator, type Expression, fieldNodes } from './ast';
import type { Evaluator, Scope } from './evaluate';
import { compareValues } from './operators';
import { printExpression } from './print';
import type { NearMiss } from './why.schema';

/** A number this near to its bound, as a share of the bound, failed by little. */
const NEAR = 0.2;
const MOST = 20;

/**
 * What came near, of a condition that does not hold: comparisons of numbers that failed by little, and the one part that
 * failed where all others hold. Those that are alone come first, then the nearest.
 */
export function nearMisses(condition: Expression, evaluator: Evaluator, scope: Scope): NearMiss[] {
  const seeker = new Seeker(evaluator, scope);
  seeker.seek(condition, true, { isAlone: true, othersHold: false });
  const found = [...seeker.found.values()];
  return found
    .sort((one, other) => Number(other.isOnly) - Number(one.isOnly) || (one.off ?? 1) - (other.off ?? 1))
    .slice(0, MOST);
}

/** `isAlone`: were this part right, the condition would hold. `othersHold`: there are others that had to, and do. */
type Place = { isAlone: boolean; othersHold: boolean };

class Seeker {
  readonly found = new Map<string, NearMiss>();

  constructor(
    private readonly evaluator: Evaluator,
    private readonly scope: Scope,
  ) {}

  /** `wanted` is what the part had to be for the condition to hold. */
  seek(node: Expression, wanted: boolean, place: Place): void {
    if (this.evaluator.truth(node)(this.scope) === wanted) return;
    if (node.kind === 'not') {
      this.seek(node.operand, !wanted, place);
      return;
    }
    if (node.kind !== 'and' && node.kind !== 'or') {
      this.judge(node, wanted, place);
      return;
    }
    const failing = node.operands.filter((part) => this.evaluator.truth(part)(this.scope) !== wanted);
    const needsAll = (node.kind === 'and') === wanted;
    const isAlone = place.isAlone && (!needsAll || failing.length === 1);
    const othersHold = place.othersHold || (needsAll && failing.length < node.operands.length);
    for (const part of failing) this.seek(part, wanted, { isAlone, othersHold });
  }

  private judge(node: Expression, wanted: boolean, { isAlone, othersHold }: Place): void {
    const isOnly = isAlone && othersHold;
    const close = node.kind === 'compare' ? this.closest(node, wanted) : undefined;
    if (!close && !isOnly) return;
    const said = printExpression(node);
    const text = wanted ? said : `not (${said})`;
    const before = this.found.get(text);
    this.found.set(text, { text, ...close, isOnly: isOnly || (before?.isOnly ?? false) });
  }

  /** The pair of a comparison that failed by least, if by little. */
  private closest(
    { operators, operands }: Compare,
    wanted: boolean,
  ): Omit<NearMiss, 'text' | 'isOnly'> | undefined {
    if (!wanted && operators.length > 1) return undefined; // any pair might have failed it: none is the one
    const pairs = operators.flatMap((operator, index) => {
      const close = this.closeness(operator, operands[index], operands[index + 1], wanted);
      return close ? [close] : [];
    });
    return pairs.sort((one, other) => one.off - other.off)[0];
  }

  private closeness(
    operator: CompareOperator,
    left: Expression | undefined,
    right: Expression | undefined,
    wanted: boolean,
  ) {
    if (!left || !right || operator === 'in' || operator === 'not in') return undefined;
    const [a, b] = [this.evaluator.value(left)(this.scope), this.evaluator.value(right)(this.scope)];
    if (typeof a !== 'number' || typeof b !== 'number') return undefined;
    if (compareValues(operator, a, b) === wanted) return undefined;
    const isLeftFact = fieldNodes(left, this.evaluator.lists).length > 0;
    const [value, bound] = isLeftFact ? [a, b] : [b, a];
    const off = Math.abs(value - bound) / Math.abs(bound);
    return off <= NEAR ? { value, bound, off } : undefined; // a bound of 0 has no share
  }
}
