-- The search of the palette looks names and keys up by how they begin, a few of each kind. In the order of their bytes
-- (COLLATE "C"), whatever the database's own order is, "begins with" is a range of the index, and an exact hit is its
-- first row; so a key stroke costs the same over a thousand rows and over a million.
CREATE INDEX "tickets_search_key" ON "tickets" (lower("key") COLLATE "C");

-- Names come from bills and trackers and have no length of their own: an index entry must have one.
CREATE INDEX "tickets_search_summary" ON "tickets" (left(lower("summary"), 200) COLLATE "C");
CREATE INDEX "resources_search_name" ON "resources" (left(lower("name"), 200) COLLATE "C") WHERE "name" IS NOT NULL;
CREATE INDEX "resources_search_native_id" ON "resources" (left(lower("native_id"), 200) COLLATE "C");

-- Most runs have no key.
CREATE INDEX "runs_search_key" ON "runs" (lower("key") COLLATE "C") WHERE "key" IS NOT NULL;

CREATE INDEX "users_search_name" ON "users" (lower("name") COLLATE "C");
CREATE INDEX "users_search_email" ON "users" (lower("email") COLLATE "C");
