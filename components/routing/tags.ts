/** Tags as people write them, one a line: `owner=data` or `owner: data`. `fault` names the line that is none. */
export function readTags(text: string): { tags: Record<string, string>; fault: string | null } {
  const tags: Record<string, string> = {};
  const lines = text.split('\n').map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const [, key, value] = /^([^=:]+)[=:](.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) {
      return { tags, fault: `Line ${index + 1} is no tag: write a name, =, and a value.` };
    }
    tags[key.trim()] = value.trim();
  }
  return { tags, fault: null };
}
