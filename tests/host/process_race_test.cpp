// Several server processes on one database: of contradicting requests exactly one wins, and the others get the
// contract's answer.

#include <set>

#include "host/cluster.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

constexpr int crowd = 8;
constexpr int rounds = 3;
const std::string job = "job_osaka_cnc_operator_002";

/// The different values that a member has in successful answers.
std::set<std::string> values(const std::vector<WireAnswer>& answers, const Json::json_pointer& member) {
  std::set<std::string> found;
  for (const auto& answer : answers)
    if (answer.status / 100 == 2) found.insert(answer.json().at(member).dump());
  return found;
}

int count_true(const std::vector<WireAnswer>& answers, const std::string& member) {
  int number = 0;
  for (const auto& answer : answers) number += answer.status / 100 == 2 && answer.json()[member] == true;
  return number;
}

}  // namespace

TEST_CASE("processes: of simultaneous refreshes with one token one wins, and its session lives on") {
  Cluster cluster;
  auto c = cluster.register_user();
  for (int round = 0; round < rounds; ++round) {
    const auto answers = cluster.at_once(crowd, [&](int) {
      return Cluster::Call{"POST", "/auth/refresh", {{"refreshToken", c.refresh_token}}};
    });
    CHECK(count(answers, 200) == 1);
    CHECK(count(answers, 401, "invalid_refresh_token") == crowd - 1);
    for (const auto& answer : answers)
      if (answer.status == 200) c.refresh_token = answer.json()["refreshToken"];
  }
  CHECK(cluster.post("/auth/refresh", {{"refreshToken", c.refresh_token}}).status == 200);
}

TEST_CASE("processes: parallel guesses of a one-time code never exceed the limit") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const std::string wrong = c.code == "111111" ? "222222" : "111111";
    const auto answers = cluster.at_once(crowd, [&](int) {
      return Cluster::Call{"POST", "/auth/email-verification/verify", {{"email", c.email}, {"code", wrong}}};
    });
    CHECK(count(answers, 400, "verification_code_invalid") == 4);
    CHECK(count(answers, 400, "verification_code_locked") == crowd - 4);
    const auto right = cluster.post("/auth/email-verification/verify", {{"email", c.email}, {"code", c.code}});
    CHECK(right.code() == "verification_code_locked");
  }
}

TEST_CASE("processes: simultaneous submits all succeed and leave one event") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const auto id = cluster.start_check(c, false);
    const auto answers = cluster.at_once(crowd, [&](int) {
      return Cluster::Call{"POST", "/identity/kyc/sessions/" + id + "/submit", nullptr, World::as(c)};
    });
    CHECK(count(answers, 200) == crowd);
    CHECK(values(answers, "/session/submittedAt"_json_pointer).size() == 1);
    CHECK(cluster.call("GET", "/identity/kyc/history", nullptr, World::as(c)).json()["events"].size() == 2);
  }
}

TEST_CASE("processes: of contradicting reviews one decides, and the others find the session locked") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const auto id = cluster.start_check(c, true);
    const auto answers = cluster.at_once(crowd, [&](int i) {
      return Cluster::Call{"POST", "/admin/kyc/review",
                           {{"sessionId", id}, {"decision", i / 2 % 2 ? "VERIFIED" : "REJECTED"}, {"reviewedBy", "R"}},
                           Cluster::admin()};
    });
    CHECK(count(answers, 200) == 1);
    CHECK(count(answers, 409, "kyc_session_locked") == crowd - 1);
    const auto history = cluster.call("GET", "/identity/kyc/history", nullptr, World::as(c)).json();
    CHECK(history["events"].size() == 3);
    CHECK(values(answers, "/session/status"_json_pointer) == std::set{history["session"]["status"].dump()});
  }
}

TEST_CASE("processes: of simultaneous final requests one is created and all get it") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    cluster.start_check(c, true);
    const auto answers = cluster.at_once(crowd, [&](int i) {
      return Cluster::Call{"POST", "/users/me/verification/final-request", {{"source", "S" + std::to_string(i)}},
                           World::as(c)};
    });
    CHECK(count(answers, 201) == 1);
    CHECK(count(answers, 200) == crowd - 1);
    CHECK(count_true(answers, "created") == 1);
    CHECK(values(answers, "/request"_json_pointer).size() == 1);
  }
}

TEST_CASE("processes: of simultaneous applications for one job one is created and all get it") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const auto answers = cluster.at_once(crowd, [&](int i) {
      return Cluster::Call{"POST", "/jobs/" + job + "/applications", {{"note", std::to_string(i)}}, World::as(c)};
    });
    CHECK(count(answers, 201) == 1);
    CHECK(count(answers, 200) == crowd - 1);
    CHECK(values(answers, "/application"_json_pointer).size() == 1);
  }
}

TEST_CASE("processes: of simultaneous saves and of simultaneous removals one reports the change") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const auto saved = cluster.at_once(crowd, [&](int) {
      return Cluster::Call{"POST", "/users/me/saved-jobs", {{"jobId", job}}, World::as(c)};
    });
    CHECK(count(saved, 200) == crowd);
    CHECK(count_true(saved, "created") == 1);
    const auto removed = cluster.at_once(crowd, [&](int) {
      return Cluster::Call{"DELETE", "/users/me/saved-jobs/" + job, nullptr, World::as(c)};
    });
    CHECK(count(removed, 200) == crowd);
    CHECK(count_true(removed, "removed") == 1);
  }
}

TEST_CASE("processes: of contradicting answers to an offer the first counts") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const auto id = cluster.apply(c);
    REQUIRE(cluster.call("PATCH", "/admin/applications/" + id + "/status", {{"status", "OFFERED"}}, Cluster::admin())
                .status == 200);
    const auto answers = cluster.at_once(crowd, [&](int i) {
      const std::string word = i / 2 % 2 ? "accept" : "decline";
      return Cluster::Call{"POST", "/users/me/applications/" + id + "/offer/" + word, nullptr, World::as(c)};
    });
    CHECK(count(answers, 200) == 1);
    CHECK(count(answers, 409, "offer_not_available") == crowd - 1);
    const auto journey = cluster.call("GET", "/users/me/applications/" + id + "/journey", nullptr, World::as(c)).json();
    CHECK(journey["journey"].size() == 3);
    CHECK(values(answers, "/application/status"_json_pointer) == std::set{journey["application"]["status"].dump()});
  }
}

TEST_CASE("processes: a delivery that arrives many times at once is applied once, and another body is a conflict") {
  Cluster cluster;
  const auto c = cluster.register_user();
  const auto id = cluster.start_check(c, true);
  const auto deliver = [&](const std::string& key, const Json& body) {
    const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    return Cluster::Call{"POST", "/identity/kyc/provider-webhook", body,
                         {{"x-kyc-webhook-secret", process_webhook_secret},
                          {"x-idempotency-key", key},
                          {"x-kyc-webhook-timestamp", std::to_string(now.time_since_epoch().count())},
                          {"x-kyc-webhook-signature", sign_webhook(process_webhook_secret, key, now, body.dump())}}};
  };
  for (int round = 0; round < rounds; ++round) {
    const std::string key = "evt-" + std::to_string(round);
    const auto same = cluster.at_once(crowd, [&](int) {
      return deliver(key, {{"sessionId", id}, {"metadata", {{"round", round}}}});
    });
    CHECK(count(same, 202) == crowd);
    CHECK(count_true(same, "updated") == 1);
    CHECK(count_true(same, "duplicate") == crowd - 1);
    const auto different = cluster.at_once(crowd, [&](int i) {
      return deliver(key + "-other", {{"sessionId", id}, {"metadata", {{"sender", i}}}});
    });
    CHECK(count(different, 202) == 1);
    CHECK(count(different, 409, "idempotency_key_conflict") == crowd - 1);
  }
}

TEST_CASE("processes: decisions on an organization follow each other, and one on data sent meanwhile is refused") {
  Cluster cluster;
  const auto c = cluster.register_user();
  for (int round = 0; round < rounds; ++round) {
    const Json draft{{"name", "Nusantara"}, {"orgType", "LPK"}, {"countryCode", "ID"}};
    const std::string id = cluster.post("/organizations", draft, World::as(c)).json()["id"];
    const std::string path = "/organizations/" + id + "/verification";
    const Json submission{{"registrationNumber", "R-1"}, {"legalName", "Nusantara PT"}};
    REQUIRE(cluster.post(path, submission, World::as(c)).status == 202);
    const auto status = [&] {
      return cluster.call("GET", path + "/status", nullptr, World::as(c)).json()["status"].get<std::string>();
    };
    const auto decided = cluster.at_once(crowd, [&](int i) {
      return Cluster::Call{"PATCH", "/admin" + path, {{"status", i / 2 % 2 ? "VERIFIED" : "REJECTED"}},
                           Cluster::admin()};
    });
    CHECK(count(decided, 200) == crowd);
    CHECK((status() == "VERIFIED" || status() == "REJECTED"));
    const auto mixed = cluster.at_once(2, [&](int i) {
      if (i == 0) return Cluster::Call{"POST", path, submission, World::as(c)};
      return Cluster::Call{"PATCH", "/admin" + path, {{"status", "VERIFIED"}}, Cluster::admin()};
    });
    CHECK(mixed[0].status == 202);
    // A decision that came after the new data had been read is about that data; any other must not touch it.
    CHECK((mixed[1].status == 200 || mixed[1].code() == "org_verification_changed"));
    if (mixed[1].status != 200) CHECK(status() == "PENDING");
  }
}

TEST_CASE("processes: of contradicting final moves of an application one wins, and repeats of it change nothing") {
  Cluster cluster;
  for (int round = 0; round < rounds; ++round) {
    const auto c = cluster.register_user();
    const auto id = cluster.apply(c);
    const auto answers = cluster.at_once(crowd, [&](int i) {
      return Cluster::Call{"PATCH", "/admin/applications/" + id + "/status",
                           {{"status", i / 2 % 2 ? "HIRED" : "REJECTED"}}, Cluster::admin()};
    });
    CHECK(count_true(answers, "updated") == 1);
    CHECK(count(answers, 200) == crowd / 2);
    CHECK(count(answers, 409, "invalid_application_transition") == crowd / 2);
    const auto journey = cluster.call("GET", "/users/me/applications/" + id + "/journey", nullptr, World::as(c)).json();
    CHECK(journey["journey"].size() == 2);
  }
}
