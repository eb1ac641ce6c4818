-- What was put in the place of another delivery stands early in its key's order though its id is late: the drain looks for
-- it by key.
CREATE INDEX "deliveries_pending_in_place" ON "deliveries" ("sender_id", "key") WHERE "state" = 'pending' AND "origin_id" IS NOT NULL;
