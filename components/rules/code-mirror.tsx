'use client';

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useNonce } from '@/components/ui/nonce';
import { codeHelp } from './code-help';
import { CODE_LOOK } from './code-look';
import { diagnosticsOf, offsetOf, quickFix } from './code-marks';
import type { CodeProps } from './code-props';
import { formatInPlace } from './format-in-place';

/** The editor proper, loaded when it is needed: CodeMirror over the text that its owner holds. */
export default function CodeMirror(props: CodeProps) {
  const { text, marks, place, isReadOnly, startAt } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const owner = useRef(props);
  const nonce = useNonce();
  useEffect(() => {
    owner.current = props;
  });

  useEffect(() => {
    if (!host.current) return;
    const { text: doc, label, describedBy } = owner.current;
    const attributes = {
      'aria-label': label,
      'aria-describedby': describedBy,
      'aria-readonly': String(isReadOnly),
      'data-editor': '',
    };
    const made = new EditorView({
      doc,
      parent: host.current,
      extensions: [
        ...BASE,
        ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ ...attributes, tabindex: '0' }),
        keymap.of([
          { key: 'Mod-s', preventDefault: true, run: () => did(owner.current.onSave) },
          {
            key: 'Mod-Enter',
            preventDefault: true,
            run: () => did(owner.current.onPublish ?? owner.current.onSave),
          },
          { key: 'Mod-.', preventDefault: true, run: quickFix },
          { key: 'Shift-Alt-f', preventDefault: true, run: formatInPlace },
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        codeHelp(() => (isReadOnly ? null : (owner.current.help ?? null))),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) owner.current.onChange(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [isReadOnly, nonce]);

  useEffect(() => {
    const cursor = startAt.current; // where one was in the plain field when this took its place
    if (cursor === null || !view.current) return;
    startAt.current = null;
    view.current.dispatch({ selection: { anchor: Math.min(cursor, view.current.state.doc.length) } });
    view.current.focus();
  }, [startAt]);

  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (shown === undefined || shown === text) return;
    view.current?.dispatch({ changes: { from: 0, to: shown.length, insert: text } }); // and can be undone
  }, [text]);

  useEffect(() => {
    const state = view.current?.state;
    if (state && marks) view.current?.dispatch(setDiagnostics(state, diagnosticsOf(state.doc, marks)));
  }, [marks]);

  useEffect(() => {
    if (!place || !view.current) return;
    const anchor = offsetOf(view.current.state.doc, place);
    view.current.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    });
    view.current.focus();
  }, [place]);

  return <div ref={host} className="h-full min-h-0" />;
}

const BASE: Extension[] = [
  lineNumbers(),
  lintGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  indentUnit.of('  '),
  EditorState.tabSize.of(2),
  EditorView.lineWrapping,
  yaml(),
  CODE_LOOK,
];

function did(deed: () => void): boolean {
  deed();
  return true;
}
