#pragma once
// What the host's routes know about the process.

#include <atomic>
#include <mutex>
#include <senpai/api.hpp>

namespace senpai::api {

enum class ReadyState { ready, not_ready };
constexpr auto wire_names(ReadyState) {
  return std::array{WireName{ReadyState::ready, "ready"}, WireName{ReadyState::not_ready, "not_ready"}};
}

struct ReadyCheck {
  std::string name{};
  bool ok = true;
  std::int64_t latency_ms = 0;
};

struct Readiness {
  ReadyState status = ReadyState::ready;
  std::vector<ReadyCheck> checks{};
};

struct HostState {
  HostHandlers handlers{};
  std::atomic<bool> draining{false};

  std::mutex ready_mutex{};  ///< Guards the two below: probes must not pile up on a slow database.
  Timestamp ready_until{};
  Readiness readiness{};
};

}  // namespace senpai::api
