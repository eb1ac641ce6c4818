-- One decision about many recommendations: what it was asked for, and what became of each.
CREATE TABLE "lineage_batches" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "deed" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(6),
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "request_id" TEXT,
    "address" TEXT,
    "run_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lineage_batches_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lineage_batch_items" (
    "batch_id" UUID NOT NULL,
    "lineage_id" BIGINT NOT NULL,
    "outcome" TEXT,
    "why" TEXT,

    -- Each recommendation is decided once in a batch, however often its run is taken up again.
    CONSTRAINT "lineage_batch_items_pkey" PRIMARY KEY ("batch_id", "lineage_id")
);

-- A small batch is done at once and has no run; one whose run was cleared away keeps what it did.
ALTER TABLE "lineage_batches" ADD CONSTRAINT "lineage_batches_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "lineage_batch_items" ADD CONSTRAINT "lineage_batch_items_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "lineage_batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lineage_batch_items" ADD CONSTRAINT "lineage_batch_items_lineage_id_fkey" FOREIGN KEY ("lineage_id") REFERENCES "lineages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The two deeds that are done to many; only a dismissal has an end.
ALTER TABLE "lineage_batches" ADD CONSTRAINT "lineage_batches_deed" CHECK ("deed" IN ('dismiss', 'reopen'));
ALTER TABLE "lineage_batches" ADD CONSTRAINT "lineage_batches_until" CHECK ("until" IS NULL OR "deed" = 'dismiss');
-- Not decided yet, done, or skipped; what is skipped says why.
ALTER TABLE "lineage_batch_items" ADD CONSTRAINT "lineage_batch_items_outcome" CHECK ("outcome" IN ('done', 'skipped'));
ALTER TABLE "lineage_batch_items" ADD CONSTRAINT "lineage_batch_items_why" CHECK (("outcome" IS NOT DISTINCT FROM 'skipped') = ("why" IS NOT NULL));
-- What a run has still to do.
CREATE INDEX "lineage_batch_items_left" ON "lineage_batch_items" ("batch_id", "lineage_id") WHERE "outcome" IS NULL;
