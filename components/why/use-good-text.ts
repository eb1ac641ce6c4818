import { useState } from 'react';

type Checked = { isCurrent: boolean; result: { valid: boolean } | null };

/** The last text that had no problems; null before there was one. */
export function useGoodText(text: string, { isCurrent, result }: Checked): string | null {
  const [good, setGood] = useState<string | null>(null);
  const isGood = isCurrent && result?.valid === true;
  if (isGood && good !== text) setGood(text);
  return isGood ? text : good;
}
