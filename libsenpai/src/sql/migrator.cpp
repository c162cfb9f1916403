#include "sql/migrator.hpp"

#include <map>
#include <senpai/error.hpp>

#include "support/crypto.hpp"

namespace senpai::sql {
namespace {

constexpr Query create_table{"migrator.create_table", R"(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    file_name TEXT PRIMARY KEY, applied_at TEXT NOT NULL, checksum TEXT) STRICT)"};
constexpr Query table_exists{"migrator.table_exists", R"(
  SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations')"};
constexpr Query applied{"migrator.applied", "SELECT file_name, checksum FROM schema_migrations"};
constexpr Query record{"migrator.record", R"(
  INSERT INTO schema_migrations (file_name, applied_at, checksum) VALUES ($1, $2, $3))"};

using Applied = std::map<std::string, std::optional<std::string>, std::less<>>;

Applied read_applied(Connection& db) {
  Applied names;
  if (db.run(table_exists, {}, [](const Row&) {}) == 0) return names;
  db.run(applied, {}, [&](const Row& row) {
    names.emplace(row.get<std::string>(0), row.get<std::optional<std::string>>(1));
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

}  // namespace

std::vector<std::string> migrate(Database& database, std::span<const Migration> migrations, Timestamp now) {
  std::vector<std::string> done;
  for (const auto& migration : migrations) {
    bool ran = false;
    database.transaction([&](Connection& db) {
      db.run(create_table, {});
      const auto names = read_applied(db);
      const auto found = names.find(migration.file_name);
      ran = found == names.end();
      if (!ran) return check_unchanged(migration, found->second);
      db.script(migration.text);
      db.run(record, {migration.file_name, now, crypto::sha256_hex(migration.text)});
    });
    if (ran) done.emplace_back(migration.file_name);
  }
  return done;
}

std::vector<std::string> pending_migrations(Database& database, std::span<const Migration> migrations) {
  std::vector<std::string> pending;
  database.read([&](Connection& db) {
    const auto names = read_applied(db);
    for (const auto& migration : migrations) {
      const auto found = names.find(migration.file_name);
      if (found == names.end()) pending.emplace_back(migration.file_name);
      else check_unchanged(migration, found->second);
    }
  });
  return pending;
}

}  // namespace senpai::sql
