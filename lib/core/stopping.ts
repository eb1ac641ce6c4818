// Set by scripts/start/drain.mjs in the web process, which stands outside of what Next bundles.
declare global {
  var evenkeelStopping: boolean | undefined;
}

/** Whether this process was told to stop and only finishes what is under way. */
export function isStopping(): boolean {
  return globalThis.evenkeelStopping === true;
}
