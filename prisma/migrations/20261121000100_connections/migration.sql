CREATE TYPE "ConnectionKind" AS ENUM ('jira');

CREATE TABLE "connections" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "ConnectionKind" NOT NULL,
    "name" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "is_sandbox" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "requests_per_second" INTEGER NOT NULL DEFAULT 10,
    "ticket_floor" DECIMAL NOT NULL DEFAULT 25,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "connections_name_key" ON "connections"("name");

-- A ceiling of zero would stop a connection without a word; a floor below zero means nothing.
ALTER TABLE "connections" ADD CONSTRAINT "connections_ceiling" CHECK ("requests_per_second" BETWEEN 1 AND 100);
ALTER TABLE "connections" ADD CONSTRAINT "connections_floor" CHECK ("ticket_floor" >= 0);
