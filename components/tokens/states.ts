import { Ban, Hourglass, KeyRound } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { TokenState } from '@/lib/people/tokens.schema';

export const TOKEN_LOOKS: Record<TokenState, StateLook> = {
  live: { word: 'Live', tone: 'neutral', icon: KeyRound },
  expired: { word: 'Expired', tone: 'hollow', icon: Hourglass },
  revoked: { word: 'Revoked', tone: 'hollow', icon: Ban },
};
