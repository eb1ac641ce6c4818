/** The names that a file gives under one of its top keys: of lists and conditions their keys, of rules their names. */
export function namesUnder(text: string, top: 'rules' | 'lists' | 'conditions'): string[] {
  const body = bodyOf(text, top);
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

/** Whether its rules recommend: a set of quality that does not judges deliveries only. Its tests name what they expect too. */
export function hasRecommend(text: string): boolean {
  return /^(?![ \t]*#).*(?:^|[\s{,"'-])recommend["']?[ \t]*:/m.test(bodyOf(text, 'rules'));
}

function bodyOf(text: string, top: string): string {
  return new RegExp(`^${top}:(.*(?:\\r?\\n(?:[ \\t-].*|#.*)?)*)`, 'm').exec(text)?.[1] ?? '';
}
