ALTER TYPE "ConnectionKind" ADD VALUE 'cms';
ALTER TYPE "ConnectionKind" ADD VALUE 'library';

CREATE TYPE "SenderKind" AS ENUM ('bare', 'standard');
CREATE TYPE "DeliveryKind" AS ENUM ('webhook', 'pull', 'release', 'edit', 'newest');
CREATE TYPE "DeliveryState" AS ENUM ('pending', 'waiting', 'done', 'refused', 'dead', 'skipped');
CREATE TYPE "DeliveryOutcome" AS ENUM ('applied', 'unchanged', 'held', 'partly');
CREATE TYPE "QuarantineState" AS ENUM ('held', 'released', 'rejected', 'superseded');
CREATE TYPE "DriftState" AS ENUM ('conflict', 'library_changed', 'cms_changed', 'missing_here', 'unknown_there', 'quarantined', 'pending');
CREATE TYPE "RepairDirection" AS ENUM ('to_library', 'from_library');
CREATE TYPE "RepairState" AS ENUM ('asked', 'done', 'failed', 'undone');

CREATE TABLE "senders" (
    "connection_id" UUID NOT NULL,
    "kind" "SenderKind" NOT NULL,
    "key_field" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "sealed_token" TEXT NOT NULL,
    "token_rotated_at" TIMESTAMPTZ(6) NOT NULL,
    "sealed_signing" TEXT,
    "attached_at" TIMESTAMPTZ(6),
    "attach_error" TEXT,
    "last_arrival_at" TIMESTAMPTZ(6),
    "pace_ms" DOUBLE PRECISION,
    "stale_since" TIMESTAMPTZ(6),
    "pull" JSONB,
    "pull_cursor" TEXT,
    "pulled_at" TIMESTAMPTZ(6),

    CONSTRAINT "senders_pkey" PRIMARY KEY ("connection_id"),
    CONSTRAINT "senders_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    -- A signed sender without its secret could not be believed.
    CONSTRAINT "senders_signing" CHECK (("kind" = 'standard') = ("sealed_signing" IS NOT NULL))
);
CREATE UNIQUE INDEX "senders_token_hash_key" ON "senders"("token_hash");

CREATE TABLE "wrong_tokens" (
    "day" DATE NOT NULL,
    "sender_id" TEXT NOT NULL,
    "arrivals" BIGINT NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,
    "last_address" TEXT,

    CONSTRAINT "wrong_tokens_pkey" PRIMARY KEY ("day", "sender_id")
);

CREATE TABLE "deliveries" (
    "id" BIGSERIAL NOT NULL,
    "sender_id" UUID NOT NULL,
    "kind" "DeliveryKind" NOT NULL DEFAULT 'webhook',
    "key" TEXT,
    "seq" BIGINT,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "body" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "message_id" TEXT,
    "sent_at" TIMESTAMPTZ(6),
    "state" "DeliveryState" NOT NULL,
    "outcome" "DeliveryOutcome",
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(6),
    "field_names" TEXT[] NOT NULL DEFAULT '{}',
    "writes" JSONB,
    "notes" JSONB,
    "repeats_id" BIGINT,
    "origin_id" BIGINT,
    "requested_by" TEXT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "deliveries_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    -- Only what was refused at the door may be without its place in the order of a key.
    CONSTRAINT "deliveries_place" CHECK (("seq" IS NULL) = ("state" = 'refused') AND ("seq" IS NULL OR "key" IS NOT NULL)),
    CONSTRAINT "deliveries_outcome" CHECK (("outcome" IS NOT NULL) = ("state" = 'done')),
    CONSTRAINT "deliveries_reason" CHECK ("reason" IS NOT NULL OR "state" NOT IN ('refused', 'dead', 'skipped')),
    CONSTRAINT "deliveries_settled" CHECK (("settled_at" IS NULL) = ("state" IN ('pending', 'waiting')))
);
CREATE UNIQUE INDEX "deliveries_sender_id_key_seq_key" ON "deliveries"("sender_id", "key", "seq");
-- Every index is written anew when a delivery is settled: what most deliveries would stand in without need is partial.
CREATE UNIQUE INDEX "deliveries_message" ON "deliveries" ("sender_id", "message_id") WHERE "message_id" IS NOT NULL;
CREATE INDEX "deliveries_rare_state" ON "deliveries" ("state", "id") WHERE "state" IN ('waiting', 'refused', 'dead', 'skipped');
-- What the drain looks for, which is little of what there is.
CREATE INDEX "deliveries_pending" ON "deliveries" ("id") INCLUDE ("sender_id", "key") WHERE "state" = 'pending';

CREATE TABLE "delivery_keys" (
    "sender_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "blocked_by" BIGINT,
    "retry_at" TIMESTAMPTZ(6),
    "last_sha" TEXT,
    "last_id" BIGINT,
    "last_at" TIMESTAMPTZ(6),

    CONSTRAINT "delivery_keys_pkey" PRIMARY KEY ("sender_id", "key"),
    CONSTRAINT "delivery_keys_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- Keys that wait: few.
CREATE INDEX "delivery_keys_blocked" ON "delivery_keys" ("sender_id", "key") WHERE "blocked_by" IS NOT NULL OR "retry_at" IS NOT NULL;

CREATE TABLE "sync_definitions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sender_id" UUID NOT NULL,
    "library_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "baseline_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_definitions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sync_definitions_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "sync_definitions_library_id_fkey" FOREIGN KEY ("library_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "sync_definitions_slug_key" ON "sync_definitions"("slug");
-- A key of a sender has one order, and so one drain.
CREATE UNIQUE INDEX "sync_definitions_one_a_sender" ON "sync_definitions" ("sender_id") WHERE "enabled";

CREATE TABLE "sync_definition_versions" (
    "definition_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(6) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "sync_definition_versions_pkey" PRIMARY KEY ("definition_id", "version"),
    CONSTRAINT "sync_definition_versions_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- A number for the values of a record, in the order of their names. Servers of another version may hash otherwise: then a
-- scan reads more records whole than it had to, and finds the same.
CREATE FUNCTION "catalog_hash"("columns" JSONB) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT hash_array_extended(array_agg(value ORDER BY key COLLATE "C"), 0) FROM jsonb_each_text("columns") $$;

CREATE TABLE "catalog_records" (
    "definition_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "mirror" JSONB NOT NULL,
    "seqs" JSONB NOT NULL,
    "expected" JSONB NOT NULL,
    -- The same number as the library's side of a scan computes over its columns.
    "expected_hash" BIGINT GENERATED ALWAYS AS ("catalog_hash"("expected")) STORED,
    "agreed" JSONB NOT NULL,
    "held" JSONB NOT NULL DEFAULT '{}',
    "flips" JSONB NOT NULL DEFAULT '{}',
    "is_assumed" BOOLEAN NOT NULL,
    "last_delivery_id" BIGINT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    -- With the hash, so that a scan of millions reads the index alone.
    CONSTRAINT "catalog_records_pkey" PRIMARY KEY ("definition_id", "key") INCLUDE ("expected_hash"),
    CONSTRAINT "catalog_records_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Records of which something is held: few.
CREATE INDEX "catalog_records_held" ON "catalog_records" ("definition_id", "key") WHERE "held" <> '{}';

CREATE TABLE "quarantined_changes" (
    "id" BIGSERIAL NOT NULL,
    "definition_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "is_whole" BOOLEAN NOT NULL,
    "fields" JSONB NOT NULL,
    "reasons" JSONB NOT NULL,
    "rule_names" TEXT[] NOT NULL DEFAULT '{}',
    "state" "QuarantineState" NOT NULL DEFAULT 'held',
    "held_at" TIMESTAMPTZ(6) NOT NULL,
    "settled_at" TIMESTAMPTZ(6),
    "settled_by" TEXT,
    "note" TEXT,
    "by_settlement" BIGINT,

    CONSTRAINT "quarantined_changes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "quarantined_changes_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "quarantined_changes_settled" CHECK (("settled_at" IS NULL) = ("state" = 'held'))
);
CREATE INDEX "quarantined_changes_state_held_at_id_idx" ON "quarantined_changes"("state", "held_at", "id");
CREATE INDEX "quarantined_changes_definition_id_key_id_idx" ON "quarantined_changes"("definition_id", "key", "id");
CREATE INDEX "quarantined_changes_delivery_id_idx" ON "quarantined_changes"("delivery_id");

CREATE TABLE "drift_records" (
    "id" BIGSERIAL NOT NULL,
    "definition_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "state" "DriftState" NOT NULL,
    "fields" JSONB NOT NULL,
    "field_names" TEXT[] NOT NULL DEFAULT '{}',
    "since" TIMESTAMPTZ(6) NOT NULL,
    "scan_id" BIGINT NOT NULL,
    "is_ignored" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "drift_records_pkey" PRIMARY KEY ("definition_id", "key"),
    CONSTRAINT "drift_records_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "drift_records_id_key" ON "drift_records"("id");
CREATE INDEX "drift_records_state_id_idx" ON "drift_records"("state", "id");
CREATE INDEX "drift_records_since_id_idx" ON "drift_records"("since", "id");
CREATE INDEX "drift_records_definition_id_state_id_idx" ON "drift_records"("definition_id", "state", "id");
CREATE INDEX "drift_records_definition_id_since_id_idx" ON "drift_records"("definition_id", "since", "id");

CREATE TABLE "drift_ignores" (
    "id" BIGSERIAL NOT NULL,
    "definition_id" UUID NOT NULL,
    "key" TEXT,
    "field" TEXT NOT NULL,
    "until" TIMESTAMPTZ(6) NOT NULL,
    "note" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "drift_ignores_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "drift_ignores_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "drift_ignores_definition_id_key_idx" ON "drift_ignores"("definition_id", "key");

CREATE TABLE "drift_scans" (
    "id" BIGSERIAL NOT NULL,
    "definition_id" UUID NOT NULL,
    "run_id" UUID,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "records" BIGINT,
    "rows" BIGINT,
    "counts" JSONB,

    CONSTRAINT "drift_scans_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "drift_scans_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "drift_scans_definition_id_id_idx" ON "drift_scans"("definition_id", "id");

CREATE TABLE "repairs" (
    "id" BIGSERIAL NOT NULL,
    "definition_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "batch_id" UUID NOT NULL,
    "direction" "RepairDirection" NOT NULL,
    "fields" TEXT[] NOT NULL DEFAULT '{}',
    "before" JSONB,
    "after" JSONB,
    "state" "RepairState" NOT NULL DEFAULT 'asked',
    "error" TEXT,
    "note" TEXT,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "settled_at" TIMESTAMPTZ(6),
    "undo_of_id" BIGINT,
    "run_id" UUID,

    CONSTRAINT "repairs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "repairs_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    -- What was done can be undone only where it says what was there before.
    CONSTRAINT "repairs_before" CHECK ("state" NOT IN ('done', 'undone') OR ("before" IS NOT NULL AND "after" IS NOT NULL))
);
CREATE INDEX "repairs_definition_id_key_id_idx" ON "repairs"("definition_id", "key", "id");
CREATE INDEX "repairs_batch_id_state_id_idx" ON "repairs"("batch_id", "state", "id");
CREATE INDEX "repairs_asked_at_id_idx" ON "repairs"("asked_at", "id");
-- A repair is undone once.
CREATE UNIQUE INDEX "repairs_undone_once" ON "repairs" ("undo_of_id") WHERE "undo_of_id" IS NOT NULL AND "state" <> 'failed';

CREATE TABLE "quality_figures" (
    "definition_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "rows" BIGINT NOT NULL,
    "completeness" DOUBLE PRECISION NOT NULL,
    "validity" DOUBLE PRECISION NOT NULL,
    "uniqueness" DOUBLE PRECISION NOT NULL,
    "freshness" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "quality_figures_pkey" PRIMARY KEY ("definition_id", "field", "day"),
    CONSTRAINT "quality_figures_definition_id_fkey" FOREIGN KEY ("definition_id") REFERENCES "sync_definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "quality_figures_shares" CHECK (LEAST("completeness", "validity", "uniqueness", "freshness") >= 0 AND GREATEST("completeness", "validity", "uniqueness", "freshness") <= 1)
);
