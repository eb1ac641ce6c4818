/** When a sender has been silent for longer than is usual for it: pure. */
const LEAST_MS = 300_000;
const PACES = 10;

type Silent = { attachedAt: Date | null; lastArrivalAt: Date | null; paceMs: number | null };

/** A sender that was attached a moment ago has been silent since then only. */
export function isSilent({ attachedAt, lastArrivalAt, paceMs }: Silent, now: Date): boolean {
  const since = Math.max(attachedAt?.getTime() ?? 0, lastArrivalAt?.getTime() ?? 0);
  return now.getTime() - since > Math.max(PACES * (paceMs ?? 0), LEAST_MS);
}
