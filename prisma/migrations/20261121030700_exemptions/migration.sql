-- What is not to be found until a day, whatever the rules say: a resource, an account or a tag.
CREATE TABLE "exemptions" (
    "id" BIGSERIAL NOT NULL,
    "rule_set" TEXT,
    "action" TEXT,
    "resource_id" BIGINT,
    "provider" TEXT,
    "account" TEXT,
    "tag_key" TEXT,
    "tag_value" TEXT,
    "until" TIMESTAMPTZ(6) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" TEXT,
    "ended_note" TEXT,

    CONSTRAINT "exemptions_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "exemptions_until_id_idx" ON "exemptions"("until", "id");

CREATE INDEX "exemptions_resource_id_idx" ON "exemptions"("resource_id");

-- Only a set that was never published can be deleted: nothing was ever held back of it.
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_rule_set_fkey" FOREIGN KEY ("rule_set") REFERENCES "rule_sets"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- It is of one thing: of two it could not be told which one is meant.
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_one_thing" CHECK (num_nonnulls("resource_id", "account", "tag_key") = 1);
-- Account numbers of two providers may be the same.
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_account" CHECK (("provider" IS NULL) = ("account" IS NULL));
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_tag" CHECK ("tag_value" IS NULL OR "tag_key" IS NOT NULL);
-- None is for ever, and each says why.
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_until" CHECK ("until" > "created_at");
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_reason" CHECK ("reason" <> '');
ALTER TABLE "exemptions" ADD CONSTRAINT "exemptions_ended" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL));

-- How much a generation did not recommend for each of them.
CREATE TABLE "exemption_outcomes" (
    "generation_id" BIGINT NOT NULL,
    "exemption_id" BIGINT NOT NULL,
    "held_back" INTEGER NOT NULL,

    CONSTRAINT "exemption_outcomes_pkey" PRIMARY KEY ("generation_id","exemption_id")
);

ALTER TABLE "exemption_outcomes" ADD CONSTRAINT "exemption_outcomes_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "recommendations_generated"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "exemption_outcomes" ADD CONSTRAINT "exemption_outcomes_exemption_id_fkey" FOREIGN KEY ("exemption_id") REFERENCES "exemptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
