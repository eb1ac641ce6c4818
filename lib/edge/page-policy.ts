type Given = {
  nonce: string;
  /** Next's development server evaluates code, and shows faults with styles that carry no nonce. */
  isDev: boolean;
  /** Whether we are called by https. */
  isSecure: boolean;
};

/**
 * The Content-Security-Policy of a page: nothing runs but what carries the nonce of this very answer, and what that
 * loads; nothing is asked but this origin. Style attributes are allowed, for a page drawn on the server says in them
 * how wide a column and how far a bar is; they can name no selector and, by img-src and font-src, fetch nothing.
 */
export function pagePolicy({ nonce, isDev, isSecure }: Given): string {
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ];
  return [...directives, ...(isSecure ? ['upgrade-insecure-requests'] : [])].join('; ');
}
