import type { ExactMoney, MoneyScope } from './money';
import { type Facts, type FactValue, withoutPath, withPath } from './values';

/** The facts while a set runs over them: the given object stays as it is, every write makes a new one. */
export class Working implements MoneyScope {
  readonly writes: { path: string[]; value: FactValue }[] = [];

  constructor(
    public facts: Facts,
    readonly now: number,
    readonly exactMoney: ExactMoney,
  ) {}

  write(path: string[], value: FactValue): void {
    this.facts = withPath(this.facts, path, value);
    this.writes.push({ path, value });
  }

  /** What happens to a target that was to become an unknown value: nothing, it stays as it was. */
  leave(_path: string[]): void {}

  wasAssigned(name: string): boolean {
    return this.writes.some(({ path }) => path[0] === name);
  }
}

/**
 * The same, for judging whether a finding is gone: a fact that an earlier rule would have set, had its data been
 * there, counts as unknown. Else a `defaults` value standing in for missing data could say "false", and what was
 * merely not read would be taken for fixed.
 */
export class DoubtfulWorking extends Working {
  override leave(path: string[]): void {
    this.facts = withoutPath(this.facts, path);
  }
}
