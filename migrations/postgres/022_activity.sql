-- How many events there are per type and kind of actor: in all (`name` is empty), of a day (UTC), of an actor that is
-- stored with the event. Rows older than the actor columns: candidates submitted, administrators did the rest.
CREATE TABLE activity_totals (
  scope text NOT NULL CHECK (scope IN ('ALL', 'DAY', 'ACTOR')),
  name text COLLATE "binary" NOT NULL,
  type text NOT NULL,
  actor_type text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  PRIMARY KEY (scope, name, type, actor_type, slot)
);

-- The audit trail in the timeline, if wanted: one range per kind of thing.
CREATE INDEX idx_audit_events_entity_type_created_at ON audit_events (entity_type, created_at DESC, id);
