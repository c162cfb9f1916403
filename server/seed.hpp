#pragma once
// Demonstration data for development.

#include <senpai/error.hpp>
#include <senpai/platform.hpp>

namespace senpai::server {

/// Creates a few candidates with identity checks in different states, or says which exist already. Prints what it did.
/// Returns the exit code.
int run_seed(Platform&);

}  // namespace senpai::server
