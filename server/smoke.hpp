#pragma once
// Plays the main job against a running server and says what happened.

#include <senpai/vocabulary.hpp>
#include <string>

namespace senpai::server {

struct SmokeOptions {
  std::string base_url{};     ///< Without a trailing slash.
  std::string admin_email{};  ///< With the password: signs in as this administrator.
  Secret admin_password{};
  Secret admin_api_key{};   ///< Used when there is no administrator to sign in as.
  Secret webhook_secret{};  ///< Empty: the vendor's webhook is skipped.
};

/// Prints one line per step. 0: everything was done. 1: a step failed, and the rest was not tried. 2: something had to
/// be skipped.
int run_smoke(const SmokeOptions&);

}  // namespace senpai::server
