import { childrenOf, type Expression, isListName, type Path } from '../ast';
import { printExpression } from '../print';

/**
 * What a condition is about: a fact, or something computed from facts that is taken as one value, by how it is written.
 * Two subjects are taken as independent of each other, so that whatever is called impossible is so.
 */
export function subjectsOf(node: Expression, lists: ReadonlySet<string> = new Set()): Set<string> {
  const found = new Set<string>();
  replaceSubjects(node, lists, (subject) => {
    found.add(subject);
    return { kind: 'path', path: [subject], at: node.at };
  });
  return found;
}

type Replace = (subject: string) => Path;

/** The same condition over other facts: each subject becomes the path that it is replaced by. */
export function replaceSubjects(node: Expression, lists: ReadonlySet<string>, replace: Replace): Expression {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, operands: node.operands.map((operand) => replaceSubjects(operand, lists, replace)) };
    case 'not':
      return { ...node, operand: replaceSubjects(node.operand, lists, replace) };
    case 'compare':
      return replaceInComparison(node, lists, replace);
    case 'call': {
      const [fact] = node.args;
      if (node.name !== 'exists' || !fact || isListName(fact, lists)) break;
      return { ...node, args: [replace(printExpression(fact))] };
    }
  }
  return isConstant(node, lists) ? node : replace(printExpression(node));
}

/** A comparison of one thing with constants is about that thing; any other is a subject itself, true or not. */
function replaceInComparison(
  node: Extract<Expression, { kind: 'compare' }>,
  lists: ReadonlySet<string>,
  replace: Replace,
): Expression {
  const changing = node.operands.filter((operand) => !isConstant(operand, lists));
  const [thing] = changing;
  if (!thing) return node;
  const before = node.operators[node.operands.indexOf(thing) - 1];
  if (changing.length > 1 || before === 'in' || before === 'not in') return replace(printExpression(node));
  const operands = node.operands.map((operand) =>
    operand === thing ? replace(printExpression(operand)) : operand,
  );
  return { ...node, operands };
}

/** Says the same for every resource on every day. */
export function isConstant(node: Expression, lists: ReadonlySet<string>): boolean {
  if (node.kind === 'path') return isListName(node, lists);
  if (node.kind === 'tag' || (node.kind === 'call' && node.name === 'days_since')) return false;
  return childrenOf(node).every((child) => isConstant(child, lists));
}
