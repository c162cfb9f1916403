#pragma once
// Forward-only migrations, embedded at build time.

#include <senpai/ports/observer.hpp>
#include <senpai/ports/storage.hpp>
#include <span>
#include <string>
#include <vector>

#include "sql/connection.hpp"

namespace senpai::sql {

/// A file whose first line is `-- no transaction` holds statements that may not run in one: indexes that are built
/// beside running writers. Each stands on its own and is harmless to repeat.
struct Migration {
  std::string_view file_name;
  std::string_view text;
};

/// Generated from migrations/sqlite and migrations/postgres.
std::span<const Migration> sqlite_migrations();
std::span<const Migration> postgres_migrations();

/// Applies what is missing, each file in a transaction of its own that first looks again. Returns the applied names.
std::vector<std::string> migrate(Database&, std::span<const Migration>, Timestamp now, Observer&);
/// All of them, in order.
std::vector<MigrationState> migration_states(Database&, std::span<const Migration>);

}  // namespace senpai::sql
