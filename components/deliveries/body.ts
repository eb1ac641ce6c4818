/** A body as people read it: JSON with its indents, anything else as it came. */
export function prettyBody(body: string): { text: string; isJson: boolean } {
  const fault = jsonFault(body);
  if (fault !== null) return { text: body, isJson: false };
  return { text: JSON.stringify(JSON.parse(body), null, 2), isJson: true };
}

/** Why a text is no body that can be applied; null when it is one. */
export function jsonFault(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? null : 'It must be an object: { "field": value }.';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : 'This is not JSON.';
  }
}
