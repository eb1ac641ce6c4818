-- What a file said of a rule set when it was taken last, so that a later comparison can tell what was changed in the
-- folder from what was changed here. The text stands here, as what became of it may have been a draft, or both merged.
CREATE TABLE "rule_set_files" (
    "rule_set_id" BIGINT NOT NULL,
    "path" TEXT NOT NULL,
    "yaml" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "taken_by" TEXT NOT NULL,

    CONSTRAINT "rule_set_files_pkey" PRIMARY KEY ("rule_set_id")
);

-- A set that was never published goes with its last draft, and what is known of its file with it.
ALTER TABLE "rule_set_files" ADD CONSTRAINT "rule_set_files_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_sets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- 0: it was taken as a draft of a set of which nothing was published.
ALTER TABLE "rule_set_files" ADD CONSTRAINT "rule_set_files_version" CHECK ("version" >= 0);
