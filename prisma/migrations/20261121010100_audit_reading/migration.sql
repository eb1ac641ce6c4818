-- The audit log is read at a million rows and beyond: each filter has an index that ends in the list's own order, so
-- that a page costs the same wherever it begins. What no filter asks for has none.

CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

CREATE INDEX "audit_events_actor_id_at_id_idx" ON "audit_events"("actor_id", "at", "id");

CREATE INDEX "audit_events_actor_kind_at_id_idx" ON "audit_events"("actor_kind", "at", "id");

CREATE INDEX "audit_events_action_at_id_idx" ON "audit_events"("action", "at", "id");

CREATE INDEX "audit_events_subject_kind_at_id_idx" ON "audit_events"("subject_kind", "at", "id");

-- Ids of different kinds may be alike, but few are: with the kind it filters what little is left.
CREATE INDEX "audit_events_subject_id_at_id_idx" ON "audit_events"("subject_id", "at", "id");

CREATE INDEX "audit_events_request_id_at_id_idx" ON "audit_events"("request_id", "at", "id");

CREATE INDEX "audit_events_address_at_id_idx" ON "audit_events"("address", "at", "id");

-- Names are looked for by how they begin, in any case; by bytes, so that a prefix is one range in every locale.
CREATE INDEX "audit_events_actor_name" ON "audit_events"((lower("actor_name") COLLATE "C"), "at", "id");

-- The index by subject_id does its work.
DROP INDEX "audit_events_subject_kind_subject_id_id_idx";

-- Emptying the table is as much a change as deleting its rows.
CREATE TRIGGER "audit_events_never_emptied" BEFORE TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ALWAYS: also in a session that has triggers switched off (session_replication_role = replica).
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER "audit_events_append_only";
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER "audit_events_never_emptied";
