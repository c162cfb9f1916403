ALTER TABLE jobs ADD COLUMN lifecycle_status text NOT NULL DEFAULT 'PUBLISHED'
  CONSTRAINT jobs_lifecycle_status_check CHECK (lifecycle_status IN ('DRAFT', 'PUBLISHED', 'SCHEDULED'));
ALTER TABLE jobs ADD COLUMN published_at timestamptz;
ALTER TABLE jobs ADD COLUMN scheduled_publish_at timestamptz;
UPDATE jobs SET published_at = created_at;
CREATE INDEX idx_jobs_lifecycle_status ON jobs (lifecycle_status);
CREATE INDEX idx_jobs_scheduled_publish_at ON jobs (scheduled_publish_at);

ALTER TABLE feed_posts ADD COLUMN lifecycle_status text NOT NULL DEFAULT 'PUBLISHED'
  CONSTRAINT feed_posts_lifecycle_status_check CHECK (lifecycle_status IN ('DRAFT', 'PUBLISHED', 'SCHEDULED'));
ALTER TABLE feed_posts ADD COLUMN scheduled_publish_at timestamptz;
ALTER TABLE feed_posts ALTER COLUMN published_at DROP NOT NULL;
CREATE INDEX idx_feed_posts_lifecycle_status ON feed_posts (lifecycle_status);
CREATE INDEX idx_feed_posts_scheduled_publish_at ON feed_posts (scheduled_publish_at);
