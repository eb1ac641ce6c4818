import { parseDocument } from 'yaml';

const LINE_WIDTH = 118;

/**
 * The text with even indentation, quotes and line lengths; comments stay where they are. Nothing when it is no YAML, or
 * when it would not say the very same afterwards.
 */
export function formatYaml(text: string): string | null {
  try {
    const document = parseDocument(text, { uniqueKeys: false });
    if (document.errors.length > 0 || text.trim() === '') return null;
    const formatted = document.toString({ lineWidth: LINE_WIDTH, indent: 2, flowCollectionPadding: true });
    const again = parseDocument(formatted, { uniqueKeys: false });
    const isSame =
      again.errors.length === 0 && JSON.stringify(again.toJS()) === JSON.stringify(document.toJS());
    return isSame ? formatted : null;
  } catch {
    // The library throws at what it cannot write out, as aliases without end: such a text is left alone.
    return null;
  }
}
