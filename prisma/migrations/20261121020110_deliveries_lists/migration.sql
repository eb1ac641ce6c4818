-- The list of deliveries, newest first, by each of its filters at a million rows.
-- A range of time, and the arrivals of the last hour; rows only ever come at its right end.
CREATE INDEX "deliveries_received_at" ON "deliveries" USING brin ("received_at") WITH (pages_per_range = 16);
-- What is rare among many: a partly written delivery, a release.
CREATE INDEX "deliveries_outcome_id" ON "deliveries"("outcome", "id") WHERE "outcome" IS NOT NULL AND "outcome" <> 'applied';
CREATE INDEX "deliveries_kind_id" ON "deliveries"("kind", "id") WHERE "kind" <> 'webhook';
-- How old deliveries are found when they are to be deleted.
CREATE INDEX "deliveries_settled_at" ON "deliveries" USING brin ("settled_at");
