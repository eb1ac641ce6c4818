/** Where one is within an expression: at a word, or in a text that is compared with `of` (`tag`: the key of a tag). */
export type ExpressionPlace = { kind: 'word'; word: string } | { kind: 'text'; word: string; of: string };

/** Of a scalar as far as it is written; nothing outside the `{{ }}` of a template. */
export function expressionAt(written: string, isTemplate: boolean): ExpressionPlace | null {
  const quote = /^["']/.exec(written)?.[0];
  const inner = quote ? written.slice(1) : written.replace(/^[|>][+-]?\d*\s*\n/, '');
  const expression = isTemplate ? lastOpen(inner) : inner;
  if (expression === null) return null;
  // In a text of single quotes YAML writes each quote of the expression twice.
  const plain = quote === "'" ? expression.replaceAll("''", "'") : expression;
  const open = openText(plain);
  if (open !== null) {
    const before = plain.slice(0, open).trimEnd();
    const field = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:==|!=|(?:not\s+)?in\s*\[[^\]]*|is(?:\s+not)?)$/u.exec(
      before,
    )?.[1];
    const of = /\btag\($/.test(before) ? 'tag' : (field ?? '');
    return { kind: 'text', word: plain.slice(open + 1), of };
  }
  return { kind: 'word', word: /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(plain)?.[0] ?? '' };
}

function lastOpen(text: string): string | null {
  const open = text.lastIndexOf('{{');
  return open === -1 || text.indexOf('}}', open) !== -1 ? null : text.slice(open + 2);
}

/** Where the text begins that is not closed yet. */
function openText(expression: string): number | null {
  let open: number | null = null;
  for (let at = 0; at < expression.length; at += 1) {
    const character = expression[at];
    if (open !== null && character === '\\') at += 1;
    else if (open === null && (character === "'" || character === '"')) open = at;
    else if (open !== null && character === expression[open]) open = null;
  }
  return open;
}
