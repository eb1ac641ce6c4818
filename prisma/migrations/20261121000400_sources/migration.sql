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
    "delivery" TEXT,
    "part" INTEGER NOT NULL DEFAULT 1,
    "parts" INTEGER NOT NULL DEFAULT 1,
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
    "id" BIGINT NOT NULL,
    "import_id" BIGINT NOT NULL,
    "billing_account" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(6) NOT NULL,
    "period_end" TIMESTAMPTZ(6) NOT NULL,
    "delivered_at" TIMESTAMPTZ(6) NOT NULL,
    "rows" BIGINT NOT NULL,
    "charged_from" TIMESTAMPTZ(6) NOT NULL,
    "charged_through" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "bill_deliveries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "delivery_accounts" (
    "delivery_id" BIGINT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "rows" BIGINT NOT NULL,
    "charged_from" TIMESTAMPTZ(6) NOT NULL,
    "charged_through" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "delivery_accounts_pkey" PRIMARY KEY ("delivery_id","provider","account")
);

CREATE TABLE "resources" (
    "id" BIGSERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "key" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "resources_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "resource_aliases" (
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "resource_id" BIGINT NOT NULL,

    CONSTRAINT "resource_aliases_pkey" PRIMARY KEY ("provider","account","region","alias")
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

CREATE UNIQUE INDEX "resources_key_key" ON "resources"("key");

CREATE UNIQUE INDEX "resource_aliases_key_key" ON "resource_aliases"("key");

CREATE INDEX "resource_aliases_resource_id_idx" ON "resource_aliases"("resource_id");

CREATE INDEX "snapshots_source_id_id_idx" ON "snapshots"("source_id", "id" DESC);

CREATE INDEX "resource_facts_resource_id_snapshot_id_idx" ON "resource_facts"("resource_id", "snapshot_id" DESC);

ALTER TABLE "imports" ADD CONSTRAINT "imports_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "import_faults" ADD CONSTRAINT "import_faults_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bill_deliveries" ADD CONSTRAINT "bill_deliveries_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "delivery_accounts" ADD CONSTRAINT "delivery_accounts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "bill_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- A part is one of its parts; a delivery in several parts has a name, and each of its parts comes once.
ALTER TABLE "imports" ADD CONSTRAINT "imports_part" CHECK ("part" BETWEEN 1 AND "parts" AND ("delivery" IS NOT NULL OR "parts" = 1));
CREATE UNIQUE INDEX "imports_same_part" ON "imports" ("source_id", "delivery", "part") WHERE "state" = 'done' AND "delivery" IS NOT NULL;

-- The rows of bills, written by COPY only. Each import fills a table of its own, builds its index afterwards and is
-- attached when it counts: keeping an index up while rows stream in takes three times as long, an import that fails is
-- dropped without a trace, and who reads a delivery reads nothing else. `resource_key` and `commitment_key` are hashes
-- of the spelling on the bill (resource_keys says which resource that is); what the bill says of the resource itself
-- stands once a delivery in delivery_resources.
CREATE TABLE "charges" (
    "delivery_id" BIGINT NOT NULL,
    "line" BIGINT NOT NULL,
    "charge_start" TIMESTAMPTZ(6) NOT NULL,
    "charge_end" TIMESTAMPTZ(6) NOT NULL,
    "resource_key" UUID,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "class" TEXT,
    "currency" TEXT NOT NULL,
    "billed_cost" NUMERIC NOT NULL,
    "effective_cost" NUMERIC NOT NULL,
    "list_cost" NUMERIC,
    "contracted_cost" NUMERIC,
    "consumed_quantity" NUMERIC,
    "consumed_unit" TEXT,
    "service" TEXT,
    "meter" TEXT,
    "sku" TEXT,
    "description" TEXT,
    "commitment_key" UUID,
    "commitment_status" TEXT
) PARTITION BY RANGE ("delivery_id");
-- The rows behind a number: those of one resource.
CREATE INDEX "charges_resource" ON "charges" ("resource_key");

CREATE TABLE "delivery_resources" (
    "delivery_id" BIGINT NOT NULL,
    "key" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "short_id" TEXT,
    "short_key" UUID,
    "name" TEXT,
    "service" TEXT,
    "is_commitment" BOOLEAN NOT NULL,
    "tags" JSONB NOT NULL,
    "charged_from" TIMESTAMPTZ(6) NOT NULL,
    "charged_through" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "delivery_resources_pkey" PRIMARY KEY ("delivery_id","key")
);
CREATE INDEX "delivery_resources_key" ON "delivery_resources" ("key");

-- Which resource a spelling means.
CREATE VIEW "resource_keys" AS
  SELECT "key", "id" AS "resource_id" FROM "resources"
  UNION ALL
  SELECT "key", "resource_id" FROM "resource_aliases";
