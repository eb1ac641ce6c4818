import type { Expression } from '../ast';
import type { ClassTest } from './classes';
import type { Slot } from './fields';
import type { Program } from './program';
import { joined } from './text';

/**
 * A condition ready to be written. With three truths two questions are enough, and each is a plain JavaScript
 * condition: is it surely true, is it surely false? Neither means unknown. `size` is how much text both make.
 */
export type Logic = {
  size: number;
  isSlow: boolean;
  whenTrue: () => string;
  whenFalse: () => string;
  /** For a condition on one fact and literals. */
  about?: { slot: Slot; test: ClassTest };
  /** For `and`: what it joins. */
  parts?: Logic[];
};

/** Text of one condition beyond this is left to its closure: what is nested would double with every level. */
export const MOST_SIZE = 600;

export function constant(truth: boolean | undefined): Logic {
  return {
    size: 0,
    isSlow: false,
    whenTrue: () => String(truth === true),
    whenFalse: () => String(truth === false),
  };
}

export function conjunction(operands: Logic[]): Logic {
  return { ...junction(operands, '&&', '||'), parts: operands };
}

export function disjunction(operands: Logic[]): Logic {
  return junction(operands, '||', '&&');
}

/** What is slow to ask is asked last; the order means nothing, since nothing here has effects. */
function junction(operands: Logic[], forTrue: string, forFalse: string): Logic {
  const sorted = [...operands].sort((one, other) => Number(one.isSlow) - Number(other.isSlow));
  const empty = String(forTrue === '&&');
  return {
    size: operands.reduce((sum, { size }) => sum + size, 1),
    isSlow: operands.some(({ isSlow }) => isSlow),
    whenTrue: () =>
      joined(
        sorted.map((operand) => operand.whenTrue()),
        forTrue,
        empty,
      ),
    whenFalse: () =>
      joined(
        sorted.map((operand) => operand.whenFalse()),
        forFalse,
        String(empty !== 'true'),
      ),
  };
}

export function negation({ whenTrue, whenFalse, size, isSlow }: Logic): Logic {
  return { size, isSlow, whenTrue: whenFalse, whenFalse: whenTrue };
}

/** The reference closure itself, for what has no form of its own. */
export function closure(node: Expression, program: Program): Logic {
  const name = program.keep(program.evaluator.truth(node));
  return {
    size: 1,
    isSlow: true,
    whenTrue: () => `${name}(S) === true`,
    whenFalse: () => `${name}(S) === false`,
  };
}

/** A look at the class of a fact. */
export function classLogic(slot: Slot, test: ClassTest, program: Program): Logic {
  return {
    size: 1,
    isSlow: false,
    whenTrue: () => isOneOf(slot, slot.classes.having(test, true), program),
    whenFalse: () => isOneOf(slot, slot.classes.having(test, false), program),
    about: { slot, test },
  };
}

const FEW = 3;

function isOneOf(slot: Slot, wanted: number[], program: Program): string {
  const { count, isMask } = slot.classes;
  if (wanted.length === 0) return 'false';
  if (wanted.length === count) return 'true';
  const local = program.local('c', slot);
  if (isMask) return `(${local} & ${wanted.reduce((mask, index) => mask | (1 << index), 0)}) !== 0`;
  if (wanted.length <= FEW) {
    return joined(
      wanted.map((index) => `${local} === ${index}`),
      '||',
      'false',
    );
  }
  const others = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !wanted.includes(index),
  );
  if (others.length <= FEW) {
    return joined(
      others.map((index) => `${local} !== ${index}`),
      '&&',
      'true',
    );
  }
  const table = Uint8Array.from({ length: count }, (_, index) => (wanted.includes(index) ? 1 : 0));
  return `${program.keep(table)}[${local}] === 1`;
}
