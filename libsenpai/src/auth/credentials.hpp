#pragma once
// Everything that proves something: password hashes, access tokens, refresh tokens, one-time codes.

#include <senpai/auth.hpp>

#include "support/fifo_pool.hpp"

namespace senpai {

constexpr int max_pbkdf2_iterations = 10'000'000;  // A stored row must not be able to stall us.

enum class TokenVerdict { valid, invalid, expired };

struct TokenCheck {
  TokenVerdict verdict = TokenVerdict::invalid;
  UserId user{};
};

/// Thread-safe.
class Credentials {
 public:
  Credentials(const AuthOptions&, const RandomSource&);

  /// Slow by design (see AuthOptions::hash_cost); waits for its turn. @throws Error server_busy.
  std::string hash_password(const Secret&);
  /// As slow as hashing. Reads both forms: `$argon2id$…` and the original's `pbkdf2$iterations$salt$hash`.
  bool password_matches(const std::string& stored, const Secret&);
  /// True when the stored form is not the one new hashes get.
  bool outdated(const std::string& stored) const;

  /// `P.S`: base64url of a JSON payload, a dot, base64url of its HMAC-SHA256.
  Secret access_token(const User&, Timestamp now) const;
  TokenCheck check_access_token(std::string_view token, Timestamp now) const;

  Secret new_refresh_token() const;  ///< 48 random bytes, base64url.
  static std::string refresh_token_hash(std::string_view token);

  /// The code of a new challenge: the static one, or six digits of HMAC(token secret, challenge id).
  std::string code_for(const ChallengeId&) const;
  /// What is stored of it.
  std::string code_hash(const ChallengeId&, std::string_view code) const;
  bool code_matches(const ChallengeId&, std::string_view code_hash, std::string_view code) const;
  /// The code behind a stored hash, whichever present or former secret made it; nothing if that secret is gone.
  std::optional<std::string> recover_code(const ChallengeId&, std::string_view code_hash) const;

 private:
  struct Permit {};
  FifoPool<Permit>::Lease wait_for_turn();
  std::vector<const Secret*> secrets() const;

  const AuthOptions& options_;
  const RandomSource& random_;
  std::vector<std::unique_ptr<Permit>> permits_;
  FifoPool<Permit> gate_;
};

}  // namespace senpai
