ALTER TABLE job_application_journey_events ADD COLUMN actor_type TEXT
  CONSTRAINT job_application_journey_events_actor_type_check
  CHECK (actor_type IS NULL OR actor_type IN ('USER', 'ADMIN', 'SYSTEM'));
ALTER TABLE job_application_journey_events ADD COLUMN actor_id TEXT;
CREATE INDEX idx_job_application_journey_actor_id_created_at
  ON job_application_journey_events (actor_id, created_at DESC);

CREATE TABLE job_application_documents (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  application_id TEXT NOT NULL REFERENCES job_applications (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  document_type TEXT NOT NULL,
  file_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  content_length INTEGER NOT NULL CHECK (content_length > 0),
  object_key TEXT NOT NULL UNIQUE,
  checksum_sha256 TEXT NOT NULL,
  file_url TEXT NOT NULL,
  review_status TEXT NOT NULL DEFAULT 'PENDING' CHECK (review_status IN ('PENDING', 'VALID', 'INVALID')),
  review_reason TEXT,
  reviewed_by TEXT,
  reviewed_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (application_id, checksum_sha256)
) STRICT;
CREATE INDEX idx_job_application_documents_application_id_created_at
  ON job_application_documents (application_id, created_at);
CREATE INDEX idx_job_application_documents_user_id_created_at ON job_application_documents (user_id, created_at);
CREATE INDEX idx_job_application_documents_review_status ON job_application_documents (review_status, created_at DESC);
