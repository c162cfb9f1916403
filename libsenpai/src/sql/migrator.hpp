#pragma once
// Forward-only migrations, embedded at build time.

#include <span>
#include <string>
#include <vector>

#include "sql/connection.hpp"

namespace senpai::sql {

struct Migration {
  std::string_view file_name;
  std::string_view text;
};

/// Generated from migrations/sqlite.
std::span<const Migration> sqlite_migrations();

/// Applies what is missing, each file in a transaction of its own that first looks again. Returns the applied names.
std::vector<std::string> migrate(Database&, std::span<const Migration>, Timestamp now);
std::vector<std::string> pending_migrations(Database&, std::span<const Migration>);

}  // namespace senpai::sql
