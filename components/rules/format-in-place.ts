import type { EditorView } from '@codemirror/view';

/** Brings the text into the house's form; its code comes when it is first asked for. What is not YAML stays as it is. */
export function formatInPlace(view: EditorView): boolean {
  if (view.state.readOnly) return true;
  const before = view.state.doc.toString();
  void import('./format').then(({ formatYaml }) => {
    const formatted = formatYaml(before);
    // Who went on typing meanwhile is not overrun.
    if (formatted === null || formatted === before || view.state.doc.toString() !== before) return;
    const line = view.state.doc.lineAt(view.state.selection.main.head).number;
    view.dispatch({ changes: { from: 0, to: before.length, insert: formatted }, userEvent: 'input.format' });
    const { doc } = view.state;
    view.dispatch({ selection: { anchor: doc.line(Math.min(line, doc.lines)).to }, scrollIntoView: true });
  });
  return true;
}
