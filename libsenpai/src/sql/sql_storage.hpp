#pragma once
// Storage on any SQL database: the unit of work, and the stores of the modules bound to a connection.

#include <chrono>
#include <memory>
#include <mutex>
#include <senpai/backends.hpp>

#include "sql/connection.hpp"
#include "sql/migrator.hpp"

namespace senpai::sql {

class SqlStorage final : public Storage {
 public:
  SqlStorage(std::unique_ptr<Database> database, std::span<const Migration> migrations,
             std::shared_ptr<Observer> observer = nullptr)
      : database_(std::move(database)), migrations_(migrations),
        observer_(observer ? std::move(observer) : std::make_shared<Observer>()) {}

  void read(const Work&) override;
  void write(const Work&) override;
  std::vector<std::string> migrate() override;
  std::vector<MigrationState> migrations() override;
  std::optional<Timestamp> clock() override;

 private:
  void transaction(const Database::Work&);
  void fold();
  [[noreturn]] void fail(const Failure&);
  void tell(const char* why);

  std::unique_ptr<Database> database_;
  std::span<const Migration> migrations_;
  std::shared_ptr<Observer> observer_;
  std::mutex told_mutex_;
  std::chrono::steady_clock::time_point quiet_until_{};
};

/// What open_sqlite() puts its storage on.
std::unique_ptr<Database> sqlite_database(const SqliteOptions&);

}  // namespace senpai::sql
