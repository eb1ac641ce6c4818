import { RequestError } from './request';

/** What the server says is wrong with one field of a form; null where it found nothing there. */
export function faultOf(error: Error | null, field: string): string | null {
  if (!(error instanceof RequestError)) return null;
  return error.errors.find(({ path }) => path === field)?.message ?? null;
}

/** Whether every fault of the answer stands beside one of these fields, so that nothing is left to say above them. */
export function isToldBeside(error: Error | null, fields: readonly string[]): boolean {
  if (!(error instanceof RequestError) || error.errors.length === 0) return false;
  return error.errors.every(({ path }) => path !== undefined && fields.includes(path));
}
