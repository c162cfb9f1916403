#pragma once
// The stores that come with the library. Link the target named at each function.

#include <functional>
#include <memory>
#include <senpai/ports/object_storage.hpp>
#include <senpai/ports/observer.hpp>
#include <senpai/ports/storage.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct SqliteOptions {
  /// A file, created when missing, or empty for a private database in memory.
  std::string path{};
  /// Every commit survives a power cut (synchronous=FULL). Off: a power cut may lose the last commits, a crash of the
  /// process never does (synchronous=NORMAL).
  bool durable = true;
  int readers = 8;                          ///< Connections for reading beside the one writer.
  std::chrono::milliseconds timeout{5000};  ///< Waiting for a connection or for another process's write.
  std::shared_ptr<Observer> observer = nullptr;
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

}  // namespace senpai
