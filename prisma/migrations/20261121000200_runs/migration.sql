CREATE TYPE "RunMode" AS ENUM ('simple', 'async');

CREATE TYPE "RunState" AS ENUM ('requested', 'running', 'succeeded', 'warned', 'failed', 'cancelling', 'cancelled');

CREATE TYPE "JobState" AS ENUM ('waiting', 'queued', 'running', 'succeeded', 'warned', 'failed', 'skipped', 'cancelled');

CREATE TYPE "AttemptState" AS ENUM ('running', 'succeeded', 'warned', 'failed', 'interrupted', 'cancelled');

CREATE TABLE "runs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "graph" TEXT NOT NULL,
    "mode" "RunMode",
    "key" TEXT,
    "input" JSONB NOT NULL,
    "plan" JSONB,
    "state" "RunState" NOT NULL DEFAULT 'requested',
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "handed_epoch" INTEGER NOT NULL DEFAULT 0,
    "requested_by" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "active_ms" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "warnings" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "run_jobs" (
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "state" "JobState" NOT NULL DEFAULT 'waiting',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "workflow_id" TEXT,
    "concurrency_key" TEXT,
    "progress" JSONB,
    "started_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "error" TEXT,
    "output" JSONB,
    "reason" TEXT,
    "warnings" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "run_jobs_pkey" PRIMARY KEY ("run_id","name")
);

CREATE TABLE "run_attempts" (
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "worker_id" TEXT,
    "state" "AttemptState" NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "retry_at" TIMESTAMPTZ(6),
    "error" TEXT,

    CONSTRAINT "run_attempts_pkey" PRIMARY KEY ("run_id","name","attempt")
);

CREATE TABLE "run_logs" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "job" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "run_logs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "schedules" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "graph" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "key_format" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_due_at" TIMESTAMPTZ(6),
    "next_due_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "workers" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "labels" TEXT[],
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "beat" TIMESTAMPTZ(6) NOT NULL,
    "stopped_at" TIMESTAMPTZ(6),

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "runs_key_key" ON "runs"("key");

CREATE INDEX "runs_requested_at_id_idx" ON "runs"("requested_at" DESC, "id");

CREATE INDEX "runs_graph_requested_at_idx" ON "runs"("graph", "requested_at" DESC);

CREATE INDEX "run_logs_run_id_id_idx" ON "run_logs"("run_id", "id");

CREATE UNIQUE INDEX "schedules_name_key" ON "schedules"("name");

ALTER TABLE "run_jobs" ADD CONSTRAINT "run_jobs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "run_attempts" ADD CONSTRAINT "run_attempts_run_id_name_fkey" FOREIGN KEY ("run_id", "name") REFERENCES "run_jobs"("run_id", "name") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "run_logs" ADD CONSTRAINT "run_logs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The engine is handed an epoch once; it cannot have been given one that does not exist yet.
ALTER TABLE "runs" ADD CONSTRAINT "runs_epoch" CHECK ("epoch" >= 1 AND "handed_epoch" BETWEEN 0 AND "epoch");
-- The dispatcher looks only for rows not yet handed over; few at any time.
CREATE INDEX "runs_outbox" ON "runs" ("requested_at") WHERE "handed_epoch" < "epoch";
CREATE INDEX "runs_needs_attention" ON "runs" ("requested_at" DESC) WHERE "state" IN ('failed', 'warned');
-- Names and positions say the same order.
ALTER TABLE "run_jobs" ADD CONSTRAINT "run_jobs_position" UNIQUE ("run_id", "position");
ALTER TABLE "run_jobs" ADD CONSTRAINT "run_jobs_skipped_reason" CHECK ("state" <> 'skipped' OR "reason" IS NOT NULL);
-- The graph is resolved once: its plan and its mode come together.
ALTER TABLE "runs" ADD CONSTRAINT "runs_resolved" CHECK (("plan" IS NULL) = ("mode" IS NULL));
-- An end has a time, and only an end has one: elapsed time is read from it.
ALTER TABLE "runs" ADD CONSTRAINT "runs_ended" CHECK (("ended_at" IS NOT NULL) = ("state" IN ('succeeded', 'warned', 'failed', 'cancelled')));
ALTER TABLE "run_attempts" ADD CONSTRAINT "run_attempts_ended" CHECK (("ended_at" IS NULL) = ("state" = 'running'));
-- A job has at most one attempt under way, whatever happens to its workers.
CREATE UNIQUE INDEX "run_attempts_one_running" ON "run_attempts" ("run_id", "name") WHERE "state" = 'running';
-- Workers look for these several times a minute; there are few at any time.
CREATE INDEX "runs_cancelling" ON "runs" ("id") WHERE "state" = 'cancelling';
CREATE INDEX "run_attempts_by_worker" ON "run_attempts" ("worker_id") WHERE "state" = 'running';
-- Who holds a concurrency key now.
CREATE INDEX "run_jobs_running_key" ON "run_jobs" ("concurrency_key") WHERE "state" = 'running';
