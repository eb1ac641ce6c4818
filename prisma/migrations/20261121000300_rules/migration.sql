CREATE TYPE "RuleOrigin" AS ENUM ('shipped', 'operator');

CREATE TYPE "Arming" AS ENUM ('shadow', 'live');

CREATE TABLE "rule_sets" (
    "id" BIGSERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "origin" "RuleOrigin" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "current_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_sets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "rule_versions" (
    "id" BIGSERIAL NOT NULL,
    "rule_set_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "rule_versions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "rule_set_arming" (
    "rule_set_id" BIGINT NOT NULL,
    "connection_id" UUID NOT NULL,
    "state" "Arming" NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "rule_set_arming_pkey" PRIMARY KEY ("rule_set_id","connection_id")
);

CREATE UNIQUE INDEX "rule_sets_slug_key" ON "rule_sets"("slug");

CREATE UNIQUE INDEX "rule_versions_rule_set_id_version_key" ON "rule_versions"("rule_set_id", "version");

ALTER TABLE "rule_versions" ADD CONSTRAINT "rule_versions_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "rule_set_arming" ADD CONSTRAINT "rule_set_arming_rule_set_id_fkey" FOREIGN KEY ("rule_set_id") REFERENCES "rule_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "rule_set_arming" ADD CONSTRAINT "rule_set_arming_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A published version is what recommendations point at for ever.
CREATE TRIGGER "rule_versions_immutable" BEFORE UPDATE OR DELETE ON "rule_versions"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE "rule_versions" ADD CONSTRAINT "rule_versions_number" CHECK ("version" >= 1);
