import { childrenOf, type Expression } from '../ast';
import { expressionsOf } from '../rule-fields';
import type { Context, Warning } from './context';

/** Lists that no rule looks into. */
export function unusedLists({ set, places }: Context): Warning[] {
  const used = new Set(set.rules.flatMap(expressionsOf).flatMap(namesIn));
  return Object.keys(set.lists).flatMap((name): Warning[] =>
    used.has(name)
      ? []
      : [
          {
            ...places.ofKey(['lists', name]),
            message: `No rule uses the list "${name}".`,
            severity: 'warning',
          },
        ],
  );
}

function namesIn(node: Expression): string[] {
  if (node.kind === 'path') return node.path.length === 1 ? node.path : [];
  return childrenOf(node).flatMap(namesIn);
}
