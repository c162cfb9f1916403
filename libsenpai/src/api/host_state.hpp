#pragma once
// What the host's routes know about the process.

#include <atomic>
#include <chrono>
#include <senpai/api.hpp>

#include "support/fifo_pool.hpp"

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

/// An answer of `/ready` and how long it counts. The process's own time: that of the platform may be set back.
struct KeptReadiness {
  Readiness answer{};
  std::chrono::steady_clock::time_point until{};
};

struct HostState {
  HostState() { readiness_pool.add(readiness); }

  HostHandlers handlers{};
  std::atomic<bool> draining{false};
  KeptReadiness readiness{};
  FifoPool<KeptReadiness> readiness_pool{};  ///< Lends it to one at a time: probes must not pile up on a slow database.
};

}  // namespace senpai::api
