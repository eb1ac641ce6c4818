import { childrenOf, type Expression } from './ast';

type Size = { parts: number; depth: number };
const known = new WeakMap<Expression, Size>();

/** How many nodes an expression has and how deep they go; a node that stands in several places counts in each. */
export function sizeOf(node: Expression): Size {
  const found = known.get(node);
  if (found) return found;
  const below = childrenOf(node).map(sizeOf);
  const size = {
    parts: below.reduce((sum, { parts }) => sum + parts, 1),
    // A sum of many is one level to who reads it, however the parser nests it.
    depth: below.reduce((most, { depth }) => Math.max(most, depth), 0) + (node.kind === 'arithmetic' ? 0 : 1),
  };
  known.set(node, size);
  return size;
}
