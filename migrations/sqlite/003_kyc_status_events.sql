CREATE TABLE kyc_status_events (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kyc_session_id TEXT NOT NULL REFERENCES kyc_sessions (id) ON DELETE CASCADE,
  from_status TEXT,
  to_status TEXT NOT NULL CHECK (to_status IN ('CREATED', 'SUBMITTED', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED')),
  actor_type TEXT NOT NULL CHECK (actor_type IN ('USER', 'ADMIN', 'SYSTEM')),
  actor_id TEXT,
  reason TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_kyc_status_events_session_created_at ON kyc_status_events (kyc_session_id, created_at);

CREATE UNIQUE INDEX uq_identity_documents_session_checksum ON identity_documents (kyc_session_id, checksum_sha256);
