import type { Expression } from './ast';
import { fieldOf } from './ast';
import { isPlainPath } from './tree-path';

const CONTROL: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\n\t\r]/g, (character) => CONTROL[character] ?? character)}'`;
}

/** How tightly a node binds: a looser one inside a tighter one needs brackets. */
const TIGHTNESS = {
  if: 0,
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  sum: 5,
  product: 6,
  negate: 7,
  atom: 8,
} as const;

function tightness(node: Expression): number {
  if (node.kind === 'arithmetic') {
    return node.operator === '+' || node.operator === '-' ? TIGHTNESS.sum : TIGHTNESS.product;
  }
  switch (node.kind) {
    case 'if':
    case 'or':
    case 'and':
    case 'not':
    case 'compare':
    case 'negate':
      return TIGHTNESS[node.kind];
    default:
      return TIGHTNESS.atom;
  }
}

function within(node: Expression, least: number): string {
  const text = printExpression(node);
  return tightness(node) < least ? `(${text})` : text;
}

/** The expression in the house's spelling; parsing it gives the same tree again. */
export function printExpression(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'string' ? quoted(node.value) : String(node.value);
    case 'path':
      return isPlainPath(node.path) ? fieldOf(node) : `fact(${node.path.map(quoted).join(', ')})`;
    case 'tag':
      return fieldOf(node);
    case 'list':
      return `[${node.items.map(printExpression).join(', ')}]`;
    case 'call':
      return `${node.name}(${node.args.map(printExpression).join(', ')})`;
    case 'negate':
      return `-${within(node.operand, TIGHTNESS.negate)}`;
    case 'arithmetic': {
      const own = tightness(node);
      return `${within(node.left, own)} ${node.operator} ${within(node.right, own + 1)}`;
    }
    case 'compare':
      return node.operands
        .map((operand, index) => {
          const text = within(operand, TIGHTNESS.sum);
          return index === 0 ? text : `${node.operators[index - 1]} ${text}`;
        })
        .join(' ');
    case 'not':
      return `not ${within(node.operand, TIGHTNESS.not)}`;
    case 'and':
    case 'or':
      return node.operands.map((operand) => within(operand, TIGHTNESS[node.kind] + 1)).join(` ${node.kind} `);
    case 'if': {
      const then = within(node.then, TIGHTNESS.or);
      return `${then} if ${within(node.condition, TIGHTNESS.or)} else ${printExpression(node.otherwise)}`;
    }
  }
}
