-- no transaction
-- Indexes on tables that may be full, built while others write. Each statement stands on its own; an index that a broken
-- off attempt left behind is dropped first.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_sequence ON jobs (sequence);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_sequence ON feed_posts (sequence);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_users_sequence ON users (sequence);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_sequence ON job_applications (sequence);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_sessions_family_id ON sessions (family_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_email_verification_challenges_expires_at
  ON email_verification_challenges (expires_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_sessions_queue
  ON kyc_sessions (status, COALESCE(submitted_at, created_at) DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_sessions_submission_order
  ON kyc_sessions (COALESCE(submitted_at, created_at) DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_sessions_user_order
  ON kyc_sessions (user_id, created_at DESC, sequence DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_order
  ON jobs (created_at, sequence) INCLUDE (lifecycle_status, scheduled_publish_at) WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_type_order
  ON jobs (employment_type, created_at, sequence) WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_visa_order
  ON jobs (visa_sponsorship, created_at, sequence) WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_due
  ON jobs (lifecycle_status, scheduled_publish_at) INCLUDE (employment_type, visa_sponsorship)
  WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_order
  ON feed_posts (published_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC) WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_category_order
  ON feed_posts
    (category, published_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC) WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_published
  ON feed_posts (published_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC)
  WHERE lifecycle_status = 'PUBLISHED' AND deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_scheduled
  ON feed_posts (scheduled_publish_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC)
  WHERE lifecycle_status = 'SCHEDULED' AND deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_category_published
  ON feed_posts (category, published_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC)
  WHERE lifecycle_status = 'PUBLISHED' AND deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_category_scheduled
  ON feed_posts (category, scheduled_publish_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC)
  WHERE lifecycle_status = 'SCHEDULED' AND deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_user_saved_jobs_order
  ON user_saved_jobs (user_id, created_at DESC, sequence DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_user_saved_posts_order
  ON user_saved_posts (user_id, created_at DESC, sequence DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_user_saved_jobs_job_id ON user_saved_jobs (job_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_user_saved_posts_post_id ON user_saved_posts (post_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_letters ON jobs USING gin (search_text gin_trgm_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_letters ON feed_posts USING gin (search_text gin_trgm_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_letters ON users USING gin (search_text gin_trgm_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_letters
  ON job_applications USING gin (search_text gin_trgm_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_jobs_unfolded ON jobs (id) WHERE search_text = '';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_feed_posts_unfolded ON feed_posts (id) WHERE search_text = '';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_unfolded ON users (id) WHERE search_text = '';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_unfolded
  ON job_applications (id) WHERE search_job = '' OR search_applicant = '';
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_job_id ON job_applications (job_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_order
  ON job_applications (updated_at DESC, created_at DESC, id DESC) WHERE job_deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_status_order
  ON job_applications (status, updated_at DESC, created_at DESC, id DESC) WHERE job_deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_job_order
  ON job_applications (job_id, updated_at DESC, created_at DESC, id DESC) WHERE job_deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_applications_employer_order
  ON job_applications (employer_id, updated_at DESC, created_at DESC, id DESC) WHERE job_deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_created_at ON users (created_at DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_organizations_created_at ON organizations (created_at DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_organizations_type_created_at
  ON organizations (org_type, created_at DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_organizations_status_created_at
  ON organizations (verification_status, created_at DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_status_events_created_at ON kyc_status_events (created_at DESC, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_status_events_to_status_created_at
  ON kyc_status_events (to_status, created_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_status_events_actor_id_created_at
  ON kyc_status_events (actor_id, created_at DESC, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_kyc_status_events_actor_type_created_at
  ON kyc_status_events (actor_type, created_at DESC, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_application_journey_created_at
  ON job_application_journey_events (created_at DESC, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_job_application_journey_actor_type_created_at
  ON job_application_journey_events
    (COALESCE(actor_type, CASE WHEN status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END), created_at DESC, id);
