-- Counts changes of a row: of simultaneous edits each is made on what the former one wrote.
ALTER TABLE jobs ADD COLUMN revision bigint NOT NULL DEFAULT 1;
ALTER TABLE feed_posts ADD COLUMN revision bigint NOT NULL DEFAULT 1;

-- When a post was public before it was taken back; its readers still see a date where they saved it.
ALTER TABLE feed_posts ADD COLUMN former_published_at timestamptz;

-- Text that the original service changed is to be folded again. It does not know of `revision`; we never change text
-- without it.
CREATE FUNCTION jobs_forget_folded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := '';
  NEW.search_location := '';
  RETURN NEW;
END $$;
CREATE TRIGGER jobs_forget_folded BEFORE UPDATE OF title, description, employer_json, location_json ON jobs
  FOR EACH ROW WHEN (NEW.revision = OLD.revision AND (NEW.title, NEW.description, NEW.employer_json, NEW.location_json)
                     IS DISTINCT FROM (OLD.title, OLD.description, OLD.employer_json, OLD.location_json))
  EXECUTE FUNCTION jobs_forget_folded();
CREATE FUNCTION feed_posts_forget_folded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := '';
  RETURN NEW;
END $$;
CREATE TRIGGER feed_posts_forget_folded BEFORE UPDATE OF title, excerpt, author, category ON feed_posts
  FOR EACH ROW WHEN (NEW.revision = OLD.revision AND (NEW.title, NEW.excerpt, NEW.author, NEW.category)
                     IS DISTINCT FROM (OLD.title, OLD.excerpt, OLD.author, OLD.category))
  EXECUTE FUNCTION feed_posts_forget_folded();

-- What SQLite does by tables of three letters in a row of each text, an index does here (024); the same statements read
-- both.
CREATE VIEW job_search (rowid, search_text) AS SELECT sequence, search_text FROM jobs;
CREATE VIEW feed_search (rowid, search_text) AS SELECT sequence, search_text FROM feed_posts;

-- What is deleted for real, so that the original service could take over again, is copied here first. No references:
-- the copies outlive everything.
CREATE TABLE deleted_jobs (
  id text PRIMARY KEY,
  title text NOT NULL,
  employment_type text NOT NULL,
  visa_sponsorship boolean NOT NULL,
  description text NOT NULL,
  requirements_json jsonb NOT NULL,
  location_json jsonb NOT NULL,
  employer_json jsonb NOT NULL,
  lifecycle_status text NOT NULL,
  published_at timestamptz,
  scheduled_publish_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz NOT NULL
);

CREATE TABLE deleted_job_applications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  job_id text NOT NULL,
  status text NOT NULL,
  note text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX idx_deleted_job_applications_job_id ON deleted_job_applications (job_id);

CREATE TABLE deleted_job_application_journey_events (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL,
  status text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  actor_type text,
  actor_id text,
  created_at timestamptz NOT NULL
);
CREATE INDEX idx_deleted_journey_events_application_id ON deleted_job_application_journey_events (application_id);

CREATE TABLE deleted_job_application_documents (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL,
  user_id uuid NOT NULL,
  document_type text NOT NULL,
  file_name text NOT NULL,
  content_type text NOT NULL,
  content_length bigint NOT NULL,
  object_key text NOT NULL,
  checksum_sha256 text NOT NULL,
  file_url text NOT NULL,
  review_status text NOT NULL,
  review_reason text,
  reviewed_by text,
  reviewed_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX idx_deleted_documents_application_id ON deleted_job_application_documents (application_id);

CREATE TABLE deleted_feed_posts (
  id text PRIMARY KEY,
  title text NOT NULL,
  excerpt text NOT NULL,
  category text NOT NULL,
  author text NOT NULL,
  image_url text,
  lifecycle_status text NOT NULL,
  published_at timestamptz,
  scheduled_publish_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz NOT NULL
);
