import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

/** The states of the strip, as the API takes them; loaded without its schema. */
export const EXEMPTION_STRIP = ['in_force', 'expiring', 'over'] as const;
type StripState = (typeof EXEMPTION_STRIP)[number];
export const KINDS = ['resource', 'account', 'tag'] as const;

export const exemptionsUrl = {
  ...listUrl,
  state: parseAsStringLiteral(EXEMPTION_STRIP).withDefault('in_force'), // what counts now
  kind: parseAsStringLiteral(KINDS),
  set: parseAsString,
  account: parseAsString,
  owner: parseAsString,
};
export type ExemptionsUrl = ListUrl & {
  state: StripState;
  kind: (typeof KINDS)[number] | null;
  set: string | null;
  account: string | null;
  owner: string | null;
};

/** What runs out next first. */
export const EXEMPTIONS_SORT = 'until';
