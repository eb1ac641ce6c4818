/** A place in a text, both from 1. */
export type Place = { line: number; column: number };

/** From a place to the end of its line, as offsets in the text: what is selected to show the place. */
export function lineAt(text: string, { line, column }: Place): { from: number; to: number } {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) break; // a place behind the end is the last line
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  const to = end === -1 ? text.length : end;
  return { from: Math.min(start + column - 1, to), to };
}
