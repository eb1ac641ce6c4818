-- A list's filters and sort under a name: opened from the list's own menu, or by its link.
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "area" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- A view is one person's; it goes with them.
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Two views of one person that read the same in a menu cannot be told apart.
CREATE UNIQUE INDEX "saved_views_area_owner_name" ON "saved_views" ("area", "owner_id", lower("name"));
-- A menu holds what is shared, whoever owns it.
CREATE INDEX "saved_views_shared" ON "saved_views" ("area") WHERE "is_shared";
-- The name of a list, as lib/views/schema.ts has them: new lists come without a migration, nonsense does not.
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_area" CHECK ("area" ~ '^[a-z][a-z-]{1,40}$');
-- A name without ends of white space, short enough for a menu.
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_name" CHECK ("name" = btrim("name") AND length("name") BETWEEN 1 AND 80);
-- A query string without its "?", and without a page: that would be gone tomorrow.
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_search"
  CHECK (length("search") <= 2000 AND "search" !~ '^[?]' AND "search" !~ '(^|&)cursor=');
