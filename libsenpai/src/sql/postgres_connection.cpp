#include "sql/postgres_connection.hpp"

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <senpai/error.hpp>
#include <sstream>

#include "support/text.hpp"

namespace senpai::sql {
namespace {

using Kind = Failure::Kind;
constexpr Oid timestamptz_type = 1184;
constexpr const char* read_only_state = "25006";

/// What an SQLSTATE means for the unit of work.
Kind kind_of(std::string_view state) {
  if (state == "23505") return Kind::unique;
  if (state == "23503") return Kind::foreign_key;
  if (state == "40001" || state == "40P01") return Kind::busy;
  if (state == "55P03") return Kind::locked;
  // A standby that does not write; connection, login, name of the database, resources, statements that took too long or
  // were told to stop, input and output, corruption.
  for (const char* kind : {read_only_state, "08", "28", "3D", "53", "57", "58", "XX001", "XX002"})
    if (state.starts_with(kind)) return Kind::unavailable;
  return Kind::other;
}

/// The server's sentence without details, which quote the values of rows. Of values that do not fit (22…) the sentence
/// itself quotes them.
Failure failure_of(const PGresult* result, const char* statement) {
  const auto field = [&](int code) -> std::string {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
  };
  const std::string state = field(PG_DIAG_SQLSTATE);
  std::string what = std::string(statement) + ": " + (state.empty() ? "the connection was lost" : state);
  if (!state.empty() && !state.starts_with("22")) what += " " + field(PG_DIAG_MESSAGE_PRIMARY);
  if (state == "26000" || state == "42P05") what += "; behind a connection pooler set DB_PREPARED_STATEMENTS=off";
  return {state.empty() ? Kind::unavailable : kind_of(state), what};
}

/// libpq breaks and indents its messages.
std::string one_line(const char* message) {
  std::istringstream words(message ? message : "");
  std::string text;
  for (std::string word; words >> word;) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

/// `2026-02-16 09:00:00.123+09`: in the time zone of the session, whose offset may have seconds for times long ago,
/// with years of any length, and ` BC` behind those before 1. What no answer can show counts as the first or last time
/// that one can, so that one odd row fails no list.
std::optional<Timestamp> parse_timestamptz(std::string_view written) {
  using namespace std::chrono;
  constexpr Timestamp first = sys_days(year(1) / 1 / 1);
  constexpr Timestamp last = Timestamp(sys_days(year(10000) / 1 / 1)) - milliseconds(1);
  if (written == "infinity") return last;
  if (written == "-infinity") return first;
  const bool before_christ = written.ends_with(" BC");
  if (before_christ) written.remove_suffix(3);
  bool whole = true;
  const auto skip = [&](char c) {
    if (!written.starts_with(c)) return false;
    written.remove_prefix(1);
    return true;
  };
  const auto number = [&] {
    int value = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    whole &= error == std::errc() && value >= 0;
    written.remove_prefix(static_cast<std::size_t>(end - written.data()));
    return value;
  };
  const int y = number();
  whole &= skip('-');
  const int m = number();
  whole &= skip('-');
  const int d = number();
  whole &= skip(' ');
  milliseconds time = hours(number());
  whole &= skip(':');
  time += minutes(number());
  whole &= skip(':');
  time += seconds(number());
  if (skip('.')) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (int unit = 100; !written.empty() && is_digit(written[0]); unit /= 10, written.remove_prefix(1))
      time += milliseconds(unit * (written[0] - '0'));
  }
  const bool west = skip('-');
  whole &= west || skip('+');
  milliseconds offset = hours(number());
  if (skip(':')) offset += minutes(number());
  if (skip(':')) offset += seconds(number());
  if (!whole || !written.empty()) return std::nullopt;
  if (y > 10000) return before_christ ? first : last;
  const year_month_day date{year(before_christ ? 1 - y : y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d))};
  if (!date.ok()) return std::nullopt;
  return std::clamp(sys_days(date) + time - (west ? -offset : offset), first, last);
}

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  void move_to(int row) { row_ = row; }
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) == 1; }
  std::int64_t integer(int column) const override {
    const auto digits = text(column);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  double real(int column) const override {
    const auto digits = text(column);
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  /// PostgreSQL writes `2026-02-10 09:00:00.123456+00`, in the time zone of the connection.
  Timestamp time(int column) const override {
    if (PQftype(result_, column) != timestamptz_type) return Row::time(column);
    if (const auto time = parse_timestamptz(text(column))) return *time;
    throw Failure(Kind::other, "a time column holds something else");
  }
  /// jsonb has an order and white space of its own. The original took objects of any depth: those that would need much
  /// stack to be written anew stay as they are written, and never pass for empty ones, which the next change stores.
  JsonText json(int column) const override {
    constexpr int max_depth = 1000;
    const auto written = text(column);
    if (written.starts_with('{') && json::too_deep(written, max_depth)) return JsonText::trusted(std::string(written));
    return JsonText::trusted(json::normalised_object(written).value_or("{}"));
  }

 private:
  const PGresult* result_;
  int row_ = 0;
};

/// How many rows there were; nobody may want them.
int each_row(const PGresult* result, const OnRow& on_row) {
  const int rows = PQntuples(result);
  PostgresRow row(result);
  for (int i = 0; on_row && i < rows; ++i) {
    row.move_to(i);
    on_row(row);
  }
  return rows;
}

/// Text as PostgreSQL can hold it. What no column can hold (U+0000, broken UTF-8) finds nothing instead of failing;
/// services refuse to store it.
void append_text(std::string& out, std::string_view given) {
  const bool plain = std::none_of(given.begin(), given.end(), [](char c) { return c == 0 || (c & 0x80) != 0; });
  if (plain || (given.find('\0') == std::string_view::npos && text::valid_utf8(given))) {
    out += given;
    return;
  }
  const bool broken = !text::valid_utf8(given);
  for (const char c : given) {
    if (c == 0 || (broken && (c & 0x80) != 0)) out += "\xef\xbf\xbd";
    else out += c;
  }
}

/// The values of one statement in the form in which libpq takes them: text that ends with a zero byte.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
    std::vector<std::size_t> starts;
    for (const auto& value : values) {
      starts.push_back(std::holds_alternative<std::nullptr_t>(value.variant()) ? std::string::npos : bytes_.size());
      if (starts.back() == std::string::npos) continue;
      std::visit([this](const auto& v) { append(v); }, value.variant());
      bytes_ += '\0';
    }
    for (const auto start : starts)
      pointers_.push_back(start == std::string::npos ? nullptr : bytes_.data() + start);
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* data() const { return pointers_.data(); }

 private:
  void append(std::nullptr_t) {}
  void append(bool v) { bytes_ += v ? 't' : 'f'; }
  void append(std::string_view v) { append_text(bytes_, v); }
  void append(Timestamp v) { bytes_ += to_text(v); }
  template <class Number>
  void append(Number v) {
    char digits[32];
    bytes_.append(digits, std::to_chars(digits, digits + sizeof digits, v).ptr);
  }

  std::string bytes_;
  std::vector<const char*> pointers_;
};

struct FreeInfo {
  void operator()(PQconninfoOption* info) const { PQconninfoFree(info); }
};

/// The options part of a URL, which ours are appended to.
std::string options_of(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, FreeInfo> info(PQconninfoParse(url.c_str(), nullptr));
  for (const auto* option = info.get(); option && option->keyword; ++option)
    if (std::string_view(option->keyword) == "options" && option->val) return std::string(option->val) + " ";
  return "";
}

constexpr std::chrono::milliseconds idle_in_transaction{60000};

}  // namespace

void check_postgres_url(const std::string& url) {
  const bool form = url.starts_with("postgres://") || url.starts_with("postgresql://") ||
                    url.find('=') != std::string::npos;
  const std::unique_ptr<PQconninfoOption, FreeInfo> info(form ? PQconninfoParse(url.c_str(), nullptr) : nullptr);
  // libpq's own complaint quotes parts of the URL, perhaps the password.
  if (!info)
    throw Error(ErrorKind::invalid_argument, "invalid_option",
                "the PostgreSQL URL cannot be read; valid: postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=... "
                "with special characters of the password written as %XX, and behind the ? only parameters that psql "
                "knows (remove those of Node.js clients, such as schema or pgbouncer)");
}

// ---------------------------------------------------------------------------------------------------- opening, closing

void PostgresConnection::open() {
  close();
  const auto limit = [](const char* name, std::chrono::milliseconds time) {
    return std::string("-c ") + name + "=" + std::to_string(time.count()) + " ";
  };
  std::string at_login = options_of(options_.url.reveal());
  if (limits_at_login_)
    at_login += limit("statement_timeout", options_.statement_timeout) +
                limit("lock_timeout", options_.lock_timeout) +
                limit("idle_in_transaction_session_timeout", idle_in_transaction);
  const std::string patience = std::to_string(std::max<std::int64_t>(
      2, std::chrono::ceil<std::chrono::seconds>(options_.connect_timeout).count()));
  const std::string unacknowledged = std::to_string((options_.statement_timeout + grace).count());
  // Later ones win: first what holds unless the URL says otherwise, then the URL, then what must be.
  const char* const names[] = {"connect_timeout", "fallback_application_name", "keepalives_idle", "keepalives_interval",
                               "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", "options", nullptr};
  const char* const values[] = {patience.c_str(), "senpai", "30", "10", "3", unacknowledged.c_str(),
                                options_.url.reveal().c_str(), "UTF8", at_login.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(names, values, 1));
  if (!connection_) throw Failure(Kind::unavailable, "out of memory");
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    const std::string why = one_line(PQerrorMessage(connection_.get()));
    close();
    if (limits_at_login_ && why.find("unsupported startup parameter") != std::string::npos) {
      limits_at_login_ = false;
      return open();
    }
    throw Failure(Kind::unavailable, why);
  }
  PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
  const auto setting = [&](const char* name) -> std::string_view {
    const char* value = PQparameterStatus(connection_.get(), name);
    return value ? value : "";
  };
  if (setting("server_encoding") != "UTF8") {
    close();
    throw Failure(Kind::unavailable, "the database does not use the encoding UTF8; create one that does");
  }
  // Known to poolers, which keep it for this client; all else of a session would be lost there.
  if (!setting("DateStyle").starts_with("ISO")) script("SET datestyle = ISO");
  if (setting("standard_conforming_strings") != "on") script("SET standard_conforming_strings = on");
  if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) != 1)
    lose(one_line(PQerrorMessage(connection_.get())));
}

void PostgresConnection::close() {
  connection_.reset();
  statements_.clear();
  pending_.clear();
  begin_wanted_ = in_transaction_ = committing_ = leaving_ = only_reads_ = false;
}

bool PostgresConnection::usable() {
  // After a fail-over the address may lead to the new primary; a connection that is kept never does.
  if (only_reads_) return false;
  try {
    settle();
  } catch (const Failure&) {
    return false;
  }
  // What came without a question is a farewell, the end of the connection behind it, or news of the server's settings.
  constexpr int max_messages = 10;
  for (int i = 0; connection_ && i < max_messages; ++i) {
    pollfd socket{.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
    if (::poll(&socket, 1, 0) == 0) return PQstatus(connection_.get()) == CONNECTION_OK;
    if (PQconsumeInput(connection_.get()) != 1 || PQstatus(connection_.get()) != CONNECTION_OK) return false;
    PQisBusy(connection_.get());  // Reads what was received.
  }
  return false;
}

void PostgresConnection::lose(const std::string& why) {
  const bool outcome_unknown = committing_;
  close();
  throw Failure(outcome_unknown ? Kind::unknown_outcome : Kind::unavailable, why);
}

// -------------------------------------------------------------------------------------------------------- transactions

void PostgresConnection::begin() {
  begin_wanted_ = true;
  snapshot_ = false;
}

bool PostgresConnection::begin_snapshot() {
  if (begin_wanted_ || in_transaction_) return false;
  begin_wanted_ = snapshot_ = true;
  return true;
}

/// It has read only, so nobody has to wait for the end: whoever uses the connection next reads the answer.
void PostgresConnection::end_snapshot() noexcept {
  if (!connection_ || !in_transaction_ || !pending_.empty()) return rollback();
  try {
    send_command("postgres.rollback", "ROLLBACK");
    if (PQpipelineSync(connection_.get()) != 1) return close();
    flush(deadline());
  } catch (const std::exception&) {
    return close();
  }
  in_transaction_ = false;
  leaving_ = true;
}

void PostgresConnection::settle() {
  if (!std::exchange(leaving_, false)) return;
  std::optional<Failure> failure;
  read_results(failure);
  if (failure || PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) lose("a snapshot could not be ended");
}

void PostgresConnection::commit() {
  if (std::exchange(begin_wanted_, false) || !in_transaction_) return;  // Nothing was done, or it is done already.
  send_command("postgres.commit", "COMMIT");
  committing_ = true;
  const auto result = land();
  committing_ = in_transaction_ = false;
  // A transaction that failed before answers COMMIT with ROLLBACK.
  if (!result || std::string_view(PQcmdStatus(result.get())) != "COMMIT")
    throw Failure(Kind::other, "the transaction had failed and was rolled back");
}

void PostgresConnection::rollback() noexcept {
  begin_wanted_ = false;
  if (!connection_ || !in_transaction_) return;
  try {
    std::optional<Failure> ignored;
    if (!pending_.empty()) {
      if (PQpipelineSync(connection_.get()) != 1) return close();
      read_results(ignored);
    }
    send_command("postgres.rollback", "ROLLBACK");
    land();
  } catch (const std::exception&) {
    return close();
  }
  in_transaction_ = committing_ = false;
  if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) close();
}

/// What has to precede a statement.
void PostgresConnection::lead_in() {
  if (!connection_) throw Failure(Kind::unavailable, "the connection was lost");
  settle();
  const bool first = begin_wanted_ || !in_transaction_;
  if (std::exchange(begin_wanted_, false)) {
    send_command("postgres.begin", snapshot_ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                             : "BEGIN ISOLATION LEVEL READ COMMITTED");
    in_transaction_ = true;
  }
  if (limits_at_login_ || !first) return;
  // Holds until the end of the transaction, or of the flight when there is none.
  const std::string statement = std::to_string(options_.statement_timeout.count());
  const std::string lock = std::to_string(options_.lock_timeout.count());
  const std::string idle = std::to_string(idle_in_transaction.count());
  const char* const limits[] = {statement.c_str(), lock.c_str(), idle.c_str()};
  send_command("postgres.limits", "SELECT set_config('statement_timeout', $1, true), "
               "set_config('lock_timeout', $2, true), set_config('idle_in_transaction_session_timeout', $3, true)",
               limits);
}

// ---------------------------------------------------------------------------------------------------------- statements

std::int64_t PostgresConnection::execute(const char* name, std::string_view text, std::span<const Value> values,
                                         const OnRow& on_row) {
  const auto begin = observer_ ? Clock::now() : Clock::time_point{};
  lead_in();
  send_statement(name, text, values, {});
  const auto result = land();
  if (observer_) measure(name, begin);
  if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) return each_row(result.get(), on_row);
  const std::string_view count = PQcmdTuples(result.get());
  std::int64_t rows = 0;
  std::from_chars(count.data(), count.data() + count.size(), rows);
  return rows;
}

void PostgresConnection::dispatch(const char* name, std::string_view text, std::span<const Value> values,
                                  OnRow on_row) {
  // Outside of a transaction there is no later moment for its failure. The bound keeps buffers small.
  constexpr std::size_t max_pending = 64;
  if ((!in_transaction_ && !begin_wanted_) || pending_.size() >= max_pending) {
    execute(name, text, values, on_row);
    return;
  }
  lead_in();
  send_statement(name, text, values, std::move(on_row));
}

/// A transaction that has only this statement needs neither BEGIN nor COMMIT, and one round trip instead of two.
std::int64_t PostgresConnection::execute_alone(const char* name, std::string_view text, std::span<const Value> values) {
  if (std::exchange(begin_wanted_, false)) committing_ = true;
  const auto rows = execute(name, text, values, {});
  committing_ = false;
  return rows;
}

void PostgresConnection::script(std::string_view text) {
  if (!connection_) throw Failure(Kind::unavailable, "the connection was lost");
  settle();
  const bool pipelined = PQpipelineStatus(connection_.get()) != PQ_PIPELINE_OFF;
  if (pipelined && PQexitPipelineMode(connection_.get()) != 1) lose(one_line(PQerrorMessage(connection_.get())));
  constexpr std::chrono::hours patience{24};
  const auto until = Clock::now() + patience;
  std::optional<Failure> failure;
  if (PQsendQuery(connection_.get(), std::string(text).c_str()) != 1)
    lose(one_line(PQerrorMessage(connection_.get())));
  flush(until);
  while (auto result = next_result(until))
    if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR && !failure) failure = failure_of(result.get(), "script");
  if (pipelined && PQenterPipelineMode(connection_.get()) != 1) lose(one_line(PQerrorMessage(connection_.get())));
  if (failure) throw *failure;
}

void PostgresConnection::send_command(const char* name, const char* text, std::span<const char* const> values) {
  expect(PQsendQueryParams(connection_.get(), text, static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                           nullptr, 0),
         {.name = name});
}

void PostgresConnection::send_statement(const char* name, std::string_view text, std::span<const Value> values,
                                        OnRow on_row) {
  const Parameters parameters(values);
  if (options_.prepared_statements) {
    const std::string& prepared_name = prepared(name, text);
    expect(PQsendQueryPrepared(connection_.get(), prepared_name.c_str(), parameters.count(), parameters.data(), nullptr,
                               nullptr, 0),
           {.name = name, .on_row = std::move(on_row)});
    return;
  }
  expect(PQsendQueryParams(connection_.get(), std::string(text).c_str(), parameters.count(), nullptr,
                           parameters.data(), nullptr, nullptr, 0),
         {.name = name, .on_row = std::move(on_row)});
}

/// The name of the prepared statement; the first use sends the preparation along.
const std::string& PostgresConnection::prepared(const char* name, std::string_view text) {
  const auto found = statements_.find(text);
  if (found != statements_.end()) return found->second;
  // Statements are literals joined in few ways; the bound only protects the server against a defect.
  if (statements_.size() >= 500) {
    send_command("postgres.forget", "DEALLOCATE ALL");
    statements_.clear();
  }
  const auto added = statements_.emplace(std::string(text), "s" + std::to_string(++next_statement_)).first;
  expect(PQsendPrepare(connection_.get(), added->second.c_str(), added->first.c_str(), 0, nullptr),
         {.name = name, .prepares = added->first});
  return added->second;
}

// ---------------------------------------------------------------------------------------------------------- the socket

void PostgresConnection::expect(int sent, Message message) {
  if (sent != 1) lose(one_line(PQerrorMessage(connection_.get())));
  pending_.push_back(std::move(message));
}

ResultPtr PostgresConnection::land() {
  if (PQpipelineSync(connection_.get()) != 1) lose(one_line(PQerrorMessage(connection_.get())));
  std::optional<Failure> failure;
  auto answered = read_results(failure);
  if (failure) {
    // It was the server's word, so nothing is unknown.
    committing_ = false;
    throw *failure;
  }
  for (const Message& message : answered) each_row(message.result.get(), message.on_row);
  return std::move(answered.back().result);
}

/// Gives every message on its way its result; a failed one, too.
std::vector<PostgresConnection::Message> PostgresConnection::read_results(std::optional<Failure>& failure) {
  const auto until = deadline();
  flush(until);
  auto answered = std::exchange(pending_, {});
  for (Message& message : answered) {
    message.result = next_result(until);
    if (!message.result) lose("the server's answers came out of order");
    check_result(message, failure);
    if (next_result(until)) lose("the server's answers came out of order");
  }
  const auto end = next_result(until);
  if (!end || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) lose("the server's answers came out of order");
  return answered;
}

void PostgresConnection::check_result(const Message& message, std::optional<Failure>& failure) {
  const PGresult* result = message.result.get();
  const auto status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  if (!message.prepares.empty()) statements_.erase(message.prepares);
  if (status == PGRES_PIPELINE_ABORTED || failure) return;
  failure = failure_of(result, message.name);
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state && std::strcmp(state, read_only_state) == 0) only_reads_ = true;
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  // The connection ends here, and with it perhaps a commit that had begun.
  if (!severity || std::strcmp(severity, "ERROR") != 0 || PQstatus(connection_.get()) != CONNECTION_OK)
    lose(failure->what());
}

void PostgresConnection::flush(Clock::time_point until) {
  for (;;) {
    const int left = PQflush(connection_.get());
    if (left == 0) return;
    if (left < 0) lose(one_line(PQerrorMessage(connection_.get())));
    // The server may have to be listened to before it listens.
    wait_for(POLLIN | POLLOUT, until);
    if (PQconsumeInput(connection_.get()) != 1) lose(one_line(PQerrorMessage(connection_.get())));
  }
}

ResultPtr PostgresConnection::next_result(Clock::time_point until) {
  while (PQisBusy(connection_.get()) == 1) {
    wait_for(POLLIN, until);
    if (PQconsumeInput(connection_.get()) != 1) {
      // A last word of the server may already be here; without one the connection is lost.
      if (PQisBusy(connection_.get()) == 1) lose(one_line(PQerrorMessage(connection_.get())));
      break;
    }
  }
  return ResultPtr(PQgetResult(connection_.get()));
}

void PostgresConnection::wait_for(short events, Clock::time_point until) {
  pollfd socket{.fd = PQsocket(connection_.get()), .events = events, .revents = 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) lose("the server did not answer in time");
    const int ready = ::poll(&socket, 1, static_cast<int>(std::min<std::int64_t>(left, 60000)));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) lose("the connection cannot be waited for");
  }
}

void PostgresConnection::measure(const char* name, Clock::time_point begin) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
  observer_->measure("query", name, took.count());
}

}  // namespace senpai::sql
