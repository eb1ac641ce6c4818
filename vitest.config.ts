import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './scripts/testing/patience';

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{app,bench,components,lib,rules,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: ['scripts/testing/server.ts'],
    setupFiles: ['scripts/testing/setup.ts'],
    env: { TZ: 'Asia/Kathmandu' },
    pool: 'forks',
    maxWorkers: 2,
    // A test waits for states, never for a time: its limit is for what hangs.
    testTimeout: 2 * PATIENCE_MS,
    hookTimeout: 2 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 20 } },
  },
});
