ALTER TABLE users ADD COLUMN email_verified_at TEXT;

CREATE TABLE email_verification_challenges (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  resend_available_at TEXT NOT NULL,
  attempt_count INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL DEFAULT 5,
  verified_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_email_verification_challenges_user_id ON email_verification_challenges (user_id);
CREATE INDEX idx_email_verification_challenges_email_created_at
  ON email_verification_challenges (email, created_at DESC);
CREATE INDEX idx_email_verification_challenges_email_active
  ON email_verification_challenges (email, verified_at, expires_at);
