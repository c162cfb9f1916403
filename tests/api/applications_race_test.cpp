// Many requests about one application or one session at once: exactly one effect, and the exact answer for the others.

#include <algorithm>
#include <set>

#include "api/application_helpers.hpp"
#include "api/content_parts.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::applications;

namespace {

constexpr int crowd = 12;

std::vector<Answer> all_at_once(const std::function<Answer(int)>& request) {
  std::vector<Answer> answers(crowd);
  at_once(crowd, [&](int i) { answers[static_cast<std::size_t>(i)] = request(i); });
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

std::string folder_of(const Credentials& c, const std::string& id) {
  return "applications/" + c.user_id + "/" + id + "/";
}

/// Adds a document whose key ends with `name` and whose checksum is made from `seed`.
Answer add_document(World& world, const Credentials& c, const std::string& id, const std::string& name,
                    const std::string& seed) {
  return world.post("/users/me/applications/" + id + "/documents",
                    {{"documentType", "CV"},
                     {"fileName", "cv.pdf"},
                     {"contentType", "application/pdf"},
                     {"contentLength", 10},
                     {"objectKey", folder_of(c, id) + name},
                     {"checksumSha256", checksum(seed)}},
                    World::as(c));
}

/// Each step starts where the one before ended.
void check_chain(World& world, const std::string& id) {
  const auto events = read(*world.storage, [&](Stores& s) { return s.applications.events(ApplicationId(id)); });
  REQUIRE_FALSE(events.empty());
  CHECK_FALSE(events[0].from);
  for (std::size_t i = 1; i < events.size(); ++i) CHECK(events[i].from == events[i - 1].status);
}

}  // namespace

TEST_SUITE("race") {
  TEST_CASE("race: of simultaneous requests for one job exactly one is 201 and the others get the same application") {
    World world;
    for (int round = 0; round < 4; ++round) {
      const auto c = world.register_user();
      const auto answers = all_at_once([&](int i) { return apply(world, c, osaka, {{"note", std::to_string(i)}}); });
      CHECK(count_status(answers, 201) == 1);
      CHECK(count_status(answers, 200) == crowd - 1);
      for (const auto& answer : answers) {
        CHECK(answer.body["created"] == (answer.status == 201));
        CHECK(answer.body["application"] == answers[0].body["application"]);
      }
      CHECK(own_journey(world, c, id_of(answers[0])).body["journey"].size() == 1);
    }
    CHECK(world.audit_rows("application.status_changed").size() == 4);
    CHECK(admin_list(world).body["pageInfo"]["total"] == 4);
  }

  TEST_CASE("race: applying while the job is deleted succeeds or says that there is no such job") {
    World world;
    const auto c = world.register_user();
    for (int round = 0; round < 16; ++round) {
      if (round == 8) world.restart([](Options& o) { o.auth.compat_rollback = true; });  // Deletes are real then.
      const auto job = jobs_kind.create(world);
      const auto answers = all_at_once([&](int i) {
        if (i == 0) return jobs_kind.remove(world, job);
        return apply(world, c, job);
      });
      CHECK(answers[0].status == 200);
      for (std::size_t i = 1; i < answers.size(); ++i) {
        CAPTURE(answers[i].body.dump());
        CHECK((answers[i].status < 300 || answers[i].code() == "job_not_found"));
      }
    }
  }

  TEST_CASE("race: of accepting and declining at once one wins and every other is offer_not_available") {
    World world;
    for (int round = 0; round < 4; ++round) {
      const auto c = world.register_user();
      const auto id = applied(world, c);
      REQUIRE(set_status(world, id, "OFFERED").status == 200);
      const auto answers = all_at_once([&](int i) { return offer(world, c, id, i % 2 == 0 ? "accept" : "decline"); });
      CHECK(count_status(answers, 200) == 1);
      CHECK(count_code(answers, "offer_not_available") == crowd - 1);
      CHECK(count_status(answers, 409) == crowd - 1);
      const auto now = admin_find(world, id).body;
      for (const auto& answer : answers)
        if (answer.status == 200) {
          CHECK(answer.body["application"] == now["application"]);
          CHECK(answer.body["journeyEvent"] == now["lastEvent"]);
        }
      CHECK(admin_journey(world, id).body["journey"].size() == 3);
      check_chain(world, id);
    }
  }

  TEST_CASE("race: of contradicting final moves one wins and the same again is 200 while the other is refused") {
    World world;
    for (int round = 0; round < 4; ++round) {
      const auto id = applied(world, world.register_user());
      const auto answers =
          all_at_once([&](int i) { return set_status(world, id, i % 2 == 0 ? "HIRED" : "REJECTED"); });
      int updated = 0;
      for (const auto& answer : answers) updated += answer.status == 200 && answer.body["updated"] == true;
      CHECK(updated == 1);
      CHECK(count_status(answers, 200) == crowd / 2);
      CHECK(count_code(answers, "invalid_application_transition") == crowd / 2);
      CHECK(admin_journey(world, id).body["journey"].size() == 2);
      check_chain(world, id);
    }
  }

  TEST_CASE("race: administrators who move along different paths never break the chain of steps") {
    World world;
    const std::vector<std::string> targets{"IN_REVIEW", "INTERVIEW", "OFFERED", "REJECTED"};
    for (int round = 0; round < 4; ++round) {
      const auto id = applied(world, world.register_user());
      const auto answers =
          all_at_once([&](int i) { return set_status(world, id, targets[static_cast<std::size_t>(i) % 4]); });
      std::size_t updated = 0;
      for (const auto& answer : answers) {
        const bool refused =
            answer.code() == "invalid_application_transition" || answer.code() == "offer_decision_required";
        CHECK((answer.status == 200 || refused));
        updated += answer.status == 200 && answer.body["updated"] == true;
      }
      CHECK(admin_journey(world, id).body["journey"].size() == updated + 1);
      check_chain(world, id);
    }
    const auto all = admin_list(world).body["pageInfo"]["total"].get<int>();
    int sum = 0;
    for (const std::string status : {"SUBMITTED", "IN_REVIEW", "INTERVIEW", "OFFERED", "HIRED", "REJECTED"})
      sum += admin_list(world, "?status=" + status).body["pageInfo"]["total"].get<int>();
    CHECK(sum == all);
  }

  TEST_CASE("race: one file registered many times at once becomes one document by checksum and by key") {
    World world;
    for (const bool same_key : {false, true}) {
      const auto c = world.register_user();
      const auto id = applied(world, c);
      const auto answers = all_at_once([&](int i) {
        const std::string mine = std::to_string(i);
        return add_document(world, c, id, same_key ? "k" : mine, same_key ? mine : "same");
      });
      CHECK(count_status(answers, 201) == 1);
      CHECK(count_code(answers, "duplicate_application_document") == crowd - 1);
      CHECK(world.get("/users/me/applications/" + id + "/documents", World::as(c)).body["total"] == 1);
    }
    CHECK(world.audit_rows("application.document_added").size() == 2);
  }

  TEST_CASE("race: an application is found by the name and title that are taken at the same moment") {
    World world;
    for (int round = 1; round <= 6; ++round) {
      const auto c = world.register_user();
      const std::string name = "Newname" + std::to_string(round), title = "Newtitle" + std::to_string(round);
      at_once(3, [&](int i) {
        if (i == 0) CHECK(apply(world, c, osaka).status == 201);
        if (i == 1) CHECK(world.call("PATCH", "/users/me/profile", {{"fullName", name}}, World::as(c)).status == 200);
        if (i == 2)
          CHECK(world.call("PATCH", "/admin/jobs/" + osaka, {{"title", title}}, World::admin()).status == 200);
      });
      CHECK(admin_list(world, "?q=" + name).body["pageInfo"]["total"] == 1);
      CHECK(admin_list(world, "?q=" + title).body["pageInfo"]["total"] == round);
    }
  }

  TEST_CASE("race: a document that is added while its job is deleted for real is refused or given up with the others") {
    World world([](Options& o) { o.auth.compat_rollback = true; });
    for (const auto& job : {tokyo, osaka, nagoya, fukuoka}) {
      const auto c = world.register_user();
      const auto id = applied(world, c, job);
      const auto answers = all_at_once([&](int i) {
        if (i == crowd / 2) return world.call("DELETE", "/admin/jobs/" + job, nullptr, World::admin());
        return add_document(world, c, id, std::to_string(i), std::to_string(i));
      });
      CHECK(answers[crowd / 2].status == 200);
      world.now += std::chrono::hours(24 * 31);  // Files of deleted jobs are kept for a while.
      while (world.platform->worker().run_once()) {
      }
      for (int i = 0; i < crowd; ++i) {
        const auto& answer = answers[static_cast<std::size_t>(i)];
        if (i == crowd / 2) continue;
        const std::string key = folder_of(c, id) + std::to_string(i);
        const auto upload = read(*world.storage, [&](Stores& s) { return s.uploads.find(key); });
        if (answer.status == 201) CHECK((upload && upload->state == UploadState::abandoned));
        else CHECK(answer.code() == "application_not_found");
      }
    }
  }

  TEST_CASE("race: documents added at once never exceed the hundred of an application") {
    World world;
    const auto c = world.register_user();
    const auto id = applied(world, c);
    const auto add = [&](const std::string& name) { return add_document(world, c, id, name, name); };
    for (int i = 0; i < 98; ++i) REQUIRE(add(std::to_string(i)).status == 201);
    const auto answers = all_at_once([&](int i) { return add("late-" + std::to_string(i)); });
    CHECK(count_status(answers, 201) == 2);
    CHECK(count_code(answers, "document_limit_reached") == crowd - 2);
  }

  TEST_CASE("race: simultaneous reviews of a document follow one another in the audit trail") {
    World world;
    const auto c = world.register_user();
    const auto id = applied(world, c);
    const auto document = world.post("/users/me/applications/" + id + "/documents",
                                     {{"documentType", "CV"},
                                      {"fileName", "cv.pdf"},
                                      {"contentType", "application/pdf"},
                                      {"contentLength", 10},
                                      {"objectKey", "applications/" + c.user_id + "/" + id + "/k"},
                                      {"checksumSha256", checksum("x")}},
                                     World::as(c)).body["document"]["id"].get<std::string>();
    const auto answers = all_at_once([&](int i) {
      return world.call("PATCH", "/admin/applications/" + id + "/documents/" + document,
                        {{"reviewStatus", i % 2 == 0 ? "VALID" : "INVALID"}}, World::admin());
    });
    CHECK(count_status(answers, 200) == crowd);
    const auto rows = world.audit_rows("application.document_reviewed");
    REQUIRE_FALSE(rows.empty());
    CHECK(rows[0].from_state == "PENDING");
    for (std::size_t i = 1; i < rows.size(); ++i) CHECK(rows[i].from_state == rows[i - 1].to_state);
  }

  TEST_CASE("race: of simultaneous final requests exactly one is created and all tell of that one (gap D5)") {
    World world;
    for (int round = 0; round < 4; ++round) {
      const auto c = world.register_user();
      const auto session = world.submitted_kyc(c);
      const auto answers = all_at_once([&](int i) {
        // Others write metadata meanwhile.
        if (i % 4 == 3)
          return world.post("/identity/kyc/sessions/" + session + "/provider-metadata",
                            {{"metadata", {{"m" + std::to_string(i), i}}}}, World::as(c));
        return world.post("/users/me/verification/final-request", {{"note", std::to_string(i)}}, World::as(c));
      });
      CHECK(count_status(answers, 201) == 1);
      std::set<Json> requests;
      for (const auto& answer : answers)
        if (answer.body.contains("request")) requests.insert(answer.body["request"]);
      CHECK(requests.size() == 1);
      const auto metadata = world.get("/identity/kyc/status", World::as(c)).body["session"]["providerMetadata"];
      CHECK(metadata["finalVerification"] == *requests.begin());
      CHECK(metadata.size() == 4);
    }
    CHECK(world.audit_rows("kyc.final_check_requested").size() == 4);
  }
}
