ALTER TABLE job_application_journey_events ADD COLUMN actor_type text
  CONSTRAINT job_application_journey_events_actor_type_check
  CHECK (actor_type IS NULL OR actor_type IN ('USER', 'ADMIN', 'SYSTEM'));
ALTER TABLE job_application_journey_events ADD COLUMN actor_id text;
CREATE INDEX idx_job_application_journey_actor_id_created_at
  ON job_application_journey_events (actor_id, created_at DESC);

CREATE TABLE job_application_documents (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES job_applications (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  document_type text NOT NULL,
  file_name text NOT NULL,
  content_type text NOT NULL,
  content_length bigint NOT NULL CHECK (content_length > 0),
  object_key text NOT NULL UNIQUE,
  checksum_sha256 text NOT NULL,
  file_url text NOT NULL,
  review_status text NOT NULL DEFAULT 'PENDING' CHECK (review_status IN ('PENDING', 'VALID', 'INVALID')),
  review_reason text,
  reviewed_by text,
  reviewed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (application_id, checksum_sha256)
);
CREATE INDEX idx_job_application_documents_application_id_created_at
  ON job_application_documents (application_id, created_at);
CREATE INDEX idx_job_application_documents_user_id_created_at ON job_application_documents (user_id, created_at);
CREATE INDEX idx_job_application_documents_review_status ON job_application_documents (review_status, created_at DESC);
