import { type Compare, type Expression, isListName } from '../ast';
import type { FactValue } from '../values';
import { isWritable } from './text';

type Lists = ReadonlyMap<string, FactValue[]>;

/** The items of a list that no fact can change. */
export function writtenList(node: Expression, lists: Lists): FactValue[] | undefined {
  if (node.kind === 'path' && node.path.length === 1) return lists.get(node.path[0] ?? '');
  if (node.kind !== 'list') return undefined;
  const literals = node.items.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  return literals.length === node.items.length ? literals : undefined;
}

type OneFact = { path: string[]; literals: FactValue[] };

/** The one fact and the literals that a condition rests on, where it is nothing but such. */
export function aboutOneFact(node: Expression, lists: Lists): OneFact | undefined {
  switch (node.kind) {
    case 'path':
      return isListName(node, lists) ? undefined : { path: node.path, literals: [] };
    case 'tag':
      return { path: ['tags', node.key], literals: [] };
    case 'call':
      return node.name === 'exists' && node.args[0] ? bareFact(node.args[0], lists) : undefined;
    case 'compare':
      return aboutInCompare(node, lists);
    default:
      return undefined;
  }
}

function bareFact(node: Expression, lists: Lists): OneFact | undefined {
  return node.kind === 'path' || node.kind === 'tag' ? aboutOneFact(node, lists) : undefined;
}

function aboutInCompare({ operators, operands }: Compare, lists: Lists): OneFact | undefined {
  const [operator, left, right] = [operators[0], operands[0], operands[1]];
  if (operators.length !== 1 || !left || !right) return undefined;
  const about =
    bareFact(left, lists) ??
    (operator === 'in' || operator === 'not in' ? undefined : bareFact(right, lists));
  if (!about) return undefined;
  if (operator === 'in' || operator === 'not in') {
    const list = writtenList(right, lists);
    return list?.every(isWritable) ? { ...about, literals: list } : undefined;
  }
  const literal = left.kind === 'literal' ? left : right;
  const isEquality = operator === '==' || operator === '!=';
  return isEquality && literal.kind === 'literal' && isWritable(literal.value)
    ? { ...about, literals: [literal.value] }
    : undefined;
}
