-- How many drafts of a set were ever begun. A number is given once: who still has a draft open that was published must
-- not save into another one that has got its number since.
ALTER TABLE "rule_sets" ADD COLUMN "drafts_begun" INTEGER NOT NULL DEFAULT 0;

UPDATE "rule_sets" s SET "drafts_begun" = d."last"
FROM (SELECT "rule_set_id", max("number") AS "last" FROM "rule_drafts" GROUP BY 1) d WHERE d."rule_set_id" = s."id";

ALTER TABLE "rule_sets" ADD CONSTRAINT "rule_sets_drafts_begun" CHECK ("drafts_begun" >= 0);
