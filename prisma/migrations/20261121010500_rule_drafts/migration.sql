CREATE TABLE "rule_drafts" (
    "rule_set_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "base_version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "rule_drafts_pkey" PRIMARY KEY ("rule_set_id","number")
);

-- A draft is work in hand: the set it belongs to cannot vanish under it.
ALTER TABLE "rule_drafts" ADD CONSTRAINT "rule_drafts_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Drafts of a set are told apart by a number that people read, from 1.
ALTER TABLE "rule_drafts" ADD CONSTRAINT "rule_drafts_number" CHECK ("number" >= 1);
-- The version that it was begun from; 0 where nothing is published yet.
ALTER TABLE "rule_drafts" ADD CONSTRAINT "rule_drafts_base" CHECK ("base_version" >= 0);
-- Each save counts it up: who saves with an older one would write over somebody else's text.
ALTER TABLE "rule_drafts" ADD CONSTRAINT "rule_drafts_revision" CHECK ("revision" >= 1);
-- The most that a rule file may be; a draft that is larger could never be published.
ALTER TABLE "rule_drafts" ADD CONSTRAINT "rule_drafts_size" CHECK (octet_length("yaml") <= 262144);

-- The text that the program itself brings for a shipped set, also where an operator's version stands over it: then it
-- can be told that an update brought a newer one, and what is in it.
ALTER TABLE "rule_sets" ADD COLUMN "shipped_yaml" TEXT;
ALTER TABLE "rule_sets" ADD COLUMN "shipped_at" TIMESTAMPTZ(6);

UPDATE "rule_sets" s SET "shipped_yaml" = v."yaml", "shipped_at" = v."published_at"
FROM "rule_versions" v
WHERE v."rule_set_id" = s."id" AND s."origin" = 'shipped' AND v."version" = (
  SELECT max(w."version") FROM "rule_versions" w WHERE w."rule_set_id" = s."id" AND w."published_by" = 'evenkeel');

-- A text without the moment it came, or a shipped text of a set that nobody ships, would mean nothing.
ALTER TABLE "rule_sets" ADD CONSTRAINT "rule_sets_shipped" CHECK (
  ("shipped_yaml" IS NULL) = ("shipped_at" IS NULL) AND ("shipped_yaml" IS NULL OR "origin" = 'shipped'));
