import { randomBytes } from 'node:crypto';
import { publicUrl } from '@/lib/core/env';

/** What stands in the address of a link that sets a password: 256 bits, so that a plain digest keeps it. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url');
}

export function linkTo(token: string): string {
  return `${publicUrl()}/set-password/${token}`;
}
