-- The list of deliveries, newest first, by each of its filters at a million rows.
CREATE INDEX "deliveries_sender_id_id_idx" ON "deliveries"("sender_id", "id");
-- A range of time, and the arrivals of the last hour; rows only ever come at its right end.
CREATE INDEX "deliveries_received_at_idx" ON "deliveries"("received_at");
-- What is rare among many: a partly written delivery, a release.
CREATE INDEX "deliveries_outcome_id" ON "deliveries"("outcome", "id") WHERE "outcome" IS NOT NULL AND "outcome" <> 'applied';
CREATE INDEX "deliveries_kind_id" ON "deliveries"("kind", "id") WHERE "kind" <> 'webhook';
-- How old deliveries are found when they are to be deleted.
CREATE INDEX "deliveries_settled_at" ON "deliveries"("settled_at") WHERE "settled_at" IS NOT NULL;
