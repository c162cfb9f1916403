#include "auth/credentials.hpp"

#include <charconv>
#include <memory>
#include <senpai/error.hpp>
#include <thread>

#include "support/crypto.hpp"
#include "support/json.hpp"

namespace senpai {
namespace {

constexpr std::string_view argon2_prefix = "$argon2id$";
constexpr std::string_view pbkdf2_prefix = "pbkdf2$";
constexpr std::string_view hmac_code_prefix = "hmac$";

struct Pbkdf2Hash {
  int iterations = 0;
  std::string_view salt;
  std::string_view hash;
};

std::optional<Pbkdf2Hash> parse_pbkdf2(std::string_view text) {
  if (!text.starts_with(pbkdf2_prefix)) return std::nullopt;
  text.remove_prefix(pbkdf2_prefix.size());
  const auto first = text.find('$');
  const auto second = first == std::string_view::npos ? first : text.find('$', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  Pbkdf2Hash parsed{0, text.substr(first + 1, second - first - 1), text.substr(second + 1)};
  const auto [end, error] = std::from_chars(text.data(), text.data() + first, parsed.iterations);
  const bool usable = error == std::errc{} && end == text.data() + first && parsed.iterations > 0 &&
                      parsed.iterations <= max_pbkdf2_iterations;
  return usable ? std::optional(parsed) : std::nullopt;
}

std::string pbkdf2_hash(const Secret& password, std::string_view salt_bytes, int iterations) {
  // The original feeds the hexadecimal text of the salt, not its bytes.
  const std::string salt = crypto::to_hex(salt_bytes);
  return std::string(pbkdf2_prefix) + std::to_string(iterations) + "$" + salt + "$" +
         crypto::pbkdf2_sha256_hex(password.reveal(), salt, iterations);
}

std::string derived_code(const Secret& secret, const ChallengeId& id) {
  const std::string mac = crypto::hmac_sha256(secret.reveal(), "email-code:" + id.text());
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(mac[static_cast<std::size_t>(i)]);
  std::string code = std::to_string(number % 1'000'000);
  return std::string(6 - code.size(), '0') + code;
}

/// The original's form, kept for rolling back.
std::string plain_code_hash(std::string_view code) {
  return crypto::sha256_hex("email-verification:" + std::string(code));
}

std::string keyed_code_hash(const Secret& secret, const ChallengeId& id, std::string_view code) {
  const std::string message = "email-verification:" + id.text() + ":" + std::string(code);
  return std::string(hmac_code_prefix) + crypto::to_hex(crypto::hmac_sha256(secret.reveal(), message));
}

std::int64_t unix_seconds(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace

Credentials::Credentials(const AuthOptions& options, const RandomSource& random)
    : options_(options), random_(random) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int permits = options.hash_concurrency > 0 ? options.hash_concurrency : cores;
  for (int i = 0; i < permits; ++i) gate_.add(*permits_.emplace_back(std::make_unique<Permit>()));
}

FifoPool<Credentials::Permit>::Lease Credentials::wait_for_turn() {
  auto turn = gate_.acquire(options_.hash_wait, static_cast<std::size_t>(options_.hash_queue));
  if (!turn)
    throw Error(ErrorKind::unavailable, "server_busy",
                "Many people are signing in right now. Please try again in a moment.", std::chrono::seconds(5));
  return std::move(*turn);
}

std::string Credentials::hash_password(const Secret& password) {
  const auto turn = wait_for_turn();
  const std::string salt = crypto::random_bytes(16, random_);
  if (options_.compat_rollback) return pbkdf2_hash(password, salt, options_.compat_hash_iterations);
  const auto& cost = options_.hash_cost;
  return crypto::argon2id(password.reveal(), salt, {cost.memory_kib, cost.iterations, cost.parallelism});
}

bool Credentials::password_matches(const std::string& stored, const Secret& password) {
  const auto turn = wait_for_turn();
  if (stored.starts_with(argon2_prefix)) return crypto::argon2id_matches(stored, password.reveal());
  const auto parsed = parse_pbkdf2(stored);
  return parsed && crypto::equal(crypto::pbkdf2_sha256_hex(password.reveal(), parsed->salt, parsed->iterations),
                                 parsed->hash);
}

bool Credentials::outdated(const std::string& stored) const {
  if (options_.compat_rollback) return false;
  const auto& cost = options_.hash_cost;
  const std::string current = "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" +
                              std::to_string(cost.iterations) + ",p=" + std::to_string(cost.parallelism) + "$";
  return !stored.starts_with(current);
}

std::vector<const Secret*> Credentials::secrets() const {
  std::vector<const Secret*> all{&options_.token_secret};
  for (const Secret& former : options_.previous_token_secrets) all.push_back(&former);
  return all;
}

Secret Credentials::access_token(const User& user, Timestamp now) const {
  const auto issued = unix_seconds(now);
  std::string payload = R"({"typ":"access","sub":)";
  json::append_string(payload, user.id.text());
  payload += R"(,"email":)";
  json::append_string(payload, user.email);
  payload += ",\"exp\":" + std::to_string(issued + options_.access_token_ttl.count()) + ",\"iat\":" +
             std::to_string(issued) + "}";
  std::string token = crypto::to_base64url(payload);
  const std::string signature = crypto::to_base64url(crypto::hmac_sha256(options_.token_secret.reveal(), token));
  token.append(".").append(signature);
  return Secret(std::move(token));
}

TokenCheck Credentials::check_access_token(std::string_view token, Timestamp now) const {
  const auto dot = token.find('.');
  if (dot == std::string_view::npos || token.find('.', dot + 1) != std::string_view::npos) return {};
  const auto payload = token.substr(0, dot);
  const auto signature = token.substr(dot + 1);
  bool authentic = false;
  for (const Secret* secret : secrets())
    authentic |= crypto::equal(crypto::to_base64url(crypto::hmac_sha256(secret->reveal(), payload)), signature);
  if (!authentic) return {};
  const auto text = crypto::from_base64url(payload);
  const auto claims = text ? json::parse_claims(*text) : std::nullopt;
  if (!claims || claims->type != "access" || claims->subject.empty() || claims->expires_at == 0) return {};
  const UserId user = UserId::parse(claims->subject);
  const bool expired = static_cast<double>(now.time_since_epoch().count()) >= claims->expires_at * 1000;
  return {expired ? TokenVerdict::expired : TokenVerdict::valid, user};
}

Secret Credentials::new_refresh_token() const {
  return Secret(crypto::to_base64url(crypto::random_bytes(48, random_)));
}

std::string Credentials::refresh_token_hash(std::string_view token) { return crypto::sha256_hex(token); }

std::string Credentials::code_for(const ChallengeId& id) const {
  return options_.static_code.empty() ? derived_code(options_.token_secret, id) : options_.static_code.reveal();
}

std::string Credentials::code_hash(const ChallengeId& id, std::string_view code) const {
  return options_.compat_rollback ? plain_code_hash(code) : keyed_code_hash(options_.token_secret, id, code);
}

bool Credentials::code_matches(const ChallengeId& id, std::string_view code_hash, std::string_view code) const {
  if (!code_hash.starts_with(hmac_code_prefix)) return crypto::equal(plain_code_hash(code), code_hash);
  bool matches = false;
  for (const Secret* secret : secrets()) matches |= crypto::equal(keyed_code_hash(*secret, id, code), code_hash);
  return matches;
}

std::optional<std::string> Credentials::recover_code(const ChallengeId& id, std::string_view code_hash) const {
  if (!options_.static_code.empty() && code_matches(id, code_hash, options_.static_code.reveal()))
    return options_.static_code.reveal();
  for (const Secret* secret : secrets()) {
    std::string code = derived_code(*secret, id);
    if (code_matches(id, code_hash, code)) return code;
  }
  return std::nullopt;
}

}  // namespace senpai
