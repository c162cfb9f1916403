#pragma once
// The public form of a user, used by several modules.

#include <senpai/auth.hpp>

#include "api/codec.hpp"

namespace senpai {

constexpr Rule email_rule = must("rina.hartono@example.com").format("email").length(3, max_email_bytes);
constexpr Rule password_rule = must("Kirei-na-hana-42").length(min_password_length, max_password_length);

template <class V>
void fields(V& v, const User& u) {
  v("id", u.id), v("fullName", u.full_name), v("email", u.email), v("emailVerified", u.email_verified_at.has_value());
  v("emailVerifiedAt", u.email_verified_at), v("createdAt", u.created_at), v("roles", u.roles);
}

}  // namespace senpai
