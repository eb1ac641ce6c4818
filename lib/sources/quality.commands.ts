import { type Transaction, transaction } from '@/lib/core/db';
import { recordAudit } from '@/lib/people/audit.data';
import { systemActor } from '@/lib/people/schema';
import { claimQualitySource, type MeasuredField, takeQualitySnapshot } from './quality-snapshot.data';

/** Resources are joined one reading at a time, and a large bill may be at it. */
const PATIENCE_MS = 15 * 60_000;

type Measurement = { definitionId: string; slug: string; measuredAt: Date; fields: MeasuredField[] };

/** Keeps a measurement of a sync's columns as a reading that generations rest on; its source is made with the first. */
export function keepMeasurement(measurement: Measurement): Promise<{ snapshotId: string }> {
  const { definitionId, slug } = measurement;
  const work = async (tx: Transaction) => {
    const { id, name, isNew } = await claimQualitySource(tx, measurement);
    if (isNew) {
      await recordAudit(tx, systemActor('measure-quality'), {
        action: 'source.created',
        subject: { kind: 'source', id },
        after: { name, kind: 'quality', config: { definitionId, slug } },
      });
    }
    return { snapshotId: await takeQualitySnapshot(tx, { ...measurement, sourceId: id }) };
  };
  return transaction(work, { timeoutMs: PATIENCE_MS });
}
