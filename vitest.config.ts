import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{app,bench,components,lib,rules,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: ['scripts/testing/server.ts'],
    setupFiles: ['scripts/testing/setup.ts'],
    env: { TZ: 'Asia/Kathmandu' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
