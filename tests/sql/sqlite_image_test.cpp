// A database in memory gets its tables at once, one in a file by running the migrations. Both have to be alike.

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "sql/migrator.hpp"
#include "sql/sql_storage.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

using Rows = std::multiset<std::string>;

Rows texts(sql::Connection& db, const std::string& query) {
  Rows rows;
  db.execute("test", query, {}, [&](const sql::Row& row) { rows.insert(row.get<std::string>(0)); });
  return rows;
}

/// The rows of every table, those of SQLite itself included, as SQL would write them.
std::map<std::string, Rows> contents(sql::Database& database) {
  std::map<std::string, Rows> tables;
  database.read([&](sql::Connection& db) {
    tables["sqlite_schema"] =
        texts(db, "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || COALESCE(sql, '') FROM sqlite_schema");
    for (const auto& table : texts(db, "SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      std::string columns;
      for (const auto& column : texts(db, "SELECT name FROM pragma_table_xinfo('" + table + "') WHERE hidden <> 1"))
        columns += (columns.empty() ? "quote(\"" : " || ',' || quote(\"") + column + "\")";
      tables[table] = texts(db, "SELECT " + columns + " FROM \"" + table + "\"");
    }
  });
  return tables;
}

}  // namespace

TEST_CASE("migrations: a database in memory starts with what they leave in a file to the last row") {
  const TemporaryFolder folder;
  const auto file = sql::sqlite_database({.path = (folder.path() / "a.db").string(), .durable = false});
  const auto memory = sql::sqlite_database({});
  Observer nobody;
  const auto now = *parse_timestamp("2030-01-01T00:00:00.000Z");
  const auto applied = sql::migrate(*file, sql::sqlite_migrations(), now, nobody);
  CHECK(sql::migrate(*memory, sql::sqlite_migrations(), now, nobody) == applied);

  const auto expected = contents(*file), found = contents(*memory);
  CHECK(expected.size() > 50);
  CHECK(expected.at("schema_migrations").size() == applied.size());
  CHECK(expected.at("jobs").size() == 4);
  for (const auto& [table, rows] : expected) {
    CAPTURE(table);
    REQUIRE(found.contains(table));
    CHECK(found.at(table) == rows);
  }
  CHECK(found.size() == expected.size());
}

TEST_CASE("migrations: the image is for an empty database in memory and for no file") {
  const TemporaryFolder folder;
  const auto started = [](const SqliteOptions& options) {
    bool at_once = false;
    sql::sqlite_database(options)->session([&](sql::Connection& db) { at_once = db.start_from_image(); });
    return at_once;
  };
  CHECK(started({}));
  CHECK_FALSE(started({.path = (folder.path() / "a.db").string()}));
}
