-- A refresh replaces a session by another of the same family; `rotated_at` tells that from a logout, so that reuse of a
-- rotated token is seen. Absent family: the session is its own.
ALTER TABLE sessions ADD COLUMN family_id TEXT;
ALTER TABLE sessions ADD COLUMN rotated_at TEXT;
CREATE INDEX idx_sessions_family_id ON sessions (family_id);
CREATE INDEX idx_sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX idx_email_verification_challenges_expires_at ON email_verification_challenges (expires_at);
