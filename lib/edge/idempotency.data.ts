import type { Reader } from '@/lib/core/db';

/** A key belongs to one caller and counts for one call of the API. */
export type KeyPlace = { caller: string; call: string; key: string };
export type Claim = KeyPlace & { fingerprint: string; requestId: string };

export type KeyRow = {
  fingerprint: string;
  requestId: string;
  begunAt: Date;
  answer: { status: number; sealedBody: string } | null;
};

/** Whether the key is now ours; false when somebody has it already. */
export async function insertClaim(reader: Reader, claim: Claim, now: Date): Promise<boolean> {
  const { count } = await reader.idempotencyKey.createMany({
    data: [{ ...claim, begunAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function findKey(reader: Reader, place: KeyPlace): Promise<KeyRow | null> {
  const row = await reader.idempotencyKey.findUnique({ where: { caller_call_key: onlyPlace(place) } });
  if (!row) return null;
  const { fingerprint, requestId, begunAt, status, sealedBody } = row;
  const answer = status === null || sealedBody === null ? null : { status, sealedBody };
  return { fingerprint, requestId, begunAt, answer } satisfies KeyRow;
}

/** Takes a key over from the call that had it; false when another was quicker. */
export async function replaceClaim(
  reader: Reader,
  claim: Claim,
  heldBy: string,
  now: Date,
): Promise<boolean> {
  const { fingerprint, requestId } = claim;
  const { count } = await reader.idempotencyKey.updateMany({
    where: { ...onlyPlace(claim), requestId: heldBy },
    data: { fingerprint, requestId, begunAt: now, status: null, sealedBody: null, answeredAt: null },
  });
  return count === 1;
}

/** Writes the answer for as long as the key is still this call's. */
export async function storeAnswer(
  reader: Reader,
  { requestId, ...place }: Claim,
  answer: { status: number; sealedBody: string },
  now: Date,
): Promise<void> {
  await reader.idempotencyKey.updateMany({
    where: { ...onlyPlace(place), requestId },
    data: { ...answer, answeredAt: now },
  });
}

/** Frees a key whose call came to nothing. */
export async function deleteClaim(reader: Reader, { requestId, ...place }: Claim): Promise<void> {
  await reader.idempotencyKey.deleteMany({ where: { ...onlyPlace(place), requestId } });
}

/**
 * Whether a call has done its deed: a command writes its audit event, with the request's id, in the transaction that
 * does it, so one is there exactly when the other is.
 */
export async function isDeedDone(reader: Reader, requestId: string): Promise<boolean> {
  return (await reader.auditEvent.findFirst({ where: { requestId }, select: { id: true } })) !== null;
}

/** Forgets the keys that were begun before a moment, and says how many. */
export async function purgeIdempotencyKeys(reader: Reader, before: Date): Promise<number> {
  const { count } = await reader.idempotencyKey.deleteMany({ where: { begunAt: { lt: before } } });
  return count;
}

function onlyPlace({ caller, call, key }: KeyPlace): KeyPlace {
  return { caller, call, key };
}
