import { CircleUser, MailPlus, UserX } from 'lucide-react';
import type { StateLook } from '@/components/ui/state';
import type { UserState } from '@/lib/people/users.schema';

export const USER_LOOKS: Record<UserState, StateLook> = {
  active: { word: 'Active', tone: 'neutral', icon: CircleUser },
  invited: { word: 'Invited', tone: 'blue', icon: MailPlus },
  disabled: { word: 'Disabled', tone: 'hollow', icon: UserX },
};
