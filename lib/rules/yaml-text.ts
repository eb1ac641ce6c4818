import { Lexer, Parser } from 'yaml';
import { LIMITS } from './limits';

/** The library's first sentence; what follows quotes the text at length, or tells programmers what to call. */
export function plain({ code, message }: { code: string; message: string }, what: string): string {
  if (code === 'MULTIPLE_DOCS') return `${what} is one YAML document: leave out what follows "---".`;
  return `Not valid YAML: ${message.split('\n')[0] ?? message}.`.replace(/\.\.$/, '.');
}

/** The offset at which nesting exceeds what we read; the composer recurses, this walk does not. */
export function tooDeepAt(source: string): number | undefined {
  const parser = new Parser();
  let offset = 0;
  for (const lexeme of new Lexer().lex(source)) {
    for (const _ of parser.next(lexeme)) offset += 0;
    // The stack also holds the document and the scalar being read.
    if (parser.stack.length > LIMITS.yamlDepth + 2) return offset;
    offset += lexeme.length;
  }
  return undefined;
}
