import type { Clock } from '@/lib/core/clock';
import type { Transaction } from '@/lib/core/db';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { checksumOf } from '../data';

/** What a deed leaves behind: numbers, checksums and sizes. The texts stand in the versions, not in the audit log. */
export type After = Record<string, string | number>;

type Subject = { ruleSetId: bigint; slug: string };

export async function noteDeed(
  tx: Transaction,
  actor: Actor,
  { ruleSetId, slug }: Subject,
  deed: string,
  after: After,
): Promise<void> {
  const subject = { kind: 'rule_set', id: String(ruleSetId) };
  await recordAudit(tx, actor, { action: `rule_set.${deed}`, subject, after: { slug, ...after } });
}

export function written({ name }: Actor, clock: Clock) {
  return { at: clock(), by: name };
}

export function sizeOf(yaml: string) {
  return { checksum: checksumOf(yaml), bytes: Buffer.byteLength(yaml) };
}
