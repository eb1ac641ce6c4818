-- The savings of one resource never exceed what it costs in cash, whatever actions rules ask for: each lineage keeps
-- that cost as the newest generation read it, and what of its own saving counts in totals.
ALTER TABLE "lineages"
  ADD COLUMN "cash_cost" DECIMAL,
  ADD COLUMN "attached_to" BIGINT,
  ADD COLUMN "counted_savings" DECIMAL;

-- What was found before: the cost from the bill that its last generation read; the caps come with the next generation.
UPDATE "lineages" l SET "cash_cost" = known.cash FROM (
  SELECT DISTINCT ON (r.id) r.id, (f.money->>'cash_cost')::numeric AS cash
  FROM "lineages" own JOIN "recommendations" r ON r.id = own.last_recommendation_id
  JOIN "generation_snapshots" gs ON gs.generation_id = r.generation_id
  JOIN "resource_facts" f ON f.snapshot_id = gs.snapshot_id AND f.resource_id = own.resource_id
  WHERE own.status <> 'resolved' AND f.money ? 'cash_cost'
  ORDER BY r.id, f.snapshot_id DESC) known
WHERE known.id = l.last_recommendation_id;
UPDATE "lineages" SET "counted_savings" = CASE WHEN "excluded_by" IS NULL THEN "monthly_savings" ELSE "monthly_savings" * 0 END
WHERE "monthly_savings" IS NOT NULL;

-- The disk of a machine goes with it; the machine is a resource that we know.
ALTER TABLE "lineages" ADD CONSTRAINT "lineages_attached_to_fkey" FOREIGN KEY ("attached_to")
  REFERENCES "resources"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "lineages_attached_to_idx" ON "lineages"("attached_to");
-- No more counts than was found, and nothing is taken away.
ALTER TABLE "lineages" ADD CONSTRAINT "lineages_counted" CHECK ("counted_savings" BETWEEN 0 AND GREATEST("monthly_savings", 0));

-- Lists sort by what counts, and totals add it up without reading the rows.
DROP INDEX "lineages_by_saving";
DROP INDEX "lineages_of_owner";
DROP INDEX "lineages_figures";
CREATE INDEX "lineages_by_saving" ON "lineages" ((COALESCE("counted_savings", -1)), "id");
CREATE INDEX "lineages_of_owner" ON "lineages" ("owner", (COALESCE("counted_savings", -1)), "id");
CREATE INDEX "lineages_figures" ON "lineages" ("status", "currency", "excluded_by", "counted_savings");

-- What the deliveries behind a snapshot cost in its days, added up once from their charges: the headline figures read
-- these few rows, however many charges there are.
CREATE TABLE "snapshot_costs" (
  "snapshot_id" BIGINT NOT NULL,
  "delivery_id" BIGINT NOT NULL,
  "provider" TEXT NOT NULL,
  "account" TEXT NOT NULL,
  "currency" TEXT NOT NULL,
  "cost" DECIMAL NOT NULL,
  "rows" BIGINT NOT NULL,

  CONSTRAINT "snapshot_costs_pkey" PRIMARY KEY ("snapshot_id", "delivery_id", "provider", "account", "currency"),
  -- They go with the snapshot that they are of.
  CONSTRAINT "snapshot_costs_delivery_fkey" FOREIGN KEY ("snapshot_id", "delivery_id")
    REFERENCES "snapshot_deliveries"("snapshot_id", "delivery_id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- Those of which that is done: one without a charge in its days has no such rows.
CREATE TABLE "costed_snapshots" (
  "snapshot_id" BIGINT NOT NULL,

  CONSTRAINT "costed_snapshots_pkey" PRIMARY KEY ("snapshot_id"),
  CONSTRAINT "costed_snapshots_snapshot_id_fkey" FOREIGN KEY ("snapshot_id")
    REFERENCES "snapshots"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
