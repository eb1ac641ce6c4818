import { randomBytes } from 'node:crypto';
import { type Clock, MINUTE_MS, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { recordAudit } from './audit.data';
import { hashToken } from './password';
import type { Role } from './roles.schema';
import { type Actor, systemActor } from './schema';
import * as data from './tokens.data';

/** Tokens belong to the installation, not to a person: they go on working when whoever made them leaves. */
const PRESET_TOKEN = 'API_TOKEN of the environment';
const PREFIX_LENGTH = 9; // "ek_" and six of the 43 characters that follow

/** Makes the environment's `API_TOKEN` valid, and one that an earlier start was given invalid. */
export async function ensurePresetToken(token: string): Promise<void> {
  await transaction(async (tx) => {
    const changed = await data.replacePresetToken(tx, PRESET_TOKEN, hashToken(token));
    if (!changed) return;
    const subject = { kind: 'token', id: PRESET_TOKEN };
    await recordAudit(tx, systemActor('start'), {
      action: 'token.preset',
      subject,
      after: { role: 'admin' },
    });
  });
}

/**
 * Who holds this API token, or null. Why it is nobody's is for the log alone: a caller is not told whether a token
 * that was guessed or found has ever worked. The time of its last use is kept to the minute.
 */
export async function identifyToken(token: string, now: Date): Promise<Actor | null> {
  const found = await data.findToken(database(), hashToken(token));
  if (!found) return refuse('unknown', null);
  if (found.revokedAt) return refuse('revoked', found.id);
  if (found.expiresAt && found.expiresAt <= now) return refuse('expired', found.id);
  const isStale = !found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > MINUTE_MS;
  if (isStale) await data.stampTokenUse(database(), found.id, now);
  return { kind: 'token', id: found.id, name: found.name, role: found.role };
}

function refuse(reason: 'unknown' | 'revoked' | 'expired', tokenId: string | null): null {
  log().info({ reason, tokenId }, 'an API token was refused');
  return null;
}

type TokenWish = { actor: Actor; name: string; role: Role; expiresAt?: string; clock?: Clock };

/** The token is told here, once; only its digest and its first characters are kept. Throws `invalid_input` for an end that has passed. */
export async function createToken({
  actor,
  name,
  role,
  expiresAt,
  clock = systemClock,
}: TokenWish): Promise<{ id: string; token: string }> {
  const ends = expiresAt === undefined ? null : new Date(expiresAt);
  if (ends && ends <= clock()) {
    const message = 'the end has passed already; choose a later one';
    throw new AppError('invalid_input', message, { errors: [{ path: 'expiresAt', message }] });
  }
  const token = `ek_${randomBytes(32).toString('base64url')}`;
  const prefix = token.slice(0, PREFIX_LENGTH);
  return transaction(async (tx) => {
    const row = {
      name,
      role,
      prefix,
      expiresAt: ends,
      createdBy: actor.name,
      tokenHash: hashToken(token),
    };
    const id = await data.insertToken(tx, row);
    const after = { name, role, prefix, expiresAt: ends?.toISOString() ?? null };
    await recordAudit(tx, actor, { action: 'token.created', subject: { kind: 'token', id }, after });
    return { id, token };
  });
}

type Revocation = { actor: Actor; id: string; clock?: Clock };

/** From this moment on the token is nobody's. Revoking it again changes nothing. Throws `not_found`. */
export async function revokeToken({
  actor,
  id,
  clock = systemClock,
}: Revocation): Promise<{ revoked: boolean }> {
  return transaction(async (tx) => {
    const before = await data.revokeTokenRow(tx, id, clock());
    if (before) {
      await recordAudit(tx, actor, { action: 'token.revoked', subject: { kind: 'token', id }, before });
    } else if (!(await data.tokenExists(tx, id))) {
      throw new AppError('not_found', `there is no token ${id}`);
    }
    return { revoked: true };
  });
}
