import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type Arrival, writeArrivals } from './arrivals.data';
import { gather } from './gather';
import { BODY_LIMIT, judgeBody, keptHeaders, type Refusal, sha256 } from './intake';
import { noteArrival } from './pace';
import { type DoorKeeper, readDoorKeeper } from './senders.data';
import { verifySignature } from './signature';
import { countWrongToken } from './wrong-tokens';

/**
 * The door: token → body → signature → key → one row, committed before it is answered. What comes with the right token is
 * kept even where it is refused; of what comes without nothing is kept but its number.
 */
export type Posted = {
  senderId: string; // as the address names it
  token: string;
  headers: Headers;
  path: string;
  address: string | undefined;
  /** The bytes up to the limit, and how many were sent; read only where the token is right. */
  read(): Promise<{ body: Buffer; size: number }>;
};

const MOST_AT_ONCE = 500;
const KNOWN_MS = 1000;
const ASKED_AGAIN_MS = 50;

const write = gather<Arrival, string | null>(async (arrivals, done) => {
  const ids = await writeArrivals(arrivals);
  for (const [place, arrival] of arrivals.entries()) done(arrival, ids[place] ?? null);
}, MOST_AT_ONCE);

/** Throws `unauthenticated`, `forbidden` (switched off), and what a body is refused for, which is kept all the same. */
export async function receiveDelivery(posted: Posted, clock: Clock = systemClock): Promise<string> {
  const keeper = await openDoor(posted, clock);
  const receivedAt = clock();
  const { body, size } = await posted.read();
  // Of a body that was cut the signature cannot be told; it is refused for its size.
  const signed = size > BODY_LIMIT ? null : believe(keeper, posted, body, clock());
  const judged = judgeBody({ body, size }, keeper.keyField);
  const refusal = 'refusal' in judged ? judged.refusal : null;
  const id = await write({
    senderId: keeper.senderId,
    tokenHash: keeper.tokenHash,
    kind: 'webhook',
    key: 'key' in judged ? judged.key : null,
    fieldNames: 'key' in judged ? judged.fieldNames : [],
    receivedAt,
    body,
    size,
    sha256: sha256(body),
    headers: keptHeaders(posted.headers, posted.path, posted.token),
    // What was refused is judged anew when it is sent again.
    messageId: refusal === null ? (signed?.messageId ?? null) : null,
    sentAt: signed?.sentAt ?? null,
    reason: refusal?.reason ?? null,
  });
  if (id === null) throw turnAway(keeper.senderId, posted, clock()); // rotated while we looked
  noteArrival(keeper.senderId, receivedAt);
  if (refusal !== null) throw refused(refusal, id);
  return id;
}

async function openDoor(posted: Posted, clock: Clock): Promise<DoorKeeper> {
  const keeper = await keeperFor(posted);
  if (keeper === null) throw turnAway(null, posted, clock());
  if (!isToken(keeper, posted.token)) throw turnAway(keeper.senderId, posted, clock());
  if (keeper.enabled) return keeper;
  throw new AppError('forbidden', 'this sender is switched off, and what it posts is not taken');
}

/** A sender is looked up once a second; one whose token does not fit may just have been given a new one. */
const known = new Map<string, { at: number; keeper: DoorKeeper | null }>();
const senderId = z.uuid();

async function keeperFor({ senderId: named, token }: Posted): Promise<DoorKeeper | null> {
  if (!senderId.safeParse(named).success) return null;
  const found = known.get(named);
  const age = found ? performance.now() - found.at : Number.POSITIVE_INFINITY;
  const isRight = found?.keeper && isToken(found.keeper, token) && found.keeper.enabled;
  if (found && age < (isRight ? KNOWN_MS : ASKED_AGAIN_MS)) return found.keeper;
  const keeper = await readDoorKeeper(database(), named);
  if (keeper !== null || found) known.set(named, { at: performance.now(), keeper });
  return keeper;
}

function isToken({ tokenHash }: DoorKeeper, token: string): boolean {
  return timingSafeEqual(Buffer.from(tokenHash, 'hex'), Buffer.from(sha256(token), 'hex'));
}

function believe(
  { signingSecret: secret, senderId: id }: DoorKeeper,
  posted: Posted,
  body: Buffer,
  now: Date,
) {
  if (secret === null) return null;
  const signed = verifySignature({ headers: posted.headers, body, secret }, now);
  if (typeof signed !== 'string') return signed;
  countWrongToken(id, posted.address, now);
  throw new AppError('unauthenticated', signed);
}

function turnAway(id: string | null, { address }: Posted, now: Date): AppError {
  countWrongToken(id, address, now);
  return new AppError('unauthenticated', 'the address has no such sender, or its token is not the right one');
}

function refused({ code, reason }: Refusal, id: string): AppError {
  return new AppError(code, `${reason} (kept as delivery ${id})`);
}
