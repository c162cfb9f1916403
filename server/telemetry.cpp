#include "telemetry.hpp"

#include <algorithm>
#include <charconv>
#include <cerrno>
#include <climits>
#include <cmath>
#include <poll.h>
#include <unistd.h>

#include <tuple>

namespace senpai::server {
namespace {

using Text = std::string_view;

constexpr std::size_t max_pending_bytes = 1048576;
constexpr std::size_t eager_bytes = 65536;
constexpr std::chrono::milliseconds flush_interval{50};
constexpr std::chrono::milliseconds patience{1000};

constexpr std::array<Text, 4> level_names{"debug", "info", "warn", "error"};
constexpr std::array<Text, 9> methods{"GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT"};

// --------------------------------------------------------------------------------------------------------------- text

/// Length of the valid UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t sequence_length(Text text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(i) & 0xC0) != 0x80) return 0;
  if ((lead == 0xE0 && at(1) < 0xA0) || (lead == 0xED && at(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && at(1) < 0x90) || (lead == 0xF4 && at(1) > 0x8F)) return 0;
  return length;
}

/// The code point of a valid sequence.
std::uint32_t code_point(Text sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  std::uint32_t code = sequence.size() == 1 ? lead : lead & (0x7Fu >> sequence.size());
  for (const char c : sequence.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return code;
}

/// Steers a terminal, breaks lines or turns text around, so that a line would not look like what it is.
bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool is_plain(char c) { return c != '"' && c != '\\' && static_cast<unsigned char>(c - 0x20) < 0x7F - 0x20; }

/// Adds a JSON string; bytes that are not UTF-8 become U+FFFD.
void add_string(std::string& out, Text text) {
  constexpr Text hex = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto length = sequence_length(text);
    const auto sequence = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (const auto code = code_point(sequence); is_control(code)) {
      out += "\\u";
      for (const int shift : {12, 8, 4, 0}) out += hex[code >> shift & 15];
    } else {
      if (code == '"' || code == '\\') out += '\\';
      out += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  out += '"';
}

template <class Number>
void add_number(std::string& out, Number value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

/// Microseconds as milliseconds with at most two decimals.
double milliseconds(double microseconds) { return std::round(microseconds / 10) / 100; }

void add_name(std::string& out, Text name) {
  out += ',';
  add_string(out, name);
  out += ':';
}

void add_field(std::string& out, Text name, Text value) {
  add_name(out, name);
  add_string(out, value);
}

struct AddValue {
  std::string& out;
  void operator()(std::nullptr_t) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { add_number(out, value); }
  void operator()(double value) const { std::isfinite(value) ? add_number(out, value) : void(out += "null"); }
  void operator()(std::span<const std::string> values) const {
    out += '[';
    for (const auto& value : values) {
      if (!out.ends_with('[')) out += ',';
      add_string(out, value);
    }
    out += ']';
  }
  void operator()(Text value) const { value.data() ? add_string(out, value) : void(out += "null"); }
};

/// Starts a line. The text of a second is kept, because most lines fall into the same one as the line before.
void begin_line(std::string& out, LogLevel level, Text event) {
  thread_local std::string second_text;
  thread_local std::int64_t second = -1;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto ms = now.time_since_epoch().count();
  if (ms / 1000 != second) {
    second = ms / 1000;
    second_text = senpai::to_text(now).substr(0, 20);  // With the dot before the milliseconds.
  }
  out.assign("{\"ts\":\"").append(second_text);
  const auto rest = static_cast<int>(ms % 1000);
  for (const int divisor : {100, 10, 1}) out += static_cast<char>('0' + rest / divisor % 10);
  out.append("Z\",\"level\":\"").append(level_names[static_cast<std::size_t>(level)]);
  out.append("\",\"service\":\"api\",\"event\":");
  add_string(out, event);
}

/// The upper-case method; anything unusual is one name, so that clients cannot fill the counters.
Text known_method(Text method) {
  const auto same = [&](Text known) {
    return std::ranges::equal(known, method, [](char a, char b) { return a == (b >= 'a' && b <= 'z' ? b - 32 : b); });
  };
  const auto found = std::ranges::find_if(methods, same);
  return found == methods.end() ? "OTHER" : *found;
}

/// A path as lines show it. Whoever has the link of a document may read it, so its token is a secret.
Text without_token(Text path) {
  return path.find("/objects/") == Text::npos ? path : "/objects/{token}";
}

/// One string per thread, so that a line costs no allocation.
std::string& scratch() {
  thread_local std::string text;
  return text;
}

}  // namespace

// -------------------------------------------------------------------------------------------------------------- events

Telemetry::Telemetry(int fd, LogLevel minimum) : fd_(fd), minimum_(minimum) {
  writer_ = std::thread([this] { write_lines(); });
}

Telemetry::~Telemetry() {
  {
    const std::lock_guard lock(lines_mutex_);
    stopping_ = true;
    give_up_ = std::chrono::steady_clock::now() + patience;
  }
  wake_.notify_one();
  writer_.join();
}

void Telemetry::request_started(std::string_view request_id, std::string_view method, std::string_view path) noexcept {
  log(LogLevel::debug, "http.request.started",
      {{"requestId", request_id}, {"method", method}, {"path", without_token(path)},
       {"routePath", without_token(path)}});
}

void Telemetry::request_finished(const api::Response& response, std::string_view method, std::string_view path,
                                 std::chrono::microseconds took) noexcept {
  try {
    count_request(known_method(method), response, took.count());
    log_request(response, method, path, took);
  } catch (...) {
    // Out of memory: the line is lost, the answer is not.
  }
}

void Telemetry::log_request(const api::Response& response, std::string_view method, std::string_view path,
                            std::chrono::microseconds took) {
  if (response.status == 500)
    log(LogLevel::error, "http.request.failed",
        {{"requestId", response.request_id},
         {"method", method},
         {"path", without_token(path)},
         {"routePath", response.route},
         {"errorName", response.error_code},
         {"errorMessage", response.failure}});
  if (minimum_ > LogLevel::info) return;
  std::string& line = scratch();
  begin_line(line, LogLevel::info, "http.request.finished");
  add_field(line, "requestId", response.request_id);
  add_field(line, "method", method);
  add_field(line, "path", without_token(path));
  add_field(line, "routePath", response.route);
  add_name(line, "statusCode");
  add_number(line, response.status);
  add_name(line, "durationMs");
  add_number(line, took.count() / 1000);
  if (!response.user.empty()) add_field(line, "userId", response.user.text());
  if (!response.error_code.empty()) add_field(line, "errorCode", response.error_code);
  line += "}\n";
  hand_over(line, false);
}

void Telemetry::log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) noexcept {
  if (level < minimum_) return;
  try {
    std::string& line = scratch();
    begin_line(line, level, event);
    for (const auto& field : fields) {
      add_name(line, field.name);
      std::visit(AddValue{line}, field.value);
    }
    line += "}\n";
    hand_over(line, level == LogLevel::error);
  } catch (...) {
    // Out of memory: the line is lost, the request goes on.
  }
}

// ------------------------------------------------------------------------------------------------------------ counters

void Telemetry::Tally::add(std::int64_t us) {
  min_us = count == 0 ? us : std::min(min_us, us);
  max_us = std::max(max_us, us);
  total_us += us;
  ++count;
}

void Telemetry::count_request(std::string_view method, const api::Response& response, std::int64_t us) {
  const int status = response.status;
  std::string& key = scratch();
  key.assign(method).append(" ").append(response.route);
  const std::lock_guard lock(counters_mutex_);
  ++requests_;
  if (status >= 500) ++errors_;
  if (status >= 0 && status < static_cast<int>(by_status_.size())) ++by_status_[static_cast<std::size_t>(status)];
  auto found = routes_.find(std::string_view(key));
  if (found == routes_.end()) found = routes_.emplace(key, Tally{}).first;
  found->second.add(us);
  if (!response.error_code.empty()) ++found->second.error_codes[response.error_code];
}

api::Metrics Telemetry::metrics() const {
  api::Metrics metrics;
  {
    const std::lock_guard lock(counters_mutex_);
    metrics.uptime = std::chrono::floor<std::chrono::seconds>(std::chrono::steady_clock::now() - started_);
    metrics.total_requests = requests_;
    metrics.total_errors = errors_;
    for (std::size_t status = 0; status < by_status_.size(); ++status)
      if (by_status_[status] > 0) metrics.by_status[std::to_string(status)] = by_status_[status];
    for (const auto& [key, tally] : routes_) {
      const auto blank = key.find(' ');
      const auto average = static_cast<double>(tally.total_us) / static_cast<double>(tally.count);
      metrics.routes.push_back({.method = key.substr(0, blank), .route = key.substr(blank + 1), .count = tally.count,
                                .average_ms = milliseconds(average),
                                .min_ms = milliseconds(static_cast<double>(tally.min_us)),
                                .max_ms = milliseconds(static_cast<double>(tally.max_us)),
                                .error_codes = tally.error_codes});
    }
  }
  std::ranges::sort(metrics.routes, [](const auto& a, const auto& b) {
    return std::tie(b.count, a.route, a.method) < std::tie(a.count, b.route, b.method);
  });
  return metrics;
}

// ------------------------------------------------------------------------------------------------------------- writing

void Telemetry::hand_over(std::string_view line, bool urgent) {
  bool wake = false;
  {
    const std::lock_guard lock(lines_mutex_);
    if (pending_.size() + line.size() > max_pending_bytes) {
      ++dropped_;
      return;
    }
    // The writer sleeps for good while there is nothing to write, so an idle server does not wake up.
    wake = pending_.empty();
    pending_.append(line);
    ++handed_over_;
    if (!urgent_ && (urgent || pending_.size() >= eager_bytes)) wake = urgent_ = true;
  }
  if (wake) wake_.notify_one();
}

void Telemetry::write_lines() {
  std::string lines;
  std::unique_lock lock(lines_mutex_);
  while (true) {
    wake_.wait(lock, [&] { return stopping_ || !pending_.empty(); });
    wake_.wait_for(lock, flush_interval, [&] { return stopping_ || urgent_; });
    urgent_ = false;
    lines.swap(pending_);
    const auto taken = handed_over_;
    const auto dropped = std::exchange(dropped_, 0);
    lock.unlock();
    if (dropped > 0) {
      std::string line;
      begin_line(line, LogLevel::warn, "log.lines_dropped");
      add_name(line, "count");
      add_number(line, dropped);
      lines += line + "}\n";
    }
    write_out(lines);
    lines.clear();
    lock.lock();
    done_ = taken;
    written_.notify_all();
    if (stopping_ && pending_.empty()) return;
  }
}

bool Telemetry::out_of_time() {
  const std::lock_guard lock(lines_mutex_);
  return stopping_ && std::chrono::steady_clock::now() >= give_up_;
}

void Telemetry::write_out(std::string_view lines) {
  while (!lines.empty() && !out_of_time()) {
    pollfd writable{.fd = fd_, .events = POLLOUT, .revents = 0};
    if (::poll(&writable, 1, static_cast<int>(patience.count())) == 0) continue;
    // A pipe that is ready takes this much without waiting; a write that waits for the reader could hold up a stop.
    const auto count = ::write(fd_, lines.data(), std::min<std::size_t>(lines.size(), PIPE_BUF));
    if (count >= 0) lines.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EAGAIN && errno != EINTR) break;
  }
  if (lines.empty()) return;
  // The disk is full or the reader is gone or asleep. Losing lines is better than losing requests.
  const std::lock_guard lock(lines_mutex_);
  dropped_ += std::ranges::count(lines, '\n');
}

void Telemetry::flush() {
  std::unique_lock lock(lines_mutex_);
  const auto wanted = handed_over_;
  urgent_ = true;
  wake_.notify_one();
  written_.wait_for(lock, patience, [&] { return done_ >= wanted; });
}

}  // namespace senpai::server
