-- A record is written anew with each of its changes: with room on its page no index entry has to be.
ALTER TABLE "catalog_records" SET (fillfactor = 80);
-- How many records are only assumed is told wherever syncs are listed.
CREATE INDEX "catalog_records_assumed" ON "catalog_records" ("definition_id") WHERE "is_assumed";
