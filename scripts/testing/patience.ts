/** How long a test waits for a state that must come, on a machine that does much else: waiting costs nothing where it comes. */
export const PATIENCE_MS = 120_000;
