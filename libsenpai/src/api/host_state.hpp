#pragma once
// What the host's routes know about the process.

#include <atomic>
#include <mutex>
#include <senpai/api.hpp>

namespace senpai::api {

struct HostState {
  HostHandlers handlers{};
  std::atomic<bool> draining{false};

  std::mutex ready_mutex{};  ///< Guards the two below: probes must not pile up on a slow database.
  Timestamp ready_until{};
  Response ready_answer{};
};

}  // namespace senpai::api
