-- What each rule came to in each generation, so that its health can be told over many; it goes with its generation.
CREATE TABLE "rule_outcomes" (
    "generation_id" BIGINT NOT NULL,
    "rule_version_id" BIGINT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "recommends" BOOLEAN NOT NULL,
    "judged" INTEGER NOT NULL,
    "matched" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "held_back" INTEGER NOT NULL,

    CONSTRAINT "rule_outcomes_pkey" PRIMARY KEY ("generation_id","rule_version_id","rule_name")
);

CREATE INDEX "rule_outcomes_rule_version_id_generation_id_idx" ON "rule_outcomes"("rule_version_id", "generation_id");

ALTER TABLE "rule_outcomes" ADD CONSTRAINT "rule_outcomes_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "recommendations_generated"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "rule_outcomes" ADD CONSTRAINT "rule_outcomes_rule_version_id_fkey" FOREIGN KEY ("rule_version_id") REFERENCES "rule_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "rule_outcomes" ADD CONSTRAINT "rule_outcomes_counts" CHECK (LEAST("judged", "matched", "unknown", "errors", "held_back") >= 0);
