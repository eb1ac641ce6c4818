-- Two resources that a person said are one: what was moved, so that it can be moved back.
CREATE TABLE "resource_joins" (
    "id" BIGSERIAL NOT NULL,
    "kept_id" BIGINT NOT NULL,
    "joined_id" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "moved" JSONB NOT NULL,
    "joined_at" TIMESTAMPTZ(6) NOT NULL,
    "joined_by" TEXT NOT NULL,
    "closing_at" TIMESTAMPTZ(6),
    "closing_by" TEXT,
    "undone_at" TIMESTAMPTZ(6),
    "undone_by" TEXT,

    CONSTRAINT "resource_joins_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "resource_joins_kept_id_idx" ON "resource_joins" ("kept_id");
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_kept_id_fkey" FOREIGN KEY ("kept_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_joined_id_fkey" FOREIGN KEY ("joined_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- A resource is part of one other at a time: joining again is the same join.
CREATE UNIQUE INDEX "resource_joins_joined" ON "resource_joins" ("joined_id") WHERE "undone_at" IS NULL;
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_two" CHECK ("kept_id" <> "joined_id");
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_reason"
  CHECK ("reason" IN ('region', 'spelling', 'provider', 'regionless', 'zeros', 'place', 'person'));
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_moved" CHECK (jsonb_typeof("moved") = 'object');
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_undone" CHECK (("undone_at" IS NULL) = ("undone_by" IS NULL));
ALTER TABLE "resource_joins" ADD CONSTRAINT "resource_joins_closing" CHECK (("closing_at" IS NULL) = ("closing_by" IS NULL));
-- An alias that a join made goes with it.
ALTER TABLE "resource_aliases" ADD CONSTRAINT "resource_aliases_join_id_fkey" FOREIGN KEY ("join_id") REFERENCES "resource_joins"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- The other issue of two for one thing is closed, once a person has said so.
ALTER TABLE "lineage_deeds" DROP CONSTRAINT "lineage_deeds_deed";
ALTER TABLE "lineage_deeds" ADD CONSTRAINT "lineage_deeds_deed" CHECK ("deed" IN ('reopen', 'comment', 'close'));
