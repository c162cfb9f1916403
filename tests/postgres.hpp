#pragma once
// Databases for tests on the PostgreSQL server that tests/services/with_postgres starts.

#include <memory>
#include <optional>
#include <senpai/backends.hpp>
#include <string>
#include <vector>

#include "support.hpp"

namespace senpai::test {

/// Whether there is a server. Without one, tests that need it say so and pass, unless SENPAI_REQUIRE_POSTGRES is set.
bool has_postgres();

/// One connection for the statements of a test itself.
class PostgresSession {
 public:
  explicit PostgresSession(const std::string& url);
  ~PostgresSession();
  PostgresSession(const PostgresSession&) = delete;
  PostgresSession& operator=(const PostgresSession&) = delete;

  using Rows = std::vector<std::vector<std::string>>;  ///< NULL reads as empty text.
  /// Runs one or several statements. @throws std::runtime_error with the server's message.
  Rows run(const std::string& sql);
  /// The first column of the first row.
  std::string text(const std::string& sql);
  long long number(const std::string& sql) { return std::stoll("0" + text(sql)); }

 private:
  void* connection_;
};

/// A database that is dropped at the end.
class PostgresDatabase {
 public:
  enum class Content { empty, migrated };
  explicit PostgresDatabase(Content);
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  const std::string& url() const { return url_; }
  /// Through the pooler that SENPAI_TEST_POOLER names, if it does.
  PostgresOptions options() const;
  std::shared_ptr<Storage> open() const { return open_postgres(options()); }

 private:
  std::string name_;
  std::string url_;
};

/// A server of its own, for tests that end it.
class PrivatePostgres {
 public:
  PrivatePostgres();
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  const std::string& url() const { return url_; }
  /// `crash`: it ends as if its power was cut. `stop`, `start`.
  void control(const std::string& verb);

 private:
  TemporaryFolder folder_;
  int process_ = -1;
  std::string url_;
  std::string control_;
};

/// An empty, migrated store whose database goes with it.
std::shared_ptr<Storage> fresh_postgres(std::shared_ptr<Observer> = nullptr);

}  // namespace senpai::test
