// Applications as administrators see them: list, detail, journey, status changes.

#include <set>

#include "api/application_helpers.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::applications;
using std::chrono::seconds;

namespace {

const char* const event_keys = "actorId actorType createdAt description id status title";

std::int64_t total(World& world, const std::string& query = "") {
  return admin_list(world, query).body["pageInfo"]["total"];
}

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- list

TEST_CASE("admin applications: latest change first with applicant and last event, field for field") {
  World world;
  const auto c = world.register_user("Rina 花 Hartono");
  const auto first = applied(world, c, tokyo, "hello");
  world.now += seconds(1);
  const auto second = applied(world, world.register_user(), osaka);
  const auto answer = admin_list(world);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(application_ids(answer) == std::vector<std::string>{second, first});
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 2}}));
  const Json& item = answer.body["items"][1];
  CHECK(keys(item) == "applicant application lastEvent");
  CHECK(keys(item["application"]) == application_keys);
  CHECK(item["application"]["note"] == "hello");
  CHECK(item["applicant"] == Json({{"id", c.user_id}, {"fullName", "Rina 花 Hartono"}, {"email", c.email}}));
  CHECK(keys(item["lastEvent"]) == event_keys);
  CHECK(item["lastEvent"]["status"] == "SUBMITTED");
  CHECK(item["lastEvent"]["actorId"] == c.user_id);

  world.now += seconds(1);
  REQUIRE(set_status(world, first, "INTERVIEW", {{"updatedBy", "Hana"}}).status == 200);
  const auto after = admin_list(world);
  CHECK(application_ids(after) == std::vector<std::string>{first, second});
  CHECK(after.body["items"][0]["lastEvent"]["status"] == "INTERVIEW");
  CHECK(after.body["items"][0]["lastEvent"]["actorId"] == "Hana");
}

TEST_CASE("admin applications: an empty list has no cursor to go on") {
  World world;
  CHECK(admin_list(world).body ==
        Json({{"items", Json::array()},
              {"pageInfo", {{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 0}}}}));
}

TEST_CASE("admin applications: pages have no gaps and no repeats, whichever end they are read from (gap D12)") {
  World world;
  std::vector<std::string> expected;
  for (int person = 0; person < 3; ++person) {
    const auto c = world.register_user();
    for (const auto& job : {tokyo, osaka, nagoya}) expected.push_back(applied(world, c, job));
  }
  // All at the same time: id decides.
  std::sort(expected.rbegin(), expected.rend());
  CHECK(application_ids(admin_list(world)) == expected);
  for (const int limit : {1, 2, 4, 7}) {
    CAPTURE(limit);
    std::vector<std::string> paged;
    Json cursor = "0";
    while (!cursor.is_null()) {
      const auto page = admin_list(world, "?limit=" + std::to_string(limit) + "&cursor=" + cursor.get<std::string>());
      REQUIRE(page.status == 200);
      CHECK(page.body["pageInfo"]["total"] == 9);
      for (const auto& id : application_ids(page)) paged.push_back(id);
      cursor = page.body["pageInfo"]["nextCursor"];
    }
    CHECK(paged == expected);
  }
  CHECK(admin_list(world, "?cursor=9").body["items"] == Json::array());
}

TEST_CASE("admin applications: filters by status, job and employer narrow items and total alike") {
  World world;
  const auto a = world.register_user();
  const auto b = world.register_user();
  const auto a_tokyo = applied(world, a, tokyo);
  const auto a_osaka = applied(world, a, osaka);
  const auto b_tokyo = applied(world, b, tokyo);
  REQUIRE(set_status(world, b_tokyo, "IN_REVIEW").status == 200);
  const auto check = [&](const std::string& query, std::set<std::string> expected) {
    CAPTURE(query);
    const auto answer = admin_list(world, query);
    const auto found = application_ids(answer);
    CHECK(std::set<std::string>(found.begin(), found.end()) == expected);
    CHECK(answer.body["pageInfo"]["total"] == expected.size());
  };
  check("?status=submitted", {a_tokyo, a_osaka});
  check("?status=%20IN_review", {b_tokyo});
  check("?status=", {a_tokyo, a_osaka, b_tokyo});
  check("?status=HIRED", {});
  check("?jobId=" + tokyo, {a_tokyo, b_tokyo});
  check("?jobId=%20" + tokyo + "%20", {a_tokyo, b_tokyo});
  check("?jobId=" + tokyo + "&status=SUBMITTED", {a_tokyo});
  check("?jobId=job_none", {});
  check("?jobId=not%20an%20id", {});
  check("?jobId=", {a_tokyo, a_osaka, b_tokyo});
  check("?orgId=emp_kansai_precision", {a_osaka});
  check("?orgId=emp_tokyo_construction&status=IN_REVIEW", {b_tokyo});
  check("?orgId=emp_tokyo_construction&jobId=" + tokyo, {a_tokyo, b_tokyo});
  check("?orgId=emp_tokyo_construction&jobId=" + osaka, {});
  check("?orgId=EMP_KANSAI_PRECISION", {});
  check("?orgId=", {a_tokyo, a_osaka, b_tokyo});
}

TEST_CASE("admin applications: search finds job, employer, name and address, each or joined, whatever the case") {
  World world;
  const auto rina = world.register_user("Rina HARTONO");
  const auto yuki = world.register_user("ÉMILIE 雪_100%");
  const auto a = applied(world, rina, tokyo);
  const auto b = applied(world, yuki, osaka);
  const auto found = [&](const std::string& q) {
    const auto answer = admin_list(world, "?q=" + q);
    CHECK(answer.status == 200);
    CHECK(answer.body["pageInfo"]["total"] == answer.body["items"].size());
    return application_ids(answer);
  };
  const std::vector<std::string> only_a{a}, only_b{b}, none;
  CHECK(found("senior%20WELDER") == only_a);
  CHECK(found("sumida") == only_a);
  CHECK(found("hartono") == only_a);
  CHECK(found("%20rina%20") == only_a);
  CHECK(found(rina.email) == only_a);
  CHECK(found("steelworks%20rina") == only_a);
  CHECK(found("welder%20sumida") == only_a);
  CHECK(found("hartono%20" + rina.email) == only_a);
  CHECK(found("%C3%A9milie") == only_b);
  CHECK(found("%E9%9B%AA_100%25") == only_b);
  CHECK(found("%25").size() == 1);
  CHECK(found("r_na") == none);
  CHECK(found("%5C") == none);
  CHECK(found("tokyo%2C") == none);  // The place is not searched.
  CHECK(found("").size() == 2);
  CHECK(found("%00") == none);
  CHECK(found(repeated("x", 3000)) == none);
  CHECK(application_ids(admin_list(world, "?q=example.test&status=SUBMITTED&orgId=emp_kansai_precision")) == only_b);
}

TEST_CASE("admin applications: search follows an applicant's and a job's new name") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  const auto id = applied(world, c, osaka);
  REQUIRE(world.call("PATCH", "/users/me/profile", {{"fullName", "Dewi Lestari"}}, World::as(c)).status == 200);
  CHECK(application_ids(admin_list(world, "?q=dewi")) == std::vector<std::string>{id});
  CHECK(total(world, "?q=hartono") == 0);
  CHECK(admin_find(world, id).body["applicant"]["fullName"] == "Dewi Lestari");
  REQUIRE(world.call("PATCH", "/admin/users/" + c.user_id, {{"fullName", "Putri Ayu"}}, World::admin()).status == 200);
  CHECK(application_ids(admin_list(world, "?q=putri")) == std::vector<std::string>{id});
  CHECK(total(world, "?q=dewi") == 0);
  REQUIRE(world.call("PATCH", "/admin/jobs/" + osaka, {{"title", "Lathe Operator"}}, World::admin()).status == 200);
  CHECK(application_ids(admin_list(world, "?q=LATHE")) == std::vector<std::string>{id});
  CHECK(total(world, "?q=cnc") == 0);
  CHECK(admin_find(world, id).body["application"]["job"]["title"] == "Lathe Operator");
}

TEST_CASE("admin applications: the employer filter follows a job to its new employer") {
  World world;
  const auto id = applied(world, world.register_user(), osaka);
  const Json employer{{"id", "emp_new"}, {"name", "New Works"}, {"isVerifiedEmployer", false}};
  REQUIRE(world.call("PATCH", "/admin/jobs/" + osaka, {{"employer", employer}}, World::admin()).status == 200);
  CHECK(application_ids(admin_list(world, "?orgId=emp_new")) == std::vector<std::string>{id});
  CHECK(total(world, "?orgId=emp_new") == 1);
  CHECK(total(world, "?orgId=emp_kansai_precision") == 0);
  CHECK(application_ids(admin_list(world, "?q=new+works")) == std::vector<std::string>{id});
}

TEST_CASE("admin applications: those for a deleted job are found by nobody, and the totals know") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c, osaka);
  const auto kept = applied(world, c, tokyo);
  REQUIRE(set_status(world, id, "IN_REVIEW").status == 200);
  delete_job(world, osaka);
  CHECK(application_ids(admin_list(world)) == std::vector<std::string>{kept});
  CHECK(total(world) == 1);
  CHECK(total(world, "?status=IN_REVIEW") == 0);
  CHECK(total(world, "?jobId=" + osaka) == 0);
  CHECK(total(world, "?orgId=emp_kansai_precision") == 0);
  CHECK(total(world, "?q=cnc") == 0);
  for (const auto& answer : {admin_find(world, id), admin_journey(world, id), set_status(world, id, "HIRED"),
                             world.get("/admin/applications/" + id + "/documents", World::admin())})
    CHECK(answer.code() == "application_not_found");
}

TEST_CASE("admin applications: the errors come in the order access, cursor, limit, status, job, employer") {
  World world;
  const auto code = [&](const std::string& query) { return admin_list(world, query).code(); };
  CHECK(world.get("/admin/applications?cursor=x").code() == "missing_admin_api_key");
  CHECK(world.get("/admin/applications", World::as(world.register_user())).code() == "insufficient_admin_role");
  CHECK(code("?cursor=x&limit=0&status=NO&jobId=%20&orgId=%20") == "invalid_cursor");
  CHECK(code("?limit=0&status=NO&jobId=%20&orgId=%20") == "invalid_limit");
  CHECK(code("?limit=51") == "invalid_limit");
  CHECK(code("?limit=2.5") == "invalid_limit");
  CHECK(code("?status=NO&jobId=%20&orgId=%20") == "invalid_application_status");
  CHECK(code("?jobId=%20&orgId=%20") == "invalid_job_id");
  CHECK(code("?jobId=%E3%80%80") == "invalid_job_id");
  CHECK(code("?jobId=a%00b") == "invalid_job_id");
  CHECK(code("?orgId=%20&q=x") == "invalid_org_id");
  CHECK(code("?orgId=a%00b") == "invalid_org_id");
}

// ------------------------------------------------------------------------------------------------------------- details

TEST_CASE("admin detail and journey: field for field, and with the names of administrators") {
  World world;
  const auto c = world.register_user();
  const auto admin = world.register_with_roles({"super_admin"});
  const auto id = applied(world, c);
  REQUIRE(set_status(world, id, "IN_REVIEW", Json::object(), World::as(admin)).status == 200);
  const auto detail = admin_find(world, id);
  REQUIRE(detail.status == 200);
  CHECK(keys(detail.body) == "applicant application lastEvent");
  CHECK(keys(detail.body["application"]) == application_keys);
  CHECK(detail.body["applicant"] == Json({{"id", c.user_id}, {"fullName", "Rina Hartono"}, {"email", c.email}}));
  CHECK(detail.body["lastEvent"]["actorId"] == admin.email);
  const auto journey = admin_journey(world, id);
  REQUIRE(journey.status == 200);
  CHECK(keys(journey.body) == "applicant application journey");
  CHECK(journey.body["application"] == detail.body["application"]);
  REQUIRE(journey.body["journey"].size() == 2);
  CHECK(journey.body["journey"][0]["status"] == "SUBMITTED");
  CHECK(journey.body["journey"][1] == detail.body["lastEvent"]);
}

TEST_CASE("admin journey: steps stand in the order they were made though the clocks of servers differ") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  std::vector<std::string> made{"SUBMITTED"};
  for (const std::string next : {"IN_REVIEW", "OFFERED"}) {
    world.now -= std::chrono::seconds(5);
    REQUIRE(set_status(world, id, next).status == 200);
    made.push_back(next);
  }
  world.now -= std::chrono::seconds(5);
  REQUIRE(offer(world, c, id, "accept").status == 200);
  made.push_back("HIRED");
  std::vector<std::string> shown;
  const auto journey = admin_journey(world, id);
  for (const auto& event : journey.body["journey"]) shown.push_back(event["status"]);
  CHECK(shown == made);
  CHECK(admin_find(world, id).body["lastEvent"]["status"] == "HIRED");
}

TEST_CASE("admin routes: unknown and malformed applications are application_not_found") {
  World world;
  for (const std::string id : {unknown_id.c_str(), "x", "%00", "%20"}) {
    CAPTURE(id);
    for (const auto& answer : {admin_find(world, id), admin_journey(world, id), set_status(world, id, "HIRED")}) {
      CHECK(answer.status == 404);
      CHECK(answer.code() == "application_not_found");
    }
  }
}

// ------------------------------------------------------------------------------------------------------- status change

TEST_CASE("status: every move of the contract's table, and no other") {
  const std::vector<std::string> all{"SUBMITTED", "IN_REVIEW", "INTERVIEW", "OFFERED", "HIRED", "REJECTED"};
  // One letter per target: m moves, s same, n never, c the candidate decides.
  const std::vector<std::pair<std::string, std::string>> table{{"SUBMITTED", "smmmmm"}, {"IN_REVIEW", "nsmmmm"},
                                                               {"INTERVIEW", "nnsmmm"}, {"OFFERED", "nnnscc"},
                                                               {"HIRED", "nnnnsn"},     {"REJECTED", "nnnnns"}};
  World world;
  for (const auto& [from, row] : table) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string& to = all[i];
      CAPTURE(from);
      CAPTURE(to);
      const auto id = applied(world, world.register_user());
      if (from != "SUBMITTED") REQUIRE(set_status(world, id, from).status == 200);
      const auto before = admin_journey(world, id).body;
      world.now += seconds(1);
      const auto answer = set_status(world, id, to);
      if (row[i] == 'm' || row[i] == 's') {
        REQUIRE(answer.status == 200);
        CHECK(answer.body["updated"] == (row[i] == 'm'));
        CHECK(answer.body["application"]["status"] == to);
        CHECK(answer.body["journeyEvent"].is_null() == (row[i] == 's'));
      } else {
        CHECK(answer.status == 409);
        CHECK(answer.code() == (row[i] == 'c' ? "offer_decision_required" : "invalid_application_transition"));
      }
      const auto after = admin_journey(world, id).body;
      if (row[i] == 'm') CHECK(after["journey"].size() == before["journey"].size() + 1);
      else CHECK(after == before);
    }
  }
}

TEST_CASE("status: a move answers field for field, with the reason verbatim and the event's time") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  world.now += seconds(3);
  const auto answer =
      set_status(world, id, " interview ", {{"reason", " 面接 at <10:00> & \"lobby\" "}, {"updatedBy", " Hana "}});
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "applicant application journeyEvent updated");
  CHECK(answer.body["updated"] == true);
  CHECK(keys(answer.body["application"]) == application_keys);
  CHECK(answer.body["application"]["updatedAt"] == "2030-01-02T03:04:08.678Z");
  CHECK(answer.body["applicant"] == Json({{"id", c.user_id}, {"fullName", "Rina Hartono"}, {"email", c.email}}));
  const auto& event = answer.body["journeyEvent"];
  CHECK(keys(event) == event_keys);
  CHECK(event["status"] == "INTERVIEW");
  CHECK(event["actorType"] == "ADMIN");
  CHECK(event["actorId"] == "Hana");
  CHECK(event["createdAt"] == "2030-01-02T03:04:08.678Z");
  const std::string description = event["description"];
  CHECK(description.find("面接 at <10:00> & \"lobby\"") != std::string::npos);
  CHECK(description.find("Interview") != std::string::npos);
  CHECK(description.find("Hana") == std::string::npos);
  CHECK(admin_find(world, id).body["lastEvent"] == event);
}

TEST_CASE("status: the same again is 200 without an event, and nothing is written") {
  World world;
  const auto id = applied(world, world.register_user());
  REQUIRE(set_status(world, id, "HIRED").status == 200);
  const auto rows = world.audit_rows("application.status_changed").size();
  world.now += seconds(60);
  const auto answer = set_status(world, id, "hired", {{"reason", "again"}});
  CHECK(answer.status == 200);
  CHECK(answer.body["updated"] == false);
  CHECK(answer.body["journeyEvent"].is_null());
  CHECK(answer.body["application"]["updatedAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(admin_journey(world, id).body["journey"].size() == 2);
  CHECK(world.audit_rows("application.status_changed").size() == rows);
}

TEST_CASE("status: the name is as given, else the administrator's address, and none for an API key") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto actor = [&](const Json& more, const World::Headers& headers) {
    const auto answer = set_status(world, applied(world, world.register_user()), "IN_REVIEW", more, headers);
    REQUIRE(answer.status == 200);
    return answer.body["journeyEvent"]["actorId"];
  };
  CHECK(actor(Json::object(), World::as(admin)) == admin.email);
  CHECK(actor({{"updatedBy", ""}}, World::as(admin)) == admin.email);
  CHECK(actor({{"updatedBy", nullptr}}, World::as(admin)) == admin.email);
  CHECK(actor({{"updatedBy", " Nickname "}}, World::as(admin)) == "Nickname");
  CHECK(actor({{"updatedBy", "  "}}, World::as(admin)).is_null());
  CHECK(actor(Json::object(), World::admin()).is_null());
  CHECK(actor({{"updatedBy", "ops"}}, World::admin()) == "ops");
  // Whatever name was given, the audit trail knows who it was.
  const auto rows = world.audit_rows("application.status_changed");
  CHECK(rows.back().actor_name == "api-key");
  CHECK_FALSE(rows.back().actor_id);
  CHECK(rows.back().from_state == "SUBMITTED");
  CHECK(rows.back().to_state == "IN_REVIEW");
  CHECK(rows[7].actor_id == admin.user_id);
  CHECK(rows[7].actor_name == admin.email);
  CHECK(rows[7].actor_type == "ADMIN");
}

TEST_CASE("status: the errors come in the order body, status, reason, name, application, offer, transition") {
  World world;
  const auto id = applied(world, world.register_user());
  const auto result = [&](const std::string& application, const Json& body) {
    const auto answer = world.call("PATCH", "/admin/applications/" + application + "/status", body, World::admin());
    return std::to_string(answer.status) + " " + answer.code();
  };
  const Json bad_reason = repeated("理", 501), bad_name = repeated("名", 181);
  CHECK(world.raw("PATCH", "/admin/applications/x/status", "{", World::admin()).code() == "invalid_request_body");
  CHECK(world.raw("PATCH", "/admin/applications/x/status", "{").code() == "missing_admin_api_key");
  for (const Json& bad : {Json(nullptr), Json(""), Json("APPROVED"), Json(7), Json::array({"HIRED"}), Json::object(),
                          Json(std::string("HIRED\0", 6))}) {
    CAPTURE(bad.dump());
    CHECK(result(unknown_id, {{"status", bad}, {"reason", bad_reason}, {"updatedBy", bad_name}}) ==
          "400 invalid_application_status");
  }
  CHECK(result(unknown_id, Json::object()) == "400 invalid_application_status");
  CHECK(result(unknown_id, Json::array()) == "400 invalid_application_status");
  CHECK(result(unknown_id, {{"status", "HIRED"}, {"reason", bad_reason}, {"updatedBy", bad_name}}) ==
        "400 invalid_reason");
  CHECK(result(unknown_id, {{"status", "HIRED"}, {"reason", Json::array()}}) == "400 invalid_reason");
  CHECK(result(unknown_id, {{"status", "HIRED"}, {"updatedBy", bad_name}}) == "400 invalid_updated_by");
  CHECK(result(unknown_id, {{"status", "HIRED"}, {"updatedBy", Json::object()}}) == "400 invalid_updated_by");
  CHECK(result(unknown_id, {{"status", "HIRED"}}) == "404 application_not_found");
  CHECK(result(id, {{"status", "IN_REVIEW"}, {"reason", repeated("理", 500)}, {"updatedBy", repeated("名", 180)}}) ==
        "200 ");
  CHECK(result(id, {{"status", "SUBMITTED"}}) == "409 invalid_application_transition");
  CHECK(result(id, {{"status", "OFFERED"}}) == "200 ");
  CHECK(result(id, {{"status", "REJECTED"}}) == "409 offer_decision_required");
  CHECK(result(id, {{"status", "SUBMITTED"}}) == "409 invalid_application_transition");
}

TEST_CASE("status: events remember what they started from (gap D10)") {
  World world;
  const auto id = applied(world, world.register_user());
  for (const std::string to : {"INTERVIEW", "REJECTED"}) REQUIRE(set_status(world, id, to).status == 200);
  const auto events = read(*world.storage, [&](Stores& s) { return s.applications.events(ApplicationId(id)); });
  REQUIRE(events.size() == 3);
  CHECK_FALSE(events[0].from);
  CHECK(events[1].from == ApplicationStatus::submitted);
  CHECK(events[2].from == ApplicationStatus::interview);
}

TEST_CASE("admin applications: the totals follow every move") {
  World world;
  const auto id = applied(world, world.register_user());
  applied(world, world.register_user());
  for (const std::string to : {"IN_REVIEW", "INTERVIEW", "OFFERED"}) {
    REQUIRE(set_status(world, id, to).status == 200);
    CHECK(total(world) == 2);
    CHECK(total(world, "?status=SUBMITTED") == 1);
    CHECK(total(world, "?status=" + to) == 1);
    CHECK(total(world, "?jobId=" + osaka + "&status=" + to) == 1);
    CHECK(total(world, "?orgId=emp_kansai_precision&status=" + to) == 1);
  }
  CHECK(total(world, "?status=IN_REVIEW") == 0);
}
