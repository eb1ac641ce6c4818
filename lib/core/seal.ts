import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { env } from './env';
import { AppError } from './errors';

/**
 * Secrets at rest: AES-256-GCM, `v1.<key id>.<iv>.<tag>.<ciphertext>` in base64url. The key id and the place the
 * secret belongs to (table, row, column) are associated data: moved to another row it does not open.
 */
export type SealPlace = `${string}:${string}:${string}`;

function sealingKey(): Buffer {
  return Buffer.from(env().SEAL_KEY, 'base64');
}

function keyId(): string {
  return createHash('sha256').update(sealingKey()).digest('base64url').slice(0, 8);
}

export function seal(secret: string, place: SealPlace): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(), iv);
  cipher.setAAD(Buffer.from(`${keyId()}|${place}`));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return ['v1', keyId(), ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join(
    '.',
  );
}

/** Throws `misconfigured` when the secret was sealed with another key or for another row. */
export function unseal(sealed: string, place: SealPlace): string {
  const [version, id, iv, tag, body] = sealed.split('.');
  if (version !== 'v1' || id === undefined || iv === undefined || tag === undefined || body === undefined) {
    throw new AppError('misconfigured', `the sealed secret of ${place} is not in a form this version reads`);
  }
  if (id !== keyId()) {
    throw new AppError(
      'misconfigured',
      `the secret of ${place} was sealed with another SEAL_KEY (${id}); give that key or enter the secret again`,
    );
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(), Buffer.from(iv, 'base64url'));
    decipher.setAAD(Buffer.from(`${id}|${place}`));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `the secret of ${place} does not open: it was changed or belongs to another row`,
      { cause },
    );
  }
}

/** A key for another purpose (signing sessions, say), derived so that one SEAL_KEY is all an operator keeps. */
export function derivedKey(purpose: string): string {
  return Buffer.from(hkdfSync('sha256', sealingKey(), 'evenkeel', purpose, 32)).toString('base64');
}
