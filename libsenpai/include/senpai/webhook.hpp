#pragma once
// Verification of signed webhooks. Pure: no clock, no I/O, no state.

#include <senpai/vocabulary.hpp>

namespace [[gnu::visibility("default")]] senpai {

constexpr int max_idempotency_key_length = 200;  ///< UTF-16 code units.

/// What a signed webhook has to fulfil.
struct WebhookOptions {
  /// Accepted secrets, current first; several while rotating. Empty: the webhook is disabled.
  std::vector<Secret> secrets{};
  bool require_signature = true;       ///< Off: a delivery without timestamp and signature is taken, too.
  std::chrono::seconds max_skew{300};  ///< Positive, at most ten years.
  /// How long an idempotency key is remembered, counted from its first delivery. Positive, at most ten years.
  std::chrono::seconds idempotency_ttl{86400};
};

/// The parts of a delivery that its authenticity rests on. Header values as received, empty when absent.
struct SignedRequest {
  std::string_view secret{};     ///< `x-kyc-webhook-secret`
  std::string_view id{};         ///< `x-idempotency-key`
  std::string_view timestamp{};  ///< `x-kyc-webhook-timestamp`, unix seconds or milliseconds
  std::string_view signature{};  ///< `x-kyc-webhook-signature`, hex with optional `sha256=`
  std::string_view body{};       ///< Exactly the bytes received.
};

/// What verify_webhook() found: the first two are authentic, all others are refusals.
enum class WebhookVerdict {
  accepted,           ///< Authentic; signature not looked at because none was required or sent.
  accepted_signed,    ///< Authentic and signed.
  disabled,           ///< No secret is configured.
  missing_secret,
  wrong_secret,
  missing_id,
  id_too_long,        ///< Over max_idempotency_key_length.
  missing_timestamp,
  malformed_timestamp,
  stale_timestamp,    ///< Further from `now` than max_skew, in either direction.
  missing_signature,
  malformed_signature,
  wrong_signature,
};

/// Judges a delivery in the order above. The signature is hex HMAC-SHA256 over `T.id.body`, T being the timestamp in
/// milliseconds. All comparisons take constant time.
WebhookVerdict verify_webhook(const WebhookOptions&, const SignedRequest&, Timestamp now);

/// The signature header value a sender computes; for senders and for tests.
std::string sign_webhook(const Secret&, std::string_view id, Timestamp, std::string_view body);

}  // namespace senpai
