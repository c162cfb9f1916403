#pragma once
// The stores that come with the library. Link the target named at each function.

#include <functional>
#include <memory>
#include <senpai/ports/object_storage.hpp>
#include <senpai/ports/observer.hpp>
#include <senpai/ports/storage.hpp>
#include <string_view>

namespace [[gnu::visibility("default")]] senpai {

/// One SQLite database.
struct SqliteOptions {
  /// A file, created when missing, or empty for a private database in memory.
  std::string path{};
  /// Every commit survives a power cut (synchronous=FULL). Off: a power cut may lose the last commits, a crash of the
  /// process never does (synchronous=NORMAL).
  bool durable = true;
  int readers = 8;                          ///< Connections for reading beside the one writer.
  std::chrono::milliseconds timeout{5000};  ///< Waiting for a connection or for another process's write.
  std::shared_ptr<Observer> observer = nullptr;
  /// What a database in memory holds from the start, see migrated_sqlite_image(). Read while it is opened only.
  std::string_view image{};
};

/// For programs that serve many threads: turns off SQLite's memory statistics, whose one lock every allocation takes.
/// It holds for the whole process, so the library does not do it by itself. Call it before anything opens SQLite.
void tune_sqlite_for_server();

/// Target senpai::sqlite. Several processes may share one file. @throws Error unavailable when it cannot be opened.
std::shared_ptr<Storage> open_sqlite(const SqliteOptions&);

/// Copies a database as it is at one moment into a new file, while others go on using it. When this returns the copy
/// has been checked and is on disk. @param progress  told the part that is done, 0 to 1.
/// @throws Error unavailable when it cannot be read or written, conflict when the copy is damaged.
void copy_sqlite(const std::string& from, const std::string& to, const std::function<void(double)>& progress = {});

/// False while any program has the database open. If none has, all of it is in its one file afterwards.
bool close_sqlite(const std::string& path);

/// Target senpai::sqlite. A database with all tables, as bytes that others in memory start from. Opening one from them
/// takes a tenth of the time of migrate(), so that each of a thousand tests can have its own; testing.hpp does that.
std::string migrated_sqlite_image();

/// One PostgreSQL database.
struct PostgresOptions {
  /// As libpq takes it: a URL or `name=value` pairs, with everything about TLS, sockets and several hosts.
  Secret url{};
  int connections = 10;  ///< Open at most; each is opened when it is first needed.
  std::chrono::milliseconds acquire_timeout{5000};    ///< Waiting for a free connection, in the order of asking.
  std::chrono::milliseconds connect_timeout{5000};    ///< Per host; libpq waits at least 2 s.
  std::chrono::milliseconds statement_timeout{15000};
  std::chrono::milliseconds lock_timeout{5000};       ///< A statement's waiting for a row or table.
  /// Off behind a pooler that lends a connection per transaction and does not know prepared statements.
  bool prepared_statements = true;
  std::shared_ptr<Observer> observer = nullptr;
};

/// Target senpai::postgres. Any number of processes may share one database. A server that goes away and comes back ends
/// nothing: calls fail with unavailable until it is back.
/// @throws Error unavailable when it cannot be reached now, invalid_argument "invalid_option" for a malformed URL.
std::shared_ptr<Storage> open_postgres(const PostgresOptions&);

}  // namespace senpai
