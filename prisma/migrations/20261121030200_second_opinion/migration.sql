-- What json-rules-engine said of a version when it was published, and how much of it could be compared:
-- {rules, expressible, resources, pairs, compared, share}. Null: it was not asked, as of what comes with the program.
ALTER TABLE "rule_versions" ADD COLUMN "second_opinion" JSONB;
