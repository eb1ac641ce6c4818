import { type Expression, fieldOf, isListName, type Path, type Tag } from './ast';
import type { Evaluator, Scope } from './evaluate';
import { type FactValue, readPath, type Value } from './values';
import type { FlipChange } from './why.schema';

/** A change of one fact that may turn something: `to` undefined takes the fact away. */
export type Candidate = Omit<FlipChange, 'from' | 'to'> & { path: string[]; to: FactValue | undefined };
type How = Pick<Candidate, 'relation' | 'bound'>;

export function pathOf(field: Path | Tag): string[] {
  return field.kind === 'path' ? field.path : ['tags', field.key];
}

/** Gathers changes over some facts, each once. */
export class Finder {
  private readonly found = new Map<string, Candidate>();

  constructor(
    readonly evaluator: Evaluator,
    readonly scope: Scope,
  ) {}

  get candidates(): Candidate[] {
    return [...this.found.values()];
  }

  isFact(node: Expression | undefined): node is Path | Tag {
    if (node?.kind !== 'path' && node?.kind !== 'tag') return false;
    return !isListName(node, this.evaluator.lists);
  }

  value(node: Expression): Value {
    return this.evaluator.value(node)(this.scope);
  }

  now(field: Path | Tag): Value {
    return readPath(this.scope.facts, pathOf(field));
  }

  add(field: Path | Tag, to: FactValue | undefined, how: How): void {
    if (JSON.stringify(this.now(field)) === JSON.stringify(to)) return;
    const path = pathOf(field);
    const key = keyOf({ path, to });
    if (!this.found.has(key)) this.found.set(key, { fact: fieldOf(field), path, to, ...how });
  }
}

/** The same for the same change. */
export function keyOf({ path, to }: Pick<Candidate, 'path' | 'to'>): string {
  return JSON.stringify(to === undefined ? [path] : [path, to]);
}
