/** What the browser needs of saved views besides their shape; apart from schema.ts, whose zod no page has to load. */
export const VIEW_AREAS = [
  'recommendations',
  'tickets',
  'effects',
  'exemptions',
  'drift',
  'repairs',
  'quarantine',
  'deliveries',
  'runs',
  'sources',
  'rules',
  'connections',
  'users',
  'tokens',
  'audit',
] as const;
/** The lists that have saved views. A new list adds its name, and its place below. */
export type ViewArea = (typeof VIEW_AREAS)[number];

const PATHS: Record<ViewArea, string> = {
  recommendations: '/recommendations',
  tickets: '/tickets',
  effects: '/tickets/effects',
  exemptions: '/exemptions',
  drift: '/drift',
  repairs: '/drift/repairs',
  quarantine: '/quarantine',
  deliveries: '/deliveries',
  runs: '/runs',
  sources: '/sources',
  rules: '/rules',
  connections: '/settings/connections',
  users: '/settings/users',
  tokens: '/settings/tokens',
  audit: '/settings/audit',
};

/** What of a list's URL is of this moment only: its page, whether a panel fills it, and which view was opened. */
const PASSING = ['cursor', 'view', 'saved'];

/** A list's query string as views keep it: in the order of its names, so that two that say the same are the same. */
export function searchOf(query: string): string {
  const params = new URLSearchParams(query);
  for (const name of PASSING) params.delete(name);
  params.sort();
  return params.toString();
}

type Kept = { id: string; area: ViewArea; search: string };

/** The list with a view's filters; `saved` tells the list whose they are. */
export function hrefOfView({ id, area, search }: Kept): string {
  return `${PATHS[area]}?${search ? `${search}&` : ''}saved=${id}`;
}
