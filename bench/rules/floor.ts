import type { Facts } from '@/lib/rules/schema';
import { nameOf, type Tree } from './workload';

/**
 * What a programmer would write by hand instead of rules: a module with one predicate for each, asked one after the
 * other. Written as text here and read as a module's text would be.
 */
export function handWritten(trees: Tree[]): (facts: Facts) => string[] {
  const text = trees.map((tree) => `(f) => ${javascriptOf(tree)}`).join(',\n');
  const predicates: ((facts: Facts) => boolean)[] = new Function(`"use strict"; return [${text}];`)();
  const names = trees.map((_, index) => nameOf(index));
  return (facts) => {
    const found: string[] = [];
    for (let index = 0; index < predicates.length; index++) {
      if (predicates[index]?.(facts)) found.push(names[index] ?? '');
    }
    return found;
  };
}

function javascriptOf(tree: Tree): string {
  if ('all' in tree) return `(${tree.all.map(javascriptOf).join(' && ')})`;
  if ('any' in tree) return `(${tree.any.map(javascriptOf).join(' || ')})`;
  if ('not' in tree) return `!${javascriptOf(tree.not)}`;
  const read = `f.${tree.path.join('.')}`;
  if (tree.sign !== 'in')
    return `(${read} ${tree.sign === '==' ? '===' : tree.sign} ${JSON.stringify(tree.value)})`;
  const items = Array.isArray(tree.value) ? tree.value : [];
  return `(${items.map((item) => `${read} === ${JSON.stringify(item)}`).join(' || ')})`;
}
