-- What was declared when an upload link was given out; the stored object must look like this.
CREATE TABLE uploads (
  object_key text COLLATE "binary" PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  content_type text NOT NULL,
  content_length bigint NOT NULL CHECK (content_length > 0),
  checksum_sha256 text NOT NULL,
  state text NOT NULL CHECK (state IN ('PENDING', 'REGISTERED', 'ABANDONED')),
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX idx_uploads_user_id ON uploads (user_id) INCLUDE (content_length);
CREATE INDEX idx_uploads_unregistered ON uploads (expires_at) WHERE state <> 'REGISTERED';
