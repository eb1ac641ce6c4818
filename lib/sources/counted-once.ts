/** A delivery as it speaks for a month of a billing account; `providers` are those of its charges. */
export type Speaking = {
  sourceId: string;
  deliveryId: bigint;
  billingAccount: string;
  month: Date;
  effectiveAt: Date;
  isBase: boolean; // appended rows go with the base of their source
  providers: string[];
};

/** What of a delivery counts: the charges of one provider. */
export type CountedPart = { sourceId: string; deliveryId: bigint; provider: string };

/** One month of a billing account and provider that several sources tell of; only the first counts. */
export type SharedMonth = { billingAccount: string; month: Date; provider: string; sourceIds: string[] };

/**
 * The same (billing account, month) in two sources counts once, for the source whose base is newest. Two providers may
 * share a billing account's name, and are two.
 */
export function countOnce(deliveries: readonly Speaking[]): CountedPart[] {
  const speakers = speakersOf(deliveries);
  return deliveries.flatMap((delivery) =>
    delivery.providers.flatMap((provider) => {
      const [first] = speakers.get(scopeOf(delivery, provider))?.sourceIds ?? [];
      if (first !== delivery.sourceId) return [];
      return [{ sourceId: delivery.sourceId, deliveryId: delivery.deliveryId, provider }];
    }),
  );
}

export function sharedMonths(deliveries: readonly Speaking[]): SharedMonth[] {
  return [...speakersOf(deliveries).values()].filter(({ sourceIds }) => sourceIds.length > 1);
}

/** Who speaks for each scope, the newest base first. */
function speakersOf(deliveries: readonly Speaking[]): Map<string, SharedMonth> {
  const speakers = new Map<string, SharedMonth>();
  for (const delivery of deliveries.toSorted(newestFirst)) {
    const { billingAccount, month, sourceId } = delivery;
    for (const provider of delivery.providers) {
      const scope = scopeOf(delivery, provider);
      const known = speakers.get(scope) ?? { billingAccount, month, provider, sourceIds: [] };
      if (!known.sourceIds.includes(sourceId)) known.sourceIds.push(sourceId);
      speakers.set(scope, known);
    }
  }
  return speakers;
}

function newestFirst(one: Speaking, other: Speaking): number {
  if (one.isBase !== other.isBase) return one.isBase ? -1 : 1;
  const later = other.effectiveAt.getTime() - one.effectiveAt.getTime();
  return later || (one.deliveryId > other.deliveryId ? -1 : 1);
}

function scopeOf({ billingAccount, month }: Speaking, provider: string): string {
  return JSON.stringify([provider, billingAccount, month.toISOString().slice(0, 7)]);
}
