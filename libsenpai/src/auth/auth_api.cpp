#include "api/endpoint.hpp"
#include "auth/auth_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, Registration& x) {
  v("fullName", x.full_name), v("email", x.email), v("password", x.password);
}

template <class V>
void fields(V& v, Login& x) {
  v("identifier", x.identifier), v("email", x.email), v("password", x.password);
}

template <class V>
void fields(V& v, const Challenge& c) {
  v("required", c.required), v("verified", c.verified), v("email", c.email), v("sent", c.sent);
  v("expiresInSec", c.expires_in), v("resendAvailableInSec", c.resend_available_in);
  if (c.already_verified) v("alreadyVerified", true);
  v.omittable("developmentCode", c.development_code);
}

template <class V>
void fields(V& v, const AuthSession& s) {
  v("user", s.user), v("accessToken", s.access_token.reveal()), v("refreshToken", s.refresh_token.reveal());
  v.omittable("emailVerification", s.email_verification);
}

template <class V>
void fields(V& v, const Verification& x) {
  v("email", x.email), v("verified", true), v("alreadyVerified", x.already_verified);
}

namespace api {
namespace {

struct EmailOnly {
  std::string email;
};
template <class V>
void fields(V& v, EmailOnly& x) {
  v("email", x.email);
}

struct Code {
  std::string email;
  std::string code;
};
template <class V>
void fields(V& v, Code& x) {
  v("email", x.email), v("code", x.code);
}

struct RefreshToken {
  std::string refresh_token;
};
template <class V>
void fields(V& v, RefreshToken& x) {
  v("refreshToken", x.refresh_token);
}

struct CurrentUser {
  const User& user;
};
template <class V>
void fields(V& v, const CurrentUser& x) {
  v("user", x.user);
}

AuthSession register_user(Context& c, const Registration& in) { return c.platform.auth().register_user(in, c.actor); }
Challenge resend(Context& c, const EmailOnly& in) { return c.platform.auth().resend_code(in.email); }
Verification verify(Context& c, const Code& in) { return c.platform.auth().verify_email(in.email, in.code, c.actor); }
AuthSession login(Context& c, const Login& in) { return c.platform.auth().login(in, c.actor); }
AuthSession refresh(Context& c, const RefreshToken& in) { return c.platform.auth().refresh(in.refresh_token, c.actor); }
void logout(Context& c, const RefreshToken& in) { c.platform.auth().logout(in.refresh_token, c.actor); }
CurrentUser me(Context& c) { return {*c.user}; }

constexpr Endpoint table[] = {
    endpoint<&register_user>("auth.register", "POST /auth/register", Access::open, 201,
                             "Create an account and sign in."),
    endpoint<&resend>("auth.resendVerification", "POST /auth/email-verification/resend", Access::open, 200,
                      "Send a new one-time code by e-mail."),
    endpoint<&verify>("auth.verifyEmail", "POST /auth/email-verification/verify", Access::open, 200,
                      "Confirm an e-mail address with its code."),
    endpoint<&login>("auth.login", "POST /auth/login", Access::open, 200, "Sign in with e-mail and password."),
    endpoint<&refresh>("auth.refresh", "POST /auth/refresh", Access::open, 200,
                       "Exchange a refresh token for a new one."),
    endpoint<&logout>("auth.logout", "POST /auth/logout", Access::open, 204, "End the session of a refresh token."),
    endpoint<&me>("auth.me", "GET /auth/me", Access::user, 200, "The signed-in user."),
};

}  // namespace

std::span<const Endpoint> auth_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
