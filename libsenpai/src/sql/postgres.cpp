// The PostgreSQL driver: a bounded pool of connections that come back after the server was away.

#include <mutex>
#include <senpai/backends.hpp>
#include <senpai/error.hpp>

#include "sql/postgres_connection.hpp"
#include "sql/sql_storage.hpp"
#include "support/crypto.hpp"
#include "support/fifo_pool.hpp"
#include "support/options.hpp"

namespace senpai::sql {
namespace {

using Clock = std::chrono::steady_clock;

/// The server is there and lends no more connections; libpq has no code for that, only the server's sentence.
bool lends_no_more(std::string_view why) {
  for (const char* sentence : {"too many clients", "too many connections", "connection slots are reserved",
                               "no more connections allowed"})
    if (why.find(sentence) != std::string_view::npos) return true;
  return false;
}

/// Keeps callers from queueing up behind a server that is away: after a failure one of them tries again when a growing
/// pause is over, the others are told at once.
class Reachability {
 public:
  Reachability(std::chrono::milliseconds patience, Observer* observer) : patience_(patience), observer_(observer) {}

  void open(PostgresConnection& connection) {
    ask();
    try {
      connection.open();
    } catch (const Failure& failure) {
      if (lends_no_more(failure.what())) note_success();
      else note_failure(failure.what());
      throw;
    }
    note_success();
  }

 private:
  void ask() {
    const std::lock_guard lock(mutex_);
    if (pause_.count() == 0) return;
    if (Clock::now() < next_try_) throw Failure(Failure::Kind::unavailable, "the database was away a moment ago");
    next_try_ = Clock::now() + patience_;
  }
  void note_failure(std::string_view why) {
    const std::lock_guard lock(mutex_);
    constexpr std::chrono::milliseconds shortest{100}, longest{2000};
    if (observer_ && pause_.count() == 0) observer_->log(LogLevel::error, "database.lost", {{"error", why}});
    pause_ = std::clamp(pause_ * 2, shortest, longest);
    next_try_ = Clock::now() + pause_;
  }
  void note_success() {
    const std::lock_guard lock(mutex_);
    if (observer_ && pause_.count() != 0) observer_->log(LogLevel::info, "database.found", {});
    pause_ = std::chrono::milliseconds(0);
  }

  const std::chrono::milliseconds patience_;
  Observer* observer_;
  std::mutex mutex_;
  std::chrono::milliseconds pause_{0};  ///< 0 while the database answers.
  Clock::time_point next_try_{};
};

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(PostgresOptions options)
      : options_(std::move(options)), reachability_(options_.connect_timeout, options_.observer.get()) {
    for (int i = 0; i < options_.connections; ++i) {
      connections_.push_back(std::make_unique<PostgresConnection>(options_));
      pool_.add(*connections_.back());
    }
    acquire();  // A wrong address or password is told at the start.
  }

  void read(const Work& work) override {
    const auto lease = acquire();
    work(*lease);
  }

  void transaction(const Work& work) override {
    const auto lease = acquire();
    PostgresConnection& db = *lease;
    db.begin();
    try {
      work(db);
      db.commit();
    } catch (...) {
      db.rollback();
      throw;
    }
  }

  /// On a connection of its own, because what a migration sets or locks for the session must not outlive it.
  void session(const Work& work) override {
    if (!options_.prepared_statements || lends_sessions())
      throw Error(ErrorKind::conflict, "direct_connection_needed",
                  "migrations need a direct connection to PostgreSQL, not one through a pooler; give the URL of the "
                  "database itself and DB_PREPARED_STATEMENTS=auto for this command");
    PostgresConnection db(options_);
    reachability_.open(db);
    work(db);
  }

 private:
  /// A pooler that lends its connections per transaction hands what one client has set, or locked, on to the next.
  bool lends_sessions() {
    PostgresOptions options = options_;
    options.prepared_statements = false;  // Such a pooler may not know them.
    const std::string mark = crypto::random_uuid();
    PostgresConnection one(options), another(options);
    reachability_.open(one);
    one.script("SET senpai.mark = '" + mark + "'");
    one.close();
    reachability_.open(another);
    constexpr const char* find_mark = "SELECT 1 WHERE current_setting('senpai.mark', true) = $1";
    const Value values[] = {mark};
    return another.execute("postgres.find_mark", find_mark, values, {}) > 0;
  }

  using Lease = FifoPool<PostgresConnection>::Lease;

  Lease acquire() {
    const auto deadline = Clock::now() + options_.acquire_timeout;
    auto lease = take_back();
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
      if (!lease && left.count() >= 0)
        if (auto free = pool_.acquire(left)) lease.emplace(std::move(*free));
      if (!lease) throw Failure(Failure::Kind::unavailable, "no database connection became free in time");
      PostgresConnection& connection = **lease;
      try {
        const bool opens = !connection.usable();
        if (opens) reachability_.open(connection);
        if (opens) note_lent();
        return std::move(*lease);
      } catch (const Failure& failure) {
        if (!lends_no_more(failure.what()) || !put_aside(*lease, failure.what())) throw;
        lease.reset();
      }
    }
  }

  /// A connection that the server did not lend, for as long as there are others to wait for.
  bool put_aside(Lease& lease, std::string_view why) {
    const std::lock_guard lock(aside_mutex_);
    if (aside_.size() + 1 == connections_.size()) return false;
    if (!std::exchange(full_, true) && options_.observer)
      options_.observer->log(LogLevel::warn, "database.full", {{"error", why}});
    aside_.push_back(std::move(lease));
    again_ = Clock::now() + std::chrono::seconds(1);
    return true;
  }

  /// One of those, for the caller to try again; not given back in between, so that nobody loses their turn to it.
  std::optional<Lease> take_back() {
    const std::lock_guard lock(aside_mutex_);
    if (aside_.empty() || Clock::now() < again_) return std::nullopt;
    std::optional<Lease> lease(std::move(aside_.back()));
    aside_.pop_back();
    again_ = Clock::now() + std::chrono::seconds(1);
    return lease;
  }

  void note_lent() {
    const std::lock_guard lock(aside_mutex_);
    full_ = !aside_.empty();
  }

  const PostgresOptions options_;
  Reachability reachability_;
  std::vector<std::unique_ptr<PostgresConnection>> connections_;
  FifoPool<PostgresConnection> pool_;
  std::mutex aside_mutex_;
  std::vector<Lease> aside_;  ///< Connections that the server did not lend.
  Clock::time_point again_{};  ///< When the next of them is tried.
  bool full_ = false;          ///< The log knows.
};

}  // namespace
}  // namespace senpai::sql

namespace senpai {

std::shared_ptr<Storage> open_postgres(const PostgresOptions& options) {
  sql::check_postgres_url(options.url.reveal());
  require_option(options.connections >= 1 && options.connections <= max_postgres_connections,
                 "postgres.connections must be between 1 and " + std::to_string(max_postgres_connections));
  for (const auto& [time, name] : {std::pair(options.acquire_timeout, "acquire_timeout"),
                                   std::pair(options.connect_timeout, "connect_timeout"),
                                   std::pair(options.statement_timeout, "statement_timeout"),
                                   std::pair(options.lock_timeout, "lock_timeout")})
    require_option(time >= std::chrono::milliseconds(1) && time <= std::chrono::hours(24),
                   std::string("postgres.") + name + " must be between one millisecond and a day");
  try {
    return std::make_shared<sql::SqlStorage>(std::make_unique<sql::PostgresDatabase>(options),
                                             sql::postgres_migrations(), options.observer);
  } catch (const sql::Failure& failure) {
    throw Error(ErrorKind::unavailable, "service_unavailable",
                std::string("cannot reach the PostgreSQL database: ") + failure.what());
  }
}

}  // namespace senpai
