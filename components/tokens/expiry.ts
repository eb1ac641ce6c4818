const DAY_MS = 86_400_000;

/** How long a new token may live; the shortest that does is the best. */
export const SPANS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'date', label: 'Until a day' },
  { value: 'never', label: 'Until it is revoked' },
] as const;

export type Span = (typeof SPANS)[number]['value'];

export function spanOf(value: string): Span {
  return SPANS.find((span) => span.value === value)?.value ?? '90';
}

/** When a token ends: after the days, or with the last moment of the day (YYYY-MM-DD, the viewer's); null is never. */
export function endOf(span: Span, day: string, now: number): string | null {
  if (span === 'never') return null;
  if (span !== 'date') return new Date(now + Number(span) * DAY_MS).toISOString();
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1).toISOString();
}

/** Within a fortnight: time to make its successor. */
export function endsSoon(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) - now < 14 * DAY_MS;
}
