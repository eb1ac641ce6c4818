import type { CompareOperator, Expression, Span } from './ast';
import { readCall } from './calls';
import { attempt, CONSTANTS, Cursor, KEYWORDS, type Parsed } from './cursor';
import { LIMITS } from './limits';

/*
 * Recursive descent, loosest first:
 *   value       := or ['if' or 'else' value]
 *   or          := and ('or' and)*            and := not ('and' not)*          not := 'not' not | comparison
 *   comparison  := sum (('==' | … | 'in' | 'not in' | 'is' | 'is not') sum)*
 *   sum         := product (('+' | '-') product)*      product := signed (('*' | '/' | '//' | '%') signed)*
 *   signed      := '-' signed | '+' signed | atom
 *   atom        := number | text | true | false | null | path | name '(' values ')' | '[' values ']' | '(' value ')'
 */
export class ExpressionParser extends Cursor {
  value(): Expression {
    return this.nested(() => {
      const then = this.junction('or');
      if (!this.take('if')) return then;
      const condition = this.junction('or');
      this.expect('else', 'after "if"');
      const otherwise = this.value();
      return { kind: 'if', condition, then, otherwise, at: { start: then.at.start, end: otherwise.at.end } };
    });
  }

  private junction(kind: 'and' | 'or'): Expression {
    const read = (): Expression => (kind === 'or' ? this.junction('and') : this.negation());
    const operands = [read()];
    while (this.take(kind)) operands.push(read());
    return joined(operands, (at) => ({ kind, operands, at }));
  }

  private negation(): Expression {
    if (!this.isAt('not')) return this.comparison();
    const { start } = this.advance().at;
    const operand = this.nested(() => this.negation());
    return { kind: 'not', operand, at: { start, end: operand.at.end } };
  }

  private comparison(): Expression {
    const operands = [this.sum()];
    const operators: CompareOperator[] = [];
    for (let operator = this.compareOperator(); operator; operator = this.compareOperator()) {
      operators.push(operator);
      operands.push(this.sum());
    }
    return joined(operands, (at) => ({ kind: 'compare', operators, operands, at }));
  }

  private compareOperator(): CompareOperator | undefined {
    for (const sign of ['==', '!=', '<=', '>=', '<', '>', 'in'] as const) if (this.take(sign)) return sign;
    if (this.take('is')) return this.take('not') ? '!=' : '==';
    const { following } = this;
    if (!this.isAt('not') || following?.kind !== 'word' || following.value !== 'in') return undefined;
    this.advance();
    this.advance();
    return 'not in';
  }

  private sum(): Expression {
    return this.arithmetic(['+', '-'], () => this.arithmetic(['*', '/', '//', '%'], () => this.signed()));
  }

  private arithmetic(operators: ('+' | '-' | '*' | '/' | '//' | '%')[], read: () => Expression): Expression {
    let left = read();
    for (;;) {
      const operator = operators.find((sign) => this.take(sign));
      if (operator === undefined) return left;
      const right = read();
      left = { kind: 'arithmetic', operator, left, right, at: { start: left.at.start, end: right.at.end } };
    }
  }

  private signed(): Expression {
    if (!this.isAt('-') && !this.isAt('+')) return this.atom();
    const sign = this.advance();
    const operand = this.nested(() => this.signed());
    if (sign.value === '+') return operand;
    return { kind: 'negate', operand, at: { start: sign.at.start, end: operand.at.end } };
  }

  private atom(): Expression {
    const token = this.next;
    if (token.kind === 'number' || token.kind === 'text') {
      this.advance();
      return { kind: 'literal', value: token.value, at: token.at };
    }
    if (token.kind === 'word') return this.word(token.value);
    if (this.take('(')) {
      const inner = this.value();
      const close = this.expect(')', 'to close "("');
      return { ...inner, at: { start: token.at.start, end: close.at.end } };
    }
    if (this.isAt('[')) {
      const [items, at] = this.values('[', ']', LIMITS.listItems);
      return { kind: 'list', items, at };
    }
    return this.stop(`A value is missing before ${this.found()}.`, token.at);
  }

  protected word(name: string): Expression {
    const { at } = this.advance();
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return { kind: 'literal', value: constant, at };
    if (KEYWORDS.has(name)) this.stop(`A value is missing before "${name}".`, at);
    const path = this.steps(name);
    const end = this.endOfLast;
    if (this.isAt('(')) return this.call(path, { start: at.start, end });
    return { kind: 'path', path, at: { start: at.start, end } };
  }

  /** The rest of a dotted path; after a dot any word is a name. */
  protected steps(first: string): string[] {
    const path = [first];
    while (this.take('.')) {
      const step = this.next;
      if (step.kind !== 'word')
        return this.stop(`A name is missing after ".", before ${this.found()}.`, step.at);
      path.push(step.value);
      this.advance();
    }
    return path;
  }

  /** What stands between two brackets, by commas; one comma may trail. */
  protected values(open: '(' | '[', close: ')' | ']', most: number): [Expression[], Span] {
    const { start } = this.expect(open, 'here').at;
    const items: Expression[] = [];
    while (!this.isAt(close)) {
      if (items.length >= most) this.stop(`A list may have ${most} values.`, this.next.at);
      items.push(this.value());
      if (!this.take(',')) break;
    }
    const { end } = this.expect(close, `or "," in "${open}…${close}"`).at;
    return [items, { start, end }];
  }

  private call(path: string[], nameAt: Span): Expression {
    if (path.length > 1) {
      const method = path.at(-1) ?? '';
      this.stop(`Values have no methods: write ${method}(${path.slice(0, -1).join('.')}, …).`, nameAt);
    }
    const [args, brackets] = this.values('(', ')', 50);
    const read = readCall(path.join('.'), args, nameAt, { start: nameAt.start, end: brackets.end });
    return 'message' in read ? this.stop(read.message, read.at, read.suggestion) : read;
  }
}

function joined(operands: Expression[], wrap: (at: Span) => Expression): Expression {
  const first = operands[0];
  const last = operands.at(-1);
  if (first === undefined || last === undefined || operands.length === 1)
    return first ?? wrap({ start: 0, end: 0 });
  return wrap({ start: first.at.start, end: last.at.end });
}

/** One expression, whole: `kind == 'lb' and requests == 0`. */
export function parseExpression(text: string): Parsed<Expression> {
  return attempt(text, (whole, tokens) => {
    const parser = new ExpressionParser(whole, tokens);
    const value = parser.value();
    parser.expectEnd();
    return value;
  });
}
