#include <senpai/webhook.hpp>

#include <algorithm>
#include <cmath>

#include "support/crypto.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

constexpr double largest_unix_seconds = 1e12;   // Anything above is milliseconds.
constexpr double furthest_milliseconds = 9e15;  // Exact as a double, and stale beyond any doubt.

/// The normalised timestamp in milliseconds, which is also what is signed.
std::optional<std::int64_t> parse_milliseconds(std::string_view text) {
  const auto number = text::parse_number(text);
  if (!number || !(*number > 0)) return std::nullopt;
  const double milliseconds = std::floor(*number > largest_unix_seconds ? *number : *number * 1000);
  return static_cast<std::int64_t>(std::min(milliseconds, furthest_milliseconds));
}

std::string signature(const Secret& secret, std::string_view id, std::int64_t milliseconds, std::string_view body) {
  std::string base = std::to_string(milliseconds);
  base.append(".").append(id).append(".").append(body);
  return crypto::to_hex(crypto::hmac_sha256(text::trim(secret.reveal()), base));
}

bool any_secret_is(const WebhookOptions& options, std::string_view given) {
  // Digests have one length, so the comparison tells nothing about a secret.
  const std::string digest = crypto::sha256(given);
  bool found = false;
  for (const Secret& secret : options.secrets)
    found |= crypto::equal(crypto::sha256(text::trim(secret.reveal())), digest);
  return found;
}

WebhookVerdict verify_signature(const WebhookOptions& options, const SignedRequest& request, std::string_view id,
                                Timestamp now) {
  if (text::trim(request.timestamp).empty()) return WebhookVerdict::missing_timestamp;
  const auto milliseconds = parse_milliseconds(request.timestamp);
  if (!milliseconds) return WebhookVerdict::malformed_timestamp;
  const auto skew = std::chrono::milliseconds(*milliseconds) - now.time_since_epoch();
  // In seconds, because the longest of them is no number of milliseconds.
  if (std::chrono::ceil<std::chrono::seconds>(std::chrono::abs(skew)) > options.max_skew)
    return WebhookVerdict::stale_timestamp;
  std::string given = text::lower(text::trim(request.signature));
  if (given.empty()) return WebhookVerdict::missing_signature;
  if (given.starts_with("sha256=")) given.erase(0, 7);
  if (!text::is_sha256_hex(given)) return WebhookVerdict::malformed_signature;
  bool right = false;
  for (const Secret& secret : options.secrets)
    right |= crypto::equal(signature(secret, id, *milliseconds, request.body), given);
  return right ? WebhookVerdict::accepted_signed : WebhookVerdict::wrong_signature;
}

}  // namespace

WebhookVerdict verify_webhook(const WebhookOptions& options, const SignedRequest& request, Timestamp now) {
  if (options.secrets.empty()) return WebhookVerdict::disabled;
  const auto secret = text::trim(request.secret);
  if (secret.empty()) return WebhookVerdict::missing_secret;
  if (!any_secret_is(options, secret)) return WebhookVerdict::wrong_secret;
  const auto id = text::trim(request.id);
  if (id.empty()) return WebhookVerdict::missing_id;
  if (!text::fits(id, 1, max_idempotency_key_length)) return WebhookVerdict::id_too_long;
  const bool has_proof = !text::trim(request.timestamp).empty() || !text::trim(request.signature).empty();
  if (!options.require_signature && !has_proof) return WebhookVerdict::accepted;
  return verify_signature(options, request, id, now);
}

std::string sign_webhook(const Secret& secret, std::string_view id, Timestamp time, std::string_view body) {
  return "sha256=" + signature(secret, text::trim(id), time.time_since_epoch().count(), body);
}

}  // namespace senpai
