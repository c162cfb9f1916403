#pragma once
// Storage on any SQL database: the unit of work, and the stores of the modules bound to a connection.

#include <memory>
#include <senpai/backends.hpp>

#include "sql/connection.hpp"
#include "sql/migrator.hpp"

namespace senpai::sql {

class SqlStorage final : public Storage {
 public:
  SqlStorage(std::unique_ptr<Database> database, std::span<const Migration> migrations)
      : database_(std::move(database)), migrations_(migrations) {}

  void read(const Work&) override;
  void write(const Work&) override;
  std::vector<std::string> migrate() override;
  std::vector<std::string> pending_migrations() override;

 private:
  std::unique_ptr<Database> database_;
  std::span<const Migration> migrations_;
};

/// What open_sqlite() puts its storage on.
std::unique_ptr<Database> sqlite_database(const SqliteOptions&);

}  // namespace senpai::sql
