-- What a text of a rule set would have done over stored readings, against the version that was published when it was
-- asked. The text stands here, as the draft goes on; nothing else refers to what a backtest found.
CREATE TABLE "backtests" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "rule_set_id" BIGINT NOT NULL,
    "draft_number" INTEGER NOT NULL,
    "draft_revision" INTEGER NOT NULL,
    "against_version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "weeks" INTEGER,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "run_id" UUID,
    "ended_at" TIMESTAMPTZ(6),
    "new_tickets" INTEGER,
    "resources" INTEGER,
    "summary" JSONB,
    "detail" JSONB,

    CONSTRAINT "backtests_pkey" PRIMARY KEY ("id")
);

-- A set that was never published goes with its drafts, and what they would have done with it; a run that was cleared
-- away leaves its result.
ALTER TABLE "backtests" ADD CONSTRAINT "backtests_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_sets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "backtests" ADD CONSTRAINT "backtests_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One is done when all of its result is there.
ALTER TABLE "backtests" ADD CONSTRAINT "backtests_result" CHECK (num_nonnulls("ended_at", "new_tickets", "resources", "summary", "detail") IN (0, 5));
-- No weeks: the last readings, from where recommendations stand now.
ALTER TABLE "backtests" ADD CONSTRAINT "backtests_weeks" CHECK ("weeks" BETWEEN 1 AND 52);

-- The list of a set, and the latest of a text when it is to be published.
CREATE INDEX "backtests_rule_set_id_asked_at_id_idx" ON "backtests" ("rule_set_id", "asked_at", "id");
CREATE INDEX "backtests_rule_set_id_checksum_asked_at_idx" ON "backtests" ("rule_set_id", "checksum", "asked_at");
-- Retention deletes by age.
CREATE INDEX "backtests_asked_at_idx" ON "backtests" ("asked_at");

-- Which limits of the set an administrator published over: {reason, by, exceeded: [{limit, allowed, found}], backtestId}.
ALTER TABLE "rule_versions" ADD COLUMN "limits_override" JSONB;
