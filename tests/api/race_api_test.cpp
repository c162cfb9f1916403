// Many requests at once: exactly one effect, and nothing lost.

#include <atomic>
#include <set>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

constexpr int crowd = 12;

/// Runs `request(i)` for everybody at once and hands back the answers.
std::vector<Answer> all_at_once(int count, const std::function<Answer(int)>& request) {
  std::vector<Answer> answers(static_cast<std::size_t>(count));
  at_once(count, [&](int i) { answers[static_cast<std::size_t>(i)] = request(i); });
  return answers;
}

int count_status(const std::vector<Answer>& answers, int status) {
  return static_cast<int>(
      std::count_if(answers.begin(), answers.end(), [&](const Answer& answer) { return answer.status == status; }));
}

int count_code(const std::vector<Answer>& answers, const std::string& code) {
  return static_cast<int>(
      std::count_if(answers.begin(), answers.end(), [&](const Answer& answer) { return answer.code() == code; }));
}

Json history(World& world, const Credentials& c) {
  return world.get("/identity/kyc/history", World::as(c)).body["events"];
}

/// Refreshes again and again, as a thief would, until what happens meanwhile is over; the last token.
std::string refresh_until(World& world, std::string token, const std::function<void()>& meanwhile) {
  std::atomic<bool> over{false};
  at_once(2, [&](int i) {
    if (i == 0) {
      meanwhile();
      over = true;
      return;
    }
    while (!over) {
      const auto answer = world.post("/auth/refresh", {{"refreshToken", token}});
      if (answer.status != 200) break;
      token = answer.body["refreshToken"];
    }
  });
  return token;
}

Json session_of(World& world, const Credentials& c) {
  return world.get("/identity/kyc/status", World::as(c)).body["session"];
}

}  // namespace

TEST_SUITE("race") {
  TEST_CASE("race: of simultaneous registrations of one address exactly one succeeds and the others say email_exists") {
    World world;
    for (int round = 0; round < 3; ++round) {
      const std::string email = "race" + std::to_string(round) + "@example.test";
      const auto answers = all_at_once(crowd, [&](int i) {
        return world.post("/auth/register",
                          {{"fullName", "Person " + std::to_string(i)},
                           {"email", i % 2 == 0 ? email : "  RACE" + std::to_string(round) + "@Example.test"},
                           {"password", "password-" + std::to_string(i)}});
      });
      CHECK(count_status(answers, 201) == 1);
      CHECK(count_code(answers, "email_exists") == crowd - 1);
      // The account belongs to the one that was told so.
      for (int i = 0; i < crowd; ++i) {
        const auto login = world.post("/auth/login", {{"email", email}, {"password", "password-" + std::to_string(i)}});
        CHECK((login.status == 200) == (answers[static_cast<std::size_t>(i)].status == 201));
      }
    }
    int mails = 0;
    while (world.platform->worker().run_once()) ++mails;
    CHECK(mails == 3);
    CHECK(world.mails.size() == 3);
  }

  TEST_CASE("race: registrations of different addresses all succeed") {
    World world;
    const auto answers = all_at_once(crowd, [&](int i) {
      return world.post(
          "/auth/register",
          {{"fullName", "Person"}, {"email", std::to_string(i) + "@example.test"}, {"password", "12345678"}});
    });
    CHECK(count_status(answers, 201) == crowd);
  }

  TEST_CASE("race: of simultaneous refreshes with one token exactly one succeeds and the session lives on") {
    World world;
    auto c = world.register_user();
    for (int round = 0; round < 5; ++round) {
      const auto answers = all_at_once(crowd, [&](int) {
        return world.post("/auth/refresh", {{"refreshToken", c.refresh_token}});
      });
      CHECK(count_status(answers, 200) == 1);
      CHECK(count_code(answers, "invalid_refresh_token") == crowd - 1);
      CHECK(count_status(answers, 401) == crowd - 1);
      for (const auto& answer : answers)
        if (answer.status == 200) c.refresh_token = answer.body["refreshToken"];
    }
    CHECK(world.observer->count("auth.refresh_token_reused") == 0);
    CHECK(world.post("/auth/refresh", {{"refreshToken", c.refresh_token}}).status == 200);
  }

  TEST_CASE("race: a logout and refreshes at once leave no session that a logout should have ended twice") {
    World world;
    for (int round = 0; round < 5; ++round) {
      const auto c = world.register_user();
      const auto answers = all_at_once(4, [&](int i) {
        return world.post(i == 0 ? "/auth/logout" : "/auth/refresh", {{"refreshToken", c.refresh_token}});
      });
      CHECK(count_status(answers, 204) == 1);
      CHECK(count_status(answers, 200) <= 1);
      CHECK(world.post("/auth/refresh", {{"refreshToken", c.refresh_token}}).status == 401);
    }
  }

  TEST_CASE("race: a session that is signed out many times at once leaves one row in the audit trail") {
    World world;
    for (int round = 1; round <= 3; ++round) {
      const auto c = world.register_user();
      const auto answers =
          all_at_once(crowd, [&](int) { return world.post("/auth/logout", {{"refreshToken", c.refresh_token}}); });
      CHECK(count_status(answers, 204) == crowd);
      CHECK(world.audit_rows("auth.signed_out").size() == static_cast<std::size_t>(round));
    }
  }

  TEST_CASE("race: what is sent and decided about an organization at once stands in the audit trail as it came") {
    World world;
    const auto c = world.register_user();
    const Json draft{{"name", "PT Maju"}, {"orgType", "LPK"}, {"countryCode", "ID"}};
    const std::string id = world.post("/organizations", draft, World::as(c)).body["id"];
    const std::string path = "/organizations/" + id + "/verification";
    const Json data{{"registrationNumber", "1"}, {"legalName", "PT Maju"}, {"supportingObjectKeys", {"a.pdf"}}};
    const auto answers = all_at_once(crowd, [&](int i) {
      if (i % 2 == 0) return world.post(path, data, World::as(c));
      return world.call("PATCH", "/admin/organizations/" + id + "/verification",
                        {{"status", i % 4 == 1 ? "VERIFIED" : "REJECTED"}, {"reasonCodes", {"R"}}}, World::admin());
    });
    CHECK(count_status(answers, 500) == 0);
    auto rows = world.audit_rows("organization.verification_submitted");
    for (auto& row : world.audit_rows("organization.verification_decided")) rows.push_back(row);
    CHECK(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.from_state; }) == 1);
    // Each state that was left had been reached, and one was not left.
    std::multiset<std::string> reached, left;
    for (const auto& row : rows) {
      reached.insert(row.to_state.value());
      if (row.from_state) left.insert(*row.from_state);
    }
    const auto last = reached.find(
        world.get(path + "/status", World::as(c)).body["status"].get<std::string>());
    REQUIRE(last != reached.end());
    reached.erase(last);
    CHECK(reached == left);
  }

  TEST_CASE("race: a changed password ends the session that a refresh at the same moment starts") {
    World world;
    for (int round = 0; round < 8; ++round) {
      const auto c = world.register_user();
      const std::string latest = refresh_until(world, c.refresh_token, [&] {
        const auto changed = world.call("PATCH", "/admin/users/" + c.user_id, {{"password", "Another-password"}},
                                        World::admin());
        CHECK(changed.status == 200);
      });
      CHECK(world.post("/auth/refresh", {{"refreshToken", latest}}).status == 401);
    }
  }

  TEST_CASE("race: a stolen token that comes again ends the session that a refresh at the same moment starts") {
    World world;
    for (int round = 0; round < 8; ++round) {
      const auto c = world.register_user();
      const auto next = world.post("/auth/refresh", {{"refreshToken", c.refresh_token}});
      REQUIRE(next.status == 200);
      world.now += std::chrono::minutes(2);
      const std::string latest = refresh_until(world, next.body["refreshToken"], [&] {
        CHECK(world.post("/auth/refresh", {{"refreshToken", c.refresh_token}}).status == 401);
      });
      CHECK(world.post("/auth/refresh", {{"refreshToken", latest}}).status == 401);
    }
  }

  TEST_CASE("race: of simultaneous requests for another code one is answered and the others have to wait") {
    World world;
    const auto c = world.register_user();
    for (int round = 0; round < 3; ++round) {
      world.now += std::chrono::minutes(2);
      const auto answers = all_at_once(
          crowd, [&](int) { return world.post("/auth/email-verification/resend", {{"email", c.email}}); });
      CHECK(count_status(answers, 200) == 1);
      CHECK(count_code(answers, "verification_code_throttled") == crowd - 1);
    }
  }

  TEST_CASE("race: parallel guesses of a code never exceed the limit") {
    World world;
    for (int round = 0; round < 3; ++round) {
      const auto c = world.register_user();
      const std::string wrong = c.code == "111111" ? "222222" : "111111";
      const auto answers = all_at_once(20, [&](int) {
        return world.post("/auth/email-verification/verify", {{"email", c.email}, {"code", wrong}});
      });
      CHECK(count_code(answers, "verification_code_invalid") == 4);
      CHECK(count_code(answers, "verification_code_locked") == 16);
      const auto row = read(*world.storage, [&](Stores& s) { return s.challenges.latest(UserId(c.user_id)); });
      CHECK(row->attempt_count == 5);
      CHECK(world.post("/auth/email-verification/verify", {{"email", c.email}, {"code", c.code}}).code() ==
            "verification_code_locked");
    }
  }

  TEST_CASE("race: the right code many times at once confirms once") {
    World world;
    const auto c = world.register_user();
    const auto answers = all_at_once(crowd, [&](int) {
      return world.post("/auth/email-verification/verify", {{"email", c.email}, {"code", c.code}});
    });
    CHECK(count_status(answers, 200) == crowd);
    int fresh = 0;
    for (const auto& answer : answers) fresh += answer.body["alreadyVerified"] == false;
    CHECK(fresh == 1);
  }

  TEST_CASE("race: simultaneous submissions all answer 200 and write one event") {
    World world;
    for (int round = 0; round < 3; ++round) {
      const auto c = world.register_user();
      const auto session = world.start_kyc(c);
      REQUIRE(world.add_document(c, session).status == 201);
      const auto answers = all_at_once(crowd, [&](int) {
        return world.post("/identity/kyc/sessions/" + session + "/submit", nullptr, World::as(c));
      });
      CHECK(count_status(answers, 200) == crowd);
      for (const auto& answer : answers) CHECK(answer.body["session"]["status"] == "SUBMITTED");
      CHECK(history(world, c).size() == 2);
    }
    CHECK(world.observer->count("audit.kyc.status_transition") == 6);
  }

  TEST_CASE("race: of contradicting decisions one wins and every loser is told kyc_session_locked") {
    World world;
    for (int round = 0; round < 4; ++round) {
      const auto c = world.register_user();
      const auto session = world.submitted_kyc(c);
      const auto answers = all_at_once(crowd, [&](int i) {
        return world.post("/admin/kyc/review",
                          {{"sessionId", session},
                           {"decision", i % 2 == 0 ? "VERIFIED" : "REJECTED"},
                           {"reviewedBy", "reviewer " + std::to_string(i)}},
                          World::admin());
      });
      CHECK(count_status(answers, 200) == 1);
      CHECK(count_code(answers, "kyc_session_locked") == crowd - 1);
      CHECK(count_status(answers, 409) == crowd - 1);
      for (const auto& answer : answers)
        if (answer.status == 200) CHECK(answer.body["session"]["status"] == session_of(world, c)["status"]);
      CHECK(history(world, c).size() == 3);
    }
  }

  TEST_CASE("race: manual review beside a decision never undoes the decision") {
    World world;
    for (int round = 0; round < 4; ++round) {
      const auto c = world.register_user();
      const auto session = world.submitted_kyc(c);
      const auto answers = all_at_once(crowd, [&](int i) {
        return world.post(
            "/admin/kyc/review",
            {{"sessionId", session}, {"decision", i == 0 ? "VERIFIED" : "MANUAL_REVIEW"}, {"reviewedBy", "R"}},
            World::admin());
      });
      CHECK(answers[0].status == 200);
      CHECK(session_of(world, c)["status"] == "VERIFIED");
      CHECK(count_status(answers, 200) + count_code(answers, "kyc_session_locked") == crowd);
      const auto events = history(world, c);
      CHECK((events.size() == 3 || events.size() == 4));
      // Each event starts where the one before ended.
      for (std::size_t i = 1; i < events.size(); ++i) CHECK(events[i]["fromStatus"] == events[i - 1]["toStatus"]);
    }
  }

  TEST_CASE("race: one webhook key delivered many times at once has one effect") {
    World world;
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    for (int round = 0; round < 3; ++round) {
      const std::string key = "key-" + std::to_string(round);
      const Json payload{{"sessionId", session}, {"metadata", {{"round", round}}}};
      const std::string body = payload.dump();
      const auto headers = world.webhook_headers(key, body);
      const auto answers =
          all_at_once(crowd, [&](int) { return world.raw("POST", "/identity/kyc/provider-webhook", body, headers); });
      CHECK(count_status(answers, 202) == crowd);
      int fresh = 0, updated = 0;
      for (const auto& answer : answers)
        fresh += answer.body["duplicate"] == false, updated += answer.body["updated"] == true;
      CHECK(fresh == 1);
      CHECK(updated == 1);
    }
  }

  TEST_CASE("race: one webhook key with different bodies is taken once and the others conflict") {
    World world;
    const auto answers = all_at_once(crowd, [&](int i) {
      const std::string body = "{\"n\":" + std::to_string(i) + "}";
      return world.raw("POST", "/identity/kyc/provider-webhook", body, world.webhook_headers("key", body));
    });
    CHECK(count_status(answers, 202) == 1);
    CHECK(count_code(answers, "idempotency_key_conflict") == crowd - 1);
  }

  TEST_CASE("race: one checksum registered many times at once becomes one document") {
    World world;
    for (int round = 0; round < 3; ++round) {
      const auto c = world.register_user();
      const auto session = world.start_kyc(c);
      const auto answers = all_at_once(crowd, [&](int) { return world.add_document(c, session); });
      CHECK(count_status(answers, 201) == 1);
      CHECK(count_code(answers, "duplicate_document") == crowd - 1);
      CHECK(world.get("/users/me/profile", World::as(c)).body["profile"]["verification"]["documentsUploaded"] == 1);
    }
  }

  TEST_CASE("race: documents registered at once never exceed the hundred of an identity check") {
    World world;
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    for (int i = 0; i < 98; ++i) REQUIRE(world.add_document(c, session, "PASSPORT", std::to_string(i)).status == 201);
    const auto answers = all_at_once(
        crowd, [&](int i) { return world.add_document(c, session, "PASSPORT", "late-" + std::to_string(i)); });
    CHECK(count_status(answers, 201) == 2);
    CHECK(count_code(answers, "document_limit_reached") == crowd - 2);
  }

  TEST_CASE("race: links for uploads asked for at once stay within the quota together") {
    World world([](Options& o) {
      o.kyc.verify_uploads = true;
      o.kyc.upload_quota_bytes = 3500;
    });
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    const auto answers = all_at_once(crowd, [&](int i) {
      const std::string name = "file-" + std::to_string(i);
      return world.post("/identity/kyc/upload-url",
                        {{"sessionId", session},
                         {"documentType", "PASSPORT"},
                         {"fileName", name},
                         {"contentType", "image/jpeg"},
                         {"contentLength", 1000},
                         {"checksumSha256", checksum(name)}},
                        World::as(c));
    });
    CHECK(count_status(answers, 201) == 3);
    CHECK(count_code(answers, "upload_quota_exceeded") == crowd - 3);
  }

  TEST_CASE("race: simultaneous merges of provider data by owner and vendor lose nothing") {
    World world;
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    const auto answers = all_at_once(24, [&](int i) {
      const std::string name = "m" + std::to_string(i);
      if (i % 2 == 0)
        return world.post("/identity/kyc/sessions/" + session + "/provider-metadata", {{"metadata", {{name, i}}}},
                          World::as(c));
      const std::string body = Json({{"sessionId", session}, {"metadata", {{name, i}}}}).dump();
      return world.raw("POST", "/identity/kyc/provider-webhook", body, world.webhook_headers(name, body));
    });
    CHECK(count_status(answers, 200) == 12);
    CHECK(count_status(answers, 202) == 12);
    const auto merged = session_of(world, c)["providerMetadata"];
    CHECK(merged.size() == 24);
    for (int i = 0; i < 24; ++i) CHECK(merged["m" + std::to_string(i)] == i);
  }

  TEST_CASE("race: several workers send each mail once") {
    World world;
    std::mutex mutex;
    std::vector<std::string> sent;
    world.restart([&](Options& o) {
      o.send_email = [&](const Email& mail) {
        const std::lock_guard lock(mutex);
        sent.push_back(mail.to);
      };
    });
    for (int i = 0; i < 10; ++i) world.register_user();
    at_once(4, [&](int) {
      auto worker = world.platform->worker();
      while (worker.run_once()) continue;
    });
    CHECK(sent.size() == 10);
    CHECK(std::set<std::string>(sent.begin(), sent.end()).size() == 10);
  }

  TEST_CASE("race: logins beyond the hashing queue are turned away with server_busy and nothing else breaks") {
    World world([](Options& o) {
      o.auth.hash_concurrency = 1;
      o.auth.hash_queue = 1;
      o.auth.hash_cost = {.memory_kib = 8192, .iterations = 4, .parallelism = 1};
    });
    const auto c = world.register_user();
    const auto answers = all_at_once(16, [&](int) {
      return world.post("/auth/login", {{"email", c.email}, {"password", c.password}});
    });
    CHECK(count_status(answers, 200) >= 1);
    CHECK(count_status(answers, 200) + count_code(answers, "server_busy") == 16);
    CHECK(count_code(answers, "server_busy") >= 1);
    for (const auto& answer : answers)
      if (answer.status != 200) {
        CHECK(answer.status == 503);
        CHECK_FALSE(answer.response.header("Retry-After").empty());
      }
    CHECK(world.post("/auth/login", {{"email", c.email}, {"password", c.password}}).status == 200);
  }

  TEST_CASE("race: readers beside writers always see whole states") {
    World world;
    const auto c = world.register_user();
    const auto session = world.submitted_kyc(c);
    std::atomic<int> broken{0};
    at_once(6, [&](int i) {
      for (int n = 0; n < 15; ++n) {
        if (i == 0) {
          world.post("/admin/kyc/review", {{"sessionId", session}, {"decision", "MANUAL_REVIEW"}, {"reviewedBy", "R"}},
                     World::admin());
        } else if (i == 1) {
          world.post("/identity/kyc/sessions/" + session + "/provider-metadata",
                     {{"metadata", {{"n" + std::to_string(n), n}}}}, World::as(c));
        } else {
          const auto status = world.get("/identity/kyc/status", World::as(c));
          const auto queue = world.get("/admin/kyc/review-queue", World::admin());
          const bool whole =
              status.status == 200 && queue.status == 200 && queue.body["items"].size() == 1 &&
              queue.body["items"][0]["documentCount"] == 1 &&
              (status.body["session"]["status"] == "SUBMITTED") == status.body["session"]["reviewedAt"].is_null();
          broken += !whole;
        }
      }
    });
    CHECK(broken == 0);
  }
}
