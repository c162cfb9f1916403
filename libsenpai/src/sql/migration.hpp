#pragma once
// Forward-only migrations, embedded at build time.

#include <span>
#include <string_view>

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

/// Generated: what the migrations make of an empty SQLite database, packed. Empty if the build could not run them.
std::string_view packed_sqlite_image();

}  // namespace senpai::sql
