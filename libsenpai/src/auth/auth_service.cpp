#include <algorithm>
#include <senpai/auth.hpp>

#include "auth/account_rules.hpp"
#include "queue/job_kinds.hpp"
#include "runtime.hpp"
#include "support/crypto.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::ceil;
using std::chrono::hours;
using std::chrono::seconds;

ChallengeRow new_challenge(const Runtime& runtime, const User& user, Timestamp now) {
  const auto& options = runtime.options.auth;
  ChallengeRow row;
  row.id = ChallengeId(runtime.new_id());
  row.user_id = user.id;
  row.email = user.email;
  row.code_hash = runtime.credentials.code_hash(row.id, runtime.credentials.code_for(row.id));
  row.expires_at = now + options.code_ttl;
  row.resend_available_at = now + options.code_resend_cooldown;
  row.max_attempts = options.code_max_attempts;
  row.created_at = now;
  return row;
}

/// Stores a challenge together with the job that mails it.
void store_challenge(Stores& stores, const ChallengeRow& row, const QueueId& job) {
  stores.challenges.insert(row);
  stores.queue.push(job, verification_mail_job, row.id.text(), std::string(verification_mail_job) + ":" + row.id.text(),
                    row.created_at);
}

Challenge describe(const Runtime& runtime, const ChallengeRow& row) {
  Challenge challenge;
  challenge.email = row.email;
  challenge.sent = true;
  challenge.expires_in = ceil<seconds>(row.expires_at - row.created_at);
  challenge.resend_available_in = ceil<seconds>(row.resend_available_at - row.created_at);
  if (runtime.options.auth.expose_code) challenge.development_code = runtime.credentials.code_for(row.id);
  return challenge;
}

/// A session about to be stored, with the token that only the client will know.
struct NewSession {
  SessionRow row;
  Secret refresh_token;
};

NewSession new_session(const Runtime& runtime, const UserId& user, Timestamp now) {
  NewSession session;
  session.refresh_token = runtime.credentials.new_refresh_token();
  session.row.id = SessionId(runtime.new_id());
  session.row.user_id = user;
  session.row.token_hash = Credentials::refresh_token_hash(session.refresh_token.reveal());
  session.row.family = session.row.id;
  session.row.expires_at = now + runtime.options.auth.refresh_token_ttl;
  session.row.created_at = now;
  return session;
}

AuthSession answer(const Runtime& runtime, User user, const NewSession& session, Timestamp now) {
  AuthSession result;
  result.access_token = runtime.credentials.access_token(user, now);
  result.refresh_token = session.refresh_token;
  result.user = std::move(user);
  return result;
}

[[noreturn]] void refuse_credentials() {
  throw Error(ErrorKind::unauthenticated, "invalid_credentials", "The e-mail address or the password is not right.");
}

[[noreturn]] void refuse_refresh() {
  throw Error(ErrorKind::unauthenticated, "invalid_refresh_token", "Your session has ended. Please sign in again.");
}

/// What somebody did about an account, their own unless `actor` is another.
AuditEntry account_entry(const char* action, const UserId& user, Actor actor, const Actor& caller, Timestamp now) {
  actor.request_id = caller.request_id;
  return {.actor = std::move(actor), .action = action, .entity_type = "USER", .entity_id = user.text(), .at = now};
}

AuditEntry own_account_entry(const char* action, const UserId& user, const Actor& caller, Timestamp now) {
  return account_entry(action, user, Actor(user), caller, now);
}

}  // namespace

bool User::has_role(std::string_view code) const { return std::find(roles.begin(), roles.end(), code) != roles.end(); }

AuthSession AuthService::register_user(const Registration& in, const Actor& caller) {
  const std::string name = checked_name(in.full_name);
  const std::string email = checked_email(in.email);
  check_password(in.password);
  const auto refuse_taken = [] {
    conflict("email_exists", "An account with this e-mail address exists already. Please sign in instead.");
  };
  if (read(runtime_.storage(), [&](Stores& s) { return s.users.find_credential(email).has_value(); })) refuse_taken();

  // The hash takes tens of milliseconds; the one writer must never wait for it.
  const std::string hash = runtime_.credentials.hash_password(in.password);
  const Timestamp now = runtime_.now();
  const std::string& role = runtime_.options.auth.default_role;
  User user;
  user.id = UserId(runtime_.new_id());
  user.full_name = name;
  user.email = email;
  user.created_at = now;
  user.roles = {role};
  const NewSession session = new_session(runtime_, user.id, now);
  const ChallengeRow challenge = new_challenge(runtime_, user, now);
  const std::string role_row = runtime_.new_id();
  const std::string audit_row = runtime_.new_id();
  const QueueId job(runtime_.new_id());

  write(runtime_.storage(), [&](Stores& s) {
    if (!s.users.insert({user.id, name, email, hash, now})) refuse_taken();
    if (!s.users.grant_role(user.id, role, role_row, now))
      throw Error(ErrorKind::internal, "role_assignment_failed",
                  "The account could not be created. Please tell support.");
    s.sessions.insert(session.row);
    store_challenge(s, challenge, job);
    s.audit.append(audit_row, own_account_entry("user.registered", user.id, caller, now));
  });
  AuthSession result = answer(runtime_, std::move(user), session, now);
  result.email_verification = describe(runtime_, challenge);
  return result;
}

Challenge AuthService::resend_code(std::string_view given_email) {
  const std::string email = checked_email(given_email);
  if (!runtime_.options.auth.neutral_resend) return send_new_code(email);
  try {
    send_new_code(email);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found && error.kind() != ErrorKind::rate_limited) throw;
  }
  Challenge same_for_all;
  same_for_all.email = email;
  same_for_all.sent = true;
  same_for_all.expires_in = runtime_.options.auth.code_ttl;
  same_for_all.resend_available_in = runtime_.options.auth.code_resend_cooldown;
  return same_for_all;
}

Challenge AuthService::send_new_code(const std::string& email) {
  const Timestamp now = runtime_.now();
  const QueueId job(runtime_.new_id());
  return write(runtime_.storage(), [&](Stores& s) -> Challenge {
    const auto found = s.users.find_credential(email);
    if (!found) missing("user_not_found", "There is no account with this e-mail address.");
    const auto confirmed = [&] {
      Challenge done;
      done.required = false;
      done.verified = done.already_verified = true;
      done.email = found->user.email;
      return done;
    };
    if (found->user.email_verified_at) return confirmed();
    const auto latest = s.challenges.lock_latest(found->user.id);
    if (latest && latest->verified_at) {  // Perhaps while we waited.
      const auto user = s.users.find(found->user.id);
      if (user && user->email_verified_at) return confirmed();
    }
    if (latest && !latest->verified_at && now < latest->resend_available_at) {
      const auto wait = ceil<seconds>(latest->resend_available_at - now);
      throw Error(ErrorKind::rate_limited, "verification_code_throttled",
                  "Please wait " + std::to_string(wait.count()) + (wait == seconds(1) ? " second" : " seconds") +
                      " before you ask for another code.",
                  wait);
    }
    const ChallengeRow challenge = new_challenge(runtime_, found->user, now);
    store_challenge(s, challenge, job);
    return describe(runtime_, challenge);
  });
}

Verification AuthService::verify_email(std::string_view given_email, std::string_view given_code,
                                       const Actor& caller) {
  const std::string email = checked_email(given_email);
  const std::string code = text::without_spaces(given_code);
  constexpr const char* wrong_code = "That code is not right. Please check the latest e-mail and try again.";
  const bool six_digits = code.size() == 6 && code.find_first_not_of("0123456789") == std::string::npos;
  if (!six_digits) reject("verification_code_invalid", "Please enter the six digits from the e-mail.");

  enum class Outcome { verified, already, wrong, locked };
  const Timestamp now = runtime_.now();
  const auto& options = runtime_.options.auth;
  const std::string audit_row = runtime_.new_id();
  // A wrong code has to commit its attempt, so the outcome is returned and refused afterwards.
  const auto outcome = write(runtime_.storage(), [&](Stores& s) {
    const auto found = s.users.find_credential(email);
    if (!found) reject("verification_code_invalid", wrong_code);
    if (found->user.email_verified_at) return Outcome::already;
    // A request at the same moment may confirm the address between two of these statements.
    const auto unless_confirmed = [&](Outcome otherwise) {
      const auto user = s.users.find(found->user.id);
      return user && user->email_verified_at ? Outcome::already : otherwise;
    };
    const auto challenge = s.challenges.lock_latest(found->user.id);
    if (!challenge || challenge->verified_at) return unless_confirmed(Outcome::wrong);
    if (now >= challenge->expires_at)
      reject("verification_code_expired", "That code has expired. Please ask for a new one.");
    if (s.challenges.attempts_since(found->user.id, now - hours(24)) >= options.code_max_daily_attempts)
      reject("verification_code_locked",
             "There were too many wrong codes within 24 hours. Please try again after that time.");
    const auto attempt = s.challenges.take_attempt(challenge->id, now);
    if (!attempt) return unless_confirmed(Outcome::locked);
    if (!runtime_.credentials.code_matches(challenge->id, challenge->code_hash, code)) {
      if (*attempt < challenge->max_attempts) return Outcome::wrong;
      // Whoever guesses does not own the account, so nobody is named.
      s.audit.append(audit_row, account_entry("auth.code_locked", found->user.id, Actor(), caller, now));
      return Outcome::locked;
    }
    if (!s.challenges.mark_verified(challenge->id, now)) return unless_confirmed(Outcome::wrong);
    s.users.mark_email_verified(found->user.id, now);
    s.audit.append(audit_row, own_account_entry("user.email_verified", found->user.id, caller, now));
    return Outcome::verified;
  });
  if (outcome == Outcome::locked)
    reject("verification_code_locked", "There were too many wrong codes. Please ask for a new one.");
  if (outcome == Outcome::wrong) reject("verification_code_invalid", wrong_code);
  return {email, outcome == Outcome::already};
}

AuthSession AuthService::login(const Login& in, const Actor& caller) {
  std::string email = text::lower(text::trim(in.identifier));
  if (email.empty()) email = text::lower(text::trim(in.email));
  auto found = read(runtime_.storage(), [&](Stores& s) { return s.users.find_credential(email); });
  if (!found) {
    // Unknown addresses take as long as known ones.
    runtime_.credentials.hash_password(in.password);
    refuse_credentials();
  }
  if (!runtime_.credentials.password_matches(found->password_hash, in.password)) refuse_credentials();

  std::string hash = found->password_hash;
  if (runtime_.credentials.outdated(hash)) hash = runtime_.credentials.hash_password(in.password);
  const Timestamp now = runtime_.now();
  const NewSession session = new_session(runtime_, found->user.id, now);
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    // Checking took a while. Whoever has changed the password meanwhile has ended all sessions, so this must be none.
    if (!s.users.replace_password_hash(found->user.id, found->password_hash, hash, now)) refuse_credentials();
    s.sessions.insert(session.row);
    s.audit.append(audit_row, own_account_entry("auth.signed_in", found->user.id, caller, now));
  });
  return answer(runtime_, std::move(found->user), session, now);
}

AuthSession AuthService::refresh(std::string_view given_token, const Actor& caller) {
  const auto token = text::trim(given_token);
  if (token.empty() || !text::length(token))
    reject("invalid_refresh_token", "The refresh token is missing. Please sign in again.");
  const std::string hash = Credentials::refresh_token_hash(token);
  const Timestamp now = runtime_.now();
  NewSession session = new_session(runtime_, {}, now);
  const std::string audit_row = runtime_.new_id();

  std::int64_t ended_by_reuse = 0;
  UserId robbed;
  // A stolen token has to leave its trace, so the refusal comes after the commit.
  auto user = write(runtime_.storage(), [&](Stores& s) -> std::optional<User> {
    ended_by_reuse = 0;
    if (const auto former = s.sessions.rotate(hash, now)) {
      auto owner = s.users.find(former->user_id);
      if (!owner) return std::nullopt;
      session.row.user_id = former->user_id;
      session.row.family = former->family;
      s.sessions.insert(session.row);
      return owner;
    }
    const auto reused = s.sessions.find(hash);
    const bool theft = reused && reused->rotated_at && now < reused->expires_at &&
                       now - *reused->rotated_at > runtime_.options.auth.refresh_reuse_window;
    // Once for each token: whoever holds one could otherwise fill the trail without being signed in.
    if (!theft || !s.sessions.forget_rotation(hash)) return std::nullopt;
    ended_by_reuse = s.sessions.revoke_family(reused->family, now);
    robbed = reused->user_id;
    s.audit.append(audit_row, account_entry("auth.refresh_token_reused", reused->user_id, Actor(), caller, now));
    return std::nullopt;
  });
  if (ended_by_reuse > 0)
    runtime_.observer().log(LogLevel::warn, "auth.refresh_token_reused",
                            {{"endedSessions", ended_by_reuse},
                             {"userId", std::string_view(robbed.text())},
                             {"requestId", std::string_view(caller.request_id)}});
  if (!user) refuse_refresh();
  return answer(runtime_, std::move(*user), session, now);
}

void AuthService::logout(std::string_view given_token, const Actor& caller) {
  const auto token = text::trim(given_token);
  if (token.empty()) return;
  const std::string hash = Credentials::refresh_token_hash(token);
  const Timestamp now = runtime_.now();
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    const auto session = s.sessions.find(hash);
    if (!session || !s.sessions.revoke(hash, now)) return;
    s.audit.append(audit_row, own_account_entry("auth.signed_out", session->user_id, caller, now));
  });
}

User AuthService::authenticate(std::string_view token) {
  const auto check = runtime_.credentials.check_access_token(token, runtime_.now());
  if (check.verdict == TokenVerdict::expired)
    throw Error(ErrorKind::unauthenticated, "expired_access_token", "Your sign-in has expired. Please refresh it.");
  std::optional<User> user;
  if (check.verdict == TokenVerdict::valid)
    user = read(runtime_.storage(), [&](Stores& s) { return s.users.find(check.user); });
  if (!user) throw Error(ErrorKind::unauthenticated, "invalid_access_token", "Please sign in again.");
  return std::move(*user);
}

namespace {

/// Anybody could have registered the address before. Whoever has is not made an administrator.
void check_owned(Runtime& runtime, const Credential& found, const Secret& password) {
  const auto& admin_roles = runtime.options.auth.admin_roles;
  const auto is_held = [&](const auto& role) { return found.user.has_role(role); };
  if (found.user.email_verified_at || std::any_of(admin_roles.begin(), admin_roles.end(), is_held) ||
      runtime.credentials.password_matches(found.password_hash, password))
    return;
  conflict("administrator_unproven",
           "an account with this address exists already, with another password, and nobody ever confirmed the address; "
           "it may be anybody's. Choose another address, or reset the password once, which ends its sessions.");
}

}  // namespace

BootstrapResult AuthService::ensure_admin(const BootstrapAdmin& in) {
  const std::string email = checked_email(in.email);
  const std::string name = checked_name(in.full_name);
  check_password(in.password);
  const auto [existing, known] = read(runtime_.storage(), [&](Stores& s) {
    return std::pair(s.users.find_credential(email), s.users.known_roles());
  });
  if (existing && !in.reset_password) check_owned(runtime_, *existing, in.password);
  BootstrapResult result;
  std::vector<std::pair<std::string, std::string>> grants;  // role code, row id
  for (const auto& role : in.roles) {
    if (std::find(known.begin(), known.end(), role) == known.end()) result.unknown_roles.push_back(role);
    else grants.emplace_back(role, runtime_.new_id());
  }
  std::string hash;
  const bool is_new = !existing.has_value();
  if (is_new || in.reset_password) hash = runtime_.credentials.hash_password(in.password);
  const Timestamp now = runtime_.now();
  const UserId new_id(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();
  const auto ensured = write(runtime_.storage(), [&](Stores& s) -> std::optional<User> {
    result.created = is_new && s.users.insert({new_id, name, email, hash, now});
    if (is_new && !result.created) return std::nullopt;
    const auto stored = s.users.find_credential(email);
    const UserId id = stored->user.id;
    bool changed = result.created || in.reset_password;
    if (!result.created && in.reset_password) {
      if (!s.users.replace_password_hash(id, stored->password_hash, hash, now)) return std::nullopt;
      s.sessions.revoke_all(id, now);
    }
    for (const auto& [role, row] : grants) {
      if (stored->user.has_role(role)) continue;
      (void)s.users.grant_role(id, role, row, now);
      changed = true;
    }
    if (changed) s.audit.append(audit_row, account_entry("user.administrator_ensured", id, Actor(), Actor(), now));
    return s.users.find(id);
  });
  // In this moment another process made the account, or a stranger did, or its password changed: look again.
  if (!ensured) return ensure_admin(in);
  result.user = *ensured;
  return result;
}

Actor AuthService::administrator(const User& user) const {
  const auto& admins = runtime_.options.auth.admin_roles;
  if (std::none_of(admins.begin(), admins.end(), [&](const auto& role) { return user.has_role(role); }))
    throw Error(ErrorKind::forbidden, "insufficient_admin_role", "Your account does not have administrator rights.");
  return Actor::admin(user.id, user.email);
}

void AuthService::check_admin_key(std::string_view given) const {
  const auto expected = text::trim(runtime_.options.auth.admin_api_key.reveal());
  const auto key = text::trim(given);
  if (expected.empty())
    throw Error(ErrorKind::unavailable, "admin_api_disabled",
                "Administration by API key is not set up on this server.");
  if (key.empty())
    throw Error(ErrorKind::unauthenticated, "missing_admin_api_key", "Sign in, or send the key as x-admin-api-key.");
  // Digests have one length, so the comparison tells nothing about the key.
  if (!crypto::equal(crypto::sha256(key), crypto::sha256(expected)))
    throw Error(ErrorKind::forbidden, "invalid_admin_api_key", "That administration key is not right.");
}

}  // namespace senpai
