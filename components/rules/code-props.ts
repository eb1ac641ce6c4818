import type { RefObject } from 'react';
import type { EditorHelp } from './completion';

/** Something to see at a place in the text, from 1; `suggestion` may stand there instead, up to the end. */
export type Mark = {
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
  message: string;
  suggestion?: string;
  severity: 'error' | 'warning';
};

export type CodeProps = {
  text: string;
  label: string;
  describedBy: string;
  isReadOnly: boolean;
  marks: Mark[] | null; // null: what the server says of this text is not known yet
  place: { line: number; column: number } | null; // a new object takes the cursor there
  help?: EditorHelp | null; // what completion and hover know; none where there is nothing to offer
  startAt: RefObject<number | null>; // where the cursor was in the plain field that stood here while this was loaded
  onChange: (text: string) => void;
  onSave: () => void;
  onPublish?: () => void; // none where saving is all there is
};
