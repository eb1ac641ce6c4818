-- Why a ticket was opened: the tree of conditions with every fact, its reading and its age, as the generation that found
-- it last saw them. The recommendation keeps the tree alone, and readings are deleted one day; people ask much later.
CREATE TABLE "ticket_reasons" (
    "ticket_id" BIGINT NOT NULL,
    "lineage_id" BIGINT NOT NULL,
    "recommendation_id" BIGINT NOT NULL,
    "rule_version_id" BIGINT NOT NULL,
    "judged_at" TIMESTAMPTZ(6) NOT NULL,
    "frozen_at" TIMESTAMPTZ(6) NOT NULL,
    "why" JSONB NOT NULL,

    CONSTRAINT "ticket_reasons_pkey" PRIMARY KEY ("ticket_id")
);

-- A ticket has one reason, and both it and what it rests on stay as long as anything of them does.
ALTER TABLE "ticket_reasons" ADD CONSTRAINT "ticket_reasons_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ticket_reasons" ADD CONSTRAINT "ticket_reasons_lineage_id_fkey" FOREIGN KEY ("lineage_id") REFERENCES "lineages"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ticket_reasons" ADD CONSTRAINT "ticket_reasons_recommendation_id_fkey" FOREIGN KEY ("recommendation_id") REFERENCES "recommendations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ticket_reasons" ADD CONSTRAINT "ticket_reasons_rule_version_id_fkey" FOREIGN KEY ("rule_version_id") REFERENCES "rule_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "ticket_reasons_lineage_id_idx" ON "ticket_reasons" ("lineage_id");
