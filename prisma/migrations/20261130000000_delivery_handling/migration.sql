-- What a delivery replaces (FOCUS 1.4, DeliveryHandling): each delivery of a billing account and month either replaces
-- what came before or adds to it, or waits until somebody says which.
CREATE TYPE "DeliveryHandling" AS ENUM ('overwrite', 'append', 'discard');
CREATE TYPE "DeliveryStanding" AS ENUM ('base', 'appended', 'superseded', 'waiting', 'discarded', 'withdrawn', 'incomplete');

ALTER TABLE "bill_deliveries"
  ADD COLUMN "handling" "DeliveryHandling",
  ADD COLUMN "standing" "DeliveryStanding" NOT NULL DEFAULT 'superseded',
  ADD COLUMN "standing_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "effective_at" TIMESTAMPTZ(6),
  ADD COLUMN "is_late" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "issuers" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "question" JSONB,
  ADD COLUMN "compared_with" TEXT,
  ADD COLUMN "losses" JSONB,
  ADD COLUMN "answered_by" TEXT,
  ADD COLUMN "answered_at" TIMESTAMPTZ(6),
  ADD COLUMN "note" TEXT;

UPDATE "bill_deliveries" SET "effective_at" = "delivered_at";
ALTER TABLE "bill_deliveries" ALTER COLUMN "effective_at" SET NOT NULL;

-- Until now a billing period was told apart by its very start; a month written with an offset is that month. Two periods
-- of one month in one file stay two rows: both belong to the same delivery.
ALTER TABLE "bill_deliveries" ADD COLUMN "month" DATE;
UPDATE "bill_deliveries" SET "month" = date_trunc('month', ("period_start" + ("period_end" - "period_start") / 2) AT TIME ZONE 'UTC')::date;
ALTER TABLE "bill_deliveries" ALTER COLUMN "month" SET NOT NULL;
DROP INDEX "bill_deliveries_import_id_billing_account_period_start_key";
CREATE UNIQUE INDEX "bill_deliveries_import_id_billing_account_month_period_star_key"
  ON "bill_deliveries"("import_id", "billing_account", "month", "period_start");
CREATE INDEX "bill_deliveries_billing_account_month_idx" ON "bill_deliveries"("billing_account", "month");

-- Until now every delivery overwrote: what counted is the base.
WITH received AS (
  SELECT i.id, i.source_id, i.parts, COALESCE(i.delivery, 'import ' || i.id) AS name,
    max(i.delivered_at) OVER same AS delivered_at, max(i.id) OVER same AS newest, count(*) OVER same AS here
  FROM imports i WHERE i.state = 'done'
  WINDOW same AS (PARTITION BY i.source_id, COALESCE(i.delivery, 'import ' || i.id))),
ranked AS (
  SELECT d.id, r.here = r.parts AS is_complete, dense_rank() OVER (
    PARTITION BY r.source_id, d.billing_account, d.month, r.here = r.parts ORDER BY r.delivered_at DESC, r.newest DESC) AS place
  FROM bill_deliveries d JOIN received r ON r.id = d.import_id)
UPDATE bill_deliveries d
SET handling = 'overwrite',
  standing = (CASE WHEN NOT r.is_complete THEN 'incomplete' WHEN r.place = 1 THEN 'base' ELSE 'superseded' END)::"DeliveryStanding"
FROM ranked r WHERE r.id = d.id;

-- What waits has a question, and only that.
ALTER TABLE "bill_deliveries" ADD CONSTRAINT "bill_deliveries_question" CHECK (("standing" = 'waiting') = ("question" IS NOT NULL));
ALTER TABLE "bill_deliveries" ADD CONSTRAINT "bill_deliveries_answered" CHECK (("answered_by" IS NULL) = ("answered_at" IS NULL));
CREATE INDEX "bill_deliveries_waiting" ON "bill_deliveries" ("id") WHERE "standing" = 'waiting';
CREATE INDEX "bill_deliveries_current" ON "bill_deliveries" ("import_id") WHERE "standing" IN ('base', 'appended');

-- A file that came before counts again when it comes after another: good, bad, good.
DROP INDEX "imports_same_files";
CREATE INDEX "imports_same_content" ON "imports" ("source_id", "checksum") WHERE "state" = 'done';

-- An undone import stays in the history.
ALTER TABLE "imports" ADD COLUMN "withdrawn_at" TIMESTAMPTZ(6), ADD COLUMN "withdrawn_by" TEXT;
ALTER TABLE "imports" ADD CONSTRAINT "imports_withdrawn" CHECK (("withdrawn_at" IS NULL) = ("withdrawn_by" IS NULL));
ALTER TABLE "imports" ADD CONSTRAINT "imports_withdrawn_done" CHECK ("withdrawn_at" IS NULL OR "state" = 'done');
-- A delivery that was taken back may come again under its name.
DROP INDEX "imports_same_part";
CREATE UNIQUE INDEX "imports_same_part" ON "imports" ("source_id", "delivery", "part")
  WHERE "state" = 'done' AND "delivery" IS NOT NULL AND "withdrawn_at" IS NULL;
