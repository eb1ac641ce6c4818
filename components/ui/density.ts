/** How much room the rows of lists take, as this browser keeps it. The server reads it too, so that no list jumps. */
export const DENSITY_COOKIE = 'evenkeel-density';

const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

const YEAR_SECONDS = 31_536_000;

export function shownDensity(): Density {
  return document.documentElement.dataset.density === 'compact' ? 'compact' : 'comfortable';
}

export function chooseDensity(value: string): void {
  const density = DENSITIES.find((one) => one === value) ?? 'comfortable';
  document.documentElement.dataset.density = density;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is not in every browser that we support
  document.cookie = `${DENSITY_COOKIE}=${density}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
