CREATE TYPE "StatusCategory" AS ENUM ('new', 'indeterminate', 'done');

CREATE TYPE "SyncState" AS ENUM ('in_sync', 'ours_ahead', 'conflict', 'unreadable', 'deleted');

CREATE TABLE "ticket_routes" (
    "id" BIGSERIAL NOT NULL,
    "owner" TEXT,
    "connection_id" UUID NOT NULL,
    "project_key" TEXT NOT NULL,
    "issue_type" TEXT NOT NULL DEFAULT 'Task',
    "assignee" TEXT,
    "weekly_cap" INTEGER NOT NULL DEFAULT 50,

    CONSTRAINT "ticket_routes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "account_owners" (
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "owner" TEXT NOT NULL,

    CONSTRAINT "account_owners_pkey" PRIMARY KEY ("provider","account")
);

CREATE TABLE "tickets" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "subject" TEXT,
    "owner" TEXT,
    "project_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "status_category" "StatusCategory" NOT NULL,
    "resolution" TEXT,
    "assignee" TEXT,
    "sync_state" "SyncState" NOT NULL DEFAULT 'in_sync',
    "ours" JSONB NOT NULL DEFAULT '{}',
    "theirs" JSONB NOT NULL DEFAULT '{}',
    "agreed" JSONB NOT NULL DEFAULT '{}',
    "agreed_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "first_moved_at" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ticket_moves" (
    "id" BIGSERIAL NOT NULL,
    "ticket_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "from_category" "StatusCategory",
    "to_category" "StatusCategory" NOT NULL,

    CONSTRAINT "ticket_moves_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sync_cursors" (
    "connection_id" UUID NOT NULL,
    "last_polled_at" TIMESTAMPTZ(6),
    "last_success_at" TIMESTAMPTZ(6),
    "last_swept_at" TIMESTAMPTZ(6),
    "last_checked_at" TIMESTAMPTZ(6),
    "last_error" TEXT,

    CONSTRAINT "sync_cursors_pkey" PRIMARY KEY ("connection_id")
);

CREATE TABLE "unreadable_issues" (
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(6) NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "unreadable_issues_pkey" PRIMARY KEY ("connection_id","external_id")
);

CREATE UNIQUE INDEX "ticket_routes_owner_key" ON "ticket_routes"("owner");

CREATE UNIQUE INDEX "tickets_connection_id_external_id_key" ON "tickets"("connection_id", "external_id");

CREATE UNIQUE INDEX "ticket_moves_ticket_id_at_to_status_key" ON "ticket_moves"("ticket_id", "at", "to_status");

ALTER TABLE "ticket_routes" ADD CONSTRAINT "ticket_routes_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "tickets" ADD CONSTRAINT "tickets_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ticket_moves" ADD CONSTRAINT "ticket_moves_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "sync_cursors" ADD CONSTRAINT "sync_cursors_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "unreadable_issues" ADD CONSTRAINT "unreadable_issues_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One default route: UNIQUE lets several nulls stand.
CREATE UNIQUE INDEX "ticket_routes_default" ON "ticket_routes" ((true)) WHERE "owner" IS NULL;
-- Owners compare without regard to case: two routes for one owner would be a matter of luck.
CREATE UNIQUE INDEX "ticket_routes_owner_folded" ON "ticket_routes" (lower("owner"));
ALTER TABLE "ticket_routes" ADD CONSTRAINT "ticket_routes_cap" CHECK ("weekly_cap" >= 0);
CREATE INDEX "tickets_list" ON "tickets" ("updated_at" DESC, "id" DESC);
-- The weekly cap counts a board's tickets by when they were opened.
CREATE INDEX "tickets_opened" ON "tickets" ("connection_id", "project_key", "created_at");
