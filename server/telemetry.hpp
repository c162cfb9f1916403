#pragma once
// Log lines and counters of the server. A request hands its line over and never waits for the disk.

#include <condition_variable>
#include <map>
#include <mutex>
#include <senpai/api.hpp>
#include <string>
#include <thread>
#include <unordered_map>

namespace senpai::server {

/// Writes one JSON object per line and counts requests. Thread-safe.
class Telemetry final : public Observer {
 public:
  /// @param fd  where lines go; stays open. @param minimum  least level that is written.
  Telemetry(int fd, LogLevel minimum);
  /// Writes what is waiting, for two seconds at most.
  ~Telemetry() override;
  Telemetry(const Telemetry&) = delete;
  Telemetry& operator=(const Telemetry&) = delete;

  /// @param path  as received, without the query; the route is not known yet, so it stands for that, too.
  void request_started(std::string_view request_id, std::string_view method, std::string_view path) noexcept;
  void request_finished(const api::Response&, std::string_view method, std::string_view path,
                        std::chrono::microseconds took) noexcept;

  void log(LogLevel, std::string_view event, std::initializer_list<LogField> fields) noexcept override;

  api::Metrics metrics() const;

  /// Returns when every line that was logged before is written, but at the latest after a second.
  void flush();

 private:
  struct Tally {
    std::int64_t count = 0;
    std::int64_t total_us = 0;
    std::int64_t min_us = 0;
    std::int64_t max_us = 0;
    std::map<std::string, std::int64_t> error_codes{};
    void add(std::int64_t us);
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Tallies = std::unordered_map<std::string, Tally, TextHash, std::equal_to<>>;

  void count_request(std::string_view method, const api::Response&, std::int64_t us);
  void log_request(const api::Response&, std::string_view method, std::string_view path, std::chrono::microseconds);
  void hand_over(std::string_view line, bool urgent);
  void write_lines();
  void write_out(std::string_view lines);
  bool out_of_time();

  const int fd_;
  const LogLevel minimum_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();

  mutable std::mutex counters_mutex_;
  std::int64_t requests_ = 0;
  std::int64_t errors_ = 0;
  std::array<std::int64_t, 600> by_status_{};
  Tallies routes_;  ///< By "METHOD route".

  std::mutex lines_mutex_;
  std::condition_variable wake_;
  std::condition_variable written_;
  std::string pending_;
  std::int64_t dropped_ = 0;
  std::int64_t handed_over_ = 0;  ///< Lines ever; with done_ this tells flush() what it waits for.
  std::int64_t done_ = 0;
  bool urgent_ = false;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point give_up_{};  ///< When stopping.
  std::thread writer_;
};

}  // namespace senpai::server
