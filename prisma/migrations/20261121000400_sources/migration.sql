CREATE TYPE "SourceKind" AS ENUM ('focus', 'inventory');

CREATE TYPE "ImportState" AS ENUM ('receiving', 'done', 'unchanged', 'refused', 'failed', 'cancelled');

CREATE TYPE "CoverageLevel" AS ENUM ('whole', 'partial', 'none');

CREATE TABLE "sources" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "kind" "SourceKind" NOT NULL,
    "config" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "imports" (
    "id" BIGSERIAL NOT NULL,
    "source_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "checksum" TEXT,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "expected_bytes" BIGINT,
    "state" "ImportState" NOT NULL,
    "delivered_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),
    "rows_read" BIGINT NOT NULL DEFAULT 0,
    "rows_accepted" BIGINT NOT NULL DEFAULT 0,
    "rows_refused" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "imported_by" TEXT NOT NULL,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "import_faults" (
    "id" BIGSERIAL NOT NULL,
    "import_id" BIGINT NOT NULL,
    "line" BIGINT NOT NULL,
    "column" TEXT,
    "message" TEXT NOT NULL,

    CONSTRAINT "import_faults_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bill_deliveries" (
    "id" BIGSERIAL NOT NULL,
    "import_id" BIGINT NOT NULL,
    "billing_account" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(6) NOT NULL,
    "period_end" TIMESTAMPTZ(6) NOT NULL,
    "delivered_at" TIMESTAMPTZ(6) NOT NULL,
    "rows" BIGINT NOT NULL,
    "charged_through" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "bill_deliveries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "resources" (
    "id" BIGSERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "name" TEXT,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "resources_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "resource_aliases" (
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "resource_id" BIGINT NOT NULL,

    CONSTRAINT "resource_aliases_pkey" PRIMARY KEY ("provider","account","alias")
);

CREATE TABLE "snapshots" (
    "id" BIGSERIAL NOT NULL,
    "source_id" UUID NOT NULL,
    "import_id" BIGINT,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "data_from" TIMESTAMPTZ(6),
    "data_through" TIMESTAMPTZ(6),
    "statistics" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "snapshots_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "snapshot_deliveries" (
    "snapshot_id" BIGINT NOT NULL,
    "delivery_id" BIGINT NOT NULL,

    CONSTRAINT "snapshot_deliveries_pkey" PRIMARY KEY ("snapshot_id","delivery_id")
);

CREATE TABLE "coverage" (
    "snapshot_id" BIGINT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL DEFAULT '*',
    "kind" TEXT NOT NULL DEFAULT '*',
    "level" "CoverageLevel" NOT NULL,
    "reason" TEXT,
    "data_from" TIMESTAMPTZ(6),
    "data_through" TIMESTAMPTZ(6),

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("snapshot_id","provider","account","region","kind")
);

CREATE TABLE "resource_facts" (
    "snapshot_id" BIGINT NOT NULL,
    "resource_id" BIGINT NOT NULL,
    "facts" JSONB NOT NULL,
    "money" JSONB NOT NULL DEFAULT '{}',
    "currency" TEXT,

    CONSTRAINT "resource_facts_pkey" PRIMARY KEY ("snapshot_id","resource_id")
);

CREATE TABLE "operator_prices" (
    "provider" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "price" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "operator_prices_pkey" PRIMARY KEY ("provider","region","sku")
);

CREATE UNIQUE INDEX "sources_name_key" ON "sources"("name");

CREATE INDEX "imports_source_id_id_idx" ON "imports"("source_id", "id" DESC);

CREATE INDEX "import_faults_import_id_id_idx" ON "import_faults"("import_id", "id");

CREATE INDEX "bill_deliveries_billing_account_period_start_idx" ON "bill_deliveries"("billing_account", "period_start");

CREATE UNIQUE INDEX "bill_deliveries_import_id_billing_account_period_start_key" ON "bill_deliveries"("import_id", "billing_account", "period_start");

CREATE UNIQUE INDEX "resources_provider_account_region_native_id_key" ON "resources"("provider", "account", "region", "native_id");

CREATE INDEX "resource_aliases_resource_id_idx" ON "resource_aliases"("resource_id");

CREATE INDEX "snapshots_source_id_id_idx" ON "snapshots"("source_id", "id" DESC);

CREATE INDEX "resource_facts_resource_id_snapshot_id_idx" ON "resource_facts"("resource_id", "snapshot_id" DESC);

ALTER TABLE "imports" ADD CONSTRAINT "imports_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "import_faults" ADD CONSTRAINT "import_faults_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bill_deliveries" ADD CONSTRAINT "bill_deliveries_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "resource_aliases" ADD CONSTRAINT "resource_aliases_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "snapshot_deliveries" ADD CONSTRAINT "snapshot_deliveries_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "snapshot_deliveries" ADD CONSTRAINT "snapshot_deliveries_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "bill_deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "coverage" ADD CONSTRAINT "coverage_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "resource_facts" ADD CONSTRAINT "resource_facts_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "resource_facts" ADD CONSTRAINT "resource_facts_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The same files twice are one import: the second finds this row and changes nothing.
CREATE UNIQUE INDEX "imports_same_files" ON "imports" ("source_id", "checksum") WHERE "state" = 'done';
ALTER TABLE "imports" ADD CONSTRAINT "imports_rows" CHECK ("rows_accepted" + "rows_refused" <= "rows_read");
ALTER TABLE "bill_deliveries" ADD CONSTRAINT "bill_deliveries_period" CHECK ("period_start" < "period_end");
-- A snapshot is one immutable reading: a later one is a new row.
CREATE TRIGGER "snapshots_immutable" BEFORE UPDATE ON "snapshots"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "resource_facts_immutable" BEFORE UPDATE ON "resource_facts"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_reason" CHECK ("level" = 'whole' OR "reason" IS NOT NULL);
