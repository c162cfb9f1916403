#pragma once
// Another program with its own connection to the database file of a store.

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace senpai::test {

class SqliteFile {
 public:
  explicit SqliteFile(const std::filesystem::path& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open the database file");
    sqlite3_busy_timeout(db_, 5000);
    exec("PRAGMA foreign_keys = ON");
  }
  ~SqliteFile() { sqlite3_close(db_); }
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  void exec(const std::string& sql) {
    char* message = nullptr;
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
    const std::string what = message ? message : "?";
    sqlite3_free(message);
    throw std::runtime_error(what + " in: " + sql);
  }

  /// The first column of the first row as text, empty when there is none.
  std::string text(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(std::string(sqlite3_errmsg(db_)) + " in: " + sql);
    std::string result;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
      result = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return result;
  }

  long long number(const std::string& sql) { return std::stoll("0" + text(sql)); }
  long long count(const std::string& table) { return number("SELECT COUNT(*) FROM " + table); }

 private:
  sqlite3* db_ = nullptr;
};

}  // namespace senpai::test
