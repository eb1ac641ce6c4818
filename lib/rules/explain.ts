import { childrenOf, type Expression, fieldNodes, fieldOf, isListName } from './ast';
import type { Evaluator, Scope } from './evaluate';
import { printExpression } from './print';
import type { Verdict, WhyNode, WhyTree, WhyUnknown } from './schema';
import { display, type Truth, typeOf, type Value } from './values';
import { whySentence } from './why-sentence';

export function verdictFrom(truth: Truth): Verdict {
  return truth ?? 'unknown';
}

/** The why tree of a rule's condition over the facts as they stood when its turn came. */
export function explainRule(
  rule: string,
  condition: Expression | undefined,
  evaluator: Evaluator,
  scope: Scope,
): WhyTree {
  const node = condition && explainNode(condition, evaluator, scope);
  const tree = { rule, verdict: node?.value ?? true, ...(node ? { node } : {}) };
  return { ...tree, sentence: whySentence(tree) };
}

/** `and`, `or` and `not` become branches; whatever else is a condition becomes a leaf with its operands. */
function explainNode(node: Expression, evaluator: Evaluator, scope: Scope): WhyNode {
  const value = verdictFrom(evaluator.truth(node)(scope));
  const text = printExpression(node);
  if (node.kind === 'and' || node.kind === 'or' || node.kind === 'not') {
    const operands = node.kind === 'not' ? [node.operand] : node.operands;
    const children = operands.map((operand) => explainNode(operand, evaluator, scope));
    return { kind: node.kind, text, value, children };
  }
  const leaf: WhyNode = { kind: 'leaf', text, value, operands: operandsOf(node, evaluator, scope) };
  return value === 'unknown' ? { ...leaf, unknown: unknownsOf(node, evaluator, scope) } : leaf;
}

function operandsOf(node: Expression, evaluator: Evaluator, scope: Scope): NonNullable<WhyNode['operands']> {
  const parts = node.kind === 'compare' ? node.operands : [node];
  const shown = new Map<string, Expression>();
  for (const part of parts) {
    if (part.kind !== 'literal' && part !== node) shown.set(printExpression(part), part);
    for (const field of fieldNodes(part, evaluator.lists)) shown.set(printExpression(field), field);
  }
  return [...shown].map(([text, part]) => {
    const value = isListName(part, evaluator.lists) ? undefined : evaluator.value(part)(scope);
    return value === undefined ? { text } : { text, value };
  });
}

/** What made a node unknown: the deepest parts that are unknown though all below them is known. */
export function unknownsOf(node: Expression, evaluator: Evaluator, scope: Scope): WhyUnknown[] {
  if (evaluator.value(node)(scope) !== undefined) return [];
  if (node.kind === 'path' || node.kind === 'tag') {
    const field = fieldOf(node);
    return [{ what: field, why: 'missing', detail: `${field} is missing` }];
  }
  const below = relevantChildren(node, evaluator, scope).flatMap((child) =>
    unknownsOf(child, evaluator, scope),
  );
  if (below.length > 0) return [...new Map(below.map((unknown) => [unknown.what, unknown])).values()];
  return [{ what: printExpression(node), why: 'type', detail: mismatch(node, evaluator, scope) }];
}

/** The children that the value came from: of `a if c else b` the branch taken, once `c` is known. */
function relevantChildren(node: Expression, evaluator: Evaluator, scope: Scope): Expression[] {
  if (node.kind !== 'if') return childrenOf(node);
  const truth = evaluator.truth(node.condition)(scope);
  if (truth === undefined) return [node.condition];
  return [truth ? node.then : node.otherwise];
}

/** Why known values gave no answer, in words: types that do not go together, or a division by zero. */
function mismatch(node: Expression, evaluator: Evaluator, scope: Scope): string {
  const values = childrenOf(node).map((child) => ({
    text: printExpression(child),
    value: evaluator.value(child)(scope),
  }));
  const types = new Set(values.map(({ value }) => (value === undefined ? 'unknown' : typeOf(value))));
  const described = values.map(({ text, value }) => told(text, value)).join(' and ');
  if (node.kind === 'call') return `${node.name}() has no answer for ${described}`;
  if (types.size > 1) return `${described} do not go together`;
  return `${printExpression(node)} has no value for ${described}`;
}

function told(text: string, value: Value): string {
  if (value === undefined) return text;
  const shown = display(value);
  const short = shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
  return text === shown || text === `'${shown}'`
    ? `${text} (${typeOf(value)})`
    : `${text} (${typeOf(value)} ${short})`;
}
