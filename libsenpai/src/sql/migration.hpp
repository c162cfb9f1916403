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

/// A database as bytes of zlib.
struct PackedImage {
  std::string_view bytes{};
  std::size_t unpacked_size = 0;
};

/// Generated: what the migrations make of an empty SQLite database. Empty if the build could not run them.
PackedImage sqlite_image();

}  // namespace senpai::sql
