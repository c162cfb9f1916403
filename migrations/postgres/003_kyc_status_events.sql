CREATE TABLE kyc_status_events (
  id uuid PRIMARY KEY,
  kyc_session_id uuid NOT NULL REFERENCES kyc_sessions (id) ON DELETE CASCADE,
  from_status text,
  to_status text NOT NULL CHECK (to_status IN ('CREATED', 'SUBMITTED', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED')),
  actor_type text NOT NULL CHECK (actor_type IN ('USER', 'ADMIN', 'SYSTEM')),
  actor_id text,
  reason text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_kyc_status_events_session_created_at ON kyc_status_events (kyc_session_id, created_at);

CREATE UNIQUE INDEX uq_identity_documents_session_checksum ON identity_documents (kyc_session_id, checksum_sha256);
