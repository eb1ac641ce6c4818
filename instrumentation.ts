import type { Instrumentation } from 'next';

/**
 * A page that failed is told in the log with the id that its reader sees: `digest`. The path is left out where it may
 * hold a secret (the link that sets a password).
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return; // set by the build; pino is for Node only
  const { log } = await import('./lib/core/log');
  const path = routePath.includes('(console)') ? request.path.split('?')[0] : undefined;
  log().error(
    { digest: digestOf(error), method: request.method, route: routePath, path, err: error },
    'page failed',
  );
};

function digestOf(error: unknown): string | undefined {
  return error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
}
