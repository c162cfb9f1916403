#include "auth/account_rules.hpp"

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {

std::string checked_name(std::string_view given) {
  const auto name = text::trim(given);
  if (!text::fits(name, min_name_length, max_name_length) || text::has_control(name))
    reject("invalid_name", "Please enter your full name, 2 to 200 characters in one line.");
  return std::string(name);
}

std::string checked_email(std::string_view given) {
  std::string email = text::lower(text::trim(given));
  if (email.size() > max_email_bytes || !text::is_email(email))
    reject("invalid_email", "Please enter a valid e-mail address, for example name@example.com.");
  return email;
}

void check_password(const Secret& password) {
  if (!text::fits(password.reveal(), min_password_length, int{max_password_length}))
    reject("invalid_password", "Please choose a password of 8 to 1024 characters.");
}

}  // namespace senpai
