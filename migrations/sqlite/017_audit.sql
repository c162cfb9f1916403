-- Append-only: who did what, from which state to which. `number` and `chain` are set when a row is sealed.
CREATE TABLE audit_events (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  actor_type TEXT NOT NULL CHECK (actor_type IN ('USER', 'ADMIN', 'SYSTEM')),
  actor_id TEXT,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  entity_type TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT,
  request_id TEXT,
  details_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details_json)),
  created_at TEXT NOT NULL,
  number INTEGER UNIQUE,
  chain TEXT
) STRICT;
CREATE INDEX idx_audit_events_entity ON audit_events (entity_type, entity_id, sequence);
CREATE INDEX idx_audit_events_unsealed ON audit_events (sequence) WHERE number IS NULL;
