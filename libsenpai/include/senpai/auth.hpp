#pragma once
// Accounts, sessions, one-time e-mail codes, roles.

#include <senpai/vocabulary.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

// Text limits count UTF-16 code units, as the published clients do, and after trimming, except of passwords.
constexpr int min_name_length = 2;
constexpr int max_name_length = 200;
constexpr int min_password_length = 8;
constexpr std::size_t max_password_length = 1024;
constexpr std::size_t max_email_bytes = 320;

/// Cost of Argon2id (RFC 9106) for new password hashes; the defaults are OWASP's minimum of 2024.
struct HashCost {
  std::uint32_t memory_kib = 19456;  ///< At least 8 for each lane, at most 4 GiB. Taken while a hash is computed.
  std::uint32_t iterations = 2;      ///< 1..1000
  std::uint32_t parallelism = 1;     ///< Lanes, 1..16. All are computed by the calling thread, one after the other.
};

/// Tokens, one-time codes and passwords. Times are positive and at most ten years; reuse window and cooldown may be 0.
struct AuthOptions {
  /// Required. Signs access tokens; other keys are derived from it. Take 32 random bytes or more: short ones are taken,
  /// too, and can be guessed.
  Secret token_secret{};
  std::vector<Secret> previous_token_secrets{};  ///< Still accepted, never used for new tokens.
  std::chrono::seconds access_token_ttl{900};
  std::chrono::seconds refresh_token_ttl{604800};
  /// Reuse of a rotated refresh token within this time is a plain refusal, because the web client refreshes in
  /// parallel; later reuse is taken as theft and ends the whole family of sessions.
  std::chrono::seconds refresh_reuse_window{60};
  std::string default_role = "sdm";  ///< Of new accounts. One that the store does not know refuses registrations.
  std::vector<std::string> admin_roles{"super_admin"};
  Secret admin_api_key{};  ///< Empty: access by API key is disabled.
  std::chrono::seconds code_ttl{600};
  std::chrono::seconds code_resend_cooldown{60};
  int code_max_attempts = 5;         ///< Tries per challenge; at least 1.
  int code_max_daily_attempts = 50;  ///< Wrong codes per account and day, over all its challenges; at least 1.
  /// Answer every request for another code alike, so that nobody reads from it which addresses have accounts. Writing a
  /// code takes a little longer than finding no account.
  bool neutral_resend = false;
  bool expose_code = false;          ///< Put the code into answers; for development and tests.
  Secret static_code{};              ///< Six digits used instead of generated codes; for test environments.
  /// Write password and code hashes in the form of the original service, upgrade nothing, and delete jobs and posts for
  /// real, so that it can take over again on the same database.
  bool compat_rollback = false;
  HashCost hash_cost{};
  int compat_hash_iterations = 120000;  ///< PBKDF2-HMAC-SHA256, used with `compat_rollback`. 1..10000000
  int hash_concurrency = 0;             ///< Hashes computed at once, at most 1024; 0 means one per core.
  int hash_queue = 64;                  ///< Callers waiting for a hash; one more is refused with `server_busy`.
  std::chrono::milliseconds hash_wait{5000};  ///< 0..600000
};

/// An account.
struct User {
  UserId id{};
  std::string full_name{};
  std::string email{};  ///< Lower case.
  std::optional<Timestamp> email_verified_at{};
  Timestamp created_at{};
  std::optional<std::string> avatar_url{};
  std::vector<std::string> roles{};  ///< Codes, ascending.

  bool has_role(std::string_view code) const;
};

/// What a new account needs.
struct Registration {
  std::string full_name{};  ///< 2..200, in one line.
  std::string email{};      ///< At most 320 bytes, any case.
  Secret password{};        ///< 8..1024, not trimmed.
};

/// What signing in needs.
struct Login {
  std::string identifier{};  ///< The e-mail address.
  std::string email{};       ///< Used when `identifier` is empty.
  Secret password{};
};

/// State of an e-mail confirmation.
struct Challenge {
  bool required = true;
  bool verified = false;
  bool already_verified = false;
  std::string email{};
  bool sent = false;  ///< Accepted for delivery: the mail is a committed row that a worker sends.
  std::chrono::seconds expires_in{};
  std::chrono::seconds resend_available_in{};
  std::optional<std::string> development_code{};  ///< Only with AuthOptions::expose_code.
};

/// Somebody signed in, with the tokens that prove it.
struct AuthSession {
  User user{};
  Secret access_token{};   ///< Opaque to clients.
  Secret refresh_token{};  ///< Opaque, usable once.
  std::optional<Challenge> email_verification{};  ///< Only from register_user().
};

/// An e-mail address that is confirmed.
struct Verification {
  std::string email{};
  bool already_verified = false;
};

/// An administrator the deployment wants to exist. Name, address and password as in Registration.
struct BootstrapAdmin {
  std::string full_name = "Admin Senpai";
  std::string email{};
  Secret password{};
  std::vector<std::string> roles{"super_admin", "sdm", "lpk", "tsk", "kaisha"};
  bool reset_password = false;  ///< Give an account that exists this password, which ends its sessions.
};

/// What ensure_admin() found or made.
struct BootstrapResult {
  User user{};
  bool created = false;
  std::vector<std::string> unknown_roles{};  ///< Asked for, but not known here; skipped.
};

/// Every method may be called from any thread. Errors are senpai::Error with the codes of the published contract. Of a
/// `caller`, who has not signed in yet, only the request id is used: it goes into the audit trail.
class AuthService {
 public:
  explicit AuthService(Runtime& runtime) : runtime_(runtime) {}

  /// Creates account, default role, session, one-time code and its queued mail in one transaction.
  /// @throws invalid_name, invalid_email, invalid_password, email_exists, server_busy; internal
  ///         "role_assignment_failed" when the store does not know AuthOptions::default_role.
  AuthSession register_user(const Registration&, const Actor& caller = {});

  /// A new one-time code; the former one stops working. For an address that is confirmed already there is none.
  /// @throws invalid_email, user_not_found, verification_code_throttled (says how many seconds to wait); with
  ///         AuthOptions::neutral_resend only the first.
  Challenge resend_code(std::string_view email);

  /// Confirms an address; repeating it says so and changes nothing.
  /// @param code  six digits; white space anywhere in it is ignored.
  /// @throws invalid_email, verification_code_invalid, verification_code_expired, verification_code_locked.
  Verification verify_email(std::string_view email, std::string_view code, const Actor& caller = {});

  /// Signs in. An unknown address costs a hash, too.
  /// @throws invalid_credentials for every reason, server_busy.
  AuthSession login(const Login&, const Actor& caller = {});

  /// Replaces a refresh token. Of any number of simultaneous calls with one token exactly one succeeds.
  /// @throws invalid_refresh_token (invalid_argument when empty, else unauthenticated).
  AuthSession refresh(std::string_view refresh_token, const Actor& caller = {});

  /// Ends the session of this refresh token; unknown tokens are fine.
  void logout(std::string_view refresh_token, const Actor& caller = {});

  /// The user of an access token, with the roles of this moment.
  /// @throws invalid_access_token, expired_access_token.
  User authenticate(std::string_view access_token);

  /// This user as the actor for methods that want an `admin`; those trust whom they are given.
  /// @throws insufficient_admin_role without one of AuthOptions::admin_roles.
  Actor administrator(const User&) const;

  /// Creates the administrator or adds the roles that are missing; never removes one. An account that exists gets them
  /// only if it is an administrator's already, its address is confirmed, the password is its own, or reset_password is
  /// set.
  /// @throws invalid_email, invalid_name, invalid_password, server_busy; conflict "administrator_unproven" when anybody
  ///         may own the account.
  BootstrapResult ensure_admin(const BootstrapAdmin&);

  /// Throws unless this is the configured administration key.
  /// @throws admin_api_disabled, missing_admin_api_key, invalid_admin_api_key.
  void check_admin_key(std::string_view key) const;

 private:
  Challenge send_new_code(const std::string& email);

  Runtime& runtime_;
};

}  // namespace senpai
