-- The answers to creating calls that came with an Idempotency-Key, so that a repeated call gets the same again.
CREATE TABLE "idempotency_keys" (
    "caller" TEXT NOT NULL,
    "call" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" INTEGER,
    "sealed_body" TEXT,
    "answered_at" TIMESTAMPTZ(6),

    -- The claim on a key is this insert: of two calls at once only one gets it. A key is its caller's own, and counts
    -- for one call of the API.
    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("caller", "call", "key")
);

-- What has run out is found by its age.
CREATE INDEX "idempotency_keys_begun_at" ON "idempotency_keys" ("begun_at");
-- user:<id> or token:<id>: whoever has neither has no keys.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_caller" CHECK ("caller" ~ '^(user|token):.');
-- As long as the edge takes one.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_key" CHECK (length("key") BETWEEN 1 AND 255);
-- The sha256 of what was asked, in hex.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_fingerprint" CHECK ("fingerprint" ~ '^[0-9a-f]{64}$');
-- Only what was done is kept; a refusal frees the key.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_status" CHECK ("status" BETWEEN 200 AND 299);
-- An answer is whole or not there yet.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_answer"
  CHECK (num_nonnulls("status", "sealed_body", "answered_at") IN (0, 3));
-- An answer may hold a secret that is shown once, so none is ever stored in the clear.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_sealed" CHECK ("sealed_body" LIKE 'v1.%');
