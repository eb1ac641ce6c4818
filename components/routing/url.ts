import { listUrl } from '@/components/ui/list-url';

export const routesUrl = listUrl;
export const accountOwnersUrl = listUrl;

/** The default route first, then owners by name. */
export const ROUTES_SORT = 'owner';
export const ACCOUNT_OWNERS_SORT = 'account';
