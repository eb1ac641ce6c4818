import { CircleAlert, CircleCheck, CircleDashed, CircleOff, CircleX } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { CheckState, ConnectionStanding } from '@/lib/connections/schema';

export const STANDING_LOOKS: Record<ConnectionStanding, StateLook> = {
  failing: { word: 'Failing', tone: 'red', icon: CircleX },
  warned: { word: 'Works, with warnings', tone: 'amber', icon: CircleAlert },
  untested: { word: 'Not tested', tone: 'neutral', icon: CircleDashed },
  working: { word: 'Works', tone: 'green', icon: CircleCheck },
  disabled: { word: 'Switched off', tone: 'hollow', icon: CircleOff },
};

export const CHECK_LOOKS: Record<CheckState, StateLook> = {
  ok: { word: 'Works', tone: 'green', icon: CircleCheck },
  warn: { word: 'Warning', tone: 'amber', icon: CircleAlert },
  fail: { word: 'Fails', tone: 'red', icon: CircleX },
  skipped: { word: 'Not looked at', tone: 'hollow', icon: CircleDashed },
};
