#pragma once
// The mail that carries a one-time code.

#include <senpai/auth.hpp>
#include <senpai/queue.hpp>

namespace senpai {

/// Subject, text and HTML for a person and a code that is valid for some minutes.
Email verification_mail(const User&, const std::string& code, std::chrono::minutes validity);

}  // namespace senpai
