export type Import = { from: string; line: number };

const IMPORT =
  /\b(?:import|export)\b(?:[^'"`;()]*?\bfrom\s*)?\s*['"]([^'"\n]+)['"]|\bimport\s*\(\s*['"]([^'"\n]+)['"]/g;

/** Every module a source text names: imports, type imports, re-exports and `import('…')`, with their lines. */
export function readImports(source: string): Import[] {
  return [...source.matchAll(IMPORT)].map((match) => ({
    from: match[1] ?? match[2] ?? '',
    line: lineAt(source, (match.index ?? 0) + match[0].length),
  }));
}

export function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

/** The text with its comments blanked and its lines where they were. Quoted text is left as it is. */
export function withoutComments(source: string): string {
  return source.replace(TOKEN, (token) =>
    token.startsWith('//') || token.startsWith('/*') ? token.replace(/[^\n]/g, ' ') : token,
  );
}

// Strings are matched so that what looks like a comment inside them is passed over; a quote in a regular expression
// ends with its line at the latest.
const TOKEN = /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
