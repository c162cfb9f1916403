// senpai/testing.hpp, used as its readers would.

#include <doctest/doctest.h>

#include <senpai/testing.hpp>

using namespace senpai;
using testing::Sandbox;

namespace {

AuthSession register_ayu(Sandbox& sandbox) {
  return sandbox->auth().register_user(
      {.full_name = "Ayu Lestari", .email = "ayu@example.com", .password = "Kirei-na-hana-42"});
}

}  // namespace

TEST_CASE("sandbox: one-time codes are read from the mail") {
  Sandbox sandbox;
  register_ayu(sandbox);
  CHECK(sandbox.code_for("nobody@example.com") == "");
  const auto mails = sandbox.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].to == "ayu@example.com");
  CHECK(mails[0].text.find(sandbox.code_for("ayu@example.com")) != std::string::npos);
  CHECK_NOTHROW(sandbox->auth().verify_email("ayu@example.com", sandbox.code_for("ayu@example.com")));
}

TEST_CASE("sandbox: time moves when it is told to") {
  Sandbox sandbox;
  const auto session = register_ayu(sandbox);
  CHECK(to_text(sandbox.now()) == "2030-01-01T00:00:00.000Z");
  CHECK(sandbox.request("GET", "/auth/me", "", session.access_token).status == 200);
  sandbox.advance(std::chrono::hours(1));
  CHECK(sandbox.request("GET", "/auth/me", "", session.access_token).status == 401);
  sandbox.set_time(*parse_timestamp("2040-01-01"));
  CHECK(to_text(sandbox.now()) == "2040-01-01T00:00:00.000Z");
}

TEST_CASE("sandbox: forged webhooks are accepted and spoiled ones are not") {
  Sandbox sandbox;
  const auto ayu = register_ayu(sandbox);
  const auto check = sandbox->kyc().start(ayu.user.id);
  const std::string body = R"({"sessionId":")" + check.id.text() + R"(","metadata":{"score":98}})";
  CHECK(sandbox.webhook("delivery-1", body).status == 202);
  auto headers = sandbox.webhook_headers("delivery-2", body);
  CHECK(sandbox.request("POST", "/identity/kyc/provider-webhook", body + " ", {}, headers).error_code ==
        "invalid_webhook_signature");
  sandbox.advance(std::chrono::hours(1));
  CHECK(sandbox.request("POST", "/identity/kyc/provider-webhook", body, {}, headers).status >= 400);
}

TEST_CASE("sandbox: administrators and options of the test are there") {
  Sandbox sandbox([](Options& options) { options.auth.static_code = "246810"; });
  register_ayu(sandbox);
  CHECK(sandbox.code_for("ayu@example.com") == "246810");
  CHECK(sandbox.admin_request("GET", "/admin/kyc/review-queue").status == 200);
  CHECK(sandbox.request("GET", "/admin/kyc/review-queue").status == 401);
}

TEST_CASE("sandbox: each has a world of its own") {
  Sandbox one, other;
  register_ayu(one);
  CHECK_NOTHROW(register_ayu(other));
  one.advance(std::chrono::hours(5));
  CHECK(other.now() < one.now());
}
