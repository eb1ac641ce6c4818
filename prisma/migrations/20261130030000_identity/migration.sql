-- The key of a spelling, as keyOf in lib/sources/identity.ts makes it; the region is '*' where an id is unique without one.
CREATE FUNCTION "resource_key"("provider" TEXT, "account" TEXT, "region" TEXT, "id" TEXT) RETURNS UUID
  LANGUAGE SQL STABLE PARALLEL SAFE
  AS $$ SELECT left(encode(sha256(convert_to($1 || E'\x1f' || $2 || E'\x1f' || $3 || E'\x1f' || $4, 'UTF8')), 'hex'), 32)::uuid $$;

-- Which regions an id is known in is asked by the id alone.
CREATE INDEX "resources_native_id_idx" ON "resources" ("native_id");
CREATE INDEX "resource_aliases_alias_idx" ON "resource_aliases" ("alias");

-- The join that made this another spelling of the resource; what a person said is not undone by what is read later.
ALTER TABLE "resource_aliases" ADD COLUMN "join_id" BIGINT;

-- Spellings that were known and have come to mean another resource: facts of the bills that write them are made anew.
CREATE TABLE "resource_changes" (
    "id" BIGSERIAL NOT NULL,
    "key" UUID NOT NULL,
    "resource_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_changes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "resource_changes_key_id_idx" ON "resource_changes" ("key", "id" DESC);
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Two resources that older versions made of one: what is delivered from here on counts for `same_as`, and the other is
-- not gone for that. A person joins them.
CREATE TABLE "resource_doubles" (
    "resource_id" BIGINT NOT NULL,
    "same_as" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "resource_doubles_pkey" PRIMARY KEY ("resource_id")
);
CREATE INDEX "resource_doubles_same_as_idx" ON "resource_doubles" ("same_as");
ALTER TABLE "resource_doubles" ADD CONSTRAINT "resource_doubles_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resources"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "resource_doubles" ADD CONSTRAINT "resource_doubles_same_as_fkey" FOREIGN KEY ("same_as") REFERENCES "resources"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "resource_doubles" ADD CONSTRAINT "resource_doubles_two" CHECK ("resource_id" <> "same_as");
ALTER TABLE "resource_doubles" ADD CONSTRAINT "resource_doubles_reason" CHECK ("reason" IN ('region', 'spelling', 'provider'));

-- From here on: aliases for what is stored, by the table of lib/sources/native-ids.ts as it is with this version.
CREATE FUNCTION pg_temp.provider_of(name TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE AS $$
  SELECT CASE
    WHEN name ~ '^(aws|amazon)\y|^amazon ?web ?services' THEN 'aws'
    WHEN name ~ '^(azure|microsoft)\y|^(ms|microsoft) ?azure' THEN 'azure'
    WHEN name ~ '^(gcp|google)\y|^google ?cloud' THEN 'gcp'
    WHEN name ~ '^(oci|oracle)\y|^oracle ?cloud' THEN 'oracle'
    WHEN name ~ '^(alibaba|aliyun)\y|^alibaba ?cloud' THEN 'alibaba'
    WHEN name ~ '^tencent\y|^tencent ?cloud' THEN 'tencent'
    WHEN name ~ '^ibm\y' THEN 'ibm'
    ELSE regexp_replace(regexp_replace(name, '\s+', ' ', 'g'),
      ',? (inc|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|plc|pty|bv|sas|sarl|srl)\.?$', '') END $$;

CREATE FUNCTION pg_temp.random_part() RETURNS TEXT LANGUAGE SQL IMMUTABLE AS $$
  SELECT '(?:(?:acl|ami|cr|dopt|dxcon|dxvif|eipalloc|eipassoc|eni|eigw|fs|fsap|i|igw|lt|nat|pcx|rtb|rtbassoc|sg|sgr|snap|subnet|tgw|tgw-attach|tgw-rtb|vgw|vol|vpc|vpce|vpn)-(?=[0-9a-f]*\d)[0-9a-f]{8,17}|[a-z][a-z-]{0,14}-[0-9a-f]{17}|ws-[0-9a-z]{9}|'
    || '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})' $$;

CREATE FUNCTION pg_temp.is_unique(provider TEXT, id TEXT) RETURNS BOOLEAN LANGUAGE SQL IMMUTABLE AS $$
  SELECT id ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' OR CASE provider
    WHEN 'aws' THEN id ~ '^arn:[^:]+:[^:]+:[^:]*:[^:]*:.' OR id ~ ('^' || pg_temp.random_part() || '$')
    WHEN 'azure' THEN id ~ '^/(?:subscriptions|providers)/.'
    WHEN 'gcp' THEN id ~ '^(?://[a-z0-9.-]+/.|https://[a-z0-9.-]+\.googleapis\.com/.|(?:projects|folders|organizations)/[^/]+/.)'
      OR id ~ '^\d{15,20}$'
    WHEN 'oracle' THEN id ~* '^ocid1\.[a-z0-9]+\.[a-z0-9]+\.[a-z0-9-]*\..+$'
    ELSE false END $$;

-- The spelling by which full and short ids meet: the short one where it is unique by itself.
CREATE FUNCTION pg_temp.short_of(provider TEXT, id TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE AS $$
  SELECT COALESCE(CASE provider
    WHEN 'aws' THEN CASE WHEN id ~ '^arn:' THEN substring(id FROM '[:/](' || pg_temp.random_part() || ')$') END
    WHEN 'azure' THEN substring(id FROM '^/providers/microsoft\.(?:capacity|billingbenefits)/.*/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$')
    WHEN 'gcp' THEN substring(id FROM '^(?://compute\.googleapis\.com/|https://(?:www|compute)\.googleapis\.com/compute/v1/)(projects/.+)$')
    END, id) $$;

-- A provider's other spellings, as older versions stored them. Where both spellings of a resource stand already, the
-- older version doubled it: that one keeps its name and is told as a double.
DO $$
BEGIN
  CREATE TEMP TABLE renamed ON COMMIT DROP AS
    SELECT name, pg_temp.provider_of(name) AS provider FROM (
      SELECT DISTINCT provider AS name FROM resources UNION SELECT DISTINCT provider FROM delivery_accounts) named
    WHERE pg_temp.provider_of(name) <> name;
  CREATE TEMP TABLE spellings ON COMMIT DROP AS
    SELECT s.resource_id, s.key AS known_key, p.provider, s.account, s.region, i.id, i.short,
      s.provider <> p.provider AS is_renamed, i.is_unique
    FROM (SELECT id AS resource_id, key, provider, account, region, native_id AS spelling FROM resources
          UNION ALL SELECT resource_id, key, provider, account, region, alias FROM resource_aliases) s
    CROSS JOIN LATERAL (SELECT pg_temp.provider_of(s.provider) AS provider) p
    CROSS JOIN LATERAL (
      SELECT given.id, pg_temp.is_unique(p.provider, given.id) AND given.id <> s.account AS is_unique,
        pg_temp.short_of(p.provider, given.id) AS short
      FROM (SELECT CASE WHEN p.provider = 'gcp' THEN rtrim(s.spelling, '/') ELSE s.spelling END AS id) given) i
    WHERE i.is_unique OR s.provider <> p.provider;
  -- Two rows of one resource under two names in one place would break the place's uniqueness.
  UPDATE resources r SET provider = n.provider FROM renamed n
  WHERE r.provider = n.name AND r.id = (
    SELECT min(twin.id) FROM resources twin LEFT JOIN renamed t ON t.name = twin.provider
    WHERE COALESCE(t.provider, twin.provider) = n.provider AND twin.account = r.account AND twin.region = r.region
      AND twin.native_id = r.native_id
    HAVING bool_and(twin.provider <> n.provider));
  IF EXISTS (SELECT FROM renamed) THEN
    UPDATE charges c SET provider = n.provider FROM renamed n WHERE c.provider = n.name;
    -- Two spellings of one account in one delivery: their rows together, under the first of them.
    CREATE TEMP TABLE accounts ON COMMIT DROP AS
      SELECT delivery_id, account, pg_temp.provider_of(provider) AS provider, min(provider) AS kept,
        sum(rows)::bigint AS rows, sum(rows_tied)::bigint AS rows_tied, bool_or(has_quantity) AS has_quantity,
        min(charged_from) AS charged_from, max(charged_through) AS charged_through
      FROM delivery_accounts WHERE pg_temp.provider_of(provider) IN (SELECT provider FROM renamed) GROUP BY 1, 2, 3;
    DELETE FROM delivery_accounts d USING accounts a WHERE d.delivery_id = a.delivery_id AND d.account = a.account
      AND pg_temp.provider_of(d.provider) = a.provider AND d.provider <> a.kept;
    UPDATE delivery_accounts d SET provider = a.provider, rows = a.rows, rows_tied = a.rows_tied,
      has_quantity = a.has_quantity, charged_from = a.charged_from, charged_through = a.charged_through
    FROM accounts a WHERE d.delivery_id = a.delivery_id AND d.account = a.account AND d.provider = a.kept;
    UPDATE exemptions e SET provider = n.provider FROM renamed n WHERE e.provider = n.name;
    UPDATE coverage c SET provider = n.provider FROM renamed n
    WHERE c.provider = n.name AND NOT EXISTS (SELECT FROM coverage other WHERE other.snapshot_id = c.snapshot_id
      AND pg_temp.provider_of(other.provider) = n.provider AND other.provider <> n.name
      AND other.account = c.account AND other.region = c.region AND other.kind = c.kind);
  END IF;
  -- Whose a new key is: whoever has it, else the resource with a ticket, else the older one.
  CREATE TEMP TABLE keyed ON COMMIT DROP AS
    SELECT s.*, resource_key(s.provider, s.account, s.key_region, s.id) AS key,
      resource_key(s.provider, s.account, s.key_region, s.short) AS anchor_key
    FROM (SELECT *, CASE WHEN is_unique THEN '*' ELSE region END AS key_region FROM spellings) s;
  CREATE TEMP TABLE owners ON COMMIT DROP AS
    SELECT DISTINCT ON (anchor_key) anchor_key, resource_id FROM (
      SELECT s.anchor_key, known.resource_id, true AS is_known FROM keyed s JOIN resource_keys known ON known.key = s.anchor_key
      UNION SELECT anchor_key, resource_id, false FROM keyed) candidates
    ORDER BY anchor_key, is_known DESC,
      EXISTS (SELECT FROM lineages l JOIN tickets t ON t.id = l.ticket_id AND t.deleted_at IS NULL
        WHERE l.resource_id = candidates.resource_id AND l.status <> 'resolved') DESC, resource_id;
  INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT DISTINCT ON (new.key) s.provider, s.account, s.key_region, new.alias, new.key, o.resource_id
    FROM keyed s JOIN owners o USING (anchor_key)
    CROSS JOIN LATERAL (VALUES (s.key, s.id), (s.anchor_key, s.short)) AS new (key, alias)
    WHERE NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = new.key)
    ON CONFLICT DO NOTHING;
  INSERT INTO resource_doubles (resource_id, same_as, reason)
    SELECT DISTINCT ON (s.resource_id) s.resource_id, o.resource_id,
      CASE WHEN s.is_renamed THEN 'provider' WHEN r.native_id <> kept.native_id THEN 'spelling' ELSE 'region' END
    FROM keyed s JOIN owners o USING (anchor_key) JOIN resources r ON r.id = s.resource_id
    JOIN resources kept ON kept.id = o.resource_id
    WHERE s.resource_id <> o.resource_id ORDER BY s.resource_id, o.resource_id;
END $$;
