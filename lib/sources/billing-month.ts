/**
 * The month in UTC that a billing period is: the one its middle lies in, as periods are written with offsets and end a
 * second early. Milliseconds of its first moment.
 */
export function billingMonth(start: number, end: number): number {
  const middle = new Date(start + (end - start) / 2);
  return Date.UTC(middle.getUTCFullYear(), middle.getUTCMonth(), 1);
}
