CREATE TABLE kyc_sessions (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('CREATED', 'SUBMITTED', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED')),
  provider TEXT NOT NULL DEFAULT 'manual',
  submitted_at TEXT,
  reviewed_at TEXT,
  reviewed_by TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_kyc_sessions_user_id_created_at ON kyc_sessions (user_id, created_at DESC, sequence DESC);
CREATE INDEX idx_kyc_sessions_status ON kyc_sessions (status);

CREATE TABLE identity_documents (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kyc_session_id TEXT NOT NULL REFERENCES kyc_sessions (id) ON DELETE CASCADE,
  document_type TEXT NOT NULL,
  file_url TEXT NOT NULL,
  checksum_sha256 TEXT NOT NULL,
  metadata_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata_json)),
  verified_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_identity_documents_kyc_session_id ON identity_documents (kyc_session_id);
CREATE INDEX idx_identity_documents_document_type ON identity_documents (document_type);
