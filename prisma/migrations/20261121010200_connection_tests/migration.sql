-- What the last test of a connection found, so that the list can show a failing one first without asking its site.
ALTER TABLE "connections" ADD COLUMN "last_tested_at" TIMESTAMPTZ(6);
ALTER TABLE "connections" ADD COLUMN "last_test" JSONB;

-- A result without its time, or a time without what was found, would say nothing.
ALTER TABLE "connections" ADD CONSTRAINT "connections_tested"
  CHECK (("last_tested_at" IS NULL) = ("last_test" IS NULL));
