// PostgreSQL reaches the rows of the hot statements through indexes, as its own log of plans says.

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "postgres.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

// Without triggers; the kept totals are counted afterwards.
constexpr const char* many_rows = R"(
  SET session_replication_role = replica;
  INSERT INTO users (id, full_name, email, password_hash, search_text, created_at)
  SELECT gen_random_uuid(), 'Person', 'p' || n || '@example.test', 'h', 'person ' || md5(CAST(n AS text)),
         '2026-01-01'::timestamptz + n * interval '1 minute' FROM generate_series(1, 20000) n;
  INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, location_json, employer_json, created_at,
                    lifecycle_status, scheduled_publish_at, search_text, search_location)
  SELECT 'job-' || n, 'Job', (ARRAY['FULL_TIME', 'PART_TIME', 'CONTRACT'])[1 + n % 3], n % 4 = 0, 'd',
         '{"city": "C", "countryCode": "JP", "displayLabel": "C, JP", "latitude": 1, "longitude": 2}',
         jsonb_build_object('id', 'emp' || n % 500, 'name', 'E', 'logoUrl', NULL, 'isVerifiedEmployer', true),
         '2026-01-01'::timestamptz + n * interval '1 minute',
         CASE WHEN n % 25 = 0 THEN 'SCHEDULED' ELSE 'PUBLISHED' END,
         CASE WHEN n % 25 = 0 THEN '2029-12-01'::timestamptz + n * interval '1 hour' END,
         'job ' || md5(CAST(n AS text)) || ' c, jp', 'c, jp' FROM generate_series(1, 20000) n;
  INSERT INTO feed_posts (id, title, excerpt, category, author, published_at, created_at, lifecycle_status,
                          scheduled_publish_at, search_text)
  SELECT 'post-' || n, 'Post', 'e', 'C' || n % 10, 'a', '2026-01-01'::timestamptz + n * interval '1 minute',
         '2026-01-01'::timestamptz + n * interval '1 minute',
         CASE WHEN n % 25 = 0 THEN 'SCHEDULED' ELSE 'PUBLISHED' END,
         CASE WHEN n % 25 = 0 THEN '2029-12-01'::timestamptz + n * interval '1 hour' END,
         'post ' || md5(CAST(n AS text)) FROM generate_series(1, 20000) n;
  INSERT INTO job_applications (id, user_id, job_id, status, employer_id, search_job, search_applicant, search_text,
                                created_at, updated_at)
  SELECT gen_random_uuid(), u.id, 'job-' || 1 + u.sequence * 7 % 19000,
         (ARRAY['SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED'])[1 + u.sequence % 6],
         'emp' || (1 + u.sequence * 7 % 19000) % 500, 'j', 'a', 'job ' || md5(CAST(u.sequence AS text)),
         u.created_at, u.created_at FROM users u;
  INSERT INTO job_application_journey_events (id, application_id, status, title, description, created_at, actor_type,
                                              actor_id)
  SELECT gen_random_uuid(), id, 'SUBMITTED', 't', 'd', created_at, 'USER', CAST(user_id AS text) FROM job_applications;
  INSERT INTO kyc_sessions (id, user_id, status, submitted_at, created_at)
  SELECT gen_random_uuid(), id, (ARRAY['CREATED', 'SUBMITTED', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED'])
         [1 + sequence % 5], created_at, created_at FROM users;
  INSERT INTO identity_documents (id, kyc_session_id, document_type, file_url, checksum_sha256)
  SELECT gen_random_uuid(), id, 'PASSPORT', 'f', md5(CAST(id AS text)) FROM kyc_sessions;
  INSERT INTO kyc_status_events (id, kyc_session_id, to_status, actor_type, actor_id, created_at)
  SELECT gen_random_uuid(), id, status, 'USER', CAST(user_id AS text), created_at FROM kyc_sessions;
  INSERT INTO sessions (id, user_id, token_hash, expires_at, created_at)
  SELECT id, id, md5(email), '2031-01-01', created_at FROM users;
  INSERT INTO user_saved_jobs (id, user_id, job_id, created_at)
  SELECT gen_random_uuid(), user_id, job_id, created_at FROM job_applications;
  INSERT INTO user_saved_posts (id, user_id, post_id, created_at)
  SELECT gen_random_uuid(), id, 'post-' || 1 + sequence % 19000, created_at FROM users;
  INSERT INTO organizations (id, owner_user_id, name, org_type, country_code, created_at, verification_status)
  SELECT gen_random_uuid(), id, 'o', (ARRAY['TSK', 'LPK', 'EMPLOYER'])[1 + sequence % 3], 'ID', created_at, 'PENDING'
    FROM users;
  SET session_replication_role = origin;
  INSERT INTO job_totals SELECT lifecycle_status, COALESCE(utc_day(scheduled_publish_at), 'never'), employment_type,
                                visa_sponsorship, 1, COUNT(*) FROM jobs GROUP BY 1, 2, 3, 4;
  INSERT INTO feed_totals SELECT lifecycle_status, COALESCE(utc_day(scheduled_publish_at), 'never'), category, 1,
                                 COUNT(*) FROM feed_posts GROUP BY 1, 2, 3;
  INSERT INTO kyc_totals SELECT status, 1, COUNT(*) FROM kyc_sessions GROUP BY 1;
  INSERT INTO application_totals SELECT 'ALL', '', status, 1, COUNT(*) FROM job_applications GROUP BY status;
  INSERT INTO user_totals VALUES (1, 1, 20000);
  INSERT INTO organization_totals SELECT org_type, 'PENDING', 1, COUNT(*) FROM organizations GROUP BY 1;
  INSERT INTO activity_totals VALUES ('ALL', '', 'KYC', 'USER', 1, 20000),
                                     ('ALL', '', 'APPLICATION', 'USER', 1, 20000))";

constexpr const char* log_plans = R"(
  DO $$BEGIN
    EXECUTE format('ALTER DATABASE %I SET session_preload_libraries = auto_explain', current_database());
    EXECUTE format('ALTER DATABASE %I SET auto_explain.log_min_duration = 0', current_database());
    EXECUTE format('ALTER DATABASE %I SET log_min_messages = log', current_database());
  END$$)";

void read_everything(Storage& storage, const UserId& user, const KycSessionId& kyc) {
  const Timestamp now = *parse_timestamp("2030-01-02T03:04:05.678Z");
  const PageWindow first{.offset = 0, .limit = 20};
  storage.read([&](Stores& s) {
    CHECK(s.jobs.list_visible({.now = now, .window = first}).items.size() == 20);
    s.jobs.list_visible({.employment_type = EmploymentType::contract, .viewer = user, .now = now, .window = first});
    s.jobs.list_visible({.visa_sponsorship = true, .now = now, .window = first});
    s.jobs.list_visible({.search = "job c4ca42", .now = now, .window = first});
    s.jobs.list_all({.now = now, .window = first});
    CHECK(s.jobs.find(JobId("job-77"), user));
    s.jobs.list_saved(user, first);
    CHECK(s.feed.list_visible({.now = now, .window = first}).items.size() == 20);
    s.feed.list_visible({.category = "C3", .viewer = user, .now = now, .window = first});
    s.feed.list_visible({.search = "post c4ca42", .now = now, .window = first});
    s.feed.list_all({.now = now, .window = first});
    s.feed.list_saved(user, first);
    CHECK(s.users.find(user));
    CHECK(s.users.find_credential("p77@example.test"));
    s.sessions.find("0");
    s.challenges.latest(user);
    s.challenges.attempts_since(user, now);
    s.uploads.declared_bytes(user);
    CHECK(s.kyc.latest_session(user));
    s.kyc.documents(kyc);
    s.kyc.events(kyc);
    CHECK(s.kyc.review_queue({.statuses = {KycStatus::submitted, KycStatus::manual_review}}, first).items.size() == 20);
    s.kyc.review_queue({}, first);
    CHECK(s.applications.list({.window = first}).items.size() == 20);
    s.applications.list({.status = ApplicationStatus::hired, .window = first});
    s.applications.list({.job_id = JobId("job-78"), .window = first});
    s.applications.list({.employer_id = "emp78", .window = first});
    s.applications.list({.search = "job c4ca42", .window = first});
    s.applications.list_own({.user_id = user, .window = first});
    CHECK(s.administration.list_users({.window = first}).items.size() == 20);
    s.administration.list_users({.search = "person c4ca", .window = first});
    s.administration.overview(now);
    s.organizations.list({.window = first});
    s.organizations.list({.type = OrganizationType::lpk, .window = first});
    s.organizations.list({.status = OrganizationStatus::pending, .window = first});
    CHECK(s.activity.timeline({.window = first}).items.size() == 20);
    s.activity.timeline({.actor_id = user.text(), .window = first});
    s.activity.timeline({.applications = false, .actor_type = ActorType::user, .window = first});
  });
  storage.write([&](Stores& s) {
    s.sessions.rotate("0", now);
    s.sessions.revoke_all(user, now);
    s.sessions.purge(now, 100);
    (void)s.kyc.submit(kyc, now);
    (void)s.jobs.unsave(user, JobId("job-1"));
    s.search.fold(100);
  });
}

}  // namespace

TEST_CASE("postgres: hot statements do not read whole tables") {
  const char* log_path = std::getenv("SENPAI_TEST_POSTGRES_LOG");
  if (!has_postgres() || !log_path) {
    MESSAGE("not run, because there is no PostgreSQL");
    return;
  }
  const PostgresDatabase database(PostgresDatabase::Content::migrated);
  PostgresSession session(database.url());
  session.run(many_rows);
  session.run("VACUUM ANALYZE");
  session.run(log_plans);
  std::ifstream log(log_path);
  log.seekg(0, std::ios::end);
  const auto begin = log.tellg();
  const UserId user(session.text("SELECT id FROM users WHERE email = 'p77@example.test'"));
  const KycSessionId kyc(session.text("SELECT id FROM kyc_sessions WHERE user_id = '" + user.text() + "'"));
  const auto storage = database.open();
  // The sixth time a prepared statement may get a plan that fits all values.
  for (int i = 0; i < 7; ++i) read_everything(*storage, user, kyc);

  log.seekg(begin);
  std::stringstream text;
  text << log.rdbuf();
  const std::string plans = text.str();
  REQUIRE(plans.find("Query Text:") != std::string::npos);
  static const std::regex whole_table(
      R"(Seq Scan on (users|jobs|feed_posts|job_applications|job_application_journey_events|kyc_sessions)"
      R"(|identity_documents|kyc_status_events|sessions|user_saved_jobs|user_saved_posts|organizations)\b)");
  std::string offences;
  std::size_t at = plans.find("Query Text:");
  while (at != std::string::npos) {
    const auto next = plans.find("Query Text:", at + 1);
    const std::string plan = plans.substr(at, next - at);
    if (std::regex_search(plan, whole_table) && offences.size() < 5000) offences += plan + "\n";
    at = next;
  }
  CHECK(offences == "");
}
