#include "sql/migrator.hpp"

#include <algorithm>
#include <map>
#include <senpai/error.hpp>
#include <thread>
#include <utility>

#include "support/crypto.hpp"
#include "support/text.hpp"

namespace senpai::sql {
namespace {

// What is told apart by database: its own catalogue and column types.
constexpr std::string_view create_sqlite_table = R"(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    file_name TEXT PRIMARY KEY, applied_at TEXT NOT NULL, checksum TEXT) STRICT)";
// The original service made the table without the column.
constexpr std::string_view create_postgres_table = R"(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    file_name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
  ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS checksum text)";
constexpr Query sqlite_table_exists{"migrator.table_exists", R"(
  SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations')"};
constexpr Query postgres_table_exists{"migrator.table_exists", R"(
  SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL)"};
constexpr Query sqlite_applied{"migrator.applied", "SELECT file_name, applied_at, checksum FROM schema_migrations"};
constexpr Query postgres_applied{"migrator.applied", R"(
  SELECT file_name, applied_at, to_jsonb(m) ->> 'checksum' FROM schema_migrations m)"};
constexpr Query postgres_only_reads{"migrator.only_reads", R"(
  SELECT 1 WHERE current_setting('transaction_read_only') = 'on')"};
constexpr Query record{"migrator.record", R"(
  INSERT INTO schema_migrations (file_name, applied_at, checksum) VALUES ($1, $2, $3))"};

// The original needs no more than rights on rows, and may have a user with nothing else: whoever may read, add and
// change users gets the same rights on what migrations make, from the moment it is there, or our triggers would refuse
// the original's writes. What was granted for the time of the run is taken back at its end; the table tells the next
// run what one that was broken off has left.
constexpr std::string_view share_with_writers = R"(
  CREATE TABLE shared_by_migrate (change text);
  DO $$
  DECLARE
    place text;
    writer text;
    things text;
    code "char";
    right_on text;
  BEGIN
    SELECT relnamespace::regnamespace::text INTO place FROM pg_class WHERE oid = to_regclass('users');
    FOR writer IN
      SELECT grantee::regrole::text
        FROM pg_class c, aclexplode(c.relacl)
       WHERE c.oid = to_regclass('users') AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE')
         AND grantee NOT IN (0, c.relowner)
       GROUP BY grantee HAVING COUNT(DISTINCT privilege_type) = 3
    LOOP
      FOR things, code, right_on IN
        VALUES ('TABLES', 'r', 'SELECT'), ('TABLES', 'r', 'INSERT'), ('TABLES', 'r', 'UPDATE'),
               ('TABLES', 'r', 'DELETE'), ('SEQUENCES', 'S', 'USAGE')
      LOOP
        CONTINUE WHEN EXISTS (
          SELECT 1 FROM pg_default_acl d, aclexplode(d.defaclacl) e
           WHERE d.defaclrole = to_regrole(quote_ident(current_user)) AND d.defaclnamespace = place::regnamespace
             AND d.defaclobjtype = code AND e.grantee::regrole::text = writer AND e.privilege_type = right_on);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %s GRANT %s ON %s TO %s', place, right_on, things, writer);
        INSERT INTO shared_by_migrate VALUES (
          format('ALTER DEFAULT PRIVILEGES IN SCHEMA %s REVOKE %s ON %s FROM %s', place, right_on, things, writer));
      END LOOP;
    END LOOP;
  END $$)";
constexpr std::string_view stop_sharing = R"(
  DO $$
  DECLARE
    given text;
  BEGIN
    IF to_regclass('shared_by_migrate') IS NOT NULL THEN
      FOR given IN SELECT change FROM shared_by_migrate LOOP
        EXECUTE given;
      END LOOP;
      DROP TABLE shared_by_migrate;
    END IF;
  END $$)";

constexpr Query find_sharing{"migrator.find_sharing", "SELECT 1 WHERE to_regclass('shared_by_migrate') IS NOT NULL"};

// Any number, the same for everybody who migrates this database.
constexpr Query try_lock{"migrator.try_lock", "SELECT pg_try_advisory_lock(7391846205518)"};
constexpr Query find_failed_index{"migrator.find_failed_index", R"(
  SELECT 1 FROM pg_index i
   WHERE i.indexrelid = to_regclass($1) AND NOT i.indisvalid)"};

// Whoever waits for a lock on a table makes everybody else wait behind it. And much shorter than the second after which
// PostgreSQL looks for a deadlock, so that it is not the others who are ended.
constexpr std::string_view lock_timeout = "'200ms'";

struct AppliedMigration {
  Timestamp at{};
  std::optional<std::string> checksum{};
};
using Applied = std::map<std::string, AppliedMigration, std::less<>>;

bool is_postgres(const Connection& db) { return db.dialect() == Dialect::postgres; }

Applied read_applied(Connection& db) {
  Applied names;
  if (db.run(is_postgres(db) ? postgres_table_exists : sqlite_table_exists, {}) == 0) return names;
  db.run(is_postgres(db) ? postgres_applied : sqlite_applied, {}, [&](const Row& row) {
    names.emplace(row.get<std::string>(0),
                  AppliedMigration{row.get<Timestamp>(1), row.get<std::optional<std::string>>(2)});
  });
  return names;
}

/// A released migration never changes: a database that ran another text under this name is not the one we know.
void check_unchanged(const Migration& migration, const std::optional<std::string>& recorded) {
  if (!recorded || *recorded == crypto::sha256_hex(migration.text)) return;
  throw Error(ErrorKind::conflict, "migration_changed",
              "migration " + std::string(migration.file_name) +
                  " was applied with another text than this program has; use the program that wrote this database, or "
                  "restore a backup");
}

/// Asks again and again instead of waiting in the server: a waiting statement would hold up the building of indexes.
void take_lock(Connection& db, Observer& observer) {
  using std::chrono::steady_clock;
  const auto deadline = steady_clock::now() + std::chrono::minutes(30);
  for (bool first = true;; first = false) {
    if (db.one(try_lock, {}, [](const Row& row) { return row.get<bool>(0); }) == true) return;
    if (first) observer.log(LogLevel::info, "migration.waiting", {{"for", "another process that migrates"}});
    if (steady_clock::now() >= deadline)
      throw Error(ErrorKind::unavailable, "migration_locked",
                  "another process has been migrating this database for half an hour; let it finish, or end it");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

/// Statements of a file without a transaction. What stands between two `$$` is one text.
std::vector<std::string> statements_of(std::string_view text) {
  std::vector<std::string> statements;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("$$")) {
      quoted = !quoted;
      ++i;
    } else if (!quoted && text.substr(i).starts_with(";\n")) {
      statements.emplace_back(text.substr(begin, i - begin));
      begin = i + 2;
    }
  }
  if (!text::trim(text.substr(begin)).empty())
    throw Error::internal("the last statement of a migration without a transaction has no ';' and new line behind it");
  return statements;
}

/// The name behind `CREATE [UNIQUE] INDEX CONCURRENTLY IF NOT EXISTS`.
std::string index_name(std::string_view statement) {
  constexpr std::string_view before = "IF NOT EXISTS ";
  const auto begin = statement.find(before);
  if (begin == std::string_view::npos) return "";
  const auto rest = statement.substr(begin + before.size());
  return std::string(rest.substr(0, rest.find_first_of(" \n(")));
}

void record_migration(Connection& db, const Migration& migration, Timestamp now) {
  db.run(record, {migration.file_name, now, crypto::sha256_hex(migration.text)});
}

/// For whoever has to go on: what was being done, what the database said, what to do.
[[noreturn]] void stop_at(std::string_view what, const Failure& failure) {
  std::string why = failure.what();
  why.erase(0, why.find(": ") + 2);  // The name of the statement says no more than `what` does.
  std::string advice = "; put that right";
  if (why.starts_with("42501 "))
    advice = "; the user of the database URL has to own the tables, and may create tables and functions beside them, "
             "temporary tables, and the extension pg_trgm (or an administrator of the database runs: CREATE EXTENSION "
             "pg_trgm)";
  if (why.find("must have same owner") != std::string::npos)
    advice = "; migrate as the user who owns the tables, or as a member of that role with ?options=-c%20role%3DOWNER "
             "at the end of the URL";
  if (why.find("gin_trgm_ops") != std::string::npos)
    advice = "; the extension pg_trgm is in a schema where this user does not look; add it with ALTER ROLE ... SET "
             "search_path";
  throw Error(ErrorKind::conflict, "migration_failed",
              std::string(what) + " stopped: " + why + advice + "; then migrate again, it goes on where it stopped");
}

/// A table that is in use is asked for again after a pause, in which its users go on.
template <class Work>
auto patiently(const Connection& db, std::string_view migration, Observer& observer, Work work) {
  constexpr int max_tries = 120;
  constexpr int longest_pause = 5;
  for (int tries = 1;; ++tries) {
    try {
      return work();
    } catch (const Failure& failure) {
      const bool in_use = failure.kind() == Failure::Kind::locked || failure.kind() == Failure::Kind::busy;
      if (failure.kind() == Failure::Kind::other) stop_at(migration, failure);
      if (!in_use || !is_postgres(db)) throw;
      if (tries == max_tries)
        throw Error(ErrorKind::unavailable, "migration_locked",
                    std::string(migration) +
                        " has waited for minutes for a table that somebody uses; see who: SELECT pid, usename, "
                        "xact_start, query FROM pg_stat_activity ORDER BY xact_start; then migrate again");
      observer.log(LogLevel::info, "migration.waiting", {{"for", "a table that is in use"}, {"migration", migration}});
      std::this_thread::sleep_for(std::chrono::seconds(std::min(tries, longest_pause)));
    }
  }
}

void apply_without_transaction(Connection& db, const Migration& migration, Observer& observer) {
  bool announced = false;
  for (const auto& statement : statements_of(migration.text)) {
    const std::string name = index_name(statement);
    const bool concurrent = statement.find("INDEX CONCURRENTLY") != std::string::npos;
    if (concurrent && !std::exchange(announced, true))
      observer.log(LogLevel::info, "migration.building",
                   {{"what", "indexes, each of which waits for every transaction that began earlier"}});
    patiently(db, migration.file_name, observer, [&] {
      db.script("SET statement_timeout = 0; SET lock_timeout = " + (concurrent ? "0" : std::string(lock_timeout)));
      // An attempt that was broken off leaves an index behind that is never used.
      if (!name.empty() && db.run(find_failed_index, {name}) > 0) db.script("DROP INDEX CONCURRENTLY " + name);
      db.script(statement);
    });
  }
}

/// False when it turned out to be applied already.
bool apply(Connection& db, const Migration& migration, Timestamp now, Observer& observer) {
  const bool transactional = !migration.text.starts_with("-- no transaction\n");
  if (!transactional) apply_without_transaction(db, migration, observer);
  db.script(is_postgres(db) ? "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = " +
                                  std::string(lock_timeout)
                            : "BEGIN IMMEDIATE");
  try {
    const auto names = read_applied(db);
    const auto found = names.find(migration.file_name);
    if (found != names.end()) {
      check_unchanged(migration, found->second.checksum);
    } else {
      if (transactional) db.script(migration.text);
      record_migration(db, migration, now);
    }
    db.script("COMMIT");
    return found == names.end();
  } catch (...) {
    try {
      db.script("ROLLBACK");
    } catch (const Failure&) {  // It is gone already.
    }
    throw;
  }
}

/// For the time of a run; see share_with_writers.
class Sharing {
 public:
  explicit Sharing(Connection& db) : db_(db) {
    if (!is_postgres(db_)) return;
    try {
      db_.script(stop_sharing);
      db_.script(share_with_writers);
    } catch (const Failure& failure) {
      if (failure.kind() != Failure::Kind::other) throw;
      stop_at("sharing with other users of the tables", failure);
    }
  }
  ~Sharing() {
    if (!is_postgres(db_)) return;
    try {
      db_.script(stop_sharing);
    } catch (const std::exception&) {  // The connection is gone; the next run takes it back.
    }
  }
  Sharing(const Sharing&) = delete;
  Sharing& operator=(const Sharing&) = delete;

 private:
  Connection& db_;
};

/// Whether a run goes on, or one that was broken off has left rights behind.
bool is_shared(Database& database) {
  bool shared = false;
  database.read([&](Connection& db) { shared = is_postgres(db) && db.run(find_sharing, {}) > 0; });
  return shared;
}

}  // namespace

std::vector<MigrationState> migration_states(Database& database, std::span<const Migration> migrations) {
  std::vector<MigrationState> states;
  database.read([&](Connection& db) {
    if (is_postgres(db) && db.run(postgres_only_reads, {}) > 0)
      throw Error(ErrorKind::unavailable, "service_unavailable",
                  "the database only reads: it is a standby, or default_transaction_read_only is set; give the URL of "
                  "the primary, or name all hosts with target_session_attrs=read-write");
    const auto names = read_applied(db);
    for (const auto& migration : migrations) {
      MigrationState state{.name = std::string(migration.file_name)};
      const auto found = names.find(migration.file_name);
      if (found != names.end()) {
        check_unchanged(migration, found->second.checksum);
        state.applied_at = found->second.at;
      }
      states.push_back(std::move(state));
    }
  });
  return states;
}

std::vector<std::string> migrate(Database& database, std::span<const Migration> migrations, Timestamp now,
                                 Observer& observer) {
  // Where nothing is to be done, nothing has to be locked, and a pooler may be in between.
  const auto states = migration_states(database, migrations);
  const bool all_applied =
      std::ranges::all_of(states, [](const MigrationState& state) { return state.applied_at.has_value(); });
  if (all_applied && !is_shared(database)) return {};

  std::vector<std::string> done;
  database.session([&](Connection& db) {
    if (is_postgres(db)) take_lock(db, observer);
    const bool at_once = read_applied(db).empty() && db.start_from_image();
    try {
      db.script(is_postgres(db) ? create_postgres_table : create_sqlite_table);
    } catch (const Failure& failure) {
      if (failure.kind() != Failure::Kind::other) throw;
      stop_at("the table of migrations", failure);
    }
    const auto names = read_applied(db);
    const Sharing sharing(db);
    for (const auto& migration : migrations) {
      const auto found = names.find(migration.file_name);
      if (found != names.end()) {
        check_unchanged(migration, found->second.checksum);
        continue;
      }
      const auto apply_now = [&] { return apply(db, migration, now, observer); };
      if (at_once) record_migration(db, migration, now);
      else if (!patiently(db, migration.file_name, observer, apply_now)) continue;
      observer.log(LogLevel::info, "migration.applied", {{"migration", migration.file_name}});
      done.emplace_back(migration.file_name);
    }
  });
  return done;
}

}  // namespace senpai::sql
