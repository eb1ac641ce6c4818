/** The rows of the bill that are shown: those that touch the days [from, to), as the chart counts them or all. */
export type ChargesRange = { from: string | null; to: string | null; isCountedOnly: boolean };

/** As the API takes it. What counts is usage that is no correction. */
export function chargesFilterOf({ from, to, isCountedOnly }: ChargesRange) {
  return { from, to, ...(isCountedOnly ? { category: 'Usage', class: 'none' } : {}) };
}

const DAY_MS = 86_400_000;

/** Days are YYYY-MM-DD. */
export const dayAfter = (day: string): string => shifted(day, DAY_MS);
export const dayBefore = (day: string): string => shifted(day, -DAY_MS);

function shifted(day: string, ms: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + ms).toISOString().slice(0, 10);
}
