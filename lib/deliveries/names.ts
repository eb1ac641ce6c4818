/** What the runs of deliveries are called. */
export const WATCH_SENDERS = 'watch-senders';
export const PULL_SENDER = 'pull-sender';
