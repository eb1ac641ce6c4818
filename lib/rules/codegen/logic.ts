import type { Expression } from '../ast';
import type { FactValue } from '../values';
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
  about?: About;
  /** For `and`: what it joins. */
  parts?: Logic[];
};

/** The fact that a condition rests on, and the literals in it. */
export type About = { slot: Slot; test: ClassTest; literals: FactValue[] };

/** Text of one condition beyond this is left to its closure: what is nested would double with every level. */
export const MOST_SIZE = 600;

export function constant(truth: boolean | undefined): Logic {
  return {
    size: 0,
    isSlow: false,
    whenTrue() {
      return String(truth === true);
    },
    whenFalse() {
      return String(truth === false);
    },
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
  const slow = operands.filter(({ isSlow }) => isSlow);
  const sorted = slow.length === 0 ? operands : [...operands.filter(({ isSlow }) => !isSlow), ...slow];
  return {
    size: operands.reduce((sum, { size }) => sum + size, 1),
    isSlow: slow.length > 0,
    whenTrue() {
      const parts = sorted.map((operand) => operand.whenTrue());
      return joined(parts, forTrue, String(forTrue === '&&'));
    },
    whenFalse() {
      const parts = sorted.map((operand) => operand.whenFalse());
      return joined(parts, forFalse, String(forFalse === '&&'));
    },
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
    whenTrue() {
      return `${name}(S) === true`;
    },
    whenFalse() {
      return `${name}(S) === false`;
    },
  };
}

/** A look at the class of a fact. */
export function classLogic(about: About, program: Program): Logic {
  const { slot, test } = about;
  return {
    size: 1,
    isSlow: false,
    whenTrue() {
      return isOneOf(slot, slot.classes.having(test, true), program);
    },
    whenFalse() {
      return isOneOf(slot, slot.classes.having(test, false), program);
    },
    about,
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
