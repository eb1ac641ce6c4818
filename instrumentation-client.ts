import type { core } from 'zod';

declare global {
  var __zod_globalConfig: core.$ZodConfig | undefined;
}

/**
 * Runs in the browser before any other module of ours. Zod compiles its checks where it may; our policy lets no text be
 * run as code, and an attempt that is stopped is reported as one, so it is told not to try.
 */
globalThis.__zod_globalConfig = { jitless: true };
