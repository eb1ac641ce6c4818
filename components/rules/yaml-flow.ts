/** Where one is within `{ … }` and `[ … ]` that are not closed yet; `end` is where they are closed, if they are. */
type Flow = { end: number | null; path: string[]; kind: 'key' | 'value'; written: string; beside: string[] };
type Frame = { isMap: boolean; key: string | null; keys: string[]; from: number };

/** Reads a flow collection from its first bracket to where it closes, or to the end of the text. */
export function scanFlow(text: string, start: number): Flow {
  const frames: Frame[] = [];
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    const frame = frames.at(-1);
    if (character === '"' || character === "'") {
      const close = closingQuote(text, at, character);
      if (close === -1) break;
      at = close;
    } else if (character === '{' || character === '[') {
      frames.push({ isMap: character === '{', key: null, keys: [], from: at + 1 });
    } else if (character === '}' || character === ']') {
      frames.pop();
      if (frames.length === 0) return { end: at, path: [], kind: 'value', written: '', beside: [] };
    } else if (frame && character === ',') {
      frame.key = null;
      frame.from = at + 1;
    } else if (
      frame?.isMap &&
      frame.key === null &&
      character === ':' &&
      /\s|^$/.test(text.slice(at + 1, at + 2))
    ) {
      frame.key = text
        .slice(frame.from, at)
        .trim()
        .replace(/^["']|["']$/g, '');
      frame.keys.push(frame.key);
      frame.from = at + 1;
    }
  }
  const last = frames.at(-1);
  const path = frames.flatMap(({ isMap, key }) => (isMap ? (key === null ? [] : [key]) : ['[]']));
  const written = text.slice(last?.from ?? start).trimStart();
  return {
    end: null,
    path,
    kind: last?.isMap && last.key === null ? 'key' : 'value',
    written,
    beside: last?.keys ?? [],
  };
}

/** The quote that closes one; a quote within a word opens nothing. */
function closingQuote(text: string, at: number, quote: string): number {
  if (/[\w)]/.test(text[at - 1] ?? '')) return at;
  for (let next = at + 1; next < text.length; next += 1) {
    if (quote === '"' && text[next] === '\\') next += 1;
    else if (text[next] === quote && quote === "'" && text[next + 1] === "'") next += 1;
    else if (text[next] === quote) return next;
  }
  return -1;
}
