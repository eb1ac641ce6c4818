/** The header by which proxy.ts tells a page what was asked for; whatever a browser sends in it is overwritten. */
export const ASKED_PATH = 'x-asked-path';

/** The sign-in page, which leads back to what was asked for. */
export function signInPath(asked: string | null): string {
  if (asked === null) return '/sign-in';
  const { pathname, searchParams } = new URL(asked, 'http://own');
  searchParams.delete('_rsc'); // the router's own
  const query = searchParams.size > 0 ? `?${searchParams}` : '';
  const target = `${pathname}${query}`;
  return target === '/' ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(target)}`;
}
