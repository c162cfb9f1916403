#pragma once
// The life of the server's process.

#include "config.hpp"

namespace senpai::server {

/// Answers requests and works off the queue until SIGINT or SIGTERM, and lets running requests finish then.
/// To be called while the process has no other thread.
/// @throws std::runtime_error or senpai::Error if it cannot start; the sentence says what to change.
void serve(const Config&);

}  // namespace senpai::server
