import {
  Coins,
  GitCompareArrows,
  Inbox,
  KeyRound,
  type LucideIcon,
  Play,
  Plug,
  RefreshCw,
  ScrollText,
  SearchCheck,
  Ticket,
  Upload,
  UserPlus,
  Webhook,
} from 'lucide-react';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import type { Entry } from './match';

/** Something that the palette leads to by an address. */
export type Command = Entry & { icon: LucideIcon; href: string };

type Deed = Omit<Command, 'id'> & { role: Role };

/** Deeds that begin with a form: the address opens it (components/ui/deed-url.ts). */
const DEEDS: readonly Deed[] = [
  {
    name: 'Start a generation',
    words: 'run recommend findings',
    icon: Coins,
    href: '/runs?do=start:recommend',
    role: 'operator',
  },
  {
    name: 'Read tickets back',
    words: 'run sync jira',
    icon: RefreshCw,
    href: '/runs?do=start:sync-tickets',
    role: 'operator',
  },
  {
    name: 'Distribute tickets',
    words: 'run open jira',
    icon: Ticket,
    href: '/runs?do=start:distribute',
    role: 'operator',
  },
  {
    name: 'Look up uncertain tickets',
    words: 'run jira answer',
    icon: SearchCheck,
    href: '/runs?do=start:look-up',
    role: 'operator',
  },
  { name: 'Start another run', words: 'graph', icon: Play, href: '/runs?do=start', role: 'operator' },
  {
    name: 'Add a source',
    words: 'bill inventory upload import',
    icon: Upload,
    href: '/sources?do=add',
    role: 'operator',
  },
  {
    name: 'New sync',
    words: 'create definition catalogue library cms yaml',
    icon: GitCompareArrows,
    href: '/syncs/new',
    role: 'operator',
  },
  {
    name: 'See dead letters',
    words: 'deliveries failed blocked replay skip',
    icon: Inbox,
    href: '/deliveries?state=dead',
    role: 'operator',
  },
  {
    name: 'Import rules',
    words: 'files archive folder git yaml upload compare',
    icon: ScrollText,
    href: '/rules/import',
    role: 'operator',
  },
  { name: 'New rule set', words: 'create yaml', icon: ScrollText, href: '/rules?do=new', role: 'operator' },
  {
    name: 'Add a connection',
    words: 'connect jira library database',
    icon: Plug,
    href: '/settings/connections?do=add',
    role: 'admin',
  },
  {
    name: 'Add a sender',
    words: 'connect cms webhook listener deliveries',
    icon: Webhook,
    href: '/settings/connections?do=sender',
    role: 'admin',
  },
  {
    name: 'Invite a user',
    words: 'add person people',
    icon: UserPlus,
    href: '/settings/users?do=invite',
    role: 'admin',
  },
  { name: 'New API token', words: 'create', icon: KeyRound, href: '/settings/tokens?do=new', role: 'admin' },
];

export function deedsFor(role: Role): Command[] {
  return DEEDS.filter((deed) => mayAct(role, deed.role)).map(({ role: _role, ...deed }) => ({
    ...deed,
    id: `deed:${deed.href}`,
  }));
}
