#include "api/endpoint.hpp"
#include "auth/auth_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, Registration& x) {
  v("fullName", x.full_name, must("Rina Hartono").length(min_name_length, max_name_length));
  v("email", x.email, email_rule);
  v("password", x.password, password_rule);
}

template <class V>
void fields(V& v, Login& x) {
  v("identifier", x.identifier, may().about("The e-mail address; wins over `email`."));
  v("email", x.email, may("rina.hartono@example.com").format("email"));
  v("password", x.password, must("Kirei-na-hana-42"));
}

template <class V>
void fields(V& v, const Challenge& c) {
  v("required", c.required), v("verified", c.verified), v("email", c.email), v("sent", c.sent);
  v("expiresInSec", c.expires_in), v("resendAvailableInSec", c.resend_available_in);
  v.omittable("alreadyVerified", c.already_verified ? std::optional(true) : std::nullopt);
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

struct EmailAddress {
  std::string email;
};
template <class V>
void fields(V& v, EmailAddress& x) {
  v("email", x.email, email_rule);
}

struct VerificationCode {
  std::string email;
  std::string code;
};
template <class V>
void fields(V& v, VerificationCode& x) {
  v("email", x.email, email_rule);
  v("code", x.code, must("482913").pattern("^[0-9]{6}$"));
}

struct RefreshToken {
  std::string refresh_token;
};
template <class V>
void fields(V& v, RefreshToken& x) {
  v("refreshToken", x.refresh_token, must("q7Xk2mV9aB4sT1cY"));
}

struct CurrentUser {
  User user;
};
template <class V>
void fields(V& v, const CurrentUser& x) {
  v("user", x.user);
}

AuthSession register_user(Context& c, const Registration& in) { return c.platform.auth().register_user(in, c.actor); }
Challenge resend(Context& c, const EmailAddress& in) { return c.platform.auth().resend_code(in.email); }
Verification verify(Context& c, const VerificationCode& in) {
  return c.platform.auth().verify_email(in.email, in.code, c.actor);
}
AuthSession login(Context& c, const Login& in) { return c.platform.auth().login(in, c.actor); }
AuthSession refresh(Context& c, const RefreshToken& in) { return c.platform.auth().refresh(in.refresh_token, c.actor); }
void logout(Context& c, const RefreshToken& in) { c.platform.auth().logout(in.refresh_token, c.actor); }
CurrentUser me(Context& c) { return {std::move(*c.user)}; }

constexpr Endpoint table[] = {
    endpoint<&register_user>("auth.register", "POST /auth/register", Access::open, 201,
                             "Create an account and sign in.",
                             "400 invalid_name invalid_email invalid_password, 409 email_exists, "
                             "500 role_assignment_failed",
                             "Sends a one-time code to the address; see `auth.verifyEmail`."),
    endpoint<&resend>("auth.resendVerification", "POST /auth/email-verification/resend", Access::open, 200,
                      "Send a new one-time code by e-mail.",
                      "400 invalid_email, 404 user_not_found, 429 verification_code_throttled",
                      "The former code stops working. Too soon after the last one it is refused; the message and "
                      "`retryAfterSec` say how long to wait."),
    endpoint<&verify>("auth.verifyEmail", "POST /auth/email-verification/verify", Access::open, 200,
                      "Confirm an e-mail address with its code.",
                      "400 invalid_email verification_code_invalid verification_code_expired "
                      "verification_code_locked"),
    endpoint<&login>("auth.login", "POST /auth/login", Access::open, 200, "Sign in with e-mail and password.",
                     "401 invalid_credentials"),
    endpoint<&refresh>("auth.refresh", "POST /auth/refresh", Access::open, 200,
                       "Exchange a refresh token for a new one.",
                       "400 invalid_refresh_token, 401 invalid_refresh_token",
                       "A refresh token works once. Reusing one later ends every session that came from it."),
    endpoint<&logout>("auth.logout", "POST /auth/logout", Access::open, 204, "End the session of a refresh token.",
                      {}, "Unknown tokens are fine."),
    endpoint<&me>("auth.me", "GET /auth/me", Access::user, 200, "The signed-in user."),
};

}  // namespace

std::span<const Endpoint> auth_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
