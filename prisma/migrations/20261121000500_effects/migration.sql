CREATE TYPE "EffectState" AS ENUM ('intended', 'sending', 'confirmed', 'rejected', 'uncertain', 'parked');

CREATE TABLE "effects" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "state" "EffectState" NOT NULL DEFAULT 'intended',
    "payload" JSONB NOT NULL,
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(6),
    "not_before" TIMESTAMPTZ(6),
    "uncertain_since" TIMESTAMPTZ(6),
    "horizon_at" TIMESTAMPTZ(6),
    "looked_up_at" TIMESTAMPTZ(6),
    "result" JSONB,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(6),

    CONSTRAINT "effects_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "effect_attempts" (
    "id" BIGSERIAL NOT NULL,
    "effect_id" BIGINT NOT NULL,
    "token" UUID NOT NULL,
    "deed" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "status" INTEGER,
    "detail" TEXT,

    CONSTRAINT "effect_attempts_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "effects_key_key" ON "effects"("key");

CREATE INDEX "effects_connection_id_state_id_idx" ON "effects"("connection_id", "state", "id");

CREATE INDEX "effects_subject_idx" ON "effects"("subject");

CREATE UNIQUE INDEX "effect_attempts_token_key" ON "effect_attempts"("token");

CREATE INDEX "effect_attempts_effect_id_id_idx" ON "effect_attempts"("effect_id", "id");

ALTER TABLE "effects" ADD CONSTRAINT "effects_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "effect_attempts" ADD CONSTRAINT "effect_attempts_effect_id_fkey" FOREIGN KEY ("effect_id") REFERENCES "effects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Nothing is sent without a lease, and a lease without an end would never be judged.
ALTER TABLE "effects" ADD CONSTRAINT "effects_lease" CHECK (("state" = 'sending') = ("lease_token" IS NOT NULL));
ALTER TABLE "effects" ADD CONSTRAINT "effects_lease_end" CHECK (("lease_token" IS NULL) = ("lease_until" IS NULL));
-- What was ever sent is frozen.
ALTER TABLE "effects" ADD CONSTRAINT "effects_frozen" CHECK ("state" = 'intended' OR "frozen");
ALTER TABLE "effects" ADD CONSTRAINT "effects_confirmed" CHECK ("state" <> 'confirmed' OR "result" IS NOT NULL);
ALTER TABLE "effects" ADD CONSTRAINT "effects_horizon" CHECK ("state" <> 'uncertain' OR ("uncertain_since" IS NOT NULL AND "horizon_at" IS NOT NULL));
-- What still needs work, which is little of what there is.
CREATE INDEX "effects_open" ON "effects" ("connection_id", "id") WHERE "state" IN ('intended', 'sending', 'uncertain', 'parked');
