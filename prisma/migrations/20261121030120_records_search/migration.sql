-- The palette looks records up by how their key or their name begins, as it does with all else (20261121010700). A
-- library's columns are its own: what most tables call a record by is taken.
CREATE FUNCTION "catalog_name"(jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN left(lower(COALESCE($1 ->> 'name', $1 ->> 'title', $1 ->> 'label')), 200);

-- A column of its own: the index is over short texts, and a change of another value does not have to ask for the name again.
ALTER TABLE "catalog_records"
  ADD COLUMN "search_name" TEXT GENERATED ALWAYS AS ("catalog_name"("expected")) STORED;
CREATE INDEX "catalog_records_search_name" ON "catalog_records" ("search_name" COLLATE "C") WHERE "search_name" IS NOT NULL;
CREATE INDEX "catalog_records_search_key" ON "catalog_records" (left(lower("key"), 200) COLLATE "C");
