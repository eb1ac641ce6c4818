import type { JoinedAction, JoinReason, JoinResource } from '@/lib/recommendations/joins/schema';

/** Why two resources are one, or may be. */
export const REASON_WORDS: Record<JoinReason, string> = {
  region: 'The same id, with and without its region',
  spelling: 'The long and the short spelling of one id',
  provider: 'The provider was spelled differently',
  regionless: 'The same id without a region, and only one region is known',
  zeros: 'The account number lost its leading zeros',
  place: 'The same id in a zone and in its region',
  person: 'Chosen by hand',
};

export const STANDING_WORDS: Record<JoinedAction['standing'], string> = {
  ticket: 'the ticket stays',
  dismissal: 'the dismissal stays',
  verified: 'the verified saving stays',
  none: 'nothing was decided yet',
};

export function placeOf({ provider, account, region }: JoinResource): string {
  return [provider, account, region === 'global' ? 'no region' : region].join(' · ');
}

export function nameOf({ name, nativeId }: JoinResource): string {
  return name === null || name === nativeId ? nativeId : `${name} (${nativeId})`;
}
