// The identity provider's webhook: authenticity, precedence of checks, idempotency, effect.

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string path = "/identity/kyc/provider-webhook";
const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
const Timestamp vector_time{milliseconds(1893456000000)};
const std::string vector_body =
    "{\"sessionId\":\"6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f\",\"providerRef\":\"prov-77\",\"metadata\":{\"note\":"
    "\"確認中\"}}";
const std::string vector_signature = "f115d056a1d8752e6a7ecd6dfaf604f7d89abeadf20056ad0644a98b866372ab";
const std::string empty_body_signature = "0b7b92e10937b58bc125bb410dbc9120f774003f045f2e6eec1a0c9522192fd5";

World::Headers headers(const std::string& secret, const std::string& key, const std::string& timestamp,
                       const std::string& signature) {
  return {{"x-kyc-webhook-secret", secret},
          {"x-idempotency-key", key},
          {"x-kyc-webhook-timestamp", timestamp},
          {"x-kyc-webhook-signature", signature}};
}

std::string text_of(Timestamp time) { return std::to_string(time.time_since_epoch().count()); }

/// A delivery signed at the present time.
Answer deliver(World& world, const std::string& key, const std::string& body) {
  return world.raw("POST", path, body, world.webhook_headers(key, body));
}

Answer deliver(World& world, const std::string& key, const Json& body) { return deliver(world, key, body.dump()); }

std::string verdict(const Answer& answer) { return std::to_string(answer.status) + " " + answer.code(); }

Json session_of(World& world, const Credentials& c) {
  return world.get("/identity/kyc/status", World::as(c)).body["session"];
}

}  // namespace

// ----------------------------------------------------------------------------------------------------- answer, vectors

TEST_CASE("webhook: a delivery updates reference, metadata and time of a session, field for field") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  world.now += seconds(3);
  const auto answer =
      deliver(world, " evt-1 ",
              {{"sessionId", " " + session + " "}, {"providerRef", " prov-1 "}, {"metadata", {{"note", "確認"}}}});
  REQUIRE(answer.status == 202);
  CHECK(keys(answer.body) == "accepted duplicate idempotencyKey session updated");
  CHECK(answer.body["accepted"] == true);
  CHECK(answer.body["duplicate"] == false);
  CHECK(answer.body["idempotencyKey"] == "evt-1");
  CHECK(answer.body["updated"] == true);
  const Json& s = answer.body["session"];
  CHECK(keys(s) ==
        "createdAt id provider providerMetadata providerRef reviewedAt reviewedBy status submittedAt updatedAt");
  CHECK(s["id"] == session);
  CHECK(s["status"] == "CREATED");
  CHECK(s["providerRef"] == "prov-1");
  CHECK(s["providerMetadata"] == Json({{"note", "確認"}}));
  CHECK(s["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(s["updatedAt"] == "2030-01-02T03:04:08.678Z");
  CHECK(world.get("/identity/kyc/history", World::as(c)).body["events"].size() == 1);
}

TEST_CASE("webhook: the first vector is accepted with the timestamp in milliseconds and in seconds") {
  CHECK(vector_body.size() == 108);
  for (const std::string timestamp : {"1893456000000", "1893456000", " 1893456000.0 ", "1893456000000.9"}) {
    CAPTURE(timestamp);
    World world;
    world.now = vector_time;
    const auto answer =
        world.raw("POST", path, vector_body, headers(webhook_secret, "evt-2030-0001", timestamp, vector_signature));
    CHECK(answer.status == 202);
    CHECK(answer.body["updated"] == false);
    CHECK(answer.body["session"].is_null());
    CHECK(world.observer->last("kyc.provider_webhook.received")["signatureVerified"] == true);
  }
  CHECK(sign_webhook(webhook_secret, "evt-2030-0001", vector_time, vector_body) == "sha256=" + vector_signature);
}

TEST_CASE("webhook: the second vector, an empty body, is accepted") {
  World world;
  world.now = vector_time;
  const auto answer =
      world.raw("POST", path, "", headers(webhook_secret, "evt-2030-0002", "1893456000000", empty_body_signature));
  CHECK(answer.status == 202);
  CHECK(answer.body == Json({{"accepted", true},
                             {"duplicate", false},
                             {"idempotencyKey", "evt-2030-0002"},
                             {"updated", false},
                             {"session", nullptr}}));
}

TEST_CASE("webhook: fractions of a second in the timestamp are signed as floored milliseconds") {
  World world;
  world.now = vector_time;
  const auto time = vector_time + milliseconds(250);
  CHECK(world
            .raw("POST", path, "{}",
                 headers(webhook_secret, "k", "1893456000.2509", sign_webhook(webhook_secret, "k", time, "{}")))
            .status == 202);
}

TEST_CASE("webhook: a sender that signs with seconds instead of milliseconds is refused") {
  World world;
  world.now = vector_time;
  const Timestamp as_seconds{milliseconds(1893456000)};
  const auto signature = sign_webhook(webhook_secret, "k", as_seconds, "{}");
  CHECK(verdict(world.raw("POST", path, "{}", headers(webhook_secret, "k", "1893456000", signature))) ==
        "403 invalid_webhook_signature");
}

TEST_CASE("webhook: the signature is read in any case, with or without its prefix, blanks around it") {
  std::string upper = vector_signature;
  for (char& digit : upper) digit = static_cast<char>(std::toupper(digit));
  for (const std::string& form : {vector_signature, upper, "sha256=" + vector_signature, "SHA256=" + upper,
                                  "Sha256=" + vector_signature, " \t" + vector_signature + " "}) {
    CAPTURE(form);
    World world;
    world.now = vector_time;
    CHECK(
        world.raw("POST", path, vector_body, headers(webhook_secret, "evt-2030-0001", "1893456000000", form)).status ==
        202);
  }
  for (const std::string& form :
       {std::string("x"), vector_signature.substr(1), vector_signature + "0", "sha256:" + vector_signature,
        "sha256= " + vector_signature, "sha256=sha256=" + vector_signature, "sha1=" + vector_signature,
        std::string(64, 'g'), std::string("sha256=")}) {
    CAPTURE(form);
    World world;
    world.now = vector_time;
    CHECK(verdict(
              world.raw("POST", path, vector_body, headers(webhook_secret, "evt-2030-0001", "1893456000000", form))) ==
          "400 invalid_webhook_signature");
  }
}

TEST_CASE("webhook: the signature covers time, key and every byte of the body") {
  World world;
  world.now = vector_time;
  const auto send = [&](const std::string& key, const std::string& timestamp, const std::string& body) {
    return verdict(world.raw("POST", path, body, headers(webhook_secret, key, timestamp, vector_signature)));
  };
  CHECK(send("evt-2030-0001", "1893456000001", vector_body) == "403 invalid_webhook_signature");
  CHECK(send("evt-2030-0002", "1893456000000", vector_body) == "403 invalid_webhook_signature");
  CHECK(send("evt-2030-0001", "1893456000000", vector_body + " ") == "403 invalid_webhook_signature");
  CHECK(send("evt-2030-0001", "1893456000000", vector_body) == "202 ");
}

// ---------------------------------------------------------------------------------------------------------- precedence

TEST_CASE("webhook: the checks come exactly in the order of the contract") {
  World world;
  const std::string array = "[]";
  const auto sign = [&](const std::string& key, const std::string& body) {
    return sign_webhook(webhook_secret, key, world.now, body);
  };
  const auto send = [&](const World::Headers& h, const std::string& body = "[]") {
    return verdict(world.raw("POST", path, body, h));
  };
  const std::string now = text_of(world.now);
  const std::string stale = text_of(world.now - seconds(301));
  CHECK(send({}, "{") == "400 invalid_request_body");
  CHECK(send({}, " ") == "400 invalid_request_body");
  CHECK(send({}, "\"" + std::string(1048577, 'x') + "\"") == "400 invalid_request_body");
  CHECK(send({}) == "401 missing_webhook_secret");
  CHECK(send({{"x-kyc-webhook-secret", "  "}}) == "401 missing_webhook_secret");
  CHECK(send({{"x-kyc-webhook-secret", "wrong"}}) == "403 invalid_webhook_secret");
  CHECK(send({{"x-kyc-webhook-secret", webhook_secret}}) == "400 missing_idempotency_key");
  CHECK(send(headers(webhook_secret, " \t", "", "")) == "400 missing_idempotency_key");
  CHECK(send(headers(webhook_secret, std::string(201, 'k'), "", "")) == "400 invalid_idempotency_key");
  CHECK(send(headers(webhook_secret, "k", "", "")) == "401 missing_webhook_timestamp");
  CHECK(send(headers(webhook_secret, "k", "  ", "x")) == "401 missing_webhook_timestamp");
  for (const std::string bad : {"abc", "0", "-1", "NaN", "Infinity", "2030-01-02T03:04:05Z", "1,5", "12 34"}) {
    CAPTURE(bad);
    CHECK(send(headers(webhook_secret, "k", bad, "")) == "400 invalid_webhook_timestamp");
  }
  CHECK(send(headers(webhook_secret, "k", stale, "")) == "401 stale_webhook_timestamp");
  CHECK(send(headers(webhook_secret, "k", now, "")) == "401 missing_webhook_signature");
  CHECK(send(headers(webhook_secret, "k", now, "   ")) == "401 missing_webhook_signature");
  CHECK(send(headers(webhook_secret, "k", now, "nonsense")) == "400 invalid_webhook_signature");
  CHECK(send(headers(webhook_secret, "k", now, std::string(64, 'a'))) == "403 invalid_webhook_signature");
  CHECK(send(headers(webhook_secret, "used", now, sign("used", "{}")), "{}") == "202 ");
  CHECK(send(headers(webhook_secret, "used", now, sign("used", array))) == "409 idempotency_key_conflict");
  for (const std::string body : {"[]", "[{}]", "\"text\"", "7", "true", "false"}) {
    CAPTURE(body);
    CHECK(send(headers(webhook_secret, "k", now, sign("k", body)), body) == "400 invalid_metadata");
  }
  const std::string both = R"({"providerRef":")" + std::string(129, 'r') + R"(","metadata":[]})";
  CHECK(send(headers(webhook_secret, "k", now, sign("k", both)), both) == "400 invalid_provider_ref");
  for (const std::string metadata : {"[]", "\"x\"", "1", "true"}) {
    CAPTURE(metadata);
    const std::string body = std::string(R"({"providerRef":"r","metadata":)") + metadata + "}";
    CHECK(send(headers(webhook_secret, "k", now, sign("k", body)), body) == "400 invalid_metadata");
  }
}

TEST_CASE("webhook: without a secret configured it is 503, after the body and before every header") {
  World world([](Options& o) { o.kyc_webhook.secrets.clear(); });
  CHECK(verdict(world.raw("POST", path, "{")) == "400 invalid_request_body");
  CHECK(verdict(world.raw("POST", path, "{}")) == "503 provider_webhook_disabled");
  CHECK(verdict(world.raw("POST", path, "{}", headers(webhook_secret, "k", "1", "x"))) ==
        "503 provider_webhook_disabled");
}

TEST_CASE("webhook: a secret of blanks only is no secret") {
  World world([](Options& o) { o.kyc_webhook.secrets = {"   "}; });
  CHECK(verdict(world.raw("POST", path, "{}", headers("x", "k", "1", "x"))) == "503 provider_webhook_disabled");
}

TEST_CASE("webhook: an idempotency key of 200 characters is accepted") {
  World world;
  CHECK(deliver(world, std::string(200, 'k'), std::string("{}")).status == 202);
}

TEST_CASE("webhook: the secret is trimmed on both sides") {
  World world([](Options& o) { o.kyc_webhook.secrets = {std::string(" ") + webhook_secret + "\n"}; });
  auto h = world.webhook_headers("k", "{}");
  h[0].second = "  " + h[0].second + " ";
  CHECK(world.raw("POST", path, "{}", h).status == 202);
}

TEST_CASE("webhook: the timestamp may be 300 seconds off in either direction, and not a millisecond more") {
  World world;
  const auto send = [&](milliseconds offset, const std::string& key) {
    const auto time = world.now + offset;
    return verdict(
        world.raw("POST", path, "{}",
                  headers(webhook_secret, key, text_of(time), sign_webhook(webhook_secret, key, time, "{}"))));
  };
  CHECK(send(seconds(300), "a") == "202 ");
  CHECK(send(seconds(-300), "b") == "202 ");
  CHECK(send(milliseconds(300001), "c") == "401 stale_webhook_timestamp");
  CHECK(send(milliseconds(-300001), "d") == "401 stale_webhook_timestamp");
}

TEST_CASE("webhook: a number far beyond any date is stale, not malformed") {
  World world;
  for (const std::string far : {"1", "9000000000000000", "1e300"}) {
    CAPTURE(far);
    CHECK(verdict(world.raw("POST", path, "{}", headers(webhook_secret, "k", far, "x"))) ==
          "401 stale_webhook_timestamp");
  }
}

TEST_CASE("webhook: with several secrets each one opens and signs") {
  World world([](Options& o) { o.kyc_webhook.secrets = {"new-secret", webhook_secret}; });
  const auto send = [&](const std::string& secret, const std::string& key) {
    return verdict(world.raw("POST", path, "{}",
                             headers(secret, key, text_of(world.now), sign_webhook(secret, key, world.now, "{}"))));
  };
  CHECK(send("new-secret", "a") == "202 ");
  CHECK(send(webhook_secret, "b") == "202 ");
  CHECK(send("older-secret", "c") == "403 invalid_webhook_secret");
}

TEST_CASE("webhook: with signing optional a delivery without both headers is taken unverified") {
  World world([](Options& o) { o.kyc_webhook.require_signature = false; });
  const auto now = text_of(world.now);
  const auto send = [&](const std::string& key, const std::string& timestamp, const std::string& signature) {
    return verdict(world.raw("POST", path, "{}", headers(webhook_secret, key, timestamp, signature)));
  };
  CHECK(verdict(world.raw("POST", path, "{}",
                          {{"x-kyc-webhook-secret", webhook_secret}, {"x-idempotency-key", "a"}})) == "202 ");
  CHECK(world.observer->last("kyc.provider_webhook.received")["signatureVerified"] == false);
  CHECK(send("b", "  ", " ") == "202 ");
  // One of the two headers is enough to have both checked.
  CHECK(send("c", now, "") == "401 missing_webhook_signature");
  CHECK(send("c", "", "x") == "401 missing_webhook_timestamp");
  CHECK(send("c", now, std::string(64, 'a')) == "403 invalid_webhook_signature");
  CHECK(send("c", now, sign_webhook(webhook_secret, "c", world.now, "{}")) == "202 ");
  CHECK(world.observer->last("kyc.provider_webhook.received")["signatureVerified"] == true);
}

// --------------------------------------------------------------------------------------------------------- idempotency

TEST_CASE("webhook: the same key and body again is a duplicate that applies nothing, also when signed anew") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const Json body{{"sessionId", session}, {"providerRef", "one"}, {"metadata", {{"n", 1}}}};
  REQUIRE(deliver(world, "k", body).body["updated"] == true);
  const Json other{{"sessionId", session}, {"providerRef", "two"}, {"metadata", {{"n", 2}}}};
  REQUIRE(deliver(world, "k2", other).body["updated"] == true);
  const auto before = session_of(world, c);
  world.now += seconds(60);
  const auto again = deliver(world, " k ", body);
  CHECK(again.status == 202);
  CHECK(again.body == Json({{"accepted", true},
                            {"duplicate", true},
                            {"idempotencyKey", "k"},
                            {"updated", false},
                            {"session", nullptr}}));
  CHECK(session_of(world, c) == before);
}

TEST_CASE("webhook: the same key with another body conflicts, whatever differs") {
  World world;
  REQUIRE(deliver(world, "k", std::string(R"({"a":1})")).status == 202);
  for (const std::string body : {R"({"a":2})", R"({"a": 1})", "", "null", "[]"}) {
    CAPTURE(body);
    CHECK(verdict(deliver(world, "k", body)) == "409 idempotency_key_conflict");
  }
  CHECK(deliver(world, "K", std::string("{}")).body["duplicate"] == false);
}

TEST_CASE("webhook: a key is remembered for its lifetime from the first sighting and fresh afterwards") {
  World world;
  const auto start = world.now;
  const std::string one = R"({"a":1})";
  const std::string two = R"({"a":2})";
  REQUIRE(deliver(world, "k", one).body["duplicate"] == false);
  world.now = start + seconds(86400) - milliseconds(1);
  // A repeat does not extend it.
  CHECK(deliver(world, "k", one).body["duplicate"] == true);
  CHECK(verdict(deliver(world, "k", two)) == "409 idempotency_key_conflict");
  world.now = start + seconds(86401);
  CHECK(deliver(world, "k", two).body["duplicate"] == false);
  CHECK(verdict(deliver(world, "k", one)) == "409 idempotency_key_conflict");
}

TEST_CASE("webhook: keys are one space for all sessions") {
  World world;
  const auto c = world.register_user();
  const auto first = world.start_kyc(c);
  const auto second = world.start_kyc(c);
  CHECK(deliver(world, "k", {{"sessionId", first}}).status == 202);
  CHECK(verdict(deliver(world, "k", {{"sessionId", second}})) == "409 idempotency_key_conflict");
}

TEST_CASE("webhook: a delivery that is refused does not use up its key") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  CHECK(verdict(deliver(world, "k", {{"sessionId", session}, {"providerRef", std::string(129, 'r')}})) ==
        "400 invalid_provider_ref");
  CHECK(verdict(deliver(world, "k", {{"sessionId", session}, {"metadata", 7}})) == "400 invalid_metadata");
  CHECK(verdict(deliver(world, "k", std::string("[]"))) == "400 invalid_metadata");
  CHECK(verdict(deliver(world, "k", {{"sessionId", session}, {"metadata", {{"big", std::string(70000, 'x')}}}})) ==
        "400 invalid_metadata");
  const auto answer = deliver(world, "k", {{"sessionId", session}, {"providerRef", "right"}});
  CHECK(answer.status == 202);
  CHECK(answer.body["duplicate"] == false);
  CHECK(answer.body["updated"] == true);
}

TEST_CASE("webhook: keys survive a restart") {
  World world;
  REQUIRE(deliver(world, "k", std::string("{}")).body["duplicate"] == false);
  world.restart();
  CHECK(deliver(world, "k", std::string("{}")).body["duplicate"] == true);
}

TEST_CASE("webhook: the purge keeps keys that still count and drops the others") {
  World world;
  REQUIRE(deliver(world, "k", std::string("{}")).status == 202);
  world.now += seconds(86399);
  world.platform->worker().purge();
  CHECK(deliver(world, "k", std::string("{}")).body["duplicate"] == true);
  world.now += seconds(2);
  CHECK(world.platform->worker().purge() >= 1);
  CHECK(deliver(world, "k", std::string("{}")).body["duplicate"] == false);
}

// -------------------------------------------------------------------------------------------------------------- effect

TEST_CASE("webhook: an unknown, malformed or missing session is accepted and updates nothing") {
  World world;
  int number = 0;
  for (const std::string body :
       {R"({"sessionId":"6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f"})", R"({"sessionId":"no-uuid"})",
        R"({"sessionId":"  "})", R"({"sessionId":null})", "{}", "null", "", R"({"sessionId":{}})"}) {
    CAPTURE(body);
    const auto answer = deliver(world, "k" + std::to_string(++number), std::string(body));
    CHECK(answer.status == 202);
    CHECK(answer.body["updated"] == false);
    CHECK(answer.body["session"].is_null());
  }
}

TEST_CASE("webhook: metadata is merged at the top level, a blank reference keeps the present one") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  deliver(world, "1", {{"sessionId", session}, {"providerRef", "ref"}, {"metadata", {{"a", {{"x", 1}}}, {"b", 2}}}});
  deliver(world, "2", {{"sessionId", session}, {"providerRef", " "}, {"metadata", {{"a", {{"y", 1}}}}}});
  CHECK(session_of(world, c)["providerRef"] == "ref");
  CHECK(session_of(world, c)["providerMetadata"] == Json({{"a", {{"y", 1}}}, {"b", 2}}));
  const auto empty = deliver(world, "3", {{"sessionId", session}, {"metadata", Json::object()}});
  CHECK(empty.body["updated"] == true);
  CHECK(session_of(world, c)["providerMetadata"] == Json({{"a", {{"y", 1}}}, {"b", 2}}));
}

TEST_CASE("webhook: without metadata, or with null or false, the whole payload is stored") {
  for (const std::string metadata : {"", R"(,"metadata":null)", R"(,"metadata":false)"}) {
    CAPTURE(metadata);
    World world;
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    const std::string body =
        R"({"sessionId":")" + session + R"(","providerRef":"r-1","verdict":"審査中")" + metadata + "}";
    REQUIRE(deliver(world, "k", body).status == 202);
    CHECK(session_of(world, c)["providerMetadata"] == Json::parse(body));
    CHECK(session_of(world, c)["providerRef"] == "r-1");
  }
}

TEST_CASE("webhook: any session in any state is updated and no status changes") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  for (const std::string status : {"MANUAL_REVIEW", "VERIFIED"}) {
    REQUIRE(world
                .post("/admin/kyc/review", {{"sessionId", session}, {"decision", status}, {"reviewedBy", "R"}},
                      World::admin())
                .status == 200);
    const auto answer = deliver(world, status, {{"sessionId", session}, {"metadata", {{"at", status}}}});
    CHECK(answer.body["updated"] == true);
    CHECK(answer.body["session"]["status"] == status);
    CHECK(answer.body["session"]["providerMetadata"]["at"] == status);
  }
  CHECK(world.get("/identity/kyc/history", World::as(c)).body["events"].size() == 4);
}

TEST_CASE("webhook: the merged metadata may be at most 64 KiB") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  CHECK(deliver(world, "1", {{"sessionId", session}, {"metadata", {{"a", std::string(40000, 'x')}}}}).status == 202);
  CHECK(verdict(deliver(world, "2", {{"sessionId", session}, {"metadata", {{"b", std::string(40000, 'x')}}}})) ==
        "400 invalid_metadata");
  CHECK(keys(session_of(world, c)["providerMetadata"]) == "a");
}

// ------------------------------------------------------------------------------------------------------------- logging

TEST_CASE("webhook: accepted deliveries are logged with the names of the payload and nothing of its content") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  deliver(world, "k", {{"sessionId", session}, {"metadata", {{"face", "private"}}}});
  const auto logged = world.observer->last("kyc.provider_webhook.received");
  CHECK(keys(logged) == "duplicate idempotencyKey payloadKeys signatureVerified sourceIp updated");
  CHECK(logged["duplicate"] == false);
  CHECK(logged["idempotencyKey"] == "k");
  CHECK(logged["sourceIp"] == "127.0.0.1");
  CHECK(logged["updated"] == true);
  CHECK(logged["signatureVerified"] == true);
  const std::string names = logged["payloadKeys"].dump();
  CHECK(names.find("metadata") != std::string::npos);
  CHECK(names.find("sessionId") != std::string::npos);
  CHECK(logged.dump().find("private") == std::string::npos);
  Json many;
  for (int i = 100; i < 130; ++i) many["member" + std::to_string(i)] = 1;
  deliver(world, "k2", many);
  const std::string first_20 = world.observer->last("kyc.provider_webhook.received")["payloadKeys"].dump();
  CHECK(first_20.find("member119") != std::string::npos);
  CHECK(first_20.find("member120") == std::string::npos);
}

TEST_CASE("webhook: a refused delivery is logged with its reason and without secrets") {
  World world;
  const auto reason = [&] { return world.observer->last("kyc.provider_webhook.rejected")["reason"]; };
  world.raw("POST", path, "{}", headers("wrong-secret-value", "k", "1", "x"));
  CHECK(reason() == "invalid_webhook_secret");
  CHECK(world.observer->last("kyc.provider_webhook.rejected").dump().find("wrong-secret-value") == std::string::npos);
  deliver(world, "k", std::string(R"({"metadata":1})"));
  CHECK(reason() == "invalid_metadata");
  CHECK(world.observer->count("kyc.provider_webhook.rejected") == 2);
  CHECK(world.observer->count("kyc.provider_webhook.received") == 0);
}
