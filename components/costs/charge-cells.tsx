import { Unknown } from '@/components/ui/money';
import { Day } from '@/components/ui/time';
import type { ChargeView } from '@/lib/sources/views.schema';

/** The cells of a charge that every list of charges has. */
const HOUR_MS = 3_600_000;

export const AMOUNT = 'text-right whitespace-nowrap tabular-nums';

/** A day by itself; else from and to. */
export function ChargePeriod({ charge }: { charge: Pick<ChargeView, 'chargeStart' | 'chargeEnd'> }) {
  const { chargeStart, chargeEnd } = charge;
  const hours = (Date.parse(chargeEnd) - Date.parse(chargeStart)) / HOUR_MS;
  if (hours <= 24) return <Day at={chargeStart} />;
  const lastMoment = new Date(Date.parse(chargeEnd) - 1).toISOString();
  return (
    <>
      <Day at={chargeStart} /> – <Day at={lastMoment} />
    </>
  );
}

/** The service with its meter, where that says more. */
export function ServiceAndMeter({
  charge,
}: {
  charge: Pick<ChargeView, 'service' | 'meter' | 'description'>;
}) {
  const { service, meter, description } = charge;
  return (
    <>
      {service ?? meter ?? description ?? <Unknown reason="the bill names no service" />}
      {meter !== null && service !== null && meter !== service ? (
        <span className="text-faint"> {meter}</span>
      ) : null}
    </>
  );
}

/** Where the charge stands on the bill. */
export function FileAndLine({
  charge: { fileName, line },
}: {
  charge: Pick<ChargeView, 'fileName' | 'line'>;
}) {
  return (
    <td className="whitespace-nowrap text-muted">
      {fileName}, line {line.toLocaleString('en-US')}
    </td>
  );
}
