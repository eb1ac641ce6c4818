import type { Expression, Path } from '../ast';
import { Evaluator } from '../evaluate';
import type { Facts, FactValue } from '../values';
import type { Branch } from './branches';
import { replaceSubjects } from './subjects';
import { constantsIn, type Witness, witnessesFor } from './witnesses';

/** A part of a branch over one subject, which is read at `SUBJECT`; without a subject it is a constant. */
type Atom = { node: Expression; subject: string | undefined; test: Expression };

/** How many values are tried at most: what would take longer is left unsaid. */
const MOST_TRIED = 300_000;
const SUBJECT: Path = { kind: 'path', path: ['#'], at: { start: 0, end: 0 } };

/**
 * Tells what conditions can be true, and which hold whenever others do, by trying them on a value of every kind that
 * they can tell apart. It asks the reference evaluator, so that it means what the rules mean.
 */
export class Possibilities {
  private readonly evaluator: Evaluator;
  private readonly names: ReadonlySet<string>;
  private readonly atoms = new WeakMap<Expression, Atom>();
  private left = MOST_TRIED;

  constructor(lists: Readonly<Record<string, FactValue[]>>) {
    this.evaluator = new Evaluator(new Map(Object.entries(lists)));
    this.names = new Set(Object.keys(lists));
  }

  /** True when no more can be told: all that is asked from now on is called possible. */
  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** The parts of a branch that can never be true together, as few as can be told; nothing when it can be true. */
  conflictIn(branch: Branch): Expression[] | undefined {
    for (const atoms of this.bySubject(branch).values()) {
      if (!this.isImpossible(atoms)) continue;
      const alone = atoms.find((atom) => this.isImpossible([atom]));
      if (alone) return [alone.node];
      for (const [index, second] of atoms.entries()) {
        const first = atoms.slice(0, index).find((atom) => this.isImpossible([atom, second]));
        if (first) return [first.node, second.node];
      }
      return atoms.map(({ node }) => node);
    }
    return undefined;
  }

  /** True when both can never be true of one resource. */
  exclude(one: Branch, other: Branch): boolean {
    return this.conflictIn([...one, ...other]) !== undefined;
  }

  /** True when whatever makes the first true makes the other true as well. */
  entails(branch: Branch, other: Branch): boolean {
    const given = this.bySubject(branch);
    return other.map((node) => this.atomOf(node)).every((wanted) => this.holds(given, wanted));
  }

  private holds(given: Map<string | undefined, Atom[]>, wanted: Atom): boolean {
    const atoms = given.get(wanted.subject) ?? [];
    const witnesses = this.witnesses([...atoms, wanted]);
    if (!witnesses) return false;
    return witnesses
      .filter((witness) => this.satisfies(witness, atoms))
      .every((witness) => this.satisfies(witness, [wanted]));
  }

  private isImpossible(atoms: Atom[]): boolean {
    const witnesses = this.witnesses(atoms);
    return witnesses !== undefined && !witnesses.some((witness) => this.satisfies(witness, atoms));
  }

  private witnesses(atoms: Atom[]): Witness[] | undefined {
    if (this.isSpent) return undefined;
    const constants = atoms.flatMap(({ test }) => constantsIn(test, this.evaluator, this.names));
    this.left -= constants.length;
    return witnessesFor(constants);
  }

  private satisfies(witness: Witness, atoms: Atom[]): boolean {
    const facts: Facts = witness === undefined ? {} : { '#': witness };
    this.left -= 1;
    return atoms.every(({ test }) => this.evaluator.truth(test)({ facts, now: 0 }) === true);
  }

  private bySubject(branch: Branch): Map<string | undefined, Atom[]> {
    const groups = new Map<string | undefined, Atom[]>();
    for (const node of branch) {
      const atom = this.atomOf(node);
      groups.set(atom.subject, [...(groups.get(atom.subject) ?? []), atom]);
    }
    return groups;
  }

  private atomOf(node: Expression): Atom {
    const known = this.atoms.get(node);
    if (known) return known;
    let subject: string | undefined;
    const test = replaceSubjects(node, this.names, (name) => {
      subject = name;
      return SUBJECT;
    });
    const atom = { node, subject, test };
    this.atoms.set(node, atom);
    return atom;
  }
}
