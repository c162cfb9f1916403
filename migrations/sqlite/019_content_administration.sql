-- Counts changes of a row: of simultaneous edits each is made on what the former one wrote.
ALTER TABLE jobs ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE feed_posts ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- When a post was public before it was taken back; its readers still see a date where they saved it.
ALTER TABLE feed_posts ADD COLUMN former_published_at TEXT;

-- Lists with one filter in their order, what becomes public this month, and what a person saved.
CREATE INDEX idx_jobs_type_order ON jobs (employment_type, created_at, sequence, lifecycle_status, scheduled_publish_at)
  WHERE deleted_at IS NULL;
CREATE INDEX idx_jobs_visa_order ON jobs (visa_sponsorship, created_at, sequence, lifecycle_status, scheduled_publish_at)
  WHERE deleted_at IS NULL;
CREATE INDEX idx_jobs_due ON jobs (lifecycle_status, scheduled_publish_at, employment_type, visa_sponsorship)
  WHERE deleted_at IS NULL;
CREATE INDEX idx_feed_posts_category_order
  ON feed_posts (category, published_at DESC, created_at DESC, id DESC, lifecycle_status, scheduled_publish_at)
  WHERE deleted_at IS NULL;
-- Posts that are public, in the order of readers: scheduled ones for the far future would lie before them all, so each
-- state is an index of its own and the second one is entered at the present time.
CREATE INDEX idx_feed_posts_published ON feed_posts (lifecycle_status, published_at DESC, created_at DESC, id DESC)
  WHERE lifecycle_status = 'PUBLISHED' AND deleted_at IS NULL;
CREATE INDEX idx_feed_posts_scheduled
  ON feed_posts (lifecycle_status, scheduled_publish_at DESC, created_at DESC, id DESC)
  WHERE lifecycle_status = 'SCHEDULED' AND deleted_at IS NULL;
CREATE INDEX idx_feed_posts_category_published
  ON feed_posts (category, lifecycle_status, published_at DESC, created_at DESC, id DESC)
  WHERE lifecycle_status = 'PUBLISHED' AND deleted_at IS NULL;
CREATE INDEX idx_feed_posts_category_scheduled
  ON feed_posts (category, lifecycle_status, scheduled_publish_at DESC, created_at DESC, id DESC)
  WHERE lifecycle_status = 'SCHEDULED' AND deleted_at IS NULL;
CREATE INDEX idx_user_saved_jobs_order ON user_saved_jobs (user_id, created_at DESC, sequence DESC);
CREATE INDEX idx_user_saved_posts_order ON user_saved_posts (user_id, created_at DESC, sequence DESC);
CREATE INDEX idx_user_saved_jobs_job_id ON user_saved_jobs (job_id);
CREATE INDEX idx_user_saved_posts_post_id ON user_saved_posts (post_id);

-- Three letters in a row of each text, so that a search reads what may match instead of everything.
CREATE VIRTUAL TABLE job_search USING fts5(search_text, content = 'jobs', content_rowid = 'sequence',
                                           tokenize = 'trigram');
INSERT INTO job_search (rowid, search_text) SELECT sequence, search_text FROM jobs;
CREATE TRIGGER job_search_insert AFTER INSERT ON jobs BEGIN
  INSERT INTO job_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;
CREATE TRIGGER job_search_delete AFTER DELETE ON jobs BEGIN
  INSERT INTO job_search (job_search, rowid, search_text) VALUES ('delete', OLD.sequence, OLD.search_text);
END;
CREATE TRIGGER job_search_update AFTER UPDATE OF search_text ON jobs WHEN NEW.search_text <> OLD.search_text BEGIN
  INSERT INTO job_search (job_search, rowid, search_text) VALUES ('delete', OLD.sequence, OLD.search_text);
  INSERT INTO job_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;

CREATE VIRTUAL TABLE feed_search USING fts5(search_text, content = 'feed_posts', content_rowid = 'sequence',
                                            tokenize = 'trigram');
INSERT INTO feed_search (rowid, search_text) SELECT sequence, search_text FROM feed_posts;
CREATE TRIGGER feed_search_insert AFTER INSERT ON feed_posts BEGIN
  INSERT INTO feed_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;
CREATE TRIGGER feed_search_delete AFTER DELETE ON feed_posts BEGIN
  INSERT INTO feed_search (feed_search, rowid, search_text) VALUES ('delete', OLD.sequence, OLD.search_text);
END;
CREATE TRIGGER feed_search_update AFTER UPDATE OF search_text ON feed_posts
WHEN NEW.search_text <> OLD.search_text BEGIN
  INSERT INTO feed_search (feed_search, rowid, search_text) VALUES ('delete', OLD.sequence, OLD.search_text);
  INSERT INTO feed_search (rowid, search_text) VALUES (NEW.sequence, NEW.search_text);
END;

-- What is deleted for real, so that the original service could take over again, is copied here first. No references:
-- the copies outlive everything.
CREATE TABLE deleted_jobs (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  employment_type TEXT NOT NULL,
  visa_sponsorship INTEGER NOT NULL,
  description TEXT NOT NULL,
  requirements_json TEXT NOT NULL,
  location_json TEXT NOT NULL,
  employer_json TEXT NOT NULL,
  lifecycle_status TEXT NOT NULL,
  published_at TEXT,
  scheduled_publish_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT NOT NULL
) STRICT;

CREATE TABLE deleted_job_applications (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  status TEXT NOT NULL,
  note TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_deleted_job_applications_job_id ON deleted_job_applications (job_id);

CREATE TABLE deleted_job_application_journey_events (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL,
  status TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  actor_type TEXT,
  actor_id TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_deleted_journey_events_application_id ON deleted_job_application_journey_events (application_id);

CREATE TABLE deleted_job_application_documents (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  document_type TEXT NOT NULL,
  file_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  content_length INTEGER NOT NULL,
  object_key TEXT NOT NULL,
  checksum_sha256 TEXT NOT NULL,
  file_url TEXT NOT NULL,
  review_status TEXT NOT NULL,
  review_reason TEXT,
  reviewed_by TEXT,
  reviewed_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX idx_deleted_documents_application_id ON deleted_job_application_documents (application_id);

CREATE TABLE deleted_feed_posts (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  category TEXT NOT NULL,
  author TEXT NOT NULL,
  image_url TEXT,
  lifecycle_status TEXT NOT NULL,
  published_at TEXT,
  scheduled_publish_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT NOT NULL
) STRICT;
