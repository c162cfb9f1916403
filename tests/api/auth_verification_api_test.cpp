// One-time e-mail codes: confirming, sending again, limits, the mail itself, what is stored.

#include <regex>
#include <set>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string resend_path = "/auth/email-verification/resend";
const std::string verify_path = "/auth/email-verification/verify";

Json rina(const std::string& name = "Rina Hartono") {
  return {{"fullName", name}, {"email", "rina@example.test"}, {"password", "Kirei-na-hana-42"}};
}

/// Six digits that are not `code`.
std::string other_than(const std::string& code) { return code == "111111" ? "222222" : "111111"; }

Answer verify(World& world, const std::string& email, const Json& code) {
  return world.post(verify_path, {{"email", email}, {"code", code}});
}

/// The code that the worker has mailed last.
std::string mailed_code(World& world) {
  while (world.platform->worker().run_once()) continue;
  return world.mails.empty() ? "" : world.mails.back().code.reveal();
}

}  // namespace

TEST_CASE("verify: the right code confirms the address once and for all") {
  World world;
  const auto c = world.register_user();
  world.now += seconds(30);
  const auto answer = verify(world, c.email, c.code);
  REQUIRE(answer.status == 200);
  CHECK(answer.body == Json({{"email", c.email}, {"verified", true}, {"alreadyVerified", false}}));
  const auto user = world.get("/auth/me", World::as(c)).body["user"];
  CHECK(user["emailVerified"] == true);
  CHECK(user["emailVerifiedAt"] == "2030-01-02T03:04:35.678Z");
  world.now += seconds(30);
  const auto again = verify(world, c.email, other_than(c.code));
  CHECK(again.status == 200);
  CHECK(again.body == Json({{"email", c.email}, {"verified", true}, {"alreadyVerified", true}}));
  CHECK(world.get("/auth/me", World::as(c)).body["user"]["emailVerifiedAt"] == "2030-01-02T03:04:35.678Z");
}

TEST_CASE("verify: errors come in the order e-mail, form of the code, unknown user") {
  World world;
  CHECK(world.post(verify_path, {{"email", "x"}, {"code", "x"}}).code() == "invalid_email");
  const auto c = world.register_user();
  for (const std::string code : {"\"\"", "\"12345\"", "\"1234567\"", "\"12345a\"", "null", "12345", "[123456]", "{}",
                                 "true", "\"１２３４５６\"", "\"-12345\"", "123456.5"}) {
    CAPTURE(code);
    const auto answer = verify(world, c.email, Json::parse(code));
    CHECK(answer.status == 400);
    CHECK(answer.code() == "verification_code_invalid");
  }
  const auto unknown = verify(world, "nobody@example.test", "123456");
  CHECK(unknown.status == 400);
  CHECK(unknown.code() == "verification_code_invalid");
  // None of these was a try: four wrong codes are still left, and the right one.
  for (int i = 0; i < 4; ++i) CHECK(verify(world, c.email, other_than(c.code)).code() == "verification_code_invalid");
  CHECK(verify(world, c.email, c.code).status == 200);
}

TEST_CASE("verify: white space anywhere in the code and around the address is ignored, and a number is fine") {
  World world;
  const auto a = world.register_user();
  CHECK(verify(world, " " + a.email + "\u3000", "\u3000" + a.code.substr(0, 3) + " \t" + a.code.substr(3) + "\n")
            .status == 200);
  World fixed([](Options& o) { o.auth.static_code = "424242"; });
  const auto b = fixed.register_user();
  CHECK(verify(fixed, b.email, 424242).status == 200);
}

TEST_CASE("verify: N-1 wrong codes are invalid, the Nth locks, and then even the right one is locked") {
  for (const int limit : {1, 3, 5}) {
    CAPTURE(limit);
    World world([&](Options& o) { o.auth.code_max_attempts = limit; });
    const auto c = world.register_user();
    for (int i = 1; i < limit; ++i)
      CHECK(verify(world, c.email, other_than(c.code)).code() == "verification_code_invalid");
    const auto locked = verify(world, c.email, other_than(c.code));
    CHECK(locked.status == 400);
    CHECK(locked.code() == "verification_code_locked");
    CHECK(verify(world, c.email, other_than(c.code)).code() == "verification_code_locked");
    CHECK(verify(world, c.email, c.code).code() == "verification_code_locked");
    CHECK(world.get("/auth/me", World::as(c)).body["user"]["emailVerified"] == false);
  }
}

TEST_CASE("verify: the right code still counts on the last try") {
  World world;
  const auto c = world.register_user();
  for (int i = 0; i < 4; ++i) CHECK(verify(world, c.email, other_than(c.code)).code() == "verification_code_invalid");
  CHECK(verify(world, c.email, c.code).status == 200);
}

TEST_CASE("verify: a code is good until just before its expiry and expired from then on") {
  World world;
  const auto c = world.register_user();
  const auto start = world.now;
  world.now = start + seconds(600);
  CHECK(verify(world, c.email, c.code).code() == "verification_code_expired");
  CHECK(verify(world, c.email, other_than(c.code)).code() == "verification_code_expired");
  world.now = start + seconds(600) - milliseconds(1);
  // Codes after the expiry were no tries.
  for (int i = 0; i < 4; ++i) CHECK(verify(world, c.email, other_than(c.code)).code() == "verification_code_invalid");
  CHECK(verify(world, c.email, c.code).status == 200);
}

TEST_CASE("verify: expiry is reported before the lock") {
  World world;
  const auto c = world.register_user();
  for (int i = 0; i < 5; ++i) verify(world, c.email, other_than(c.code));
  CHECK(verify(world, c.email, c.code).code() == "verification_code_locked");
  world.now += seconds(600);
  const auto answer = verify(world, c.email, c.code);
  CHECK(answer.status == 400);
  CHECK(answer.code() == "verification_code_expired");
}

TEST_CASE("verify: an account without any challenge has no valid code") {
  World world;
  write(*world.storage, [&](Stores& s) {
    REQUIRE(s.users.insert(
        {UserId("6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f"), "Rina", "rina@example.test", "none", world.now}));
  });
  CHECK(verify(world, "rina@example.test", "123456").code() == "verification_code_invalid");
}

TEST_CASE("verify: the daily cap locks an account over all its codes and ends after a day") {
  World world([](Options& o) { o.auth.code_max_daily_attempts = 7; });
  auto c = world.register_user();
  for (int i = 0; i < 5; ++i) verify(world, c.email, other_than(c.code));
  world.now += seconds(60);
  std::string code = world.post(resend_path, {{"email", c.email}}).body["developmentCode"];
  CHECK(verify(world, c.email, other_than(code)).code() == "verification_code_invalid");
  CHECK(verify(world, c.email, other_than(code)).code() == "verification_code_invalid");
  const auto locked = verify(world, c.email, code);
  CHECK(locked.code() == "verification_code_locked");
  CHECK(locked.body["error"]["message"].get<std::string>().find("24 hours") != std::string::npos);
  world.now += seconds(60);
  code = world.post(resend_path, {{"email", c.email}}).body["developmentCode"];
  CHECK(verify(world, c.email, code).code() == "verification_code_locked");
  world.now += hours(24);
  code = world.post(resend_path, {{"email", c.email}}).body["developmentCode"];
  CHECK(verify(world, c.email, code).status == 200);
}

TEST_CASE("resend: errors come in the order e-mail, unknown user, cooldown") {
  World world;
  CHECK(world.post(resend_path, Json::object()).code() == "invalid_email");
  const auto unknown = world.post(resend_path, {{"email", "nobody@example.test"}});
  CHECK(unknown.status == 404);
  CHECK(unknown.code() == "user_not_found");
  const auto c = world.register_user();
  world.now += milliseconds(17500);
  const auto early = world.post(resend_path, {{"email", c.email}});
  CHECK(early.status == 429);
  CHECK(early.code() == "verification_code_throttled");
  // 42.5 s are left, rounded up, in the text that iOS shows and where machines look.
  CHECK(early.body["error"]["message"].get<std::string>().find("43") != std::string::npos);
  CHECK(early.body["error"]["retryAfterSec"] == 43);
  CHECK(early.response.header("Retry-After") == "43");
}

TEST_CASE("resend: the cooldown ends exactly when it says and is counted from the latest code") {
  World world;
  const auto c = world.register_user();
  const auto start = world.now;
  world.now = start + seconds(60) - milliseconds(1);
  CHECK(world.post(resend_path, {{"email", c.email}}).status == 429);
  world.now = start + seconds(60);
  const auto answer = world.post(resend_path, {{"email", " " + c.email + " "}});
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "developmentCode email expiresInSec required resendAvailableInSec sent verified");
  CHECK(answer.body["required"] == true);
  CHECK(answer.body["verified"] == false);
  CHECK(answer.body["email"] == c.email);
  CHECK(answer.body["sent"] == true);
  CHECK(answer.body["expiresInSec"] == 600);
  CHECK(answer.body["resendAvailableInSec"] == 60);
  world.now += seconds(59);
  CHECK(world.post(resend_path, {{"email", c.email}}).status == 429);
}

TEST_CASE("resend: a new code replaces the former one and starts with all tries") {
  World world;
  const auto c = world.register_user();
  for (int i = 0; i < 5; ++i) verify(world, c.email, other_than(c.code));
  // A lock does not block a resend, only the cooldown does.
  CHECK(world.post(resend_path, {{"email", c.email}}).status == 429);
  world.now += seconds(60);
  const std::string code = world.post(resend_path, {{"email", c.email}}).body["developmentCode"];
  if (code != c.code) CHECK(verify(world, c.email, c.code).code() == "verification_code_invalid");
  for (int i = 0; i < 3; ++i) CHECK(verify(world, c.email, other_than(code)).code() == "verification_code_invalid");
  CHECK(verify(world, c.email, code).status == 200);
}

TEST_CASE("resend: an expired code does not block a resend") {
  World world;
  const auto c = world.register_user();
  world.now += hours(2);
  const auto answer = world.post(resend_path, {{"email", c.email}});
  REQUIRE(answer.status == 200);
  CHECK(verify(world, c.email, answer.body["developmentCode"]).status == 200);
}

TEST_CASE("resend: a verified user gets the superset that every client can decode, and no mail") {
  World world;
  const auto c = world.register_user();
  REQUIRE(verify(world, c.email, c.code).status == 200);
  while (world.platform->worker().run_once()) continue;
  world.mails.clear();
  const auto answer = world.post(resend_path, {{"email", c.email}});
  REQUIRE(answer.status == 200);
  CHECK(answer.body == Json({{"email", c.email},
                             {"required", false},
                             {"verified", true},
                             {"alreadyVerified", true},
                             {"sent", false},
                             {"expiresInSec", 0},
                             {"resendAvailableInSec", 0}}));
  CHECK_FALSE(world.platform->worker().run_once());
  CHECK(world.mails.empty());
}

TEST_CASE("codes: with exposure off no answer carries the code, and the mail still does") {
  World world([](Options& o) { o.auth.expose_code = false; });
  const auto answer = world.post("/auth/register", rina());
  REQUIRE(answer.status == 201);
  CHECK_FALSE(answer.body["emailVerification"].contains("developmentCode"));
  const auto code = mailed_code(world);
  CHECK(answer.text.find(code) == std::string::npos);
  world.now += seconds(60);
  const auto resent = world.post(resend_path, {{"email", "rina@example.test"}});
  CHECK_FALSE(resent.body.contains("developmentCode"));
  const auto latest = mailed_code(world);
  CHECK(world.mails.size() == 2);
  CHECK(verify(world, "rina@example.test", latest).status == 200);
}

TEST_CASE("codes: the static code is used for every challenge and mailed as well") {
  World world([](Options& o) { o.auth.static_code = "424242"; });
  const auto c = world.register_user();
  CHECK(c.code == "424242");
  CHECK(mailed_code(world) == "424242");
  CHECK(verify(world, c.email, "424243").code() == "verification_code_invalid");
  CHECK(verify(world, c.email, "424242").status == 200);
}

TEST_CASE("codes: codes of different accounts and challenges differ") {
  World world;
  std::set<std::string> codes;
  for (int i = 0; i < 8; ++i) codes.insert(world.register_user().code);
  CHECK(codes.size() >= 7);
}

TEST_CASE("codes: the mail is sent once, to the person, with code, name and minutes") {
  World world;
  const auto answer = world.post("/auth/register", rina("R<b>&\"ina"));
  CHECK(world.mails.empty());
  CHECK(world.platform->worker().run_once());
  CHECK_FALSE(world.platform->worker().run_once());
  REQUIRE(world.mails.size() == 1);
  const Email& mail = world.mails.front();
  const std::string code = answer.body["emailVerification"]["developmentCode"];
  CHECK(mail.to == "rina@example.test");
  CHECK(mail.code.reveal() == code);
  CHECK(mail.text.find(code) != std::string::npos);
  CHECK(mail.text.find("R<b>&\"ina") != std::string::npos);
  CHECK(mail.text.find("10 minutes") != std::string::npos);
  CHECK(mail.html.find(code) != std::string::npos);
  CHECK(mail.html.find("R&lt;b&gt;&amp;&quot;ina") != std::string::npos);
  CHECK(mail.html.find("<b>&") == std::string::npos);
  CHECK_FALSE(mail.idempotency_key.empty());
}

TEST_CASE("codes: a mail that fails is tried again later under the same key") {
  World world;
  bool down = true;
  std::vector<std::string> keys_seen;
  world.restart([&](Options& o) {
    o.send_email = [&](const Email& mail) {
      keys_seen.push_back(mail.idempotency_key);
      if (down) throw std::runtime_error("no connection");
      world.mails.push_back(mail);
    };
  });
  const auto c = world.register_user();
  CHECK(world.platform->worker().run_once());
  CHECK_FALSE(world.platform->worker().run_once());
  CHECK(world.mails.empty());
  down = false;
  world.now += seconds(5);
  CHECK(world.platform->worker().run_once());
  REQUIRE(world.mails.size() == 1);
  CHECK(world.mails.front().code.reveal() == c.code);
  CHECK(keys_seen.size() == 2);
  CHECK(keys_seen.front() == keys_seen.back());
}

TEST_CASE("codes: no mail goes out for a code that was used or has expired meanwhile") {
  World world;
  const auto a = world.register_user();
  REQUIRE(verify(world, a.email, a.code).status == 200);
  world.register_user();
  world.now += seconds(600);
  while (world.platform->worker().run_once()) continue;
  CHECK(world.mails.empty());
}

TEST_CASE("codes: rotating the secret between registration and mail changes nothing for the person") {
  World world;
  const auto c = world.register_user();
  world.restart([](Options& o) {
    o.auth.token_secret = "a-new-secret";
    o.auth.previous_token_secrets = {token_secret};
  });
  CHECK(mailed_code(world) == c.code);
  CHECK(verify(world, c.email, c.code).status == 200);
}

TEST_CASE("codes: what is stored of a code is the hash of the original only with compat_rollback") {
  for (const bool compat : {false, true}) {
    CAPTURE(compat);
    World world([&](Options& o) {
      o.auth.compat_rollback = compat;
      o.auth.compat_hash_iterations = 1000;
    });
    const auto c = world.register_user();
    const auto stored =
        read(*world.storage, [&](Stores& s) { return s.challenges.latest(UserId(c.user_id))->code_hash; });
    CHECK((stored == sha256_hex("email-verification:" + c.code)) == compat);
    CHECK(stored.find(c.code) == std::string::npos);
    CHECK(mailed_code(world) == c.code);
    CHECK(verify(world, c.email, c.code).status == 200);
  }
}

TEST_CASE("codes: a challenge written by the original is confirmed by its code (vector)") {
  World world;
  const auto c = world.register_user();
  world.now += seconds(1);
  write(*world.storage, [&](Stores& s) {
    ChallengeRow row;
    row.id = ChallengeId("11111111-2222-4333-8444-555555555555");
    row.user_id = UserId(c.user_id);
    row.email = c.email;
    row.code_hash = "05b686b50f10019119469d8c24dccf742567d58616a6a35078c45b68ca3440ae";
    row.expires_at = world.now + seconds(600);
    row.resend_available_at = world.now + seconds(60);
    row.created_at = world.now;
    s.challenges.insert(row);
  });
  CHECK(verify(world, c.email, "004218").code() == "verification_code_invalid");
  CHECK(verify(world, c.email, "004217").status == 200);
}
