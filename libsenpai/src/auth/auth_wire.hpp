#pragma once
// The public form of a user, used by several modules.

#include <senpai/auth.hpp>

#include "api/codec.hpp"

namespace senpai {

template <class V>
void fields(V& v, const User& u) {
  v("id", u.id), v("fullName", u.full_name), v("email", u.email), v("emailVerified", u.email_verified_at.has_value());
  v("emailVerifiedAt", u.email_verified_at), v("createdAt", u.created_at), v("roles", u.roles);
}

}  // namespace senpai
