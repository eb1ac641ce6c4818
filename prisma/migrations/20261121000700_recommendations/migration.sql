CREATE TYPE "GenerationState" AS ENUM ('collecting', 'recorded', 'failed');

CREATE TYPE "LineageStatus" AS ENUM ('open', 'in_progress', 'closed', 'verified', 'resolved', 'dismissed', 'withdrawn');

CREATE TABLE "recommendations_generated" (
    "id" BIGSERIAL NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "last_successful_recommendation_generated" TIMESTAMPTZ(6),
    "state" "GenerationState" NOT NULL,
    "run_id" UUID,
    "summary" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "recommendations_generated_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "candidates" (
    "generation_id" BIGINT NOT NULL,
    "resource_id" BIGINT NOT NULL,
    "action" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL,
    "data_from" TIMESTAMPTZ(6),
    "rule_version_id" BIGINT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "monthly_savings" DECIMAL,
    "currency" TEXT,
    "reason" TEXT NOT NULL,
    "why" JSONB NOT NULL,
    "details" JSONB NOT NULL,
    "owner" TEXT,
    "environment" TEXT NOT NULL,

    CONSTRAINT "candidates_pkey" PRIMARY KEY ("generation_id","resource_id","action")
);

CREATE TABLE "absences" (
    "generation_id" BIGINT NOT NULL,
    "lineage_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "absences_pkey" PRIMARY KEY ("generation_id","lineage_id")
);

CREATE TABLE "generation_snapshots" (
    "generation_id" BIGINT NOT NULL,
    "snapshot_id" BIGINT NOT NULL,

    CONSTRAINT "generation_snapshots_pkey" PRIMARY KEY ("generation_id","snapshot_id")
);

CREATE TABLE "recommendations" (
    "id" BIGSERIAL NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "recommendation" TEXT NOT NULL,
    "resource_id" BIGINT NOT NULL,
    "first_recommendation_id" BIGINT NOT NULL,
    "generation_id" BIGINT NOT NULL,
    "rule_version_id" BIGINT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "monthly_savings" DECIMAL,
    "currency" TEXT,
    "reason" TEXT NOT NULL,
    "why" JSONB NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "recommendations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lineages" (
    "id" BIGINT NOT NULL,
    "resource_id" BIGINT NOT NULL,
    "action" TEXT NOT NULL,
    "status" "LineageStatus" NOT NULL DEFAULT 'open',
    "status_at" TIMESTAMPTZ(6) NOT NULL,
    "last_recommendation_id" BIGINT NOT NULL,
    "last_found_at" TIMESTAMPTZ(6) NOT NULL,
    "owner" TEXT,
    "environment" TEXT NOT NULL DEFAULT 'unknown',
    "monthly_savings" DECIMAL,
    "currency" TEXT,
    "is_covered" BOOLEAN NOT NULL DEFAULT true,
    "not_covered_reason" TEXT,
    "is_regressed" BOOLEAN NOT NULL DEFAULT false,
    "excluded_by" BIGINT,
    "ticket_id" BIGINT,
    "incarnation" INTEGER NOT NULL DEFAULT 1,
    "ticket_wanted" BOOLEAN NOT NULL DEFAULT false,
    "wait_reason" TEXT,
    "dismissed_by" TEXT,
    "dismissed_reason" TEXT,
    "dismissed_until" TIMESTAMPTZ(6),
    "needs_person" TEXT,
    "closed_at" TIMESTAMPTZ(6),
    "verified_at" TIMESTAMPTZ(6),
    "verified_savings" JSONB,

    CONSTRAINT "lineages_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lineage_events" (
    "id" BIGSERIAL NOT NULL,
    "lineage_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "event" TEXT NOT NULL,
    "from_status" "LineageStatus",
    "to_status" "LineageStatus" NOT NULL,
    "detail" TEXT,
    "actor" TEXT NOT NULL,

    CONSTRAINT "lineage_events_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lineage_deeds" (
    "id" BIGSERIAL NOT NULL,
    "lineage_id" BIGINT NOT NULL,
    "deed" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lineage_deeds_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "recommendation_ticket_map" (
    "recommendation_id" BIGINT NOT NULL,
    "first_recommendation_id" BIGINT NOT NULL,
    "ticket_id" BIGINT NOT NULL,

    CONSTRAINT "recommendation_ticket_map_pkey" PRIMARY KEY ("recommendation_id")
);

CREATE UNIQUE INDEX "recommendations_generated_run_id_key" ON "recommendations_generated"("run_id");

CREATE INDEX "recommendations_first_recommendation_id_id_idx" ON "recommendations"("first_recommendation_id", "id");

CREATE UNIQUE INDEX "recommendations_generation_id_resource_id_recommendation_key" ON "recommendations"("generation_id", "resource_id", "recommendation");

CREATE UNIQUE INDEX "lineages_last_recommendation_id_key" ON "lineages"("last_recommendation_id");

CREATE INDEX "lineages_status_monthly_savings_id_idx" ON "lineages"("status", "monthly_savings" DESC, "id");

CREATE INDEX "lineages_resource_id_idx" ON "lineages"("resource_id");

CREATE INDEX "lineage_events_lineage_id_id_idx" ON "lineage_events"("lineage_id", "id");

CREATE INDEX "lineage_deeds_lineage_id_id_idx" ON "lineage_deeds"("lineage_id", "id");

CREATE INDEX "recommendation_ticket_map_first_recommendation_id_idx" ON "recommendation_ticket_map"("first_recommendation_id");

CREATE INDEX "recommendation_ticket_map_ticket_id_idx" ON "recommendation_ticket_map"("ticket_id");

ALTER TABLE "candidates" ADD CONSTRAINT "candidates_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "recommendations_generated"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "absences" ADD CONSTRAINT "absences_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "recommendations_generated"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "lineage_deeds" ADD CONSTRAINT "lineage_deeds_lineage_id_fkey" FOREIGN KEY ("lineage_id") REFERENCES "lineages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "generation_snapshots" ADD CONSTRAINT "generation_snapshots_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "recommendations_generated"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "generation_snapshots" ADD CONSTRAINT "generation_snapshots_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "recommendations_generated"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_rule_version_id_fkey" FOREIGN KEY ("rule_version_id") REFERENCES "rule_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_first_recommendation_id_fkey" FOREIGN KEY ("first_recommendation_id") REFERENCES "recommendations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "lineages" ADD CONSTRAINT "lineages_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "lineages" ADD CONSTRAINT "lineages_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "lineages" ADD CONSTRAINT "lineages_id_fkey" FOREIGN KEY ("id") REFERENCES "recommendations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "lineages" ADD CONSTRAINT "lineages_last_recommendation_id_fkey" FOREIGN KEY ("last_recommendation_id") REFERENCES "recommendations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "lineage_events" ADD CONSTRAINT "lineage_events_lineage_id_fkey" FOREIGN KEY ("lineage_id") REFERENCES "lineages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "recommendation_ticket_map" ADD CONSTRAINT "recommendation_ticket_map_recommendation_id_fkey" FOREIGN KEY ("recommendation_id") REFERENCES "recommendations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "recommendation_ticket_map" ADD CONSTRAINT "recommendation_ticket_map_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Only one generation runs at a time.
CREATE UNIQUE INDEX "recommendations_generated_one_at_a_time" ON "recommendations_generated" ((true)) WHERE "state" = 'collecting';
ALTER TABLE "recommendations_generated" ADD CONSTRAINT "recommendations_generated_stamp"
  CHECK (("state" = 'recorded') = ("last_successful_recommendation_generated" IS NOT NULL));
-- What a generation found is history.
CREATE TRIGGER "recommendations_immutable" BEFORE UPDATE OR DELETE ON "recommendations"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_first_is_older" CHECK ("first_recommendation_id" <= "id");
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_money" CHECK ("monthly_savings" IS NULL OR "currency" IS NOT NULL);
-- One life of a (resource, action) at a time; a resolved one is over and lets the next begin.
CREATE UNIQUE INDEX "lineages_one_live" ON "lineages" ("resource_id", "action") WHERE "status" <> 'resolved';
-- A ticket belongs to one lineage.
CREATE UNIQUE INDEX "lineages_one_ticket" ON "lineages" ("ticket_id") WHERE "ticket_id" IS NOT NULL;
ALTER TABLE "lineages" ADD CONSTRAINT "lineages_dismissed"
  CHECK ("status" <> 'dismissed' OR ("dismissed_reason" IS NOT NULL AND "dismissed_by" IN ('person', 'ticket')));
ALTER TABLE "lineages" ADD CONSTRAINT "lineages_not_covered" CHECK ("is_covered" OR "not_covered_reason" IS NOT NULL);
ALTER TABLE "lineages" ADD CONSTRAINT "lineages_verified" CHECK ("status" <> 'verified' OR "verified_at" IS NOT NULL);
-- The savings of a lineage without a ticket were never somebody's work: they end resolved, not verified.
ALTER TABLE "lineages" ADD CONSTRAINT "lineages_verified_has_ticket" CHECK ("status" <> 'verified' OR "ticket_id" IS NOT NULL);
CREATE INDEX "lineages_wanting" ON "lineages" ("id") WHERE "ticket_wanted";
CREATE INDEX "lineages_needing" ON "lineages" ("id") WHERE "needs_person" IS NOT NULL;
-- Absence is one of three things and nothing else.
ALTER TABLE "absences" ADD CONSTRAINT "absences_kind" CHECK ("kind" IN ('gone', 'withdrawn', 'not_covered'));
ALTER TABLE "lineage_deeds" ADD CONSTRAINT "lineage_deeds_deed" CHECK ("deed" IN ('reopen', 'comment'));
