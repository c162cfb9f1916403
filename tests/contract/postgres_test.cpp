// The PostgreSQL store keeps the contract, and what only PostgreSQL can show.

#include <algorithm>
#include <unistd.h>

#include <atomic>
#include <sstream>
#include <thread>

#include "contract/parts.hpp"
#include "contract/sqlite_file.hpp"
#include "postgres.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using contract::at;
using contract::new_user;
using contract::uuid;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Content = PostgresDatabase::Content;

namespace {

bool skipped() {
  if (has_postgres()) return false;
  MESSAGE("not run, because there is no PostgreSQL");
  return true;
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

bool insert(Storage& storage, int n) {
  return write(storage, [&](Stores& s) { return s.users.insert(new_user(n)); });
}

bool has(Storage& storage, int n) {
  return read(storage, [&](Stores& s) { return s.users.find(UserId(uuid(n))).has_value(); });
}

std::string lines(const PostgresSession::Rows& rows) {
  std::string text;
  for (const auto& row : rows) text += row.front() + "\n";
  return text;
}

}  // namespace

TEST_CASE("storage: PostgreSQL keeps the contract") {
  if (skipped()) return;
  storage_contract([] { return fresh_postgres(); });
}

TEST_CASE("storage: PostgreSQL keeps the contract without prepared statements") {
  if (skipped()) return;
  storage_contract([] {
    struct Owner {
      PostgresDatabase database{Content::migrated};
      std::shared_ptr<Storage> storage;
    };
    const auto owner = std::make_shared<Owner>();
    auto options = owner->database.options();
    options.prepared_statements = false;
    owner->storage = open_postgres(options);
    return std::shared_ptr<Storage>(owner, owner->storage.get());
  });
}

// --------------------------------------------------------------------------------------------------------- the schema

TEST_CASE("migrations: PostgreSQL has the tables of SQLite with the same columns and unique keys") {
  if (skipped()) return;
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  open_sqlite({.path = path.string(), .durable = false})->migrate();
  SqliteFile sqlite(path);
  const PostgresDatabase database(Content::migrated);
  PostgresSession postgres(database.url());

  // `sequence` is the row number in SQLite. `slot` spreads a total over several rows, which SQLite with its one writer
  // does not need.
  const std::string sqlite_columns = sqlite.text(R"(
    SELECT group_concat(line, char(10)) || char(10) FROM (
      SELECT t.name || '.' || c.name || CASE WHEN c."notnull" OR c.pk THEN ' required' ELSE ' optional' END AS line
        FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE '%\_search%' ESCAPE '\' AND c.name <> 'sequence'
       ORDER BY 1))");
  const std::string postgres_columns = lines(postgres.run(R"(
    SELECT (c.table_name || '.' || c.column_name || CASE c.is_nullable WHEN 'NO' THEN ' required' ELSE ' optional' END)
           COLLATE "C"
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name NOT IN ('sequence', 'slot')
     ORDER BY 1)"));
  CHECK(sqlite_columns == postgres_columns);
  CHECK(std::count(sqlite_columns.begin(), sqlite_columns.end(), '\n') > 200);

  const std::string sqlite_keys = sqlite.text(R"(
    SELECT group_concat(line, char(10)) || char(10) FROM (
      SELECT t.name || ': ' || (SELECT group_concat(name, ', ') FROM
                                 (SELECT name FROM pragma_index_info(i.name) ORDER BY 1)) AS line
        FROM sqlite_schema t JOIN pragma_index_list(t.name) i
       WHERE t.type = 'table' AND t.name NOT LIKE '%\_search%' ESCAPE '\' AND i."unique" = 1
       UNION
      SELECT t.name || ': ' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE '%\_search%' ESCAPE '\' AND c.pk = 1 AND c.type = 'INTEGER'
         AND c.name <> 'sequence'
       ORDER BY 1))");
  const std::string postgres_keys = lines(postgres.run(R"(
    SELECT DISTINCT (t.relname || ': ' ||
           (SELECT string_agg(a.attname, ', ' ORDER BY a.attname COLLATE "C") FROM pg_attribute a
             WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey) AND a.attname <> 'slot')) COLLATE "C"
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
     WHERE t.relnamespace = CAST('public' AS regnamespace) AND i.indisunique
       AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
                                                      AND a.attname = 'sequence')
     ORDER BY 1)"));
  CHECK(sqlite_keys == postgres_keys);
}

TEST_CASE("migrations: an empty PostgreSQL database lacks all of them and gets each once") {
  if (skipped()) return;
  const PostgresDatabase database(Content::empty);
  const auto storage = database.open();
  const auto pending = pending_migrations(*storage);
  CHECK(pending.size() >= 23);
  CHECK(pending.front() == "001_auth_tables.sql");
  CHECK(std::is_sorted(pending.begin(), pending.end()));
  CHECK(storage->migrate() == pending);
  CHECK(pending_migrations(*storage).empty());
  CHECK(storage->migrate().empty());
  for (const auto& migration : storage->migrations()) CHECK(migration.applied_at);
}

TEST_SUITE("race") {
  TEST_CASE("migrations: of four that migrate PostgreSQL at the same moment each file is applied by one") {
    if (skipped()) return;
    const PostgresDatabase database(Content::empty);
    std::vector<std::vector<std::string>> applied(4);
    at_once(4, [&](int i) { applied[static_cast<std::size_t>(i)] = database.open()->migrate(); });
    std::vector<std::string> all;
    for (const auto& names : applied) all.insert(all.end(), names.begin(), names.end());
    std::sort(all.begin(), all.end());
    std::vector<std::string> expected;
    for (const auto& migration : database.open()->migrations()) expected.push_back(migration.name);
    CHECK(all == expected);
  }
}

TEST_CASE("migrations: an index whose building was broken off is built anew") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  PostgresSession session(database.url());
  session.run("DELETE FROM schema_migrations WHERE file_name = '024_indexes.sql'");
  session.run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = CAST('idx_jobs_order' AS regclass)");
  CHECK(database.open()->migrate() == std::vector<std::string>{"024_indexes.sql"});
  CHECK(session.number("SELECT COUNT(*) FROM pg_index WHERE NOT indisvalid") == 0);
  CHECK(session.number("SELECT COUNT(*) FROM pg_class WHERE relname = 'idx_jobs_order'") == 1);
}

TEST_CASE("migrations: through a pooler they are refused with advice") {
  if (skipped()) return;
  const PostgresDatabase database(Content::empty);
  auto options = database.options();
  options.prepared_statements = false;
  const auto error = error_of([&] { open_postgres(options)->migrate(); });
  REQUIRE(error);
  CHECK(std::string(error->what()).find("DB_PREPARED_STATEMENTS=auto") != std::string::npos);
}

TEST_CASE("migrations: what the user of the database may not do is told with what to do about it") {
  if (skipped()) return;
  const PostgresDatabase database(Content::empty);
  PostgresSession owner(database.url());
  const std::string role = "weak_" + owner.text("SELECT current_database()");
  std::string url = database.url();
  url.replace(url.find("//") + 2, url.find('@') - url.find("//") - 2, role);
  const auto refusal = [&] {
    const auto error = error_of([&] { open_postgres({.url = url, .connections = 1})->migrate(); });
    return std::string(error ? error->what() : "");
  };
  owner.run("CREATE ROLE " + role + " LOGIN");
  CHECK(refusal().starts_with("the table of migrations stopped: "));
  owner.run("GRANT CREATE ON SCHEMA public TO " + role);
  const std::string text = refusal();
  CHECK(text.starts_with("018_catalogue_search_and_totals.sql stopped: 42501 permission denied to create extension"));
  CHECK(text.find("CREATE EXTENSION pg_trgm") != std::string::npos);

  owner.run("CREATE SCHEMA elsewhere; CREATE EXTENSION pg_trgm SCHEMA elsewhere");
  CHECK(refusal().find("ALTER ROLE ... SET search_path") != std::string::npos);
  owner.run("ALTER EXTENSION pg_trgm SET SCHEMA public");
  CHECK(refusal() == "");
  owner.run("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
}

// ----------------------------------------------------------------------------------------------------------- trouble

TEST_CASE("postgres: a database that only reads is not ready, and is used again once it writes") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  PostgresSession administrator(database.url());
  const std::string change = "ALTER DATABASE " + administrator.text("SELECT current_database()");
  administrator.run(change + " SET default_transaction_read_only = on");
  // As after a fail-over: the address leads to where is written, the connections of before do not.
  const auto storage = open_postgres({.url = database.url(), .connections = 1});
  CHECK_FALSE(has(*storage, 1));
  administrator.run(change + " RESET default_transaction_read_only");
  const auto not_ready = error_of([&] { pending_migrations(*storage); });
  REQUIRE(not_ready);
  CHECK(std::string(not_ready->what()).find("target_session_attrs=read-write") != std::string::npos);
  const auto refused = error_of([&] { insert(*storage, 1); });
  REQUIRE(refused);
  CHECK(refused->kind() == ErrorKind::unavailable);
  CHECK(insert(*storage, 1));
  CHECK(pending_migrations(*storage).empty());
}

TEST_CASE("postgres: a wrong address or a malformed one is told at once and without the password") {
  for (const char* url : {"postgresql://u:hid%20den-word@127.0.0.1:1/x", "postgresql://u:hidden-word@[::1/x",
                          "postgresql://u:hidden-word@127.0.0.1:1/x?sslmode=what", "hidden-word", ""}) {
    CAPTURE(url);
    const auto error = error_of([&] { open_postgres({.url = url, .connect_timeout = milliseconds(2000)}); });
    REQUIRE(error);
    CHECK(std::string(error->what()).find("hid") == std::string::npos);
    CHECK(std::string(error->what()).find("PostgreSQL") != std::string::npos);
  }
  const std::string url_of_node = "postgresql://u:hidden-word@127.0.0.1:1/x?schema=public";
  const auto of_node = error_of([&] { open_postgres({.url = url_of_node}); });
  REQUIRE(of_node);
  CHECK(std::string(of_node->what()).find("remove those of Node.js clients") != std::string::npos);
  CHECK(std::string(of_node->what()).find("hidden-word") == std::string::npos);
}

TEST_CASE("postgres: whoever finds no free connection in time is told that the service is unavailable") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  auto options = database.options();
  options.connections = 1;
  options.acquire_timeout = milliseconds(20);
  const auto storage = open_postgres(options);
  storage->read([&](Stores&) {
    std::jthread([&] {
      const auto error = error_of([&] { has(*storage, 1); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::unavailable);
      CHECK(std::string(error->code()) == "service_unavailable");
    });
  });
  CHECK_FALSE(has(*storage, 1));
}

TEST_CASE("postgres: a server that lends fewer connections than the pool has is used with those it lends") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  PostgresSession admin(database.url());
  const std::string role = "few_connections_" + std::to_string(::getpid());
  admin.run("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 2; "
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
  const auto observer = std::make_shared<RecordingObserver>();
  std::string url = database.url();
  url.replace(url.find("//") + 2, url.find('@') - url.find("//") - 2, role);
  {
    const auto storage = open_postgres({.url = url, .connections = 8, .observer = observer});
    std::atomic<int> answered = 0;
    {
      std::vector<std::jthread> threads;
      for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
          for (int i = 0; i < 50; ++i) answered += !has(*storage, 1);
        });
    }
    CHECK(answered == 400);
    // Once it lends more, they are used again, one after the other.
    admin.run("ALTER ROLE " + role + " CONNECTION LIMIT 10");
    const auto lent = [&] {
      return admin.number("SELECT COUNT(*) FROM pg_stat_activity WHERE usename = '" + role + "'");
    };
    for (int i = 0; i < 100 && lent() < 4; ++i) {
      std::this_thread::sleep_for(milliseconds(100));
      has(*storage, 1);
    }
    CHECK(lent() >= 4);
  }
  CHECK(observer->count("database.full") == 1);
  CHECK(observer->count("database.lost") == 0);
  admin.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_CASE("postgres: a lock that somebody holds is waited for as long as configured and then given up") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  for (const bool prepared : {true, false}) {
    CAPTURE(prepared);
    auto options = database.options();
    options.lock_timeout = milliseconds(50);
    options.prepared_statements = prepared;
    const auto observer = std::make_shared<RecordingObserver>();
    options.observer = observer;
    const auto storage = open_postgres(options);
    PostgresSession holder(database.url());
    holder.run("BEGIN; LOCK TABLE users");
    for (const bool writing : {true, false}) {
      CAPTURE(writing);
      const auto error = error_of([&] { writing ? insert(*storage, 1) : has(*storage, 1); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::unavailable);
    }
    holder.run("COMMIT");
    CHECK_FALSE(has(*storage, 1));
    CHECK(observer->count("database.trouble") == 1);  // Once a second, whoever runs it learns why.
    const std::string why = observer->last("database.trouble")["error"];
    CHECK(why.ends_with("canceling statement due to lock timeout"));
  }
}

TEST_CASE("postgres: connections that were cut while they rested are replaced before anybody notices") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  const auto storage = database.open();
  for (int n = 1; n <= 5; ++n) {
    CHECK(insert(*storage, n));
    PostgresSession(database.url())
        .run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
             " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    CHECK(has(*storage, n));
  }
}

TEST_CASE("postgres: a connection that is cut in a transaction undoes it and the next one works") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  const auto storage = database.open();
  const auto error = error_of([&] {
    write(*storage, [&](Stores& s) {
      REQUIRE(s.users.insert(new_user(1)));
      PostgresSession(database.url())
          .run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
               " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      return s.users.find(UserId(uuid(1))).has_value();
    });
  });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_FALSE(has(*storage, 1));
  CHECK(insert(*storage, 1));
}

TEST_CASE("postgres: the failure of a statement nobody looked at undoes the transaction at its end") {
  if (skipped()) return;
  const auto storage = fresh_postgres();
  const auto user = UserId(uuid(1));
  CHECK(insert(*storage, 1));
  const auto start = [&](const UserId& owner) {
    write(*storage, [&](Stores& s) {
      s.users.mark_email_verified(user, at(1));
      s.kyc.insert_session(contract::new_kyc(7, owner, at(0)));
    });
  };
  CHECK_THROWS(start(UserId(uuid(99))));
  CHECK_FALSE(read(*storage, [&](Stores& s) { return s.users.find(user)->email_verified_at; }));
  CHECK_NOTHROW(start(user));
  CHECK(read(*storage, [&](Stores& s) { return s.users.find(user)->email_verified_at; }));
}

TEST_CASE("postgres: times are the same whatever the time zone of the database, also long ago and at both ends") {
  if (skipped()) return;
  const PostgresDatabase database(Content::migrated);
  const auto name = PostgresSession(database.url()).text("SELECT current_database()");
  // Their offsets of long ago have minutes and seconds, and lead out of the years from 1 to 9999.
  for (const std::string zone : {"UTC", "Asia/Tokyo", "Asia/Jakarta", "America/New_York", "Asia/Kathmandu"}) {
    CAPTURE(zone);
    PostgresSession(database.url()).run("ALTER DATABASE " + name + " SET timezone = '" + zone + "'");
    const auto storage = database.open();
    for (const std::string time :
         {"0001-01-01T00:00:00.000Z", "0001-01-01T03:00:00.000Z", "0202-03-20T10:00:00.000Z",
          "1882-12-31T15:59:59.001Z", "1910-05-05T00:00:00.000Z", "1930-01-01T12:34:56.789Z",
          "2026-11-01T06:30:00.000Z", "9999-12-31T23:59:59.999Z"}) {
      CAPTURE(time);
      const JobId job("job_osaka_cnc_operator_002");
      write(*storage, [&](Stores& s) {
        Job changed = s.jobs.find(job, {}).value();
        changed.summary.lifecycle.published_at = *parse_timestamp(time);
        REQUIRE(s.jobs.update(changed, {}, changed.summary.lifecycle.published_at.value()));
      });
      const auto stored = read(*storage, [&](Stores& s) { return s.jobs.find(job, {}); });
      CHECK(to_text(stored->summary.lifecycle.published_at.value()) == time);
    }
  }
}

TEST_CASE("postgres: text that no column can hold finds nothing") {
  if (skipped()) return;
  const auto storage = fresh_postgres();
  CHECK(insert(*storage, 1));
  const std::string with_zero("person1@example.test\0x", 22);
  for (const std::string& email : {with_zero, std::string("\xff\xfe"), std::string()}) {
    const auto found = read(*storage, [&](Stores& s) { return s.users.find_credential(email).has_value(); });
    CHECK_FALSE(found);
  }
}
