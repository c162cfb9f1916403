CREATE TABLE kyc_sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  status text NOT NULL CHECK (status IN ('CREATED', 'SUBMITTED', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED')),
  provider text NOT NULL DEFAULT 'manual',
  submitted_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_kyc_sessions_user_id_created_at ON kyc_sessions (user_id, created_at DESC);
CREATE INDEX idx_kyc_sessions_status ON kyc_sessions (status);

CREATE TABLE identity_documents (
  id uuid PRIMARY KEY,
  kyc_session_id uuid NOT NULL REFERENCES kyc_sessions (id) ON DELETE CASCADE,
  document_type text NOT NULL,
  file_url text NOT NULL,
  checksum_sha256 text NOT NULL,
  metadata_json jsonb NOT NULL DEFAULT '{}',
  verified_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_identity_documents_kyc_session_id ON identity_documents (kyc_session_id);
CREATE INDEX idx_identity_documents_document_type ON identity_documents (document_type);
