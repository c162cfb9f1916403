ALTER TABLE users ADD COLUMN email_verified_at timestamptz;

CREATE TABLE email_verification_challenges (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email text NOT NULL,
  code_hash text NOT NULL,
  expires_at timestamptz NOT NULL,
  resend_available_at timestamptz NOT NULL,
  attempt_count integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL DEFAULT 5,
  verified_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_email_verification_challenges_user_id ON email_verification_challenges (user_id);
CREATE INDEX idx_email_verification_challenges_email_created_at
  ON email_verification_challenges (email, created_at DESC);
CREATE INDEX idx_email_verification_challenges_email_active
  ON email_verification_challenges (email, verified_at, expires_at);
