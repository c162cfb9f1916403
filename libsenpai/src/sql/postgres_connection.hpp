#pragma once
// One connection to PostgreSQL. Waits on the socket itself, so that no call outlives its deadline.

#include <libpq-fe.h>

#include <memory>
#include <senpai/backends.hpp>
#include <unordered_map>

#include "sql/connection.hpp"

namespace senpai::sql {

struct FreeConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, FreeResult>;

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const PostgresOptions& options) : options_(options), observer_(options.observer.get()) {}

  /// @throws Failure unavailable with the reason; it never holds the password.
  void open();
  void close();
  /// Open, and the server has not hung up meanwhile.
  bool usable();

  /// The transaction begins with its first statement.
  void begin();
  /// @throws Failure unknown_outcome when the connection is lost while the server may be committing.
  void commit();
  /// Leaves the connection closed if the server does not answer.
  void rollback() noexcept;

  Dialect dialect() const override { return Dialect::postgres; }
  std::int64_t execute(const char* name, std::string_view text, std::span<const Value>, const OnRow&) override;
  void script(std::string_view text) override;
  bool begin_snapshot() override;
  void end_snapshot() noexcept override;

 protected:
  void dispatch(const char* name, std::string_view text, std::span<const Value>, OnRow) override;
  std::int64_t execute_alone(const char* name, std::string_view text, std::span<const Value>) override;

 private:
  using Clock = std::chrono::steady_clock;
  /// A message to the server, and what it answered.
  struct Message {
    const char* name = "";
    std::string prepares{};  ///< Text of the statement that this message prepares.
    OnRow on_row{};          ///< Gets its rows.
    ResultPtr result{};
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void lead_in();
  void settle();
  void send_command(const char* name, const char* text, std::span<const char* const> values = {});
  void send_statement(const char* name, std::string_view text, std::span<const Value>, OnRow);
  const std::string& prepared(const char* name, std::string_view text);
  void expect(int sent, Message);
  /// Ends the flight, reads what it brought and hands out its rows. Returns the result of the last statement; throws
  /// its first failure.
  ResultPtr land();
  std::vector<Message> read_results(std::optional<Failure>& failure);
  void check_result(const Message&, std::optional<Failure>&);
  void flush(Clock::time_point deadline);
  ResultPtr next_result(Clock::time_point deadline);
  void wait_for(short events, Clock::time_point deadline);
  Clock::time_point deadline() const { return Clock::now() + options_.statement_timeout + grace; }
  [[noreturn]] void lose(const std::string& why);
  void measure(const char* name, Clock::time_point begin);

  /// The server gives up first and says why; only if it does not, we do.
  static constexpr std::chrono::seconds grace{5};

  const PostgresOptions& options_;
  Observer* observer_;
  std::unique_ptr<PGconn, FreeConnection> connection_;
  /// Time limits were part of the login; a pooler in between may not let them through, then each transaction sets them.
  bool limits_at_login_ = true;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> statements_;  ///< Text to name.
  std::uint64_t next_statement_ = 0;
  std::vector<Message> pending_;  ///< Those whose results have not been read.
  bool begin_wanted_ = false;    ///< begin() or begin_snapshot() was called, nothing was sent yet.
  bool snapshot_ = false;        ///< Which of the two it was.
  bool in_transaction_ = false;
  bool committing_ = false;
  bool only_reads_ = false;  ///< A write was refused: the server became, or is, a standby.
  bool leaving_ = false;  ///< A snapshot was ended, and the server's answer to that has not been read.
};

/// Checks a connection URL or string. @throws Error invalid_argument "invalid_option".
void check_postgres_url(const std::string& url);

}  // namespace senpai::sql
