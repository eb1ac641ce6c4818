-- What a file said of a rule set when it was published last, so that a later comparison can tell what was changed in the
-- folder from what was changed here. The text stands here, as what was published may have been both sides in one.
CREATE TABLE "rule_set_files" (
    "rule_set_id" BIGINT NOT NULL,
    "path" TEXT NOT NULL,
    "yaml" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "taken_by" TEXT NOT NULL,

    CONSTRAINT "rule_set_files_pkey" PRIMARY KEY ("rule_set_id")
);

-- What is known of the file of a set is nothing without the set.
ALTER TABLE "rule_set_files" ADD CONSTRAINT "rule_set_files_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_sets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The version that was made of it.
ALTER TABLE "rule_set_files" ADD CONSTRAINT "rule_set_files_version" CHECK ("version" >= 1);
