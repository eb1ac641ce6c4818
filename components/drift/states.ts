import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  Database,
  EyeOff,
  FileQuestion,
  FileX,
  GitCompareArrows,
  LoaderCircle,
  Send,
  ShieldAlert,
  Undo2,
} from 'lucide-react';
import type { StateLook, Tone } from '@/components/ui/state';
import type { DriftField, DriftState, RecordEvent, RepairView } from '@/lib/catalog/schema';

const conflict: StateLook = { word: 'Conflict', tone: 'red', icon: GitCompareArrows };
const libraryChanged: StateLook = { word: 'Library changed', tone: 'amber', icon: Database };
const cmsChanged: StateLook = { word: 'CMS changed', tone: 'blue', icon: Send };
const quarantined: StateLook = { word: 'In quarantine', tone: 'amber', icon: ShieldAlert };
const ignored: StateLook = { word: 'Ignored', tone: 'hollow', icon: EyeOff };
const inSync: StateLook = { word: 'In sync', tone: 'green', icon: CircleCheck };

export const RECORD_LOOKS: Record<DriftState | 'in_sync', StateLook> = {
  conflict,
  library_changed: libraryChanged,
  cms_changed: cmsChanged,
  missing_here: { word: 'Missing here', tone: 'amber', icon: FileX },
  unknown_there: { word: 'Unknown there', tone: 'amber', icon: FileQuestion },
  quarantined,
  pending: { word: 'Pending', tone: 'neutral', icon: Clock },
  in_sync: inSync,
};

/** What each state means, where there is room to say it. */
export const RECORD_WORDS: Record<DriftState | 'in_sync', string> = {
  conflict: 'The library and the CMS have both changed since they last agreed.',
  library_changed: 'Somebody changed the library; the CMS still says what both agreed on.',
  cms_changed: 'The CMS says something new that the library does not hold yet.',
  missing_here: 'The CMS has this record, the library has no row for it.',
  unknown_there: 'The library has this row; nothing of it ever came from the CMS.',
  quarantined: 'A quality rule holds its change back.',
  pending: 'Deliveries of this record are still to be worked on.',
  in_sync: 'The library holds what it should.',
};

export const IGNORED_LOOK = ignored;

export const FIELD_LOOKS: Record<DriftField['state'], StateLook> = {
  agree: inSync,
  conflict,
  library_changed: libraryChanged,
  cms_changed: cmsChanged,
  quarantined,
  ignored,
};

export const REPAIR_LOOKS: Record<RepairView['state'], StateLook> = {
  asked: { word: 'Asked for', tone: 'blue', icon: LoaderCircle, isMoving: true },
  done: { word: 'Done', tone: 'green', icon: CircleCheck },
  failed: { word: 'Failed', tone: 'red', icon: CircleX },
  undone: { word: 'Undone', tone: 'hollow', icon: Undo2 },
};

export const EVENT_TONES: Record<RecordEvent['kind'], Tone> = {
  baseline: 'hollow',
  delivery: 'neutral',
  held: 'amber',
  released: 'green',
  rejected: 'hollow',
  superseded: 'hollow',
  repair: 'blue',
  undo: 'hollow',
  drift: 'amber',
};

export const SCANNING_LOOK: StateLook = {
  word: 'Scanning',
  tone: 'blue',
  icon: LoaderCircle,
  isMoving: true,
};
export const NOT_SCANNED_LOOK: StateLook = { word: 'Not scanned yet', tone: 'neutral', icon: CircleDashed };
