import { type Diagnostic, forEachDiagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Mark } from './code-props';
import type { Place } from './place';

/** A place as people count, from 1, in the text as it is by now. */
export function offsetOf(doc: Text, { line, column }: Place): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return found.from + Math.min(Math.max(column - 1, 0), found.length);
}

/** What is wrong as the editor marks it, with what may stand there instead as a deed. */
export function diagnosticsOf(doc: Text, marks: Mark[]): Diagnostic[] {
  return marks.map(({ message, severity, suggestion, ...place }) => {
    const from = offsetOf(doc, place);
    const to = endOf(doc, from, place);
    if (suggestion === undefined) return { from, to, severity, message };
    const apply = (view: EditorView, start: number, end: number) =>
      view.dispatch({ changes: { from: start, to: end, insert: suggestion }, userEvent: 'input.fix' });
    return { from, to, severity, message, actions: [{ name: `Replace with “${suggestion.trim()}”`, apply }] };
  });
}

function endOf(doc: Text, from: number, { endLine, endColumn }: Pick<Mark, 'endLine' | 'endColumn'>): number {
  if (endLine !== undefined && endColumn !== undefined)
    return Math.max(from, offsetOf(doc, { line: endLine, column: endColumn }));
  const rest = doc.sliceString(from, doc.lineAt(from).to);
  return from + (/^(?:[\w-]+|[^\s\w]+)/.exec(rest)?.[0] ?? '').length;
}

/** Puts in what is suggested where the cursor is; in a line with one suggestion also from beside it. */
export function quickFix(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const found: { from: number; to: number; isHere: boolean; run: () => void }[] = [];
  forEachDiagnostic(view.state, ({ actions = [] }, from, to) => {
    const [action] = actions;
    if (!action || to < line.from || from > line.to) return;
    found.push({ from, to, isHere: from <= head && head <= to, run: () => action.apply(view, from, to) });
  });
  const fix = found.find(({ isHere }) => isHere) ?? (found.length === 1 ? found[0] : undefined);
  fix?.run();
  return fix !== undefined;
}
