// The database of the original service, adopted as it stands: migrated, served, and written to by the original again.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "api/content_parts.hpp"
#include "contract/original_database.hpp"
#include "contract/totals.hpp"
#include "postgres.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

const std::string elodie = "10000000-0000-4000-8000-000000000001";
const std::string sakura = "10000000-0000-4000-8000-000000000002";
const std::string elodie_kyc = "40000000-0000-4000-8000-000000000001";
const std::string offered = "70000000-0000-4000-8000-000000000001";
const std::string submitted = "70000000-0000-4000-8000-000000000002";
const std::string old_refresh_token = "AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKKLLLLMMMMNNNNOOOOPPPP";

/// What the original may say to each of its tables.
constexpr const char* writes_of_the_original = R"(
  INSERT INTO users (id, full_name, email, password_hash) VALUES
    ('10000000-0000-4000-8000-000000000009', 'ÅSA', 'asa@example.test', 'pbkdf2$120000$00$00');
  UPDATE users SET full_name = 'ÉMILE', updated_at = now() WHERE email = 'elodie@example.test';
  INSERT INTO kyc_sessions (id, user_id, status) VALUES
    ('40000000-0000-4000-8000-000000000009', '10000000-0000-4000-8000-000000000009', 'CREATED');
  UPDATE kyc_sessions SET status = 'SUBMITTED', submitted_at = now(), updated_at = now()
   WHERE id = '40000000-0000-4000-8000-000000000009';
  INSERT INTO kyc_status_events (id, kyc_session_id, from_status, to_status, actor_type) VALUES
    (gen_random_uuid(), '40000000-0000-4000-8000-000000000009', 'CREATED', 'SUBMITTED', 'USER');
  INSERT INTO jobs (id, title, employment_type, description, location_json, employer_json) VALUES
    ('10000000-0000-4000-8000-0000000000cc', 'ÖLBOHRER', 'FULL_TIME', 'd',
     '{"countryCode": "JP", "city": "Nara", "displayLabel": "Nara, JP", "latitude": 1, "longitude": 2}',
     '{"id": "emp_nara", "name": "Nara KK", "logoUrl": null, "isVerifiedEmployer": false}');
  UPDATE jobs SET title = 'ŻEGLARZ', updated_at = now() WHERE id = 'job_tokyo_senior_welder_001';
  UPDATE jobs SET lifecycle_status = 'DRAFT', published_at = NULL WHERE id = 'job_nagoya_warehouse_staff_003';
  INSERT INTO feed_posts (id, title, excerpt, category, author, published_at) VALUES
    ('post_new', 'ÆTHER', 'e', 'NEWS', 'Desk', now());
  UPDATE feed_posts SET title = 'ĞÜL' WHERE id = 'post_visa_update_002';
  DELETE FROM feed_posts WHERE id = 'post_interview_tips_003';
  INSERT INTO job_applications (id, user_id, job_id, status) VALUES
    ('70000000-0000-4000-8000-000000000009', '10000000-0000-4000-8000-000000000009',
     '10000000-0000-4000-8000-0000000000cc', 'SUBMITTED');
  UPDATE job_applications SET status = 'INTERVIEW' WHERE id = '70000000-0000-4000-8000-000000000009';
  INSERT INTO job_application_journey_events (id, application_id, status, title, description) VALUES
    (gen_random_uuid(), '70000000-0000-4000-8000-000000000009', 'SUBMITTED', 't', 'd');
  UPDATE organization_verifications SET status = 'VERIFIED', last_checked_at = now();
  INSERT INTO sessions (id, user_id, token_hash, expires_at) VALUES
    (gen_random_uuid(), '10000000-0000-4000-8000-000000000009', 'x', now());
  DELETE FROM jobs WHERE id = 'job_fukuoka_eldercare_assistant_004';)";

bool skipped() {
  if (has_postgres()) return false;
  MESSAGE("not run, because there is no PostgreSQL");
  return true;
}

/// Returns after a minute at the latest; what did not come true by then shows in the checks that follow.
template <class Condition>
void wait_until(Condition came_true) {
  for (int i = 0; i < 6000 && !came_true(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

/// The original's database after `senpai-server migrate`, and a platform on it.
struct Adopted {
  explicit Adopted(bool rollback = false)
      : database(PostgresDatabase::Content::empty), original(database.url()), storage(prepare()),
        world([&](Options& o) {
          o.storage = storage;
          o.auth.compat_rollback = rollback;
          o.auth.compat_hash_iterations = 10;
        }) {}

  std::shared_ptr<Storage> prepare() {
    original.run(original_tables);
    original.run(original_rows);
    const auto opened = open_postgres({.url = database.url(), .connections = 1});  // A pooler would be refused.
    const auto pending = pending_migrations(*opened);
    CHECK(pending.front() == "013_sequence_and_session_families.sql");
    CHECK(opened->migrate() == pending);
    return database.open();
  }

  Answer login(const std::string& email, const std::string& password) {
    return world.post("/auth/login", {{"identifier", email}, {"password", password}});
  }
  World::Headers signed_in(const std::string& email, const std::string& password = "Kirei-na-hana-42") {
    const auto answer = login(email, password);
    REQUIRE(answer.status == 200);
    return World::bearer(answer.body["accessToken"]);
  }
  Json total(const std::string& target) { return world.get(target, World::admin()).body["pageInfo"]["total"]; }

  PostgresDatabase database;
  PostgresSession original;  ///< What the original service would say to its database.
  std::shared_ptr<Storage> storage;
  World world;
};

}  // namespace

TEST_CASE("adoption: a table that somebody reads makes the migration wait and holds up no writer for long") {
  if (skipped()) return;
  const PostgresDatabase database(PostgresDatabase::Content::empty);
  PostgresSession reader(database.url()), writer(database.url());
  reader.run(original_tables);
  reader.run(original_rows);
  reader.run("BEGIN; SELECT 1 FROM users");
  const auto observer = std::make_shared<RecordingObserver>();
  const PostgresOptions options{.url = database.url(), .observer = observer};
  std::jthread migration([&] { open_postgres(options)->migrate(); });
  wait_until([&] { return observer->count("migration.waiting") > 0; });
  CHECK(observer->count("migration.waiting") > 0);
  writer.run("SET lock_timeout = '20s'; UPDATE users SET updated_at = now()");
  reader.run("COMMIT");
  migration.join();
  CHECK(observer->count("migration.building") == 1);
  CHECK(pending_migrations(*database.open()).empty());
}

TEST_CASE("adoption: accounts and sessions and codes of the original are good and kept totals are right") {
  if (skipped()) return;
  Adopted a;
  CHECK(wrong_totals(a.original) == "");
  CHECK(pending_migrations(*a.storage).empty());

  const auto refreshed = a.world.post("/auth/refresh", {{"refreshToken", old_refresh_token}});
  REQUIRE(refreshed.status == 200);
  CHECK(refreshed.body["user"]["id"] == elodie);
  CHECK(a.world.post("/auth/refresh", {{"refreshToken", old_refresh_token}}).status == 401);
  CHECK(a.world.post("/auth/refresh", {{"refreshToken", refreshed.body["refreshToken"]}}).status == 200);

  for (int i = 0; i < 2; ++i) {  // The second time with the hash that the first login wrote.
    const auto answer = a.login("elodie@example.test", "Kirei-na-hana-42");
    REQUIRE(answer.status == 200);
    CHECK(answer.body["user"]["roles"] == Json{"sdm"});
    CHECK(answer.body["user"]["fullName"] == "ÉLODIE Straße");
  }
  CHECK(a.login("elodie@example.test", "さくら桜12345").status == 401);
  const auto me = a.world.get("/auth/me", a.signed_in("sakura@example.test", "さくら桜12345"));
  CHECK(me.body["user"]["emailVerified"] == false);

  const auto verify = [&](const char* code) {
    return a.world.post("/auth/email-verification/verify", {{"email", "sakura@example.test"}, {"code", code}}).status;
  };
  CHECK(verify("004218") == 400);
  CHECK(verify("004217") == 200);
  CHECK(a.original.number("SELECT COUNT(*) FROM users WHERE email_verified_at IS NULL") == 0);
  CHECK(a.world.get("/admin/overview/summary", a.signed_in("admin@example.test")).status == 200);
}

TEST_CASE("adoption: a password that is longer than ours may be still lets in, and odd times fail no list") {
  if (skipped()) return;
  Adopted a;
  // PBKDF2 of 1500 letters x, as the original wrote it; SHA-256 of 64 letters N.
  a.original.run(
      "UPDATE users SET password_hash = 'pbkdf2$1000$00112233445566778899aabbccddeeff$"
      "f66a01d354c5758db2f593d910355359e089ac63507c356e0f74f04f5940d734' WHERE id = '" + elodie + "'");
  CHECK(a.login("elodie@example.test", std::string(1500, 'x')).status == 200);
  CHECK(a.login("elodie@example.test", std::string(1501, 'x')).status == 401);
  CHECK(a.login("elodie@example.test", std::string(1500, 'x')).status == 200);

  a.original.run("INSERT INTO sessions (id, user_id, token_hash, expires_at) VALUES (gen_random_uuid(), '" + elodie +
                 "', '502ef12603511abc5dfafda1540acd384eb7288fd9d5e2a04134a6dece333e19', 'infinity')");
  CHECK(a.world.post("/auth/refresh", {{"refreshToken", std::string(64, 'N')}}).status == 200);
  const std::pair<const char*, const char*> odd_times[] = {{"infinity", "9999-12-31T23:59:59.999Z"},
                                                           {"20000-01-01", "9999-12-31T23:59:59.999Z"},
                                                           {"-infinity", "0001-01-01T00:00:00.000Z"},
                                                           {"0044-03-15 BC", "0001-01-01T00:00:00.000Z"}};
  for (const auto& [stored, shown] : odd_times) {
    CAPTURE(stored);
    a.original.run("UPDATE jobs SET published_at = '" + std::string(stored) + "'");
    const auto jobs = a.world.get("/jobs");
    REQUIRE(jobs.status == 200);
    CHECK(jobs.body["items"][0]["lifecycle"]["publishedAt"] == shown);
  }
}

TEST_CASE("adoption: settings of the database that suited the original do no harm") {
  if (skipped()) return;
  Adopted a;
  const std::string database = a.original.text("SELECT current_database()");
  a.original.run("ALTER DATABASE " + database + " SET standard_conforming_strings = off");
  a.original.run("ALTER DATABASE " + database + " SET datestyle = 'SQL, DMY'");
  a.original.run("ALTER DATABASE " + database + " SET timezone = 'Asia/Tokyo'");
  // A pooler would lend connections that were opened before.
  World world([&](Options& o) { o.storage = open_postgres({.url = a.database.url()}); });
  for (const char* target : {"/jobs", "/jobs?q=welder", "/jobs?q=%5C", "/feed/posts?q=e"}) {
    CAPTURE(target);
    const auto answer = world.get(target);
    CHECK(answer.status == 200);
    CHECK(answer.body == a.world.get(target).body);
  }
}

TEST_CASE("adoption: prepared statements behind an old pooler fail with advice") {
  const char* pooler = std::getenv("SENPAI_TEST_POOLER");
  if (skipped() || !pooler) return;
  const PostgresDatabase database(PostgresDatabase::Content::migrated);
  auto options = database.options();
  options.prepared_statements = true;
  // Both name their first statement alike, and the pooler lends both the same connection.
  const auto first = open_postgres(options), second = open_postgres(options);
  CHECK(pending_migrations(*first).empty());
  try {
    pending_migrations(*second);
  } catch (const Error& error) {
    CHECK(std::string(error.cause()).find("DB_PREPARED_STATEMENTS=off") != std::string::npos);
    return;
  }
  MESSAGE("this pooler knows prepared statements");
}

TEST_CASE("adoption: migrations behind a pooler are refused before they leave anything there") {
  const char* pooler = std::getenv("SENPAI_TEST_POOLER");
  if (skipped() || !pooler) return;
  const PostgresDatabase database(PostgresDatabase::Content::empty);
  auto options = database.options();
  options.prepared_statements = true;
  options.connections = 1;
  const auto storage = open_postgres(options);
  std::string refusal;
  try {
    storage->migrate();
  } catch (const Error& error) {
    refusal = error.code();
  }
  CHECK(refusal == "direct_connection_needed");
  PostgresSession direct(database.url());
  CHECK(direct.number("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                      "(SELECT oid FROM pg_database WHERE datname = current_database())") == 0);
  CHECK(direct.number("SELECT COUNT(*) FROM pg_class WHERE relname = 'schema_migrations'") == 0);
}

TEST_CASE("adoption: identity checks go on where they were") {
  if (skipped()) return;
  Adopted a;
  const auto mine = a.signed_in("elodie@example.test");
  const auto history = a.world.get("/identity/kyc/history", mine);
  REQUIRE(history.status == 200);
  CHECK(history.body["events"].size() == 2);

  const auto queue = a.world.get("/admin/kyc/review-queue?status=SUBMITTED", World::admin());
  REQUIRE(queue.body["items"].size() == 1);
  const auto& item = queue.body["items"][0];
  CHECK(item["session"]["providerMetadata"] ==
        Json{{"a", "text"}, {"b", {{"x", {1, 2}}, {"y", 1}}}, {"score", 0.93}});
  REQUIRE(item["documents"].size() == 2);
  CHECK(item["documents"][0]["objectKey"].is_null());
  CHECK(item["documents"][1]["objectKey"] == "kyc/new/selfie.jpg");

  const Json metadata{{"providerRef", "ref-2"}, {"metadata", {{"a", "other"}}}};
  const auto merged = a.world.post("/identity/kyc/sessions/" + elodie_kyc + "/provider-metadata", metadata, mine);
  CHECK(merged.status == 200);
  const std::string body = Json{{"sessionId", elodie_kyc}, {"metadata", {{"verdict", "clear"}}}}.dump();
  const auto headers = a.world.webhook_headers("evt", body);
  CHECK(a.world.raw("POST", "/identity/kyc/provider-webhook", body, headers).status == 202);
  CHECK(a.original.text("SELECT provider_metadata_json ->> 'verdict' FROM kyc_sessions WHERE id = '" + elodie_kyc +
                        "'") == "clear");
  const Json decision{{"sessionId", elodie_kyc}, {"decision", "VERIFIED"}, {"reviewedBy", "ops"}};
  CHECK(a.world.post("/admin/kyc/review", decision, World::admin()).status == 200);
  CHECK(a.world.get("/identity/kyc/status", mine).body["status"] == "VERIFIED");
  CHECK(a.total("/admin/kyc/review-queue?status=VERIFIED") == 1);

  const auto hers = a.signed_in("sakura@example.test", "さくら桜12345");
  const std::string session = "40000000-0000-4000-8000-000000000002";
  const Json document{{"sessionId", session}, {"documentType", "PASSPORT"},
                      {"objectKey", "kyc/" + sakura + "/" + session + "/p.jpg"}, {"checksumSha256", checksum("p")}};
  CHECK(a.world.post("/identity/kyc/documents", document, hers).status == 201);
  CHECK(a.world.post("/identity/kyc/sessions/" + session + "/submit", nullptr, hers).status == 200);
  CHECK(wrong_totals(a.original) == "");
}

TEST_CASE("adoption: jobs and posts have their order and are found in any script") {
  if (skipped()) return;
  Adopted a;
  CHECK(ids(a.world.get("/jobs")) ==
        "job_tokyo_senior_welder_001 job_osaka_cnc_operator_002 job_nagoya_warehouse_staff_003 "
        "job_fukuoka_eldercare_assistant_004");
  CHECK(ids(a.world.get("/feed/posts")) ==
        "post_life_in_tokyo_004 post_interview_tips_003 post_visa_update_002 post_jp_work_culture_001");
  CHECK(a.total("/admin/jobs") == 6);
  const std::string translator = "10000000-0000-4000-8000-0000000000aa";
  CHECK(ids(a.world.get("/admin/jobs?q=%C3%BCbersetzer", World::admin())) == translator);
  CHECK(ids(a.world.get("/feed/posts?q=%C5%82%C3%B3d%C5%BA")) == "post_life_in_tokyo_004");
  CHECK(ids(a.world.get("/jobs?q=WELDER")) == welder);
  CHECK(a.world.get("/admin/users?q=%C3%A9lodie", World::admin()).body["pageInfo"]["total"] == 1);
  CHECK(a.world.get("/admin/users?q=%E3%81%8F%E3%82%89", World::admin()).body["pageInfo"]["total"] == 1);

  const auto mine = a.signed_in("elodie@example.test");
  CHECK(ids(a.world.get("/users/me/saved-jobs", mine)) == "job_osaka_cnc_operator_002");
  CHECK(a.world.post("/users/me/saved-jobs", {{"jobId", welder}}, mine).status == 200);
  CHECK(ids(a.world.get("/users/me/saved-jobs", mine)) == welder + " job_osaka_cnc_operator_002");
  CHECK(ids(a.world.get("/users/me/saved-posts", mine)) == "post_visa_update_002");
  a.world.now = *parse_timestamp("2031-01-01T00:00:01.000Z");
  CHECK(a.world.get("/jobs").body["pageInfo"]["total"] == 5);
}

TEST_CASE("adoption: applications and organizations go on where they were") {
  if (skipped()) return;
  Adopted a;
  const auto mine = a.signed_in("elodie@example.test");
  const auto journey = a.world.get("/users/me/applications/" + offered + "/journey", mine);
  REQUIRE(journey.body["journey"].size() == 3);
  CHECK(a.world.post("/users/me/applications/" + offered + "/offer/accept", nullptr, mine).status == 200);
  CHECK(a.total("/admin/applications?status=HIRED") == 1);
  CHECK(a.total("/admin/applications?q=senior%20welder") == 2);
  CHECK(a.total("/admin/applications?q=%C3%A9lodie") == 1);
  const auto review = a.world.call("PATCH", "/admin/applications/" + submitted + "/status", {{"status", "IN_REVIEW"}},
                                   World::admin());
  CHECK(review.status == 200);
  CHECK(a.world.get("/users/me/applications/" + offered + "/documents", mine).body["items"].size() == 1);
  const auto timeline = a.world.get("/admin/activity-events?limit=50", World::admin());
  CHECK(timeline.body["pageInfo"]["total"] == 9);
  CHECK(a.world.post("/jobs/" + welder + "/applications", nullptr, mine).status == 200);

  CHECK(a.total("/admin/organizations") == 2);
  CHECK(a.total("/admin/organizations?verificationStatus=PENDING") == 1);
  const Json decision{{"status", "VERIFIED"}, {"updatedBy", "ops"}};
  CHECK(a.world.call("PATCH", "/admin/organizations/60000000-0000-4000-8000-000000000001/verification", decision,
                     World::admin()).status == 200);
  CHECK(a.total("/admin/organizations?verificationStatus=VERIFIED") == 1);
  CHECK(wrong_totals(a.original) == "");
}

TEST_CASE("adoption: a user who may only change rows goes on, as the original and as ours") {
  if (skipped()) return;
  const PostgresDatabase database(PostgresDatabase::Content::empty);
  PostgresSession original(database.url());
  original.run(original_tables);
  original.run(original_rows);
  const std::string role = "rows_only_" + std::to_string(::getpid());
  original.run("CREATE ROLE " + role + " LOGIN; "
               "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
  const std::string signup = "signup_only_" + std::to_string(::getpid());
  original.run("CREATE ROLE " + signup + "; GRANT INSERT ON users TO " + signup);
  const auto granted = [&] { return original.number("SELECT COUNT(*) FROM pg_default_acl"); };
  {
    // A run that is ended in the middle; the next one takes back what it has granted.
    PostgresSession reader(database.url());
    reader.run("BEGIN; LOCK TABLE jobs");
    std::jthread broken_off(
        [&] { CHECK_THROWS_AS(open_postgres({.url = database.url(), .connections = 1})->migrate(), Error); });
    wait_until([&] { return granted() > 0; });
    original.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                 " WHERE datname = current_database() AND application_name = 'senpai'");
  }
  CHECK(granted() > 0);
  open_postgres({.url = database.url(), .connections = 1})->migrate();
  CHECK(original.text("SELECT has_table_privilege('" + signup + "', 'audit_events', 'SELECT')") == "f");
  CHECK(granted() == 0);
  // One that was ended after its last migration; the next has nothing to do but that.
  original.run("CREATE TABLE shared_by_migrate AS SELECT CAST('ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT"
               " ON TABLES FROM " + role + "' AS text) AS change;"
               " ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO " + role);
  CHECK(granted() > 0);
  CHECK(open_postgres({.url = database.url(), .connections = 1})->migrate().empty());
  CHECK(granted() == 0);
  CHECK(original.text("SELECT to_regclass('shared_by_migrate')") == "");
  {
    World ours([&](Options& o) {
      o.storage = open_postgres({.url = database.url() + "?options=-c%20role%3D" + role});
      o.auth.compat_rollback = true;
    });
    const auto person = ours.register_user();
    const auto applied = ours.post("/jobs/job_tokyo_senior_welder_001/applications", Json::object(), World::as(person));
    CHECK(applied.status == 201);
    CHECK(ours.platform->worker().work(std::chrono::seconds(10)).sealed > 0);
  }
  original.run("SET ROLE " + role);
  CHECK_NOTHROW(original.run(writes_of_the_original));
  original.run("RESET ROLE");
  for (const auto& name : {role, signup}) original.run("DROP OWNED BY " + name + "; DROP ROLE " + name);
}

TEST_CASE("adoption: metadata that is nested deeper than ours may be is shown and kept") {
  if (skipped()) return;
  Adopted a;
  const auto mine = a.signed_in("elodie@example.test");
  const auto nested = [](int levels) {
    std::string text = "1";
    for (int i = 0; i < levels; ++i) text = "{\"a\":" + text + "}";
    return text;
  };
  const auto store = [&](int levels) {
    a.original.run("UPDATE kyc_sessions SET provider_metadata_json = '{\"verdict\": \"clear\", \"deep\": " +
                   nested(levels) + "}' WHERE id = '" + elodie_kyc + "'");
  };
  const auto kept = [&](int levels) {
    return a.original.text("SELECT provider_metadata_json -> 'deep' = '" + nested(levels) +
                           "' FROM kyc_sessions WHERE id = '" + elodie_kyc + "'");
  };
  const auto add = [&] {
    const std::string target = "/identity/kyc/sessions/" + elodie_kyc + "/provider-metadata";
    return a.world.post(target, {{"metadata", {{"b", 1}}}}, mine);
  };
  // An id that is none, as a program in the same process may give it, is no session on this database, too.
  CHECK_THROWS_WITH(a.world.platform->kyc().submit(UserId(elodie), {}), "There is no such identity check.");
  store(80);
  CHECK(a.world.get("/identity/kyc/status", mine).body["session"]["providerMetadata"]["deep"]["a"]["a"].is_object());
  CHECK(add().status == 200);
  CHECK(kept(80) == "t");
  store(1100);
  CHECK(a.world.get("/admin/kyc/review-queue", World::admin()).status == 200);
  CHECK(add().status == 200);
  CHECK(kept(1100) == "t");
}

TEST_CASE("adoption: making rows findable is tried again when it and the original wait for each other") {
  if (skipped()) return;
  Adopted a;
  PostgresSession watch(a.database.url());
  watch.run("UPDATE users SET search_text = ''");
  const auto user = [&](const char* order) {
    return "'" + watch.text(std::string("SELECT id FROM users ORDER BY ctid ") + order + " LIMIT 1") + "'";
  };
  const auto first = user("ASC"), last = user("DESC");
  a.original.run("SET deadlock_timeout = '1h'; BEGIN; UPDATE users SET updated_at = now() WHERE id = " + last);
  std::string failure;
  std::jthread migration([&] {
    try {
      open_postgres({.url = a.database.url()})->migrate();
    } catch (const Error& error) {
      failure = error.what();
    }
  });
  const std::string waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
                              " AND wait_event_type = 'Lock'";
  wait_until([&] { return watch.number(waiting) > 0; });
  a.original.run("UPDATE users SET updated_at = now() WHERE id = " + first);
  a.original.run("COMMIT");
  migration.join();
  CHECK(failure == "");
  CHECK(watch.number("SELECT COUNT(*) FROM users WHERE search_text = ''") == 0);
  const std::string deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
  wait_until([&] { return watch.number(deadlocks) > 0; });
  CHECK(watch.number(deadlocks) == 1);
}

TEST_CASE("adoption: the original may write to the migrated database and everything stays right") {
  if (skipped()) return;
  Adopted a(true);
  a.original.run(writes_of_the_original);
  CHECK(wrong_totals(a.original) == "");
  const auto worker_finds = [&] { return write(*a.storage, [](Stores& s) { return s.search.fold(100); }); };
  CHECK(worker_finds() == 9);  // Two users, jobs and posts, and the three applications they stand for.
  CHECK(worker_finds() == 0);
  CHECK(ids(a.world.get("/jobs?q=%C5%BCeglarz")) == welder);
  CHECK(ids(a.world.get("/jobs?q=warehouse%20a")) == "");
  CHECK(ids(a.world.get("/jobs?q=%C3%B6lbohrer")) == "10000000-0000-4000-8000-0000000000cc");
  CHECK(ids(a.world.get("/feed/posts?q=%C3%A6ther")) == "post_new");
  CHECK(a.total("/admin/users?q=%C3%A9mile") == 1);
  CHECK(a.total("/admin/users?q=%C3%A9lodie%20") == 0);
  CHECK(a.total("/admin/applications?q=%C3%A9mile") == 1);
  CHECK(a.total("/admin/applications?q=%C5%BCeglarz") == 2);
  CHECK(a.total("/admin/applications?orgId=emp_nara") == 1);
  CHECK(a.total("/admin/organizations?verificationStatus=VERIFIED") == 1);

  // And what we write under COMPAT_ROLLBACK is in a form that the original reads.
  const auto c = a.world.register_user("Neue Person");
  CHECK(a.original.text("SELECT password_hash FROM users WHERE email = '" + c.email + "'").starts_with("pbkdf2$"));
  CHECK(a.original.text("SELECT code_hash FROM email_verification_challenges WHERE email = '" + c.email + "'") ==
        sha256_hex("email-verification:" + c.code));
  CHECK(wrong_totals(a.original) == "");
}
