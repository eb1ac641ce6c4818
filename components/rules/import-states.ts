import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  FileX,
  GitMerge,
  Plus,
  UserPen,
} from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { FileState, TakenResult } from '@/lib/rules/files/schema';

export const FILE_LOOKS = {
  conflict: { word: 'Conflict', tone: 'red', icon: GitMerge },
  invalid: { word: 'Wrong', tone: 'red', icon: CircleX },
  changed: { word: 'Changed', tone: 'blue', icon: CircleDashed },
  new: { word: 'New', tone: 'blue', icon: Plus },
  here: { word: 'Changed here', tone: 'neutral', icon: UserPen },
  gone: { word: 'Not in the folder', tone: 'hollow', icon: FileX },
  same: { word: 'Same', tone: 'green', icon: CircleCheck },
} as const satisfies Record<FileState, StateLook>;

/** What each state means, for who opens a row. */
export const FILE_WORDS = {
  conflict: 'The file and the set here were both changed since they were alike.',
  invalid: 'The file cannot be taken as it is.',
  changed: 'The file says something else than the set here.',
  new: 'Nothing of that name is published here.',
  here: 'The set moved on here; the file says what it said before. Taking it goes back to that.',
  gone: 'The set is here and the folder has no file of it. It stays: disable it if it is not wanted.',
  same: 'The file says just what is published.',
} as const satisfies Record<FileState, string>;

export const OUTCOME_LOOKS = {
  published: { word: 'Published', tone: 'green', icon: CircleCheck },
  drafted: { word: 'Draft made', tone: 'blue', icon: CircleDashed },
  unchanged: { word: 'Was there', tone: 'neutral', icon: CircleCheck },
  refused: { word: 'Refused', tone: 'red', icon: CircleAlert },
} as const satisfies Record<TakenResult['outcome'], StateLook>;
