/** A delivery as it speaks for a month of a billing account; `providers` are those of its charges. */
export type Speaking = {
  sourceId: string;
  deliveryId: bigint;
  billingAccount: string;
  periodStart: Date;
  periodEnd: Date;
  deliveredAt: Date;
  providers: string[];
};

/** What of a delivery counts: the charges of one provider. */
export type CountedPart = { sourceId: string; deliveryId: bigint; provider: string };

/**
 * The same (billing account, month) in two sources counts once, for the source whose delivery is newest. Two providers
 * may share a billing account's name, and are two.
 */
export function countOnce(deliveries: Speaking[]): CountedPart[] {
  const newest = new Map<string, Speaking>();
  for (const delivery of deliveries) {
    for (const scope of scopesOf(delivery)) {
      const known = newest.get(scope);
      if (!known || isNewer(delivery, known)) newest.set(scope, delivery);
    }
  }
  return deliveries.flatMap((delivery) =>
    delivery.providers.flatMap((provider, index) => {
      const speaker = newest.get(scopesOf(delivery)[index] ?? '');
      if (speaker?.sourceId !== delivery.sourceId) return [];
      return [{ sourceId: delivery.sourceId, deliveryId: delivery.deliveryId, provider }];
    }),
  );
}

function isNewer(one: Speaking, other: Speaking): boolean {
  const later = one.deliveredAt.getTime() - other.deliveredAt.getTime();
  return later === 0 ? one.deliveryId > other.deliveryId : later > 0;
}

function scopesOf({ providers, billingAccount, ...period }: Speaking): string[] {
  return providers.map((provider) => JSON.stringify([provider, billingAccount, monthOf(period)]));
}

/** A period that begins an hour early by its zone is the month that its middle lies in. */
export function monthOf({ periodStart, periodEnd }: Pick<Speaking, 'periodStart' | 'periodEnd'>): string {
  return new Date((periodStart.getTime() + periodEnd.getTime()) / 2).toISOString().slice(0, 7);
}
