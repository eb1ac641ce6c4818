import { fieldsOf } from '@/lib/rules/ast';
import type { ColumnSource } from './definition';

/** The sender's fields that a column's value comes from, by their first step. */
export function readsOf(source: ColumnSource): string[] {
  if (source.kind === 'constant') return [];
  if (source.kind === 'field') return source.path.slice(0, 1);
  const roots = [...fieldsOf(source.expression, new Set())].map((field) => field.split('.')[0] ?? field);
  return [...new Set(roots)];
}
