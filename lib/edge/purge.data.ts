import { type Reader, transaction } from '@/lib/core/db';
import { purgeIdempotencyKeys } from './idempotency.data';

const BYTES_A_KEY = 1_000;

/** Idempotency keys are deleted by age: a call repeated later than that is a new one. */
export const purgeOfIdempotencyKeys = {
  async count(reader: Reader, before: Date) {
    const rows = await reader.idempotencyKey.count({ where: { begunAt: { lt: before } } });
    return { rows, bytes: rows * BYTES_A_KEY };
  },
  purge: (before: Date): Promise<number> => transaction((tx) => purgeIdempotencyKeys(tx, before)),
};
