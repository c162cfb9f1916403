#pragma once
// The stores that come with the library. Link the target named at each function.

#include <functional>
#include <memory>
#include <senpai/ports/observer.hpp>
#include <senpai/ports/storage.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// One SQLite database.
struct SqliteOptions {
  /// A file, created when missing in a folder that is there, or empty for a private database in memory. SQLite's own
  /// forms (`:memory:`, `file:` and what follows) are refused.
  std::string path{};
  /// Every commit survives a power cut (synchronous=FULL). Off: a power cut may lose the last commits, a crash of the
  /// process never does (synchronous=NORMAL).
  bool durable = true;
  int readers = 8;  ///< Connections for reading beside the one writer, 1..256. In memory there is one for all.
  std::chrono::milliseconds timeout{5000};  ///< Waiting for a connection or for another process's write; at most a day.
  std::shared_ptr<Observer> observer = nullptr;
};

/// For programs that serve many threads: turns off SQLite's memory statistics, whose one lock every allocation takes.
/// It holds for the whole process, so the library does not do it by itself. Call it before anything opens SQLite.
void tune_sqlite_for_server();

/// Target senpai::sqlite. Several processes may share one file, and several storages of one process.
/// @throws Error unavailable "service_unavailable" when it cannot be opened, invalid_argument "invalid_option".
std::shared_ptr<Storage> open_sqlite(const SqliteOptions&);

/// Copies a database as it is at one moment into a new file, while others go on using it. When this returns the copy
/// has been checked and is on disk; when it throws, an unfinished file may be left.
/// @param to  a database that is there is replaced, and refused while somebody else uses it.
/// @param progress  told the part that is done, 0 to 1. What it throws ends the copying.
/// @throws Error unavailable "service_unavailable" when it cannot be read or written, conflict "database_damaged" when
///         the copy is damaged.
void copy_sqlite(const std::string& from, const std::string& to, const std::function<void(double)>& progress = {});

/// Brings all of a database into its one file, so that none is needed beside it. False while any program has it open.
/// @throws Error unavailable "service_unavailable" when there is no such database.
bool close_sqlite(const std::string& path);

constexpr int max_postgres_connections = 256;  ///< What PostgresOptions::connections may be at most.

/// One PostgreSQL database.
struct PostgresOptions {
  /// As libpq takes it: a URL or `name=value` pairs, with everything about TLS, sockets and several hosts.
  Secret url{};
  int connections = 10;  ///< Open at most, 1..256; each is opened when it is first needed.
  std::chrono::milliseconds acquire_timeout{5000};    ///< Waiting for a free connection, in the order of asking.
  std::chrono::milliseconds connect_timeout{5000};    ///< Per host; libpq waits at least 2 s.
  std::chrono::milliseconds statement_timeout{15000};
  std::chrono::milliseconds lock_timeout{5000};       ///< Waiting for a row or table. All four: 1 ms to a day.
  /// Off behind a pooler that lends a connection per transaction and does not know prepared statements.
  bool prepared_statements = true;
  std::shared_ptr<Observer> observer = nullptr;
};

/// Target senpai::postgres. Any number of processes may share one database. A server that goes away and comes back ends
/// nothing: calls fail with unavailable until it is back.
/// @throws Error unavailable "service_unavailable" when it cannot be reached now, invalid_argument "invalid_option".
std::shared_ptr<Storage> open_postgres(const PostgresOptions&);

}  // namespace senpai
