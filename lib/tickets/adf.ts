import type { Json } from '@/lib/effects/schema';

/** Atlassian Document Format, as much of it as a ticket needs. An empty text is not allowed in it: it is left out. */
type Node = { [key: string]: Json };

export function text(words: string, mark?: 'strong' | 'code'): Node[] {
  const trimmed = words.trim();
  if (trimmed === '') return [];
  return [{ type: 'text', text: trimmed, ...(mark ? { marks: [{ type: mark }] } : {}) }];
}

export function link(words: string, href: string): Node[] {
  return [{ type: 'text', text: words.trim() || href, marks: [{ type: 'link', attrs: { href } }] }];
}

export const SPACE: Node = { type: 'text', text: ' ' };

export function paragraph(...inline: Node[][]): Node[] {
  const content = inline.flat();
  return content.length === 0 ? [] : [{ type: 'paragraph', content }];
}

export function heading(words: string): Node[] {
  const content = text(words);
  return content.length === 0 ? [] : [{ type: 'heading', attrs: { level: 3 }, content }];
}

/** Two columns with a header row. */
export function table(header: [string, string], rows: [string, string][]): Node[] {
  if (rows.length === 0) return [];
  const cell = (type: string, words: string): Node => ({
    type,
    content: [{ type: 'paragraph', content: text(words) }],
  });
  const row = (type: string, words: [string, string]): Node => ({
    type: 'tableRow',
    content: words.map((each) => cell(type, each)),
  });
  return [
    { type: 'table', content: [row('tableHeader', header), ...rows.map((each) => row('tableCell', each))] },
  ];
}

export function doc(...blocks: Node[][]): Node {
  return { type: 'doc', version: 1, content: blocks.flat() };
}
