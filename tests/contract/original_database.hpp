#pragma once
// A database as the original service leaves it, written from its published data model alone and not from migrations/.

namespace senpai::test {

inline constexpr const char* original_tables = R"(
  CREATE TABLE schema_migrations (file_name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO schema_migrations (file_name) VALUES
    ('001_auth_tables.sql'), ('002_kyc_tables.sql'), ('003_kyc_status_events.sql'), ('004_rbac_tables.sql'),
    ('005_kyc_provider_metadata.sql'), ('006_user_profile_fields.sql'), ('007_organizations_tables.sql'),
    ('008_jobs_feed_tables.sql'), ('009_jobs_feed_user_interactions.sql'), ('010_content_lifecycle.sql'),
    ('011_application_documents_and_offer_audit.sql'), ('012_email_verification.sql');

  CREATE TABLE users (
    id uuid PRIMARY KEY, full_name text NOT NULL, email text NOT NULL UNIQUE, password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), avatar_url text, updated_at timestamptz NOT NULL DEFAULT now(),
    email_verified_at timestamptz);
  CREATE TABLE sessions (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, token_hash text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL, revoked_at timestamptz, created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX idx_sessions_user_id ON sessions (user_id);
  CREATE INDEX idx_sessions_expires_at ON sessions (expires_at);
  CREATE TABLE kyc_sessions (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('CREATED','SUBMITTED','MANUAL_REVIEW','VERIFIED','REJECTED')),
    provider text NOT NULL DEFAULT 'manual', submitted_at timestamptz, reviewed_at timestamptz, reviewed_by text,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), provider_ref text,
    provider_metadata_json jsonb NOT NULL DEFAULT '{}');
  CREATE INDEX idx_kyc_sessions_user_id_created_at ON kyc_sessions (user_id, created_at DESC);
  CREATE INDEX idx_kyc_sessions_status ON kyc_sessions (status);
  CREATE INDEX idx_kyc_sessions_provider_ref ON kyc_sessions (provider_ref);
  CREATE TABLE identity_documents (
    id uuid PRIMARY KEY, kyc_session_id uuid NOT NULL REFERENCES kyc_sessions ON DELETE CASCADE,
    document_type text NOT NULL, file_url text NOT NULL, checksum_sha256 text NOT NULL,
    metadata_json jsonb NOT NULL DEFAULT '{}', verified_at timestamptz, created_at timestamptz NOT NULL DEFAULT now());
  CREATE UNIQUE INDEX uq_identity_documents_session_checksum ON identity_documents (kyc_session_id, checksum_sha256);
  CREATE INDEX idx_identity_documents_kyc_session_id ON identity_documents (kyc_session_id);
  CREATE INDEX idx_identity_documents_document_type ON identity_documents (document_type);
  CREATE TABLE kyc_status_events (
    id uuid PRIMARY KEY, kyc_session_id uuid NOT NULL REFERENCES kyc_sessions ON DELETE CASCADE, from_status text,
    to_status text NOT NULL CHECK (to_status IN ('CREATED','SUBMITTED','MANUAL_REVIEW','VERIFIED','REJECTED')),
    actor_type text NOT NULL CHECK (actor_type IN ('USER','ADMIN','SYSTEM')), actor_id text, reason text,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX idx_kyc_status_events_session_created_at ON kyc_status_events (kyc_session_id, created_at);
  CREATE TABLE roles (
    id uuid PRIMARY KEY, code text NOT NULL UNIQUE, description text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE user_roles (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role_id uuid NOT NULL REFERENCES roles ON DELETE CASCADE, created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, role_id));
  CREATE INDEX idx_user_roles_user_id ON user_roles (user_id);
  CREATE INDEX idx_user_roles_role_id ON user_roles (role_id);
  CREATE TABLE organizations (
    id uuid PRIMARY KEY, owner_user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, name text NOT NULL,
    org_type text NOT NULL CHECK (org_type IN ('TSK','LPK','EMPLOYER')),
    country_code text NOT NULL CHECK (country_code ~ '^[A-Z]{2}$'),
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX idx_organizations_owner_user_id ON organizations (owner_user_id);
  CREATE INDEX idx_organizations_org_type ON organizations (org_type);
  CREATE TABLE organization_verifications (
    id uuid PRIMARY KEY, org_id uuid NOT NULL UNIQUE REFERENCES organizations ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('PENDING','VERIFIED','MISMATCH','NOT_FOUND','REJECTED')),
    reason_codes_json jsonb NOT NULL DEFAULT '[]', registration_number text NOT NULL, legal_name text NOT NULL,
    supporting_object_keys_json jsonb NOT NULL DEFAULT '[]', last_checked_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX idx_org_verifications_status ON organization_verifications (status);
  CREATE INDEX idx_org_verifications_last_checked_at ON organization_verifications (last_checked_at DESC);
  CREATE TABLE jobs (
    id text PRIMARY KEY, title text NOT NULL,
    employment_type text NOT NULL CHECK (employment_type IN ('FULL_TIME','PART_TIME','CONTRACT')),
    visa_sponsorship boolean NOT NULL DEFAULT false, description text NOT NULL,
    requirements_json jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(requirements_json) = 'array'),
    location_json jsonb NOT NULL CHECK (jsonb_typeof(location_json) = 'object'),
    employer_json jsonb NOT NULL CHECK (jsonb_typeof(employer_json) = 'object'),
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    lifecycle_status text NOT NULL DEFAULT 'PUBLISHED' CONSTRAINT jobs_lifecycle_status_check
      CHECK (lifecycle_status IN ('DRAFT','PUBLISHED','SCHEDULED')),
    published_at timestamptz, scheduled_publish_at timestamptz);
  CREATE INDEX idx_jobs_employment_type ON jobs (employment_type);
  CREATE INDEX idx_jobs_visa_sponsorship ON jobs (visa_sponsorship);
  CREATE INDEX idx_jobs_created_at ON jobs (created_at DESC);
  CREATE INDEX idx_jobs_lifecycle_status ON jobs (lifecycle_status);
  CREATE INDEX idx_jobs_scheduled_publish_at ON jobs (scheduled_publish_at);
  CREATE TABLE feed_posts (
    id text PRIMARY KEY, title text NOT NULL, excerpt text NOT NULL, category text NOT NULL, author text NOT NULL,
    image_url text, published_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    lifecycle_status text NOT NULL DEFAULT 'PUBLISHED' CONSTRAINT feed_posts_lifecycle_status_check
      CHECK (lifecycle_status IN ('DRAFT','PUBLISHED','SCHEDULED')),
    scheduled_publish_at timestamptz);
  CREATE INDEX idx_feed_posts_category ON feed_posts (category);
  CREATE INDEX idx_feed_posts_published_at ON feed_posts (published_at DESC);
  CREATE INDEX idx_feed_posts_lifecycle_status ON feed_posts (lifecycle_status);
  CREATE INDEX idx_feed_posts_scheduled_publish_at ON feed_posts (scheduled_publish_at);
  CREATE TABLE user_saved_jobs (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    job_id text NOT NULL REFERENCES jobs ON DELETE CASCADE, created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, job_id));
  CREATE INDEX idx_user_saved_jobs_user_id_created_at ON user_saved_jobs (user_id, created_at DESC);
  CREATE TABLE user_saved_posts (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    post_id text NOT NULL REFERENCES feed_posts ON DELETE CASCADE, created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, post_id));
  CREATE INDEX idx_user_saved_posts_user_id_created_at ON user_saved_posts (user_id, created_at DESC);
  CREATE TABLE job_applications (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    job_id text NOT NULL REFERENCES jobs ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('SUBMITTED','IN_REVIEW','INTERVIEW','OFFERED','HIRED','REJECTED')),
    note text, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, job_id));
  CREATE INDEX idx_job_applications_user_id_updated_at ON job_applications (user_id, updated_at DESC);
  CREATE TABLE job_application_journey_events (
    id uuid PRIMARY KEY, application_id uuid NOT NULL REFERENCES job_applications ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('SUBMITTED','IN_REVIEW','INTERVIEW','OFFERED','HIRED','REJECTED')),
    title text NOT NULL, description text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    actor_type text CONSTRAINT job_application_journey_events_actor_type_check
      CHECK (actor_type IS NULL OR actor_type IN ('USER','ADMIN','SYSTEM')),
    actor_id text);
  CREATE INDEX idx_job_application_journey_application_id_created_at
    ON job_application_journey_events (application_id, created_at);
  CREATE INDEX idx_job_application_journey_actor_id_created_at
    ON job_application_journey_events (actor_id, created_at DESC);
  CREATE TABLE job_application_documents (
    id uuid PRIMARY KEY, application_id uuid NOT NULL REFERENCES job_applications ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, document_type text NOT NULL, file_name text NOT NULL,
    content_type text NOT NULL, content_length bigint NOT NULL CHECK (content_length > 0),
    object_key text NOT NULL UNIQUE, checksum_sha256 text NOT NULL, file_url text NOT NULL,
    review_status text NOT NULL DEFAULT 'PENDING' CHECK (review_status IN ('PENDING','VALID','INVALID')),
    review_reason text, reviewed_by text, reviewed_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(), UNIQUE (application_id, checksum_sha256));
  CREATE INDEX idx_job_application_documents_application_id_created_at
    ON job_application_documents (application_id, created_at);
  CREATE INDEX idx_job_application_documents_user_id_created_at ON job_application_documents (user_id, created_at);
  CREATE INDEX idx_job_application_documents_review_status
    ON job_application_documents (review_status, created_at DESC);
  CREATE TABLE email_verification_challenges (
    id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, email text NOT NULL,
    code_hash text NOT NULL, expires_at timestamptz NOT NULL, resend_available_at timestamptz NOT NULL,
    attempt_count integer NOT NULL DEFAULT 0, max_attempts integer NOT NULL DEFAULT 5, verified_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX idx_email_verification_challenges_user_id ON email_verification_challenges (user_id);
  CREATE INDEX idx_email_verification_challenges_email_created_at
    ON email_verification_challenges (email, created_at DESC);
  CREATE INDEX idx_email_verification_challenges_email_active
    ON email_verification_challenges (email, verified_at, expires_at);)";

// Two candidates and an administrator. Passwords, the refresh token and the one-time code are those of the published
// test vectors. Times have microseconds, the four jobs were created at one moment.
inline constexpr const char* original_rows = R"(
  INSERT INTO roles (id, code, description)
  SELECT CAST('00000000-0000-0000-0000-00000000000' || n AS uuid), code, code
    FROM unnest(ARRAY['sdm', 'lpk', 'tsk', 'kaisha', 'super_admin']) WITH ORDINALITY AS r (code, n);
  INSERT INTO users (id, full_name, email, password_hash, created_at, updated_at, email_verified_at) VALUES
    ('10000000-0000-4000-8000-000000000001', 'ÉLODIE Straße', 'elodie@example.test',
     'pbkdf2$120000$00112233445566778899aabbccddeeff$c666a4ce8d48ce02cff11d541a62a68a81749986ea78a6d23f58fb9f1022f21e',
     '2029-05-01 10:00:00.123456+00', '2029-05-01 10:00:00.123456+00', '2029-05-01 10:05:00.9+00'),
    ('10000000-0000-4000-8000-000000000002', 'さくら', 'sakura@example.test',
     'pbkdf2$120000$00112233445566778899aabbccddeeff$05003791876473aba82265c11998c8c287a6f13296ed9f46be2e13ecdf9a1797',
     '2029-05-02 10:00:00+00', '2029-05-02 10:00:00+00', NULL),
    ('10000000-0000-4000-8000-000000000003', 'Admin', 'admin@example.test',
     'pbkdf2$120000$00112233445566778899aabbccddeeff$c666a4ce8d48ce02cff11d541a62a68a81749986ea78a6d23f58fb9f1022f21e',
     '2029-05-03 10:00:00+00', '2029-05-03 10:00:00+00', '2029-05-03 10:00:00+00');
  INSERT INTO user_roles (id, user_id, role_id) VALUES
    (gen_random_uuid(), '10000000-0000-4000-8000-000000000001', '00000000-0000-0000-0000-000000000001'),
    (gen_random_uuid(), '10000000-0000-4000-8000-000000000002', '00000000-0000-0000-0000-000000000001'),
    (gen_random_uuid(), '10000000-0000-4000-8000-000000000003', '00000000-0000-0000-0000-000000000005');
  INSERT INTO sessions (id, user_id, token_hash, expires_at, created_at) VALUES
    ('20000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001',
     '5bf60b23d731d59d9ddde5b5359ea7502969c49d4a435eeef91e1ab957e5bacf', '2030-01-08 00:00:00+00',
     '2030-01-01 00:00:00+00');
  INSERT INTO email_verification_challenges (id, user_id, email, code_hash, expires_at, resend_available_at,
                                             created_at, updated_at) VALUES
    ('30000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000002', 'sakura@example.test',
     '05b686b50f10019119469d8c24dccf742567d58616a6a35078c45b68ca3440ae', '2030-01-02 03:10:00+00',
     '2030-01-02 03:01:00+00', '2030-01-02 03:00:00+00', '2030-01-02 03:00:00+00');
  INSERT INTO kyc_sessions (id, user_id, status, provider, submitted_at, created_at, updated_at, provider_ref,
                            provider_metadata_json) VALUES
    ('40000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', 'SUBMITTED', 'onfido',
     '2029-06-01 10:00:00.5+00', '2029-06-01 09:00:00+00', '2029-06-01 10:00:00.5+00', 'ref-1',
     '{"score": 0.93, "b": {"y": 1, "x": [1, 2]}, "a": "text"}'),
    ('40000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000002', 'CREATED', 'manual', NULL,
     '2029-06-02 09:00:00+00', '2029-06-02 09:00:00+00', NULL, '{}');
  INSERT INTO identity_documents (id, kyc_session_id, document_type, file_url, checksum_sha256, metadata_json,
                                  created_at) VALUES
    ('50000000-0000-4000-8000-000000000001', '40000000-0000-4000-8000-000000000001', 'PASSPORT',
     's3://senpaijepang-kyc/kyc/old/passport.jpg', repeat('a', 64), '{"side": "front"}', '2029-06-01 09:30:00+00'),
    ('50000000-0000-4000-8000-000000000002', '40000000-0000-4000-8000-000000000001', 'SELFIE',
     's3://senpaijepang-kyc/kyc/new/selfie.jpg', repeat('b', 64),
     '{"objectKey": "kyc/new/selfie.jpg", "side": "front"}', '2029-06-01 09:31:00+00');
  INSERT INTO kyc_status_events (id, kyc_session_id, from_status, to_status, actor_type, actor_id, created_at) VALUES
    (gen_random_uuid(), '40000000-0000-4000-8000-000000000001', NULL, 'CREATED', 'USER',
     '10000000-0000-4000-8000-000000000001', '2029-06-01 09:00:00+00'),
    (gen_random_uuid(), '40000000-0000-4000-8000-000000000001', 'CREATED', 'SUBMITTED', 'USER',
     '10000000-0000-4000-8000-000000000001', '2029-06-01 10:00:00.5+00'),
    (gen_random_uuid(), '40000000-0000-4000-8000-000000000002', NULL, 'CREATED', 'SYSTEM', NULL,
     '2029-06-02 09:00:00+00');
  INSERT INTO organizations (id, owner_user_id, name, org_type, country_code, created_at, updated_at) VALUES
    ('60000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', 'LPK Maju', 'LPK', 'ID',
     '2029-07-01 00:00:00+00', '2029-07-01 00:00:00+00'),
    ('60000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000002', 'Empty TSK', 'TSK', 'JP',
     '2029-07-02 00:00:00+00', '2029-07-02 00:00:00+00');
  INSERT INTO organization_verifications (id, org_id, status, registration_number, legal_name,
                                          supporting_object_keys_json) VALUES
    (gen_random_uuid(), '60000000-0000-4000-8000-000000000001', 'PENDING', 'REG-1', 'PT Maju', '["org/a.pdf"]');
  INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, requirements_json, location_json,
                    employer_json, created_at, updated_at, published_at, lifecycle_status, scheduled_publish_at)
  SELECT id, title, employment_type, visa, 'Work: ' || title, '["one", "two", "three"]',
         jsonb_build_object('countryCode', 'JP', 'city', city, 'displayLabel', city || ', JP', 'latitude', 35.5,
                            'longitude', 139.25),
         jsonb_build_object('id', employer, 'name', 'Firma ' || city, 'logoUrl', NULL, 'isVerifiedEmployer', true),
         '2029-01-01 00:00:00.000001+00', '2029-01-01 00:00:00.000001+00', '2029-01-01 00:00:00.000001+00',
         state, scheduled
    FROM (VALUES
      ('job_tokyo_senior_welder_001', 'Senior Welder', 'FULL_TIME', true, 'Tokyo', 'emp_tokyo_construction',
       'PUBLISHED', NULL),
      ('job_osaka_cnc_operator_002', 'CNC Operator', 'CONTRACT', true, 'Osaka', 'emp_kansai_precision', 'PUBLISHED',
       NULL),
      ('job_nagoya_warehouse_staff_003', 'Warehouse Associate', 'FULL_TIME', false, 'Nagoya', 'emp_chubu_logistics',
       'PUBLISHED', NULL),
      ('job_fukuoka_eldercare_assistant_004', 'Eldercare Assistant', 'PART_TIME', true, 'Fukuoka', 'emp_hakata_care',
       'PUBLISHED', NULL),
      ('10000000-0000-4000-8000-0000000000aa', 'ÜBERSETZER', 'CONTRACT', false, 'Kōbe', 'emp_kobe', 'SCHEDULED',
       CAST('2031-01-01 00:00:00+00' AS timestamptz)),
      ('10000000-0000-4000-8000-0000000000bb', 'Draft', 'CONTRACT', false, 'Kōbe', 'emp_kobe', 'DRAFT', NULL))
      AS j (id, title, employment_type, visa, city, employer, state, scheduled);
  INSERT INTO feed_posts (id, title, excerpt, category, author, published_at) VALUES
    ('post_jp_work_culture_001', 'Culture', 'e', 'CAREER', 'Desk', '2026-02-10 09:00:00+00'),
    ('post_visa_update_002', 'Visa', 'e', 'VISA', 'Desk', '2026-02-14 09:00:00+00'),
    ('post_interview_tips_003', 'Tips', 'e', 'INTERVIEW', 'Desk', '2026-02-18 09:00:00+00'),
    ('post_life_in_tokyo_004', 'ŁÓDŹ and Tokyo', 'e', 'LIFESTYLE', 'Desk', '2026-02-22 09:00:00+00');
  INSERT INTO user_saved_jobs (id, user_id, job_id) VALUES
    (gen_random_uuid(), '10000000-0000-4000-8000-000000000001', 'job_osaka_cnc_operator_002');
  INSERT INTO user_saved_posts (id, user_id, post_id) VALUES
    (gen_random_uuid(), '10000000-0000-4000-8000-000000000001', 'post_visa_update_002');
  INSERT INTO job_applications (id, user_id, job_id, status, note, created_at, updated_at) VALUES
    ('70000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', 'job_tokyo_senior_welder_001',
     'OFFERED', 'Please', '2029-08-01 00:00:00+00', '2029-08-03 00:00:00+00'),
    ('70000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000002', 'job_tokyo_senior_welder_001',
     'SUBMITTED', NULL, '2029-08-02 00:00:00+00', '2029-08-02 00:00:00+00');
  INSERT INTO job_application_journey_events (id, application_id, status, title, description, created_at, actor_type,
                                              actor_id) VALUES
    (gen_random_uuid(), '70000000-0000-4000-8000-000000000001', 'SUBMITTED', 'Sent', 'd', '2029-08-01 00:00:00+00',
     NULL, NULL),
    (gen_random_uuid(), '70000000-0000-4000-8000-000000000001', 'INTERVIEW', 'Talk', 'd', '2029-08-02 00:00:00+00',
     NULL, NULL),
    (gen_random_uuid(), '70000000-0000-4000-8000-000000000001', 'OFFERED', 'Offer', 'd', '2029-08-03 00:00:00+00',
     'ADMIN', 'ops'),
    (gen_random_uuid(), '70000000-0000-4000-8000-000000000002', 'SUBMITTED', 'Sent', 'd', '2029-08-02 00:00:00+00',
     'USER', '10000000-0000-4000-8000-000000000002');
  INSERT INTO job_application_documents (id, application_id, user_id, document_type, file_name, content_type,
                                         content_length, object_key, checksum_sha256, file_url) VALUES
    ('80000000-0000-4000-8000-000000000001', '70000000-0000-4000-8000-000000000001',
     '10000000-0000-4000-8000-000000000001', 'CV', 'cv.pdf', 'application/pdf', 1234, 'applications/x/y/cv.pdf',
     repeat('c', 64), 's3://senpaijepang-kyc/applications/x/y/cv.pdf');)";

}  // namespace senpai::test
