-- A row is refused only for what money needs; a bad cell beside that becomes unknown. The faults of the older versions
-- were all of refused rows, or of a file that was refused whole.
ALTER TABLE "import_faults" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'row';
ALTER TABLE "import_faults" ADD CONSTRAINT "import_faults_kind" CHECK ("kind" IN ('file', 'row', 'cell'));
UPDATE "import_faults" f SET "kind" = 'file'
  FROM "imports" i WHERE i."id" = f."import_id" AND i."state" = 'refused' AND i."rows_read" = 0;

-- What the import's page says of the file: the sums of refused rows are exact, a currency at a time.
ALTER TABLE "imports"
  ADD COLUMN "focus_version" TEXT,
  ADD COLUMN "cells_unknown" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "refused_money" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "refused_unread" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "notes" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "offer" TEXT;
-- An offer is answered by a button that knows it, and is made only with a refusal.
ALTER TABLE "imports" ADD CONSTRAINT "imports_offer"
  CHECK ("offer" IS NULL OR ("offer" = 'use_billed_cost' AND "state" = 'refused'));
ALTER TABLE "imports" ADD CONSTRAINT "imports_refused_unread"
  CHECK ("refused_unread" BETWEEN 0 AND "rows_refused");

-- Which accounts had refused rows: these are covered in part only. NULL: the cell could not be read, so it may be any.
CREATE TABLE "import_refusals" (
    "id" BIGSERIAL NOT NULL,
    "import_id" BIGINT NOT NULL,
    "billing_account" TEXT,
    "month" TIMESTAMPTZ(6),
    "provider" TEXT,
    "account" TEXT,
    "rows" BIGINT NOT NULL,
    "money" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "import_refusals_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "import_refusals_import_id_idx" ON "import_refusals"("import_id");
ALTER TABLE "import_refusals" ADD CONSTRAINT "import_refusals_import_id_fkey"
  FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- One that nothing was refused of is not written.
ALTER TABLE "import_refusals" ADD CONSTRAINT "import_refusals_rows" CHECK ("rows" > 0);

-- Split cost allocation (FOCUS 1.3): a charge is the allocated resource's; the host that it came from stays named.
ALTER TABLE "charges" ADD COLUMN "host_key" UUID;

-- Tags that could not be read, or that the file has no column for, are unknown, which is not the same as none. What is
-- billed without a resource stands for its service and SKU.
ALTER TABLE "delivery_resources" ALTER COLUMN "tags" DROP NOT NULL;
ALTER TABLE "delivery_resources" ADD COLUMN "is_service" BOOLEAN NOT NULL DEFAULT false;

-- Rows that name a resource, and whether rows of usage have a quantity at all: NULL where there is no usage.
ALTER TABLE "delivery_accounts"
  ADD COLUMN "rows_tied" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "has_quantity" BOOLEAN;
UPDATE "delivery_accounts" a SET "rows_tied" = c."tied", "has_quantity" = c."has_quantity"
  FROM (
    SELECT "delivery_id", "provider", "account", count("resource_key") AS "tied",
      bool_or("consumed_quantity" IS NOT NULL) FILTER (WHERE "category" = 'Usage' AND "class" IS NULL) AS "has_quantity"
    FROM "charges" GROUP BY "delivery_id", "provider", "account") c
  WHERE c."delivery_id" = a."delivery_id" AND c."provider" = a."provider" AND c."account" = a."account";
ALTER TABLE "delivery_accounts" ADD CONSTRAINT "delivery_accounts_rows_tied" CHECK ("rows_tied" BETWEEN 0 AND "rows");
