import type { Span } from './ast';
import { LIMITS } from './limits';
import { type Flaw, type Token, tokenize } from './tokens';

export const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);
export const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'if', 'else', 'is', ...CONSTANTS.keys()]);

export type Parsed<T> = { ok: true; value: T } | { ok: false; flaw: Flaw };

/** Carries the first flaw out of the descent; caught in `attempt` and nowhere else. */
class Stop {
  constructor(readonly flaw: Flaw) {}
}

/** A place in the tokens, with the few moves that every grammar here is made of. */
export class Cursor {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Token[],
  ) {}

  /** Where the token before this place ends. */
  protected get endOfLast(): number {
    return this.tokens[this.position - 1]?.at.end ?? 0;
  }

  protected get following(): Token | undefined {
    return this.tokens[this.position + 1];
  }

  protected get isDone(): boolean {
    return this.next.kind === 'end';
  }

  protected get next(): Token {
    return this.tokens[this.position] ?? this.stop('The text ends too early.', { start: 0, end: 0 });
  }

  protected stop(message: string, at: Span, suggestion?: string): never {
    throw new Stop({ message, at, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  protected advance(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.position += 1;
    return token;
  }

  protected isAt(value: string): boolean {
    return (this.next.kind === 'word' || this.next.kind === 'sign') && this.next.value === value;
  }

  protected take(value: string): boolean {
    if (!this.isAt(value)) return false;
    this.position += 1;
    return true;
  }

  protected expect(value: string, after: string): Token {
    if (!this.isAt(value)) this.stop(`"${value}" is missing ${after}, before ${this.found()}.`, this.next.at);
    return this.advance();
  }

  protected found(): string {
    const { next } = this;
    if (next.kind === 'end') return 'the end';
    return `"${this.text.slice(next.at.start, next.at.end)}"`;
  }

  /** Counts levels, so that brackets by the thousand are an error and not a full stack. */
  protected nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > LIMITS.depth) {
      this.stop(`The expression is nested more than ${LIMITS.depth} levels deep.`, this.next.at);
    }
    const value = read();
    this.depth -= 1;
    return value;
  }

  /** Faults whatever still follows, with the likeliest reason. */
  expectEnd(): void {
    const { next } = this;
    if (next.kind === 'end') return;
    if (this.isAt('=')) this.stop('A condition compares with "==", "=" assigns.', next.at, '==');
    if (next.kind === 'word' && KEYWORDS.has(next.value.toLowerCase())) {
      const told = `"${next.value}" cannot stand here; words such as "and" are written in lower case.`;
      const lower = next.value.toLowerCase();
      this.stop(told, next.at, lower === next.value ? undefined : lower);
    }
    this.stop(`${this.found()} cannot stand here: an operator such as "and" is missing before it.`, next.at);
  }
}

/** Runs a descent over the whole text and turns its first flaw into a value. */
export function attempt<T>(text: string, read: (text: string, tokens: Token[]) => T): Parsed<T> {
  const tokenized = tokenize(text);
  if ('flaw' in tokenized) return { ok: false, flaw: tokenized.flaw };
  try {
    return { ok: true, value: read(text, tokenized.tokens) };
  } catch (thrown) {
    // A descent ends at its first flaw; everything else is a fault of ours and goes up.
    if (thrown instanceof Stop) return { ok: false, flaw: thrown.flaw };
    throw thrown;
  }
}
