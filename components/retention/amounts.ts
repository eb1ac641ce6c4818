const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "about 12 MB": sizes are estimates, so two digits are plenty. */
export function sizeWords(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const shown = size >= 10 || unit === 0 ? Math.round(size) : Math.round(size * 10) / 10;
  return `about ${shown} ${UNITS[unit]}`;
}

/** "1,234 rows, about 12 MB", or that there is nothing. */
export function amountWords({ rows, bytes }: { rows: number; bytes: number }): string {
  if (rows === 0) return 'nothing';
  return `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}, ${sizeWords(bytes)}`;
}
