-- What was declared when an upload link was given out; the stored object must look like this.
CREATE TABLE uploads (
  object_key TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  content_type TEXT NOT NULL,
  content_length INTEGER NOT NULL CHECK (content_length > 0),
  checksum_sha256 TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('PENDING', 'REGISTERED', 'ABANDONED')),
  expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_uploads_user_id ON uploads (user_id, content_length);
CREATE INDEX idx_uploads_unregistered ON uploads (expires_at) WHERE state <> 'REGISTERED';
