import type { Expression, Span, Statement } from './ast';
import { attempt, KEYWORDS, type Parsed } from './cursor';
import { ExpressionParser } from './expression';

/** Steps that reach behind an object; reading them is unknown anyway, writing them is refused. */
const UNSAFE_TARGETS = new Set(['__proto__', 'constructor', 'prototype']);

class ActionParser extends ExpressionParser {
  /** The statements of an action: apart by ";" or a new line. */
  statements(): Statement[] {
    const found: Statement[] = [];
    while (!this.isDone) {
      if (this.take(';')) continue;
      found.push(this.statement());
      if (!this.isDone && !this.isAt(';') && !this.next.onNewLine) this.expectEnd();
    }
    return found;
  }

  private statement(): Statement {
    const token = this.next;
    if (token.kind !== 'word' || KEYWORDS.has(token.value)) {
      return this.stop(
        'An action assigns, as in "eligible = true", or names a registered function.',
        token.at,
      );
    }
    this.advance();
    const target = this.steps(token.value);
    const targetAt = { start: token.at.start, end: this.endOfLast };
    const operator = this.assignOperator();
    if (operator === undefined) return this.invocation(target, targetAt);
    if (target.some((step) => UNSAFE_TARGETS.has(step))) {
      this.stop(`"${target.join('.')}" cannot be assigned.`, targetAt);
    }
    const value = this.value();
    const at = { start: token.at.start, end: value.at.end };
    if (operator === '=') return { kind: 'assign', target, value, at };
    const left: Expression = { kind: 'path', path: target, at: targetAt };
    return { kind: 'assign', target, value: { kind: 'arithmetic', operator, left, right: value, at }, at };
  }

  private assignOperator(): '=' | '+' | '-' | '*' | '/' | undefined {
    if (this.take('=')) return '=';
    return (['+', '-', '*', '/'] as const).find((sign) => this.take(`${sign}=`));
  }

  private invocation(target: string[], at: Span): Statement {
    if (target.length > 1 || this.isAt('==')) {
      return this.stop('An action assigns with "=", as in "eligible = true".', this.next.at);
    }
    // Older files write the facts into the call, as in check_vip(facts): they are handed over anyway.
    if (this.isAt('(')) this.values('(', ')', 1);
    return { kind: 'invoke', name: target[0] ?? '', at };
  }
}

/** The steps of an action: `eligible = True; message = 'Approved'`. */
export function parseAction(text: string): Parsed<Statement[]> {
  return attempt(text, (whole, tokens) => new ActionParser(whole, tokens).statements());
}
