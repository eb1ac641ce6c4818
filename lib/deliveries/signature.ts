import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, with a secret `whsec_<base64>`. */
const TOLERANCE_MS = 300_000;
const LONGEST_ID = 500;

export type Signed = { messageId: string; sentAt: Date };

/** What was signed, or in words why it is not believed. Several signatures may stand there while secrets rotate. */
export function verifySignature(
  { headers, body, secret }: { headers: Headers; body: Buffer; secret: string },
  now: Date,
): Signed | string {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signatures = headers.get('webhook-signature') ?? '';
  if (id === '' || timestamp === '' || signatures === '') {
    return 'the headers webhook-id, webhook-timestamp and webhook-signature must all be there';
  }
  if (id.length > LONGEST_ID) return 'webhook-id is too long';
  const sentAt = /^\d{1,12}$/.test(timestamp) ? new Date(Number(timestamp) * 1000) : null;
  if (sentAt === null) return 'webhook-timestamp must be seconds since 1970';
  if (Math.abs(now.getTime() - sentAt.getTime()) > TOLERANCE_MS) {
    return 'webhook-timestamp is more than 5 minutes away from now';
  }
  const expected = signatureOf({ id, timestamp, body, secret });
  const isOurs = signatures.split(' ').some((one) => isSame(one, expected));
  return isOurs ? { messageId: id, sentAt } : 'no signature is of this body with the secret that was agreed';
}

type ToSign = { id: string; timestamp: string; body: Buffer; secret: string };

/** One signature as it stands in the header: `v1,<base64>`. */
export function signatureOf({ id, timestamp, body, secret }: ToSign): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
