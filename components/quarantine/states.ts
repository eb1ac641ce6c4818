import { Ban, CircleCheck, ShieldAlert, StepForward } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { QuarantineState } from '@/lib/catalog/quarantine.schema';

export const QUARANTINE_LOOKS: Record<QuarantineState, StateLook> = {
  held: { word: 'Held', tone: 'amber', icon: ShieldAlert },
  released: { word: 'Released', tone: 'green', icon: CircleCheck },
  rejected: { word: 'Rejected', tone: 'hollow', icon: Ban },
  superseded: { word: 'Superseded', tone: 'hollow', icon: StepForward },
};
