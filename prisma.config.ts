import { defineConfig } from 'prisma/config';

// `prisma generate`, `validate` and `format` look for the native schema engine, which they then do not use and
// which cannot be downloaded everywhere: any existing program does. Authoring migrations needs the real one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
