-- Every list of the console opens in the same time over a thousand rows and over a million: what it is sorted by
-- stands in an index as the query writes it, with the id that breaks ties.
CREATE INDEX "lineages_by_saving" ON "lineages" ((COALESCE("monthly_savings", -1)), "id");
CREATE INDEX "lineages_by_owner" ON "lineages" ((COALESCE("owner", '')), "id");
CREATE INDEX "lineages_of_owner" ON "lineages" ("owner", (COALESCE("monthly_savings", -1)), "id");
-- Totals and the overview add up states without reading the rows.
CREATE INDEX "lineages_figures" ON "lineages" ("status", "currency", "excluded_by", "monthly_savings");
CREATE INDEX "resources_by_name" ON "resources" ((COALESCE("name", "native_id")), "id");
-- What needs a person stands first.
CREATE INDEX "tickets_by_need" ON "tickets" ((CASE "sync_state" WHEN 'conflict' THEN 1 WHEN 'unreadable' THEN 2
  WHEN 'deleted' THEN 3 WHEN 'ours_ahead' THEN 4 ELSE 5 END), "id");
CREATE INDEX "tickets_by_state" ON "tickets" ("sync_state");
CREATE INDEX "effects_by_need" ON "effects" ((CASE "state" WHEN 'parked' THEN 1 WHEN 'rejected' THEN 2
  WHEN 'uncertain' THEN 3 WHEN 'sending' THEN 4 WHEN 'intended' THEN 5 ELSE 6 END), "id");
CREATE INDEX "runs_by_state" ON "runs" ("state", "requested_at", "id");
-- Failed runs first, then those under way, then the rest, the newest of each first. Seconds since 1970 do not depend
-- on the time zone, which PostgreSQL cannot know of an extract: hence a function that says so.
CREATE FUNCTION "run_attention"("RunState", timestamptz) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE $1 WHEN 'failed' THEN 2e12 WHEN 'succeeded' THEN 0 WHEN 'warned' THEN 0 WHEN 'cancelled' THEN 0
    ELSE 1e12 END + extract(epoch FROM $2) $$;
CREATE INDEX "runs_by_attention" ON "runs" ("run_attention"("state", "requested_at"), "id");

-- Words are found anywhere in a text by its trigrams. The extension comes with PostgreSQL and may be made by the owner
-- of a database; where it may not, searching reads the tables instead and everything else is the same.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "resources_text" ON "resources" USING gin ("native_id" gin_trgm_ops, "name" gin_trgm_ops);
  CREATE INDEX "tickets_text" ON "tickets" USING gin (("key" || ' ' || "summary") gin_trgm_ops);
  CREATE INDEX "lineages_text" ON "lineages" USING gin ("owner" gin_trgm_ops);
  CREATE INDEX "effects_text" ON "effects" USING gin ("key" gin_trgm_ops);
  CREATE INDEX "runs_text" ON "runs" USING gin
    (("graph" || ' ' || COALESCE("key", '') || ' ' || "requested_by") gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm is not to be had: searches will read whole tables';
END $$;
