import type { RefObject } from 'react';

/** Something to see at a place in the text, both from 1. */
export type Mark = { line: number; column: number; message: string; severity: 'error' | 'warning' };

export type CodeProps = {
  text: string;
  label: string;
  describedBy: string;
  isReadOnly: boolean;
  marks: Mark[] | null; // null: what the server says of this text is not known yet
  place: { line: number; column: number } | null; // a new object takes the cursor there
  startAt: RefObject<number | null>; // where the cursor was in the plain field that stood here while this was loaded
  onChange: (text: string) => void;
  onSave: () => void;
  onPublish?: () => void; // none where saving is all there is
};
