import type { Evaluator } from '../evaluate';
import type { Facts } from '../values';
import { Fields, type Form, type Slot } from './fields';

/**
 * What the text of one function is made with: its facts, the constants handed in beside the text, and which locals
 * the piece being written uses. `S` is the scope for closures, `now` the clock.
 */
export class Program {
  readonly constants: unknown[] = [];
  readonly fields: Fields;
  private readonly names = new Map<unknown, string>();
  private using = new Set<string>();

  constructor(
    readonly evaluator: Evaluator,
    defaults: Facts,
  ) {
    this.fields = new Fields(evaluator, defaults, (constant) => this.keep(constant));
  }

  /** The name under which the generated text knows a value or function of ours. */
  keep(constant: unknown): string {
    const known = this.names.get(constant);
    if (known) return known;
    const name = `k${this.constants.push(constant) - 1}`;
    this.names.set(constant, name);
    return name;
  }

  local(form: Form, { index }: Slot): string {
    const name = `${form}${index}`;
    this.using.add(name);
    return name;
  }

  /** Writes a piece of text and says which locals stand in it. */
  write(piece: () => string): { text: string; uses: Set<string> } {
    const uses = new Set<string>();
    this.using = uses;
    return { text: piece(), uses };
  }
}
