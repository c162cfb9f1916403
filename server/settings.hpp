#pragma once
// The table of settings; config.cpp reads, checks and prints it.

#include "config.hpp"

#include <array>
#include <span>

namespace senpai::server {

constexpr std::string_view default_token_secret = "dev-insecure-token-secret-change-me";
constexpr std::array<std::string_view, 5> known_roles{"sdm", "lpk", "tsk", "kaisha", "super_admin"};

enum class Secrecy { open, secret, url_with_password };

/// One setting. A value that `apply` refuses stops the start, or with `falls_back` gives way to the default.
struct Setting {
  std::string_view name;
  std::string_view standard = {};  ///< The default, applied like any other value; empty: none.
  std::string (*derived)(const Config&) = nullptr;  ///< The default, when it follows from settings further up.
  std::string_view standard_note = {};  ///< Says in words what `derived` does.
  std::string_view valid;
  std::string_view meaning;
  Secrecy secrecy = Secrecy::open;
  bool falls_back = false;
  bool keeps_blanks = false;
  std::string_view other_name = {};  ///< Read when this one is not set.
  bool (*apply)(Config&, std::string_view) = nullptr;  ///< Null for names that are read as `other_name` only.
};

std::span<const Setting> settings();

/// Without blanks at both ends.
std::string_view trimmed(std::string_view);
bool is_role(std::string_view code);

}  // namespace senpai::server
