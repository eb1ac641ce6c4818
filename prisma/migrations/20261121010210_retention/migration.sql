-- How long each kind of record is kept, where an administrator decided otherwise than what ships.
CREATE TABLE "retention_settings" (
    "kind" TEXT NOT NULL,
    "keep_days" INTEGER,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "retention_settings_pkey" PRIMARY KEY ("kind")
);

-- Null keeps for ever; nothing is ever deleted on the day it was written.
ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_days" CHECK ("keep_days" IS NULL OR "keep_days" >= 1);
-- Old attempts and runs are found by when they ended.
CREATE INDEX "runs_ended_at" ON "runs" ("ended_at") WHERE "ended_at" IS NOT NULL;
