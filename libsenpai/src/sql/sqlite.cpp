// The SQLite driver: one writer and several readers on one file, or one connection for a database in memory.

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <zlib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include <senpai/backends.hpp>
#include <senpai/error.hpp>
#include <unordered_map>

#include "support/fifo_pool.hpp"
#include "sql/migrator.hpp"
#include "sql/sql_storage.hpp"
#include "support/crypto.hpp"
#include "support/options.hpp"

namespace senpai::sql {
namespace {

Failure failure(const SQLite::Exception& cause) {
  using Kind = Failure::Kind;
  switch (cause.getErrorCode()) {
    case SQLITE_CONSTRAINT: {
      const int extended = cause.getExtendedErrorCode();
      if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
        return {Kind::unique, cause.what()};
      if (extended == SQLITE_CONSTRAINT_FOREIGNKEY) return {Kind::foreign_key, cause.what()};
      return {Kind::other, cause.what()};
    }
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {Kind::busy, cause.what()};
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {Kind::unavailable, cause.what()};
    default: return {Kind::other, cause.what()};
  }
}

/// Statements are stepped through the C API: SQLiteCpp copies a shared pointer for each cell that is read, which for a
/// page of jobs costs as much as the query.
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (!data) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

struct Prepared {
  std::unique_ptr<sqlite3_stmt, Finalize> statement;
  std::vector<int> index;  ///< Of `$n`; SQLite numbers named parameters by their first use.
  bool gives_rows = false;
};

/// Finds statements by text without making a string of it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, int flags, const SqliteOptions& options)
      : db_(path, flags, static_cast<int>(options.timeout.count())), observer_(options.observer.get()) {
    db_.exec("PRAGMA foreign_keys = ON");
  }

  SQLite::Database& raw() { return db_; }
  Dialect dialect() const override { return Dialect::sqlite; }

  std::int64_t execute(const char* name, std::string_view text, std::span<const Value> values,
                       const OnRow& on_row) override {
    const auto begin = observer_ ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point{};
    Prepared& prepared = prepare(text);
    sqlite3_stmt* statement = prepared.statement.get();
    const Reset reset{statement};
    bind(prepared, values);
    std::int64_t rows = 0;
    const SqliteRow row(statement);
    for (;;) {
      const int result = sqlite3_step(statement);
      if (result == SQLITE_DONE) break;
      if (result != SQLITE_ROW) throw last_failure();
      ++rows;
      if (on_row) on_row(row);
    }
    if (!prepared.gives_rows) rows = sqlite3_changes64(db_.getHandle());
    if (observer_) {
      const auto took = std::chrono::steady_clock::now() - begin;
      observer_->measure("query", name, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    }
    return rows;
  }

  void script(std::string_view text) override {
    try {
      db_.exec(std::string(text));
    } catch (const SQLite::Exception& e) {
      throw failure(e);
    }
  }

  bool start_from_image() override {
    const bool is_private = *sqlite3_db_filename(db_.getHandle(), "main") == '\0';
    const PackedImage packed = sqlite_image();
    if (!is_private || packed.bytes.empty()) return false;
    std::vector<unsigned char> image(packed.unpacked_size);
    uLongf size = image.size();
    if (uncompress(image.data(), &size, reinterpret_cast<const Bytef*>(packed.bytes.data()), packed.bytes.size()) !=
        Z_OK)
      throw Failure(Failure::Kind::other, "the database that was built into the library cannot be unpacked");
    SQLite::Database source(":memory:");
    if (sqlite3_deserialize(source.getHandle(), "main", image.data(), static_cast<sqlite3_int64>(size),
                            static_cast<sqlite3_int64>(size), SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
      throw failure(SQLite::Exception(source.getHandle()));
    // Copied, because a deserialized database is limited in size.
    SQLite::Backup(db_, source).executeStep();
    return true;
  }

  bool begin_snapshot() override {
    if (sqlite3_get_autocommit(db_.getHandle()) == 0) return false;
    step_quietly("BEGIN");
    return true;
  }

  void end_snapshot() noexcept override {
    // Nothing was written; what goes wrong here went wrong in a statement before and was reported there.
    if (sqlite3_get_autocommit(db_.getHandle()) == 0 && !step_quietly("COMMIT")) step_quietly("ROLLBACK");
  }

 private:
  /// However a statement ends, it must let go of its read lock and of the caller's texts.
  struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
      sqlite3_reset(statement);
      sqlite3_clear_bindings(statement);
    }
  };

  /// Without the observer: no request is counted as costing a statement for this.
  bool step_quietly(std::string_view text) {
    sqlite3_stmt* statement = prepare(text).statement.get();
    const Reset reset{statement};
    return sqlite3_step(statement) == SQLITE_DONE;
  }

  Failure last_failure() { return failure(SQLite::Exception(db_.getHandle())); }

  Prepared& prepare(std::string_view text) {
    const auto found = statements_.find(text);
    if (found != statements_.end()) return found->second;
    // Statements are literals joined in few ways; the bound only protects against a defect.
    if (statements_.size() >= 1000) statements_.clear();
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db_.getHandle(), text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr) != SQLITE_OK)
      throw last_failure();
    Prepared prepared{std::unique_ptr<sqlite3_stmt, Finalize>(statement), {}, sqlite3_column_count(statement) > 0};
    for (int n = 1; n <= sqlite3_bind_parameter_count(statement); ++n)
      prepared.index.push_back(sqlite3_bind_parameter_index(statement, ("$" + std::to_string(n)).c_str()));
    return statements_.emplace(std::string(text), std::move(prepared)).first->second;
  }

  static void bind(const Prepared& prepared, std::span<const Value> values) {
    sqlite3_stmt* statement = prepared.statement.get();
    for (std::size_t i = 0; i < values.size() && i < prepared.index.size(); ++i) {
      const int at = prepared.index[i];
      std::visit(
          [&](const auto& v) {
            using T = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::nullptr_t>) {
              sqlite3_bind_null(statement, at);
            } else if constexpr (std::is_same_v<T, bool>) {
              sqlite3_bind_int(statement, at, v ? 1 : 0);
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
              sqlite3_bind_int64(statement, at, v);
            } else if constexpr (std::is_same_v<T, double>) {
              sqlite3_bind_double(statement, at, v);
            } else if constexpr (std::is_same_v<T, Timestamp>) {
              const std::string text = to_text(v);
              sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
            } else {
              // Lives until the statement is reset; a null address would bind NULL instead of empty text.
              sqlite3_bind_text64(statement, at, v.data() ? v.data() : "", v.size(), SQLITE_STATIC, SQLITE_UTF8);
            }
          },
          values[i].variant());
    }
  }

  SQLite::Database db_;
  Observer* observer_;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
};

/// Transactions that share one commit. A durable commit waits for the disk; writers that queue up behind each other
/// wait for it once, together. Each is told only when it is done.
class CommitGroup {
 public:
  void finish(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    done_ = true;
    failure_ = std::move(failure);
    finished_.notify_all();
  }
  /// Throws what the commit threw.
  void wait() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return done_; });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable finished_;
  bool done_ = false;
  std::exception_ptr failure_;
};

constexpr Query begin_statement{"sqlite.begin", "BEGIN IMMEDIATE"};
constexpr Query commit_statement{"sqlite.commit", "COMMIT"};
constexpr Query rollback_statement{"sqlite.rollback", "ROLLBACK"};
constexpr Query savepoint_statement{"sqlite.savepoint", "SAVEPOINT member"};
constexpr Query release_statement{"sqlite.release", "RELEASE member"};
constexpr Query undo_statement{"sqlite.undo", "ROLLBACK TO member"};
constexpr int max_group = 64;

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const SqliteOptions& options) : options_(options) {
    const bool in_memory = options.path.empty();
    writer_ = open(in_memory ? ":memory:" : options.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    if (in_memory) {
      writer_pool_.add(*writer_);
      return;
    }
    use_wal();
    writer_->raw().exec(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    for (int i = 0; i < options.readers; ++i) {
      readers_.push_back(open(options.path, SQLite::OPEN_READONLY));
      reader_pool_.add(*readers_.back());
    }
    writer_pool_.add(*writer_);
  }

  void read(const Work& work) override {
    const auto lease = acquire(readers_.empty() ? writer_pool_ : reader_pool_);
    // A private database in memory has one connection; what others have not committed must not be seen.
    if (readers_.empty() && group_) commit_group();
    work(*lease);
  }

  void session(const Work& work) override {
    const auto lease = acquire(writer_pool_);
    if (group_) commit_group();
    work(*lease);
  }

  void transaction(const Work& work) override {
    auto lease = acquire(writer_pool_);
    SqliteConnection& db = *lease;
    if (!group_) {
      auto group = std::make_shared<CommitGroup>();
      begin(db);
      group_ = std::move(group);
      members_ = 0;
    }
    std::exception_ptr failure;
    try {
      run_member(db, work);
    } catch (...) {
      failure = std::current_exception();
    }
    ++members_;
    // Even a refusal waits for the commit, because it may rest on what another member wrote.
    const auto group = group_;
    if (members_ >= max_group || !lease.hand_over()) commit_group();
    group->wait();
    if (failure) std::rethrow_exception(failure);
  }

 private:
  std::unique_ptr<SqliteConnection> open(const std::string& path, int flags) {
    return std::make_unique<SqliteConnection>(path, flags | SQLITE_OPEN_NOMUTEX, options_);
  }

  FifoPool<SqliteConnection>::Lease acquire(FifoPool<SqliteConnection>& pool) {
    auto lease = pool.acquire(options_.timeout);
    if (!lease) throw Failure(Failure::Kind::unavailable, "no database connection became free in time");
    return std::move(*lease);
  }

  /// The change of mode does not wait for others who open the same new file, so the waiting is ours.
  void use_wal() {
    const auto deadline = std::chrono::steady_clock::now() + options_.timeout;
    for (;;) {
      try {
        writer_->raw().exec("PRAGMA journal_mode = WAL");
        return;
      } catch (const SQLite::Exception& e) {
        if (e.getErrorCode() != SQLITE_BUSY || std::chrono::steady_clock::now() >= deadline) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    }
  }

  /// SQLite has waited for the lock as long as anybody should; the unit of work is not tried again.
  static void begin(SqliteConnection& db) {
    try {
      db.run(begin_statement, {});
    } catch (const Failure& e) {
      throw Failure(Failure::Kind::unavailable, e.what());
    }
  }

  bool in_transaction() { return sqlite3_get_autocommit(writer_->raw().getHandle()) == 0; }

  /// Runs one unit of work so that its failure undoes nothing but its own.
  void run_member(SqliteConnection& db, const Work& work) {
    // A full disk ends the whole transaction; then nobody in the group has anything to commit.
    if (!in_transaction()) throw Failure(Failure::Kind::unavailable, "the transaction was given up");
    db.run(savepoint_statement, {});
    try {
      work(db);
    } catch (...) {
      if (in_transaction()) {
        db.run(undo_statement, {});
        db.run(release_statement, {});
      }
      throw;
    }
    db.run(release_statement, {});
  }

  /// Called with the writer; tells every member.
  void commit_group() {
    const auto group = std::exchange(group_, nullptr);
    try {
      if (!in_transaction()) throw Failure(Failure::Kind::unavailable, "the transaction was given up");
      commit(*writer_);
      group->finish(nullptr);
    } catch (...) {
      group->finish(std::current_exception());
    }
  }

  void commit(SqliteConnection& db) {
    try {
      db.run(commit_statement, {});
    } catch (const Failure& e) {
      // Still open, or no room for all of it: nothing was committed. Else nobody knows how far it came.
      const bool full = sqlite3_errcode(db.raw().getHandle()) == SQLITE_FULL;
      if (!in_transaction() && full) throw Failure(Failure::Kind::unavailable, e.what());
      if (!in_transaction()) throw Failure(Failure::Kind::unknown_outcome, e.what());
      try {
        db.run(rollback_statement, {});
      } catch (const Failure&) {  // the transaction is gone already
      }
      throw Failure(Failure::Kind::unavailable, e.what());
    }
  }

  SqliteOptions options_;
  std::unique_ptr<SqliteConnection> writer_;
  std::vector<std::unique_ptr<SqliteConnection>> readers_;
  FifoPool<SqliteConnection> writer_pool_;
  FifoPool<SqliteConnection> reader_pool_;
  std::shared_ptr<CommitGroup> group_;  ///< Whose transaction is open; belongs to who has the writer, like the next.
  int members_ = 0;
};

}  // namespace

std::unique_ptr<Database> sqlite_database(const SqliteOptions& options) {
  return std::make_unique<SqliteDatabase>(options);
}

}  // namespace senpai::sql

namespace senpai {

namespace {

void check(const SqliteOptions& options) {
  using std::chrono::milliseconds;
  const std::string& path = options.path;
  require_option(path.find('\0') == std::string::npos, "sqlite.path must not hold a zero byte");
  // Each connection would get a database of its own, or another file than the name says.
  require_option(!path.starts_with(":") && !path.starts_with("file:"),
                 "sqlite.path must be that of a file; leave it empty for a database in memory, and write ./ in front "
                 "of a name that begins like this one");
  require_option(options.readers >= 1 && options.readers <= 256, "sqlite.readers must be between 1 and 256");
  require_option(options.timeout >= milliseconds(0) && options.timeout <= std::chrono::hours(24),
                 "sqlite.timeout must be between 0 and a day");
}

}  // namespace

void tune_sqlite_for_server() {
  // Refused, and harmless, once SQLite is in use.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void copy_sqlite(const std::string& from, const std::string& to, const std::function<void(double)>& progress) {
  constexpr int pages_at_once = 1000;
  constexpr int patience_ms = 5000;
  try {
    SQLite::Database source(from, SQLite::OPEN_READONLY, patience_ms);
    // A snapshot for the whole copy. Without it, each write of somebody else would start the copy afresh.
    source.exec("BEGIN");
    source.execAndGet("SELECT COUNT(*) FROM sqlite_schema");
    SQLite::Database target(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience_ms / 10);
    SQLite::Backup backup(target, source);
    for (int result = SQLITE_OK; result != SQLITE_DONE;) {
      result = backup.executeStep(pages_at_once);
      // Only the target can be busy, and it was waited for.
      if (result == SQLITE_BUSY || result == SQLITE_LOCKED) throw SQLite::Exception("another program uses it", result);
      const double all = std::max(backup.getTotalPageCount(), 1);
      if (progress) progress(1 - backup.getRemainingPageCount() / all);
    }
    if (target.execAndGet("PRAGMA integrity_check").getString() != "ok")
      throw Error(ErrorKind::conflict, "database_damaged", "the database " + from + " is damaged");
  } catch (const SQLite::Exception& e) {
    throw Error(ErrorKind::unavailable, "service_unavailable",
                "cannot copy the SQLite database " + from + " to " + to + ": " + e.what());
  }
}

bool close_sqlite(const std::string& path) {
  try {
    // Who has a database in WAL mode open holds a shared lock, which does not let it leave that mode.
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    return database.execAndGet("PRAGMA journal_mode = DELETE").getString() == "delete";
  } catch (const SQLite::Exception& e) {
    if (e.getErrorCode() == SQLITE_BUSY) return false;
    throw Error(ErrorKind::unavailable, "service_unavailable",
                "cannot open the SQLite database " + path + ": " + e.what());
  }
}

std::shared_ptr<Storage> open_sqlite(const SqliteOptions& options) {
  check(options);
  try {
    return std::make_shared<sql::SqlStorage>(sql::sqlite_database(options), sql::sqlite_migrations(),
                                             options.observer);
  } catch (const SQLite::Exception& e) {
    throw Error(ErrorKind::unavailable, "service_unavailable",
                "cannot open the SQLite database " + options.path + ": " + e.what());
  }
}

}  // namespace senpai
