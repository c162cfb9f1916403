// Gaps of the original that are small and stand alone.

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

TEST_CASE("errors: whoever has to wait is told the seconds in words, in the body and in Retry-After") {
  World world;
  const auto c = world.register_user();
  world.now += std::chrono::milliseconds(18001);
  const auto answer = world.post("/auth/email-verification/resend", {{"email", c.email}});
  CHECK(answer.status == 429);
  CHECK(answer.code() == "verification_code_throttled");
  CHECK(answer.body["error"]["retryAfterSec"] == 42);
  CHECK(answer.response.header("Retry-After") == "42");
  CHECK(answer.body["error"]["message"].get<std::string>().find("42 seconds") != std::string::npos);
}

TEST_CASE("samples: content that was deleted stays away after a restart") {
  World world;
  for (const std::string public_path : {"/jobs", "/feed/posts"}) {
    const std::string admin_path = "/admin" + public_path;
    const Json items = world.get(admin_path, World::admin()).body["items"];
    for (const auto& item : items) {
      const std::string path = admin_path + "/" + item["id"].get<std::string>();
      REQUIRE(world.call("DELETE", path, nullptr, World::admin()).status == 200);
    }
    world.storage->migrate();
    world.restart();
    CHECK(world.get(public_path).body["pageInfo"]["total"] == 0);
  }
}

TEST_CASE("login: an unknown address costs a hash as a known one does") {
  // With one place for hashing and none to wait, whoever does not hash is the only one that is never turned away.
  World world([](Options& options) {
    options.auth.hash_concurrency = 1;
    options.auth.hash_queue = 0;
    options.auth.hash_cost.iterations = 400;
  });
  std::atomic<int> busy{0};
  at_once(6, [&](int i) {
    const Json body{{"email", "nobody" + std::to_string(i) + "@example.test"}, {"password", "Kirei-na-hana-42"}};
    const auto answer = world.post("/auth/login", body);
    CHECK((answer.code() == "invalid_credentials" || answer.code() == "server_busy"));
    busy += answer.code() == "server_busy";
  });
  CHECK(busy > 0);
}

TEST_CASE("resend: with the neutral answer nobody learns which addresses have accounts") {
  World world([](Options& options) { options.auth.neutral_resend = true; });
  const auto known = world.register_user();
  const auto verified = world.register_user();
  REQUIRE(world.post("/auth/email-verification/verify", {{"email", verified.email}, {"code", verified.code}}).status ==
          200);
  const auto shape = [&](const std::string& email) {
    auto answer = world.post("/auth/email-verification/resend", {{"email", email}});
    CHECK(answer.status == 200);
    answer.body.erase("email");
    return answer.body;
  };
  // Too early, verified, unknown, and really sent: all alike.
  const Json early = shape(known.email);
  while (world.platform->worker().run_once()) {
  }
  CHECK(keys(early) == "expiresInSec required resendAvailableInSec sent verified");
  CHECK(shape(verified.email) == early);
  CHECK(shape("nobody@example.test") == early);
  world.now += std::chrono::minutes(2);
  CHECK(shape(known.email) == early);
  while (world.platform->worker().run_once()) {
  }
  // A new code went to the one who may have it, and to nobody else.
  int to_known = 0;
  for (const auto& mail : world.mails) to_known += mail.to == known.email;
  CHECK(to_known == 2);
  CHECK(world.mails.size() == 2);
  CHECK(world.post("/auth/email-verification/resend", {{"email", "no address"}}).code() == "invalid_email");
}

TEST_CASE("activity: with all types on, the other kinds of events come from the audit trail") {
  World world([](Options& options) { options.audit.in_activity = true; });
  const auto admin = world.register_with_roles({"super_admin"});
  world.now += std::chrono::seconds(1);
  world.start_kyc(admin);
  world.now += std::chrono::seconds(1);
  const std::string job = "job_osaka_cnc_operator_002";
  REQUIRE(world.post("/admin/jobs/" + job + "/unpublish", nullptr, World::as(admin)).status == 200);
  const auto get = [&](const std::string& path, const std::string& query) {
    const auto answer = world.get(path + query, World::admin());
    CHECK(answer.status == 200);
    CHECK(answer.body["count"] == answer.body["items"].size());
    return answer.body;
  };
  const std::string activity = "/admin/activity-events", audit = "/admin/audit/events";
  const Json jobs = get(activity, "?type=JOB");
  REQUIRE(jobs["items"].size() == 1);
  Json event = jobs["items"][0];
  event.erase("id");
  CHECK(event == Json({{"type", "JOB"}, {"action", "JOB_UNPUBLISHED"}, {"entityType", "JOB"}, {"entityId", job},
                       {"actorType", "ADMIN"}, {"actorId", admin.email}, {"statusFrom", "PUBLISHED"},
                       {"statusTo", "DRAFT"}, {"title", "Job unpublished"},
                       {"description", "Job unpublished, now DRAFT."}, {"createdAt", "2030-01-02T03:04:07.678Z"}}));
  // Everything together, newest first, over pages too.
  const Json all = get(activity, "");
  CHECK(all["pageInfo"]["total"] == 4);
  std::string types;
  for (int cursor = 0; cursor < 4; ++cursor) {
    const Json page = get(activity, "?limit=1&cursor=" + std::to_string(cursor));
    types += page["items"].at(0)["type"].get<std::string>() + " ";
  }
  CHECK(types == "JOB KYC AUTH AUTH ");
  const auto total = [&](const std::string& query) { return get(audit, query)["pageInfo"]["total"].get<int>(); };
  CHECK(total("?type=AUTH") == 2);
  CHECK(total("?action=job_unpublished") == 1);
  CHECK(total("?action=USER_REGISTERED") == 1);
  CHECK(total("?entityId=" + job) == 1);
  CHECK(total("?entityType=user&actorType=SYSTEM") == 1);
  CHECK(total("?actorId=" + admin.email) == 1);
  CHECK(total("?actorId=" + admin.user_id) == 2);
  CHECK(total("?type=FEED") == 0);
  CHECK(total("?from=2030-01-02T03:04:06Z") == 2);
  // Off, they are not there, as in the original.
  world.restart([](Options& options) { options.audit.in_activity = false; });
  CHECK(get(activity, "?type=JOB")["items"].empty());
  CHECK(get(activity, "")["pageInfo"]["total"] == 1);
}

TEST_CASE("methods: a browser may send the header of a checksum to a link for files and nowhere else") {
  World world;
  const auto allowed = [&](const std::string& target) {
    return std::string(world.raw("OPTIONS", target, "").response.header("Access-Control-Allow-Headers"));
  };
  CHECK(allowed("/objects/token") == allowed("/jobs") + ", x-amz-meta-checksum-sha256");
  CHECK(allowed("/jobs").ends_with("x-kyc-webhook-timestamp, x-idempotency-key"));
}
