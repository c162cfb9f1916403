// The webhook's signature as a pure function, for senders and for embedders.

#include <senpai/senpai.hpp>

#include "support.hpp"

using namespace senpai;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const Timestamp now{milliseconds(1893456000000)};
const std::string id = "evt-2030-0001";
const std::string body =
    "{\"sessionId\":\"6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f\",\"providerRef\":\"prov-77\",\"metadata\":{\"note\":"
    "\"確認中\"}}";
const std::string signature = "f115d056a1d8752e6a7ecd6dfaf604f7d89abeadf20056ad0644a98b866372ab";

struct Delivery {
  std::string secret = "vector-webhook-secret";
  std::string key = id;
  std::string timestamp = "1893456000000";
  std::string sign = signature;
  std::string payload = body;
};

WebhookVerdict judge(const Delivery& d, const WebhookOptions& options = {.secrets = {"vector-webhook-secret"}}) {
  return verify_webhook(
      options, {.secret = d.secret, .id = d.key, .timestamp = d.timestamp, .signature = d.sign, .body = d.payload},
      now);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("webhook signature: both vectors are made and accepted") {
    CHECK(sign_webhook("vector-webhook-secret", id, now, body) == "sha256=" + signature);
    CHECK(sign_webhook("vector-webhook-secret", "evt-2030-0002", now, "") ==
          "sha256=0b7b92e10937b58bc125bb410dbc9120f774003f045f2e6eec1a0c9522192fd5");
    CHECK(judge({}) == WebhookVerdict::accepted_signed);
    CHECK(judge({.timestamp = "1893456000"}) == WebhookVerdict::accepted_signed);
  }

  TEST_CASE("webhook signature: the verdicts come in their order") {
    CHECK(judge({.secret = ""}, {}) == WebhookVerdict::disabled);
    CHECK(judge({.secret = " ", .key = ""}) == WebhookVerdict::missing_secret);
    CHECK(judge({.secret = "x", .key = ""}) == WebhookVerdict::wrong_secret);
    CHECK(judge({.key = " ", .timestamp = ""}) == WebhookVerdict::missing_id);
    CHECK(judge({.key = std::string(201, 'k'), .timestamp = ""}) == WebhookVerdict::id_too_long);
    CHECK(judge({.timestamp = " ", .sign = ""}) == WebhookVerdict::missing_timestamp);
    CHECK(judge({.timestamp = "x", .sign = ""}) == WebhookVerdict::malformed_timestamp);
    CHECK(judge({.timestamp = "1893455699999", .sign = ""}) == WebhookVerdict::stale_timestamp);
    CHECK(judge({.timestamp = "1893456300001", .sign = ""}) == WebhookVerdict::stale_timestamp);
    CHECK(judge({.sign = "\t"}) == WebhookVerdict::missing_signature);
    CHECK(judge({.sign = "sha256=xyz"}) == WebhookVerdict::malformed_signature);
    CHECK(judge({.sign = std::string(64, '0')}) == WebhookVerdict::wrong_signature);
    CHECK(judge({.payload = body + "\n"}) == WebhookVerdict::wrong_signature);
  }

  TEST_CASE("webhook signature: an idempotency key is measured in UTF-16 units") {
    std::string kanji, emoji;
    for (int i = 0; i < 200; ++i) kanji += "鍵";
    for (int i = 0; i < 100; ++i) emoji += "😀";
    const WebhookOptions unsigned_too{.secrets = {"vector-webhook-secret"}, .require_signature = false};
    CHECK(judge({.key = kanji, .timestamp = "", .sign = ""}, unsigned_too) == WebhookVerdict::accepted);
    CHECK(judge({.key = emoji, .timestamp = "", .sign = ""}, unsigned_too) == WebhookVerdict::accepted);
    CHECK(judge({.key = emoji + "x", .timestamp = "", .sign = ""}, unsigned_too) == WebhookVerdict::id_too_long);
  }

  TEST_CASE("webhook signature: bytes that are no text are signed like any others") {
    const std::string bytes("\x00\xff\xfe{", 4);
    const auto sign = sign_webhook("vector-webhook-secret", id, now, bytes);
    CHECK(judge({.sign = sign, .payload = bytes}) == WebhookVerdict::accepted_signed);
    CHECK(judge({.sign = sign, .payload = bytes.substr(0, 3)}) == WebhookVerdict::wrong_signature);
  }
}
