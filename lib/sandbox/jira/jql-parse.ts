/**
 * The part of JQL that a ticket sync uses, read into a tree. A fault is a 400 with the place, as Jira words it.
 * Language: support.atlassian.com/jira-software-cloud/docs/jql-operators.
 */
import { refuse } from './answer';

/** `quoted` matters: an unquoted number is epoch milliseconds, a quoted one is not. */
export type Value = { text: string; quoted: boolean };
type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~' | 'in' | 'not in' | 'is' | 'is not';
export type Clause =
  | { kind: 'and' | 'or'; parts: Clause[] }
  | { kind: 'not'; part: Clause }
  | { kind: 'test'; field: string; operator: Operator; values: Value[] };
export type Order = { field: string; descending: boolean };
export type Query = { where: Clause | undefined; order: Order[] };

type Token = { kind: 'word' | 'quoted' | 'sign' | 'end'; text: string; place: number };

const SIGNS = ['>=', '<=', '!=', '=', '>', '<', '~', '(', ')', ',', '!'];

function tokenise(jql: string): Token[] {
  const tokens: Token[] = [];
  let place = 0;
  while (place < jql.length) {
    const rest = jql.slice(place);
    const space = /^\s+/.exec(rest)?.[0];
    if (space) {
      place += space.length;
      continue;
    }
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest) ?? /^'((?:[^'\\]|\\.)*)'/.exec(rest);
    const sign = SIGNS.find((one) => rest.startsWith(one));
    const word = /^[^\s=!<>~(),"']+/.exec(rest)?.[0];
    if (quoted) {
      tokens.push({ kind: 'quoted', text: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), place });
      place += quoted[0].length;
    } else if (sign ?? word) {
      tokens.push({ kind: sign ? 'sign' : 'word', text: sign ?? word ?? '', place });
      place += (sign ?? word ?? '').length;
    } else
      refuse(
        `Error in the JQL Query: The quoted string has not been completed. (line 1, character ${place + 1})`,
      );
  }
  tokens.push({ kind: 'end', text: '', place: jql.length });
  return tokens;
}

class Parser {
  private at = 0;
  private readonly tokens: Token[];

  constructor(jql: string) {
    this.tokens = tokenise(jql);
  }

  parse(): Query {
    const where = this.peek().kind === 'end' || this.isWord('order') ? undefined : this.either(0);
    const order = this.isWord('order') ? this.order() : [];
    if (this.peek().kind !== 'end') this.fail('Expecting operator or end');
    return { where, order };
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', place: 0 };
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private isWord(word: string): boolean {
    const token = this.peek();
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  private take(word: string): boolean {
    const token = this.peek();
    const same = token.kind === 'sign' ? token.text === word : this.isWord(word);
    if (same) this.at += 1;
    return same;
  }

  private fail(expected: string): never {
    const { kind, text, place } = this.peek();
    const what = kind === 'end' ? 'the end of the query' : `'${text}'`;
    return refuse(`Error in the JQL Query: ${expected} but got ${what}. (line 1, character ${place + 1})`);
  }

  private either(depth: number): Clause {
    if (depth > 40) this.fail('The query is nested too deep: expecting a simpler clause');
    const parts = [this.both(depth)];
    while (this.take('or')) parts.push(this.both(depth));
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'or', parts };
  }

  private both(depth: number): Clause {
    const parts = [this.one(depth)];
    while (this.take('and')) parts.push(this.one(depth));
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'and', parts };
  }

  private one(depth: number): Clause {
    if (this.take('not') || this.take('!')) return { kind: 'not', part: this.one(depth + 1) };
    if (!this.take('(')) return this.test();
    const inner = this.either(depth + 1);
    if (!this.take(')')) this.fail("Expecting ')'");
    return inner;
  }

  private test(): Clause {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'quoted') {
      this.at -= 1;
      this.fail('Expecting a field name');
    }
    const operator = this.operator();
    const values = operator === 'in' || operator === 'not in' ? this.values() : [this.value()];
    return { kind: 'test', field: token.text.toLowerCase(), operator, values };
  }

  private operator(): Operator {
    for (const sign of ['=', '!=', '>=', '>', '<=', '<', '~'] as const) {
      if (this.take(sign)) return sign;
    }
    if (this.take('in')) return 'in';
    if (this.take('is')) return this.take('not') ? 'is not' : 'is';
    if (this.take('not') && this.take('in')) return 'not in';
    return this.fail("Expecting either '=', '!=', '>', '>=', '<', '<=', '~', 'IN' or 'IS'");
  }

  private values(): Value[] {
    if (!this.take('(')) this.fail("Expecting '('");
    const values = [this.value()];
    while (this.take(',')) values.push(this.value());
    if (!this.take(')')) this.fail("Expecting ')' or ','");
    return values;
  }

  private value(): Value {
    const token = this.peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') this.fail('Expecting a value');
    this.at += 1;
    return { text: token.text, quoted: token.kind === 'quoted' };
  }

  private order(): Order[] {
    this.at += 1;
    if (!this.take('by')) this.fail("Expecting 'BY'");
    const order: Order[] = [];
    do {
      const { text } = this.value();
      const descending = this.take('desc');
      if (!descending) this.take('asc');
      order.push({ field: text.toLowerCase(), descending });
    } while (this.take(','));
    return order;
  }
}

export function parseJql(jql: string): Query {
  return new Parser(jql).parse();
}
