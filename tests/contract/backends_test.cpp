// The stores that come with the library keep the contract, and what only a database file can show.

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>

#include "contract/parts.hpp"
#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using contract::at;
using contract::new_kyc;
using contract::new_user;
using contract::Store;
using contract::uuid;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

std::shared_ptr<Storage> open_file(const std::filesystem::path& path, milliseconds timeout = milliseconds(5000)) {
  return open_sqlite({.path = path.string(), .durable = false, .readers = 3, .timeout = timeout});
}

std::shared_ptr<Storage> migrated_file(const std::filesystem::path& path) {
  auto storage = open_file(path);
  storage->migrate();
  return storage;
}

/// The names of the migration files of the source tree, ascending.
std::vector<std::string> migration_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(SENPAI_SOURCE_DIR "/migrations/sqlite"))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

bool insert(Storage& storage, int n) {
  return write(storage, [&](Stores& s) { return s.users.insert(new_user(n)); });
}

bool has(Storage& storage, int n) {
  return read(storage, [&](Stores& s) { return s.users.find(UserId(uuid(n))).has_value(); });
}

/// The Error of what `work` throws.
template <class F>
std::optional<Error> error_of(F work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

std::int64_t visible_jobs(Storage& storage, const std::function<void(JobFilter&)>& change = {}) {
  JobFilter filter{.now = at(0), .window = {.offset = 0, .limit = 50}};
  if (change) change(filter);
  const auto page = read(storage, [&](Stores& s) { return s.jobs.list_visible(filter); });
  CHECK(static_cast<std::int64_t>(page.items.size()) == page.total);
  return page.total;
}

std::vector<std::string> visible_posts(Storage& storage, const std::string& category = "", int now = 0) {
  const FeedFilter filter{.category = category, .now = at(now), .window = {.offset = 0, .limit = 50}};
  const auto page = read(storage, [&](Stores& s) { return s.feed.list_visible(filter); });
  CHECK(static_cast<std::int64_t>(page.items.size()) == page.total);
  std::vector<std::string> ids;
  for (const auto& post : page.items) ids.push_back(post.id.text());
  return ids;
}

std::string job_row(const std::string& id, const std::string& state, const std::string& scheduled = "NULL") {
  return "INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, requirements_json,"
         " location_json, employer_json, created_at, updated_at, lifecycle_status, scheduled_publish_at, search_text,"
         " search_location) VALUES ('" + id + "', '100% 溶接_工', 'CONTRACT', 0, 'd', '[]', '{}',"
         " '{\"isVerifiedEmployer\":false}',"
         " '2029-01-01T00:00:00.000Z', '2029-01-01T00:00:00.000Z', '" + state + "', " + scheduled +
         ", '100% 溶接_工 sapporo', 'sapporo')";
}

std::string post_row(const std::string& id, const std::string& state, const std::string& published,
                     const std::string& scheduled = "NULL", const std::string& created = "2029-01-01T00:00:00.000Z") {
  return "INSERT INTO feed_posts (id, title, excerpt, category, author, published_at, created_at, updated_at,"
         " lifecycle_status, scheduled_publish_at, search_text) VALUES ('" + id + "', 't', 'e', 'NEWS', 'a', " +
         published + ", '" + created + "', '" + created + "', '" + state + "', " + scheduled + ", 't e a news')";
}

}  // namespace

TEST_CASE("storage: SQLite in memory keeps the contract") {
  storage_contract([] {
    auto storage = open_sqlite({});
    storage->migrate();
    return storage;
  });
}

TEST_CASE("storage: SQLite in a file keeps the contract") {
  const TemporaryFolder folder;
  int number = 0;
  storage_contract([&] { return migrated_file(folder.path() / (std::to_string(++number) + ".db")); });
}

// ---------------------------------------------------------------------------------------------------------- migrations

TEST_CASE("migrations: all files are pending on an empty database, are applied in order of names, and once") {
  const TemporaryFolder folder;
  const auto storage = open_file(folder.path() / "a.db");
  const auto files = migration_files();
  REQUIRE(files.size() >= 18);
  CHECK(pending_migrations(*storage) == files);
  CHECK(storage->migrate() == files);
  CHECK(pending_migrations(*storage).empty());
  CHECK(storage->migrate().empty());
  CHECK(pending_migrations(*open_file(folder.path() / "a.db")).empty());
  SqliteFile file(folder.path() / "a.db");
  CHECK(file.count("schema_migrations") == static_cast<long long>(files.size()));
  CHECK(file.count("schema_migrations WHERE checksum IS NULL OR length(checksum) <> 64") == 0);
}

TEST_CASE("migrations: several programs and threads may migrate one file at once, and each file is applied once") {
  for (int round = 0; round < 3; ++round) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "raced.db";
    std::vector<std::vector<std::string>> applied(6);
    std::vector<std::string> trouble(6);
    std::shared_ptr<Storage> shared = open_file(path);
    at_once(6, [&](int i) {
      const auto n = static_cast<std::size_t>(i);
      try {
        applied[n] = (i % 2 ? shared : open_file(path))->migrate();
      } catch (const std::exception& error) {
        trouble[n] = error.what();
      }
    });
    for (const auto& text : trouble) CHECK(text == "");
    std::vector<std::string> all;
    for (const auto& names : applied) all.insert(all.end(), names.begin(), names.end());
    std::sort(all.begin(), all.end());
    CHECK(all == migration_files());
    CHECK(pending_migrations(*shared).empty());
  }
}

TEST_CASE("migrations: several programs may create one new file at once") {
  for (int round = 0; round < 5; ++round) {
    const TemporaryFolder folder;
    std::vector<std::string> trouble(6);
    at_once(6, [&](int i) {
      try {
        (void)pending_migrations(*open_file(folder.path() / "new.db"));
      } catch (const std::exception& error) {
        trouble[static_cast<std::size_t>(i)] = error.what();
      }
    });
    for (const auto& text : trouble) CHECK(text == "");
  }
}

TEST_CASE("migrations: one that was applied with another text is reported by name, and nothing is changed") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  const auto storage = migrated_file(path);
  SqliteFile file(path);
  file.exec("UPDATE schema_migrations SET checksum = 'f00' WHERE file_name = '004_rbac_tables.sql'");
  file.exec("DELETE FROM schema_migrations WHERE file_name LIKE '018%'");
  for (const bool migrating : {true, false}) {
    const auto error = error_of([&] { migrating ? (void)storage->migrate() : (void)pending_migrations(*storage); });
    REQUIRE(error);
    CHECK(error->code() == std::string("migration_changed"));
    CHECK(std::string(error->what()).find("004_rbac_tables.sql") != std::string::npos);
  }
  CHECK(file.count("schema_migrations WHERE file_name LIKE '018%'") == 0);
  // A row without a checksum comes from the original's migrator and is taken as it stands.
  file.exec("UPDATE schema_migrations SET checksum = NULL WHERE file_name = '004_rbac_tables.sql'");
  CHECK(pending_migrations(*storage) == std::vector<std::string>{"018_catalogue_search_and_totals.sql"});
}

TEST_CASE("migrations: one that fails leaves nothing of itself, and the next run takes it up again") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  SqliteFile file(path);
  file.exec("CREATE TABLE uploads (something TEXT)");  // in the way of 015
  const auto storage = open_file(path);
  CHECK_THROWS(storage->migrate());
  const auto pending = pending_migrations(*storage);
  REQUIRE(!pending.empty());
  CHECK(pending.front() == "015_uploads.sql");
  file.exec("DROP TABLE uploads");
  CHECK(storage->migrate() == pending);
  CHECK(insert(*storage, 1));
}

// ------------------------------------------------------------------------------------------------- several connections

TEST_CASE("storage: two programs on one file see each other's commits and race fairly") {
  const TemporaryFolder folder;
  const auto one = migrated_file(folder.path() / "a.db");
  const auto two = open_file(folder.path() / "a.db");
  CHECK(insert(*one, 1));
  CHECK(has(*two, 1));
  CHECK_FALSE(insert(*two, 1));
  CHECK(insert(*two, 2));
  CHECK(has(*one, 2));
  const Store first(one), second(two);
  const SessionRow session{.id = SessionId(uuid(1)), .user_id = UserId(uuid(1)), .token_hash = "t",
                           .family = SessionId(uuid(1)), .expires_at = at(100), .created_at = at(0)};
  first([&](Stores& s) { s.sessions.insert(session); });
  CHECK(contract::winners(8, [&](int i) {
          return (i % 2 ? first : second)([](Stores& s) { return s.sessions.rotate("t", at(1)).has_value(); });
        }) == 1);
  CHECK(contract::winners(60, [&](int i) { return insert(i % 2 ? *one : *two, 100 + i); }) == 60);
  for (int i = 0; i < 60; ++i) CHECK(has(i % 2 ? *two : *one, 100 + i));
}

TEST_CASE("storage: readers go on beside an unfinished write and see only what is committed") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  bool seen_before_commit = true;
  bool reader_finished = false;
  storage->write([&](Stores& s) {
    REQUIRE(s.users.insert(new_user(1)));
    auto reading = std::async(std::launch::async, [&] { return has(*storage, 1); });
    reader_finished = reading.wait_for(std::chrono::seconds(3)) == std::future_status::ready;
    seen_before_commit = reading.get();
  });
  CHECK(reader_finished);
  CHECK_FALSE(seen_before_commit);
  CHECK(has(*storage, 1));
}

TEST_CASE("storage: a writer that cannot get the lock in time is told service_unavailable, and writes nothing") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  migrated_file(path);
  const auto storage = open_file(path, milliseconds(1000));
  SqliteFile other(path);
  other.exec("BEGIN IMMEDIATE");
  int calls = 0;
  const auto begin = steady_clock::now();
  const auto error = error_of([&] {
    storage->write([&](Stores& s) {
      ++calls;
      (void)s.users.insert(new_user(1));
    });
  });
  const auto took = steady_clock::now() - begin;
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK(error->code() == std::string("service_unavailable"));
  CHECK(error->retry_after().has_value());
  CHECK(calls == 0);
  CHECK(took >= milliseconds(900));
  CHECK(took < milliseconds(2500));  // SqliteOptions::timeout is the whole wait, not one of several
  CHECK_FALSE(has(*storage, 1));     // reading goes on meanwhile
  other.exec("ROLLBACK");
  CHECK_FALSE(has(*storage, 1));
  CHECK(insert(*storage, 1));
}

TEST_CASE("storage: migrating while another program holds the lock is an Error of the library") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  const auto storage = open_file(path, milliseconds(100));
  SqliteFile other(path);
  other.exec("BEGIN IMMEDIATE");
  const auto error = error_of([&] {
    try {
      storage->migrate();
    } catch (const Error&) {
      throw;
    } catch (const std::exception& raw) {
      FAIL_CHECK("a private exception came out: " << std::string(raw.what()));
    }
  });
  CHECK(error.has_value());
  other.exec("ROLLBACK");
  CHECK(storage->migrate() == migration_files());
}

TEST_CASE("storage: a file that is no database, or a folder that is not there, is refused when it is opened or used") {
  const TemporaryFolder folder;
  CHECK(error_of([&] { open_file(folder.path() / "none" / "a.db"); })->kind() == ErrorKind::unavailable);
  const auto path = folder.path() / "text.db";
  std::ofstream(path) << std::string(5000, 'x');
  const auto error = error_of([&] { (void)pending_migrations(*open_file(path)); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
}

TEST_CASE("storage: everything is there after the file is opened again") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  CHECK(insert(*migrated_file(path), 1));
  const auto again = open_file(path);
  CHECK(pending_migrations(*again).empty());
  CHECK(has(*again, 1));
}

// ------------------------------------------------------------------------------------------------------ rows by others

TEST_CASE("storage: totals of jobs equal the counted rows, whoever inserts, changes or deletes them") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  const auto contract = [](JobFilter& f) { f.employment_type = EmploymentType::contract; };
  file.exec(job_row("job_a", "PUBLISHED"));
  file.exec(job_row("job_b", "DRAFT"));
  CHECK(visible_jobs(*storage) == 5);
  CHECK(visible_jobs(*storage, contract) == 2);
  file.exec("UPDATE jobs SET lifecycle_status = 'PUBLISHED' WHERE id = 'job_b'");
  CHECK(visible_jobs(*storage) == 6);
  file.exec("UPDATE jobs SET employment_type = 'PART_TIME', visa_sponsorship = 1 WHERE id = 'job_b'");
  CHECK(visible_jobs(*storage, contract) == 2);
  CHECK(visible_jobs(*storage, [](JobFilter& f) { f.visa_sponsorship = true; }) == 4);
  file.exec("UPDATE jobs SET lifecycle_status = 'DRAFT', employment_type = 'FULL_TIME' WHERE id LIKE 'job_t%'");
  CHECK(visible_jobs(*storage) == 5);
  file.exec("DELETE FROM jobs WHERE id = 'job_a'");
  CHECK(visible_jobs(*storage) == 4);
  file.exec("INSERT INTO jobs (sequence, id, title, employment_type, visa_sponsorship, description, requirements_json,"
            " location_json, employer_json, created_at, updated_at, lifecycle_status, published_at,"
            " scheduled_publish_at, search_text, search_location) SELECT 900, 'job_copy', title, employment_type,"
            " visa_sponsorship, description, requirements_json, location_json, employer_json, created_at, updated_at,"
            " lifecycle_status, published_at, scheduled_publish_at, search_text, search_location"
            " FROM jobs WHERE id LIKE 'job_osaka%'");
  CHECK(visible_jobs(*storage) == 5);
  file.exec("DELETE FROM jobs");
  CHECK(visible_jobs(*storage) == 0);
  CHECK(file.number("SELECT COALESCE(SUM(total), 0) FROM job_totals") == 0);
}

TEST_CASE("storage: a scheduled job is visible from its time on, by the clock alone, and counted everywhere") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  file.exec(job_row("job_later", "SCHEDULED", "'" + to_text(at(100)) + "'"));
  file.exec(job_row("job_never", "SCHEDULED"));
  for (const auto& filter : std::vector<std::function<void(JobFilter&)>>{
           [](JobFilter& f) { f.employment_type = EmploymentType::contract; },
           [](JobFilter& f) { f.visa_sponsorship = false; }, [](JobFilter&) {}}) {
    const auto total = [&](int now) {
      return visible_jobs(*storage, [&](JobFilter& f) { filter(f), f.now = at(now); });
    };
    CHECK(total(100) == total(99) + 1);
    CHECK(total(100000) == total(100));
  }
  const auto found = [&](const std::string& search) {
    return visible_jobs(*storage, [&](JobFilter& f) { f.search = search, f.now = at(100); });
  };
  CHECK(found("100%") == 1);
  CHECK(found("接_工") == 1);
  CHECK(found("1%0") == 0);
  CHECK(found("_00") == 0);
  CHECK(visible_jobs(*storage, [](JobFilter& f) { f.location = "sapporo", f.now = at(100); }) == 1);
  CHECK(visible_jobs(*storage, [](JobFilter& f) { f.location = "sapporo", f.now = at(99); }) == 0);
}

TEST_CASE("storage: posts come newest first, those without a date last, and totals equal the counted rows") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  file.exec(post_row("p_old", "PUBLISHED", "'2027-01-01T00:00:00.000Z'"));
  file.exec(post_row("p_new", "PUBLISHED", "'2028-01-01T00:00:00.000Z'"));
  file.exec(post_row("p_none_1", "PUBLISHED", "NULL", "NULL", "2029-01-01T00:00:00.000Z"));
  file.exec(post_row("p_none_2", "PUBLISHED", "NULL", "NULL", "2029-01-02T00:00:00.000Z"));
  file.exec(post_row("p_draft", "DRAFT", "'2028-06-01T00:00:00.000Z'"));
  file.exec(post_row("p_later", "SCHEDULED", "NULL", "'" + to_text(at(100)) + "'", "2028-12-01T00:00:00.000Z"));
  CHECK(visible_posts(*storage, "NEWS") == std::vector<std::string>{"p_new", "p_old", "p_none_2", "p_none_1"});
  CHECK(visible_posts(*storage).size() == 8);
  CHECK(visible_posts(*storage, "NEWS", 99).size() == 4);
  CHECK(visible_posts(*storage, "NEWS", 100).size() == 5);
  file.exec("UPDATE feed_posts SET category = 'VISA' WHERE id = 'p_new'");
  CHECK(visible_posts(*storage, "NEWS").size() == 3);
  CHECK(visible_posts(*storage, "VISA") == std::vector<std::string>{"p_new", "post_visa_update_002"});
  file.exec("UPDATE feed_posts SET lifecycle_status = 'PUBLISHED' WHERE id = 'p_draft'");
  CHECK(visible_posts(*storage).front() == "p_draft");
  file.exec("DELETE FROM feed_posts WHERE id LIKE 'p_%' AND id NOT LIKE 'post%'");
  CHECK(visible_posts(*storage).size() == 4);
}

TEST_CASE("storage: saved jobs and posts are marked for their viewer only") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  REQUIRE(insert(*storage, 1));
  REQUIRE(insert(*storage, 2));
  const std::string when = "'2029-01-01T00:00:00.000Z')";
  file.exec("INSERT INTO user_saved_jobs (id, user_id, job_id, created_at) VALUES ('s1', '" + uuid(1) +
            "', 'job_osaka_cnc_operator_002', " + when);
  file.exec("INSERT INTO user_saved_posts (id, user_id, post_id, created_at) VALUES ('s2', '" + uuid(1) +
            "', 'post_visa_update_002', " + when);
  for (const int n : {0, 1, 2}) {
    const auto viewer = n == 0 ? std::optional<UserId>() : std::optional(UserId(uuid(n)));
    read(*storage, [&](Stores& s) {
      const PageWindow all{.offset = 0, .limit = 50};
      for (const auto& job : s.jobs.list_visible({.viewer = viewer, .now = at(0), .window = all}).items)
        CHECK(job.saved == (n == 1 && job.id.text() == "job_osaka_cnc_operator_002"));
      for (const auto& post : s.feed.list_visible({.viewer = viewer, .now = at(0), .window = all}).items)
        CHECK(post.saved == (n == 1 && post.id.text() == "post_visa_update_002"));
      CHECK(s.jobs.find(JobId("job_osaka_cnc_operator_002"), viewer)->summary.saved == (n == 1));
      return 0;
    });
  }
}

TEST_CASE("storage: the total of the review queue equals the counted rows, whoever changes them") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  REQUIRE(insert(*storage, 1));
  const auto total = [&](std::vector<KycStatus> statuses) {
    return read(*storage, [&](Stores& s) {
      const auto page = s.kyc.review_queue({.statuses = statuses}, {.offset = 0, .limit = 100});
      CHECK(static_cast<std::int64_t>(page.items.size()) == page.total);
      return page.total;
    });
  };
  write(*storage, [&](Stores& s) {
    for (int n = 1; n <= 4; ++n) s.kyc.insert_session(new_kyc(n, UserId(uuid(1)), at(n)));
  });
  file.exec("UPDATE kyc_sessions SET status = 'SUBMITTED' WHERE id <> '" + uuid(1) + "'");
  CHECK(total({KycStatus::created}) == 1);
  CHECK(total({KycStatus::submitted}) == 3);
  CHECK(total({KycStatus::submitted, KycStatus::manual_review}) == 3);
  file.exec("DELETE FROM kyc_sessions WHERE id = '" + uuid(2) + "'");
  CHECK(total({KycStatus::submitted}) == 2);
  CHECK(total({}) == 3);
}

TEST_CASE("storage: deleting a user deletes everything that belongs to them, and nothing else") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  for (const int n : {1, 2}) {
    const UserId user(uuid(n));
    write(*storage, [&](Stores& s) {
      REQUIRE(s.users.insert(new_user(n)));
      REQUIRE(s.users.grant_role(user, "sdm", uuid(n), at(0)));
      s.sessions.insert({.id = SessionId(uuid(n)), .user_id = user, .token_hash = uuid(n),
                         .family = SessionId(uuid(n)), .expires_at = at(9), .created_at = at(0)});
      s.challenges.insert({.id = ChallengeId(uuid(n)), .user_id = user, .email = "e", .code_hash = "c",
                           .expires_at = at(9), .resend_available_at = at(9), .created_at = at(0)});
      s.uploads.insert({.object_key = uuid(n), .user_id = user, .content_type = "t", .content_length = 1,
                        .checksum_sha256 = "c", .expires_at = at(9), .created_at = at(0)});
      s.kyc.insert_session(new_kyc(n, user, at(0)));
      REQUIRE(s.kyc.insert_document({.id = KycDocumentId(uuid(n)), .session_id = KycSessionId(uuid(n)),
                                     .document_type = "PASSPORT", .file_url = "u", .checksum_sha256 = "c",
                                     .created_at = at(0)}));
      s.kyc.insert_event({.id = KycEventId(uuid(n)), .session_id = KycSessionId(uuid(n)), .created_at = at(0)});
    });
  }
  file.exec("DELETE FROM users WHERE id = '" + uuid(1) + "'");
  for (const char* table : {"users", "user_roles", "sessions", "email_verification_challenges", "uploads",
                            "kyc_sessions", "identity_documents", "kyc_status_events"}) {
    CAPTURE(table);
    CHECK(file.count(table) == 1);
  }
  CHECK(file.number("SELECT SUM(total) FROM kyc_totals") == 1);
}

TEST_CASE("storage: audit rows hold who did what, in the order they were written") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  Actor actor = Actor::admin(UserId(uuid(7)), "ops@example.test");
  actor.request_id = "req-1";
  write(*storage, [&](Stores& s) {
    s.audit.append(uuid(9), {.actor = actor, .action = "kyc.decided", .entity_type = "KYC_SESSION", .entity_id = "k1",
                             .from_state = "SUBMITTED", .to_state = "VERIFIED",
                             .details = JsonText().with("reason", "確認 🌸"), .at = at(5)});
    s.audit.append(uuid(1), {.actor = Actor(), .action = "later", .entity_type = "X", .entity_id = "1", .at = at(5)});
  });
  CHECK(file.text("SELECT group_concat(action, ' ') FROM (SELECT action FROM audit_events ORDER BY sequence)") ==
        "kyc.decided later");
  const auto column = [&](const std::string& name) {
    return file.text("SELECT " + name + " FROM audit_events WHERE action = 'kyc.decided'");
  };
  CHECK(column("actor_type") == "ADMIN");
  CHECK(column("actor_id") == uuid(7));
  CHECK(column("actor_name") == "ops@example.test");
  CHECK(column("request_id") == "req-1");
  CHECK(column("entity_type || entity_id || from_state || to_state") == "KYC_SESSIONk1SUBMITTEDVERIFIED");
  CHECK(column("details_json") == R"({"reason":"確認 🌸"})");
  CHECK(column("created_at") == to_text(at(5)));
}

TEST_CASE("storage: a session without a family, as the original writes it, is its own family") {
  const TemporaryFolder folder;
  const auto storage = migrated_file(folder.path() / "a.db");
  SqliteFile file(folder.path() / "a.db");
  REQUIRE(insert(*storage, 1));
  file.exec("INSERT INTO sessions (id, user_id, token_hash, expires_at, created_at) VALUES ('" + uuid(3) + "', '" +
            uuid(1) + "', 'old', '" + to_text(at(100)) + "', '" + to_text(at(0)) + "')");
  const auto found = write(*storage, [](Stores& s) { return s.sessions.rotate("old", at(1)); });
  REQUIRE(found);
  CHECK(found->family.text() == uuid(3));
  write(*storage, [&](Stores& s) {
    s.sessions.insert({.id = SessionId(uuid(4)), .user_id = UserId(uuid(1)), .token_hash = "new",
                       .family = found->family, .expires_at = at(100), .created_at = at(1)});
    CHECK(s.sessions.revoke_family(found->family, at(2)) == 1);
  });
}
