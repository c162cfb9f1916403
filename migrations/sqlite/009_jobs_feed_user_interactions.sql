CREATE TABLE user_saved_jobs (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  UNIQUE (user_id, job_id)
) STRICT;
CREATE INDEX idx_user_saved_jobs_user_id_created_at ON user_saved_jobs (user_id, created_at DESC);

CREATE TABLE user_saved_posts (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  post_id TEXT NOT NULL REFERENCES feed_posts (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  UNIQUE (user_id, post_id)
) STRICT;
CREATE INDEX idx_user_saved_posts_user_id_created_at ON user_saved_posts (user_id, created_at DESC);

CREATE TABLE job_applications (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED')),
  note TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (user_id, job_id)
) STRICT;
CREATE INDEX idx_job_applications_user_id_updated_at ON job_applications (user_id, updated_at DESC);

CREATE TABLE job_application_journey_events (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  application_id TEXT NOT NULL REFERENCES job_applications (id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED')),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_job_application_journey_application_id_created_at
  ON job_application_journey_events (application_id, created_at);
