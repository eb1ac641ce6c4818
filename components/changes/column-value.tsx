import { valueWords } from './words';

/** What a column holds; that there is nothing, or no row at all, is said and not shown as a value. */
export function ColumnValue({ value }: { value: string | null | undefined }) {
  if (value === null || value === undefined || value === '') {
    return <span className="text-faint">{valueWords(value)}</span>;
  }
  return <span className="whitespace-pre-wrap break-words">{value}</span>;
}
