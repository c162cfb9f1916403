-- `sequence` breaks ties of time in the order of insertion; in SQLite it is the row number. Added in steps that neither
-- rewrite a table nor need the original service to know of it: the column, a default for new rows, then the rows that
-- are there in the order of their creation. The four samples were created at one moment; they have an order of their own.

ALTER TABLE users ADD COLUMN sequence bigint;
CREATE SEQUENCE users_sequence AS bigint OWNED BY users.sequence;
ALTER TABLE users ALTER COLUMN sequence SET DEFAULT nextval('users_sequence');
UPDATE users SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM users) o
 WHERE o.id = users.id;
SELECT setval('users_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM users;

ALTER TABLE kyc_sessions ADD COLUMN sequence bigint;
CREATE SEQUENCE kyc_sessions_sequence AS bigint OWNED BY kyc_sessions.sequence;
ALTER TABLE kyc_sessions ALTER COLUMN sequence SET DEFAULT nextval('kyc_sessions_sequence');
UPDATE kyc_sessions SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM kyc_sessions) o
 WHERE o.id = kyc_sessions.id;
SELECT setval('kyc_sessions_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM kyc_sessions;

ALTER TABLE identity_documents ADD COLUMN sequence bigint;
CREATE SEQUENCE identity_documents_sequence AS bigint OWNED BY identity_documents.sequence;
ALTER TABLE identity_documents ALTER COLUMN sequence SET DEFAULT nextval('identity_documents_sequence');
UPDATE identity_documents SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM identity_documents) o
 WHERE o.id = identity_documents.id;
SELECT setval('identity_documents_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM identity_documents;

ALTER TABLE kyc_status_events ADD COLUMN sequence bigint;
CREATE SEQUENCE kyc_status_events_sequence AS bigint OWNED BY kyc_status_events.sequence;
ALTER TABLE kyc_status_events ALTER COLUMN sequence SET DEFAULT nextval('kyc_status_events_sequence');
UPDATE kyc_status_events SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM kyc_status_events) o
 WHERE o.id = kyc_status_events.id;
SELECT setval('kyc_status_events_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM kyc_status_events;

ALTER TABLE jobs ADD COLUMN sequence bigint;
CREATE SEQUENCE jobs_sequence AS bigint OWNED BY jobs.sequence;
ALTER TABLE jobs ALTER COLUMN sequence SET DEFAULT nextval('jobs_sequence');
UPDATE jobs SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY array_position(ARRAY['job_tokyo_senior_welder_001', 'job_osaka_cnc_operator_002',
           'job_nagoya_warehouse_staff_003', 'job_fukuoka_eldercare_assistant_004'], id) NULLS LAST, created_at, id) AS place FROM jobs) o
 WHERE o.id = jobs.id;
SELECT setval('jobs_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM jobs;

ALTER TABLE feed_posts ADD COLUMN sequence bigint;
CREATE SEQUENCE feed_posts_sequence AS bigint OWNED BY feed_posts.sequence;
ALTER TABLE feed_posts ALTER COLUMN sequence SET DEFAULT nextval('feed_posts_sequence');
UPDATE feed_posts SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM feed_posts) o
 WHERE o.id = feed_posts.id;
SELECT setval('feed_posts_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM feed_posts;

ALTER TABLE user_saved_jobs ADD COLUMN sequence bigint;
CREATE SEQUENCE user_saved_jobs_sequence AS bigint OWNED BY user_saved_jobs.sequence;
ALTER TABLE user_saved_jobs ALTER COLUMN sequence SET DEFAULT nextval('user_saved_jobs_sequence');
UPDATE user_saved_jobs SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM user_saved_jobs) o
 WHERE o.id = user_saved_jobs.id;
SELECT setval('user_saved_jobs_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM user_saved_jobs;

ALTER TABLE user_saved_posts ADD COLUMN sequence bigint;
CREATE SEQUENCE user_saved_posts_sequence AS bigint OWNED BY user_saved_posts.sequence;
ALTER TABLE user_saved_posts ALTER COLUMN sequence SET DEFAULT nextval('user_saved_posts_sequence');
UPDATE user_saved_posts SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM user_saved_posts) o
 WHERE o.id = user_saved_posts.id;
SELECT setval('user_saved_posts_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM user_saved_posts;

ALTER TABLE job_applications ADD COLUMN sequence bigint;
CREATE SEQUENCE job_applications_sequence AS bigint OWNED BY job_applications.sequence;
ALTER TABLE job_applications ALTER COLUMN sequence SET DEFAULT nextval('job_applications_sequence');
UPDATE job_applications SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM job_applications) o
 WHERE o.id = job_applications.id;
SELECT setval('job_applications_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM job_applications;

ALTER TABLE job_application_journey_events ADD COLUMN sequence bigint;
CREATE SEQUENCE job_application_journey_events_sequence AS bigint OWNED BY job_application_journey_events.sequence;
ALTER TABLE job_application_journey_events ALTER COLUMN sequence SET DEFAULT nextval('job_application_journey_events_sequence');
UPDATE job_application_journey_events SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM job_application_journey_events) o
 WHERE o.id = job_application_journey_events.id;
SELECT setval('job_application_journey_events_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM job_application_journey_events;

ALTER TABLE job_application_documents ADD COLUMN sequence bigint;
CREATE SEQUENCE job_application_documents_sequence AS bigint OWNED BY job_application_documents.sequence;
ALTER TABLE job_application_documents ALTER COLUMN sequence SET DEFAULT nextval('job_application_documents_sequence');
UPDATE job_application_documents SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM job_application_documents) o
 WHERE o.id = job_application_documents.id;
SELECT setval('job_application_documents_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM job_application_documents;

ALTER TABLE email_verification_challenges ADD COLUMN sequence bigint;
CREATE SEQUENCE email_verification_challenges_sequence AS bigint OWNED BY email_verification_challenges.sequence;
ALTER TABLE email_verification_challenges ALTER COLUMN sequence SET DEFAULT nextval('email_verification_challenges_sequence');
UPDATE email_verification_challenges SET sequence = o.place
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM email_verification_challenges) o
 WHERE o.id = email_verification_challenges.id;
SELECT setval('email_verification_challenges_sequence', COALESCE(MAX(sequence), 0) + 1, false) FROM email_verification_challenges;

-- Text is ordered by code point, whatever the database was created with. SQLite has this collation under this name, so
-- statements that say COLLATE "binary" read alike.
CREATE COLLATION IF NOT EXISTS "binary" FROM "C";

-- A refresh replaces a session by another of the same family; `rotated_at` tells that from a logout, so that reuse of a
-- rotated token is seen. Absent family: the session is its own.
ALTER TABLE sessions ADD COLUMN family_id uuid;
ALTER TABLE sessions ADD COLUMN rotated_at timestamptz;
