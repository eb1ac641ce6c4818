import type { Role } from '@/lib/people/roles.schema';

export type SettingsPage = { id: string; href: string; name: string; role: Role };

/** The pages of Settings and the least role that sees each. */
export const SETTINGS_PAGES: readonly SettingsPage[] = [
  { id: 'connections', href: '/settings/connections', name: 'Connections', role: 'viewer' },
  { id: 'routing', href: '/settings/routing', name: 'Routing', role: 'viewer' },
  { id: 'arming', href: '/settings/arming', name: 'Arming', role: 'viewer' },
  { id: 'schedules', href: '/settings/schedules', name: 'Schedules', role: 'viewer' },
  { id: 'retention', href: '/settings/retention', name: 'Retention', role: 'viewer' },
  { id: 'users', href: '/settings/users', name: 'Users', role: 'admin' },
  { id: 'tokens', href: '/settings/tokens', name: 'Tokens', role: 'admin' },
  { id: 'audit', href: '/settings/audit', name: 'Audit', role: 'admin' },
  { id: 'api', href: '/settings/api', name: 'API', role: 'viewer' },
];
