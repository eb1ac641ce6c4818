import {
  Coins,
  Database,
  List,
  type LucideIcon,
  Play,
  ScrollText,
  Ticket,
  Upload,
  UserRound,
} from 'lucide-react';
import { pathOfRecord } from '@/components/drift/url';
import { withQuery } from '@/components/ui/request';
import type { HitKind, SearchHit } from '@/lib/search/schema';

type Look = { word: string; icon: LucideIcon; base: string };

/** What each kind of record is called, and where it opens. */
export const KINDS: Record<HitKind, Look> = {
  recommendation: { word: 'Recommendation', icon: Coins, base: '/recommendations' },
  ticket: { word: 'Ticket', icon: Ticket, base: '/tickets' },
  record: { word: 'Record', icon: Database, base: '/drift' },
  run: { word: 'Run', icon: Play, base: '/runs' },
  source: { word: 'Source', icon: Upload, base: '/sources' },
  rule_set: { word: 'Rule set', icon: ScrollText, base: '/rules' },
  user: { word: 'User', icon: UserRound, base: '/settings/users' },
};

export const hrefOfHit = ({ kind, id }: Pick<SearchHit, 'kind' | 'id'>) =>
  `${KINDS[kind].base}/${kind === 'record' ? pathOfRecord(id) : encodeURIComponent(id)}`;

/** The lists whose own search looks into more than beginnings. */
const SEARCHED = [
  { name: 'recommendations', path: '/recommendations' },
  { name: 'tickets', path: '/tickets' },
  { name: 'runs', path: '/runs' },
  { name: 'drift', path: '/drift' },
] as const;

export const listSearches = (q: string) =>
  SEARCHED.map(({ name, path }) => ({
    id: `list:${name}`,
    name: `Search ${name} for “${q}”`,
    icon: List,
    href: withQuery(path, { q }),
  }));
