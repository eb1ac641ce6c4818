import {
  CircleGauge,
  Coins,
  GitCompareArrows,
  Inbox,
  type LucideIcon,
  Play,
  ReceiptText,
  RefreshCw,
  ScrollText,
  Settings,
  ShieldAlert,
  ShieldOff,
  Ticket,
  Upload,
} from 'lucide-react';

export type Badge = 'tickets' | 'runs' | 'drift' | 'quarantine' | 'deliveries';
export type Area = { href: string; name: string; icon: LucideIcon; badge?: Badge };

/** The rail. An area that is not built yet is not here. */
export const AREAS: { heading: string | null; areas: Area[] }[] = [
  { heading: null, areas: [{ href: '/', name: 'Overview', icon: CircleGauge }] },
  {
    heading: 'Save',
    areas: [
      { href: '/recommendations', name: 'Recommendations', icon: Coins },
      { href: '/tickets', name: 'Tickets', icon: Ticket, badge: 'tickets' },
      { href: '/exemptions', name: 'Exemptions', icon: ShieldOff },
      { href: '/costs', name: 'Costs', icon: ReceiptText },
    ],
  },
  {
    heading: 'Keep true',
    areas: [
      { href: '/drift', name: 'Drift', icon: GitCompareArrows, badge: 'drift' },
      { href: '/quarantine', name: 'Quarantine', icon: ShieldAlert, badge: 'quarantine' },
      { href: '/deliveries', name: 'Deliveries', icon: Inbox, badge: 'deliveries' },
      { href: '/syncs', name: 'Syncs', icon: RefreshCw },
    ],
  },
  {
    heading: 'Operate',
    areas: [
      { href: '/rules', name: 'Rules', icon: ScrollText },
      { href: '/runs', name: 'Runs', icon: Play, badge: 'runs' },
      { href: '/sources', name: 'Sources', icon: Upload },
    ],
  },
];

/** At the rail's foot. */
export const SETTINGS: Area = { href: '/settings', name: 'Settings', icon: Settings };

/** Whether an address is within an area; the overview is only itself. */
export function isWithin(pathname: string, href: string): boolean {
  return pathname === href || (href !== '/' && pathname.startsWith(`${href}/`));
}
