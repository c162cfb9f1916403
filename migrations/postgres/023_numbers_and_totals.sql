-- no transaction
-- What former migrations added, for the rows that were there already, while others read and write. Each statement may be
-- repeated.
CALL number_rows('users', 'created_at, id');
CALL number_rows('kyc_sessions', 'created_at, id');
CALL number_rows('identity_documents', 'created_at, id');
CALL number_rows('kyc_status_events', 'created_at, id');
CALL number_rows('feed_posts', 'created_at, id');
CALL number_rows('user_saved_jobs', 'created_at, id');
CALL number_rows('user_saved_posts', 'created_at, id');
CALL number_rows('job_application_documents', 'created_at, id');
CALL number_rows('email_verification_challenges', 'created_at, id');
-- The four samples were created at one moment; they have an order of their own.
CALL number_rows('jobs', $$array_position(ARRAY['job_tokyo_senior_welder_001', 'job_osaka_cnc_operator_002',
  'job_nagoya_warehouse_staff_003', 'job_fukuoka_eldercare_assistant_004'], id) NULLS LAST, created_at, id$$);
CALL number_rows('job_application_journey_events', 'created_at, id', $$, from_status =
  (SELECT e.status FROM job_application_journey_events e
    WHERE e.application_id = r.application_id AND (e.created_at, e.id) < (r.created_at, r.id)
    ORDER BY e.created_at DESC, e.id DESC LIMIT 1)$$);
-- And whose job it is about, unless somebody gave the job to another employer while this looked at it.
CALL number_rows('job_applications', 'created_at, id', $$, employer_id = CASE
  WHEN r.employer_id <> '' THEN r.employer_id
  ELSE COALESCE((SELECT employer_json ->> 'id' FROM jobs WHERE jobs.id = r.job_id), '') END$$);
-- Of those that came after they were numbered and before they got a trigger.
UPDATE job_applications a SET employer_id = COALESCE(j.employer_json ->> 'id', '')
  FROM jobs j WHERE j.id = a.job_id AND a.employer_id = '' AND j.employer_json ->> 'id' <> '';

CALL keep_totals('jobs', 'job_totals', 'lifecycle_status, scheduled_month, employment_type, visa_sponsorship', $$
  SELECT lifecycle_status, COALESCE(utc_month(scheduled_publish_at), 'never'), employment_type, visa_sponsorship
    FROM changed WHERE deleted_at IS NULL$$, 'INSERT', 'UPDATE', 'DELETE');
CALL keep_totals('feed_posts', 'feed_totals', 'lifecycle_status, scheduled_month, category', $$
  SELECT lifecycle_status, COALESCE(utc_month(scheduled_publish_at), 'never'), category
    FROM changed WHERE deleted_at IS NULL$$, 'INSERT', 'UPDATE', 'DELETE');
CALL keep_totals('kyc_sessions', 'kyc_totals', 'status', 'SELECT status FROM changed',
                 'INSERT', 'UPDATE OF status', 'DELETE');
CALL keep_totals('job_applications', 'application_totals', 'scope, name, status', $$
  SELECT scope, name, status
    FROM changed, LATERAL (VALUES ('ALL', ''), ('JOB', job_id), ('EMPLOYER', employer_id)) scopes (scope, name)
   WHERE job_deleted_at IS NULL$$, 'INSERT', 'UPDATE', 'DELETE');
CALL keep_totals('users', 'user_totals', 'id', 'SELECT 1 FROM changed', 'INSERT', 'DELETE');
CALL keep_totals('organizations', 'organization_totals', 'org_type, verification_status', $$
  SELECT org_type, COALESCE(verification_status, '') FROM changed$$, 'INSERT', 'UPDATE', 'DELETE');
CALL keep_totals('kyc_status_events', 'activity_totals', 'scope, name, type, actor_type', $$
  SELECT scope, name, 'KYC', actor_type
    FROM changed, LATERAL (VALUES ('ALL', ''), ('DAY', utc_day(created_at)), ('ACTOR', actor_id)) scopes (scope, name)
   WHERE name IS NOT NULL$$, 'INSERT', 'DELETE');
CALL keep_totals('job_application_journey_events', 'activity_totals', 'scope, name, type, actor_type', $$
  SELECT scope, name, 'APPLICATION', COALESCE(actor_type, CASE WHEN status = 'SUBMITTED' THEN 'USER' ELSE 'ADMIN' END)
    FROM changed, LATERAL (VALUES ('ALL', ''), ('DAY', utc_day(created_at)), ('ACTOR', actor_id)) scopes (scope, name)
   WHERE name IS NOT NULL$$, 'INSERT', 'DELETE');
