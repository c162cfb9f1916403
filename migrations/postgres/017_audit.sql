-- Append-only: who did what, from which state to which. `number` and `chain` are set when a row is sealed. The details
-- are json and not jsonb, because the seal covers their very text.
CREATE TABLE audit_events (
  sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id uuid PRIMARY KEY,
  actor_type text NOT NULL CHECK (actor_type IN ('USER', 'ADMIN', 'SYSTEM')),
  actor_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  from_state text,
  to_state text,
  request_id text,
  details_json json NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  number bigint UNIQUE,
  chain text
);
CREATE INDEX idx_audit_events_entity ON audit_events (entity_type, entity_id, sequence);
CREATE INDEX idx_audit_events_unsealed ON audit_events (sequence) WHERE number IS NULL;
