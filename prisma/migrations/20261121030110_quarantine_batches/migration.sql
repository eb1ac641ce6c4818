-- One decision about all held changes of a filter: which they were when it was made, and what became of each.
CREATE TABLE "quarantine_batches" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "deed" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "request_id" TEXT,
    "address" TEXT,
    "run_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "quarantine_batches_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "quarantine_batch_items" (
    "batch_id" UUID NOT NULL,
    "change_id" BIGINT NOT NULL,
    "outcome" TEXT,
    "why" TEXT,

    -- Each change is looked at once in a batch, however often its run is taken up again.
    CONSTRAINT "quarantine_batch_items_pkey" PRIMARY KEY ("batch_id", "change_id")
);

-- A batch whose run was cleared away keeps what it did.
ALTER TABLE "quarantine_batches" ADD CONSTRAINT "quarantine_batches_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "quarantine_batch_items" ADD CONSTRAINT "quarantine_batch_items_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "quarantine_batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "quarantine_batch_items" ADD CONSTRAINT "quarantine_batch_items_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "quarantined_changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "quarantine_batches" ADD CONSTRAINT "quarantine_batches_deed" CHECK ("deed" IN ('release', 'reject'));
-- Not looked at yet, settled, or skipped; what is skipped says why.
ALTER TABLE "quarantine_batch_items" ADD CONSTRAINT "quarantine_batch_items_outcome" CHECK ("outcome" IN ('settled', 'skipped'));
ALTER TABLE "quarantine_batch_items" ADD CONSTRAINT "quarantine_batch_items_why" CHECK (("outcome" IS NOT DISTINCT FROM 'skipped') = ("why" IS NOT NULL));
-- What a run has still to do.
CREATE INDEX "quarantine_batch_items_left" ON "quarantine_batch_items" ("batch_id", "change_id") WHERE "outcome" IS NULL;
