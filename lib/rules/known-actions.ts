/**
 * What recommendations ask for. Savings of some exclude each other by these names, boards are grouped by them, so a
 * name that is none of these is told to whoever writes it: it may be meant, and is taken.
 */
export const KNOWN_ACTIONS: readonly string[] = [
  'delete',
  'stop',
  'resize',
  'migrate',
  'upgrade',
  'downgrade',
  'archive',
  'release',
  'schedule',
  'consolidate',
  'set_expiry',
  'tag_owner',
  'buy_commitment',
  'review_commitment',
  'ask_for_updates',
  'fix_invalid_values',
  'fix_missing_values',
  'fix_repeated_values',
];
