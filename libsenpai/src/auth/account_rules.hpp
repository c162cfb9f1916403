#pragma once
// What a name, an address and a password of an account must look like, wherever it is made or changed.

#include <senpai/auth.hpp>

namespace senpai {

/// Trimmed. @throws invalid_name.
std::string checked_name(std::string_view given);
/// Trimmed and in lower case. @throws invalid_email.
std::string checked_email(std::string_view given);
/// @throws invalid_password.
void check_password(const Secret&);

}  // namespace senpai
