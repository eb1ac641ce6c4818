const WAITS: Record<string, string> = {
  excluded: 'another action of the same resource stands in its place.',
  'not covered': 'the last generation did not cover the resource.',
  'no route': 'no route leads from its owner to a board.',
  shadow: 'its rule set is in shadow: found and shown, no tickets.',
  floor: 'the saving is below the floor for a ticket.',
  cap: 'the board has had its tickets for this week; it is next when there is room.',
};

/** Why there is no ticket yet; what is not a known word is the tracker's own. */
export function waitWords(reason: string): string {
  return WAITS[reason] ?? reason;
}

const EVENTS: Record<string, string> = {
  found: 'Found',
  found_again: 'Found again',
  joined: 'Resource joined with another',
  join_undone: 'Join of its resource undone',
  still_there: 'Still there after closing',
  dismissal_over: 'Snooze over',
  covered: 'Covered again',
  not_covered: 'Not covered',
  verified: 'Verified',
  resolved: 'Resolved',
  withdrawn: 'Withdrawn',
  dismissed: 'Dismissed',
  reopened: 'Reopened',
  ticket_opened: 'Ticket opened',
  ticket_moved: 'Ticket moved',
  ticket_deleted: 'Ticket deleted',
  ticket_restored: 'Ticket restored',
};

export function eventWords(event: string): string {
  return EVENTS[event] ?? event.replaceAll('_', ' ');
}
