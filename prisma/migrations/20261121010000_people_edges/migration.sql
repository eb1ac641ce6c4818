-- Sessions as rows, links that set a password, identities at an OpenID Connect provider, the origin of tokens, and
-- what is counted against guessing.

CREATE TABLE "user_sessions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "end_reason" TEXT,
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "user_sessions_pkey" PRIMARY KEY ("id"),
    -- A session is nobody's without its user.
    CONSTRAINT "user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    -- A session that never runs out would outlive whoever left.
    CONSTRAINT "user_sessions_ends_after_start" CHECK ("ends_at" > "started_at"),
    CONSTRAINT "user_sessions_method" CHECK ("method" IN ('password', 'oidc')),
    -- Whoever ends one says why: the log tells a sign-out from a revocation.
    CONSTRAINT "user_sessions_end_has_reason" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL)),
    CONSTRAINT "user_sessions_end_reason" CHECK ("end_reason" IN ('signed_out', 'revoked', 'password_changed', 'disabled'))
);

-- The sessions of a user that are open: what lists, counts and ends them.
CREATE INDEX "user_sessions_open_idx" ON "user_sessions"("user_id", "last_seen_at" DESC) WHERE "ended_at" IS NULL;

CREATE TABLE "password_links" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "replaced_at" TIMESTAMPTZ(6),

    CONSTRAINT "password_links_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "password_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "password_links_purpose" CHECK ("purpose" IN ('invite', 'reset')),
    -- A link is as good as a password: one that never runs out would lie in a mailbox for ever.
    CONSTRAINT "password_links_expires_after_start" CHECK ("expires_at" > "created_at"),
    -- Used or replaced by a newer one, never both.
    CONSTRAINT "password_links_one_end" CHECK ("used_at" IS NULL OR "replaced_at" IS NULL)
);

CREATE UNIQUE INDEX "password_links_token_hash_key" ON "password_links"("token_hash");

-- At most one link of a user works: making another takes the earlier one back.
CREATE UNIQUE INDEX "password_links_live_key" ON "password_links"("user_id") WHERE "used_at" IS NULL AND "replaced_at" IS NULL;

CREATE TABLE "user_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    -- A provider promises that (issuer, subject) is one person for ever, which it does not of an e-mail address.
    CONSTRAINT "user_identities_pkey" PRIMARY KEY ("issuer", "subject"),
    CONSTRAINT "user_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Two people at one provider never share an account here.
CREATE UNIQUE INDEX "user_identities_user_id_issuer_key" ON "user_identities"("user_id", "issuer");

-- The beginning of a token, to tell it from others; null for one of the environment, which may be short.
ALTER TABLE "api_tokens" ADD COLUMN "prefix" TEXT;
-- More of it than this would help somebody to guess it.
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_prefix_short" CHECK (length("prefix") <= 12);
-- The name of who made it, as the audit log has it: tokens outlive people.
ALTER TABLE "api_tokens" ADD COLUMN "created_by" TEXT;

-- Attempts counted against guessing, for all machines together. The subject (an address, an account's e-mail) is kept as
-- a digest: people type passwords where the e-mail belongs.
CREATE TABLE "attempt_limits" (
    "scope" TEXT NOT NULL,
    "subject_hash" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attempt_limits_pkey" PRIMARY KEY ("scope", "subject_hash"),
    CONSTRAINT "attempt_limits_attempts" CHECK ("attempts" >= 0)
);

-- Old counts are cleared away by age.
CREATE INDEX "attempt_limits_last_at_idx" ON "attempt_limits"("last_at");
