/** The names that a file gives under one of its top keys: of lists and conditions their keys, of rules their names. */
export function namesUnder(text: string, top: 'rules' | 'lists' | 'conditions'): string[] {
  const body = new RegExp(`^${top}:(.*(?:\\r?\\n(?:[ \\t-].*|#.*)?)*)`, 'm').exec(text)?.[1] ?? '';
  if (top === 'rules') {
    const names = body.matchAll(/(?:^\s*-\s*(?:\{\s*)?|^\s+)name:\s*["']?([^"'\n,}]+)/gm);
    return [...new Set([...names].map(([, name = '']) => name.trim()))];
  }
  const flow = /^\s*\{/.test(body);
  if (flow) return [...body.matchAll(/[{,]\s*([\p{L}_][\p{L}\p{N}_]*)\s*:/gu)].map(([, name = '']) => name);
  const indent = /\n([ \t]+)[^\s#]/.exec(body)?.[1];
  if (indent === undefined) return [];
  return [...body.matchAll(new RegExp(`^${indent}([\\w-]+):`, 'gm'))].map(([, name = '']) => name);
}
