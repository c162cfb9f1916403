// The dashboard's counters and the former case list.

#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

Json overview(World& world) {
  const auto answer = world.get("/admin/overview/summary", World::admin());
  REQUIRE(answer.status == 200);
  return answer.body;
}

Answer act(World& world, const std::string& id, const Json& body, const World::Headers& headers = World::admin()) {
  return world.post("/admin/cases/" + id + "/action", body, headers);
}

Answer cases(World& world, const std::string& query = "") { return world.get("/admin/cases" + query, World::admin()); }

std::string outcome(const Answer& answer) { return std::to_string(answer.status) + " " + answer.code(); }

class StatementCounter final : public Observer {
 public:
  void measure(std::string_view name, std::string_view, std::int64_t) noexcept override { count += name == "query"; }
  int count = 0;
};

}  // namespace

// ------------------------------------------------------------------------------------------------------------ overview

TEST_CASE("overview: every key is there, and the samples are counted") {
  World world;
  const Json body = overview(world);
  CHECK(keys(body) ==
        "activeApplications activeJobs hiredApplications inReviewApplications interviewApplications lastUpdatedAt "
        "manualReviewKyc offeredApplications pendingKyc pendingOrganizationVerification publishedFeedPosts "
        "rejectedApplications rejectedToday submittedApplications verifiedToday");
  for (const auto& [name, value] : body.items()) {
    if (name == "lastUpdatedAt") CHECK(value == "2030-01-02T03:04:05.678Z");
    else if (name == "activeJobs" || name == "publishedFeedPosts") CHECK(value == 4);
    else CHECK(value == 0);
  }
  CHECK(world.get("/admin/overview/summary").code() == "missing_admin_api_key");
  CHECK(world.get("/admin/overview/summary", World::as(world.register_user())).code() == "insufficient_admin_role");
}

TEST_CASE("overview: identity checks are counted by state, decisions since midnight UTC") {
  World world;
  const auto c = world.register_user();
  const auto decide = [&](const char* decision) {
    const auto session = world.submitted_kyc(world.register_user());
    REQUIRE(world
                .post("/admin/kyc/review", {{"sessionId", session}, {"decision", decision}, {"reviewedBy", "Ops"}},
                      World::admin())
                .status == 200);
  };
  world.start_kyc(c);
  world.submitted_kyc(c);
  decide("MANUAL_REVIEW");
  world.now = *parse_timestamp("2030-01-02T23:59:59.999Z");
  decide("VERIFIED");
  world.now += std::chrono::milliseconds(1);
  decide("VERIFIED");
  decide("REJECTED");
  world.now += seconds(3600);
  decide("REJECTED");
  const Json body = overview(world);
  CHECK(body["pendingKyc"] == 1);
  CHECK(body["manualReviewKyc"] == 1);
  CHECK(body["verifiedToday"] == 1);
  CHECK(body["rejectedToday"] == 2);
  world.now += seconds(86400);
  CHECK(overview(world)["verifiedToday"] == 0);
}

TEST_CASE("overview: organizations that wait for verification are counted once each") {
  World world;
  const auto c = world.register_user();
  const auto submitted = [&] {
    const Json draft{{"name", "Nusantara"}, {"orgType", "LPK"}, {"countryCode", "ID"}};
    const std::string org = world.post("/organizations", draft, World::as(c)).body["id"];
    const Json data{{"registrationNumber", "R"}, {"legalName", "PT"}};
    for (int i = 0; i < 2; ++i)
      REQUIRE(world.post("/organizations/" + org + "/verification", data, World::as(c)).status == 202);
    return org;
  };
  submitted();
  const auto decided = submitted();
  CHECK(overview(world)["pendingOrganizationVerification"] == 2);
  const auto answer = world.call("PATCH", "/admin/organizations/" + decided + "/verification",
                                 {{"status", "REJECTED"}}, World::admin());
  REQUIRE(answer.status == 200);
  CHECK(overview(world)["pendingOrganizationVerification"] == 1);
}

TEST_CASE("overview: applications, jobs and posts are counted whatever their state, in one statement (gaps E5, G9)") {
  TemporaryFolder folder;
  const auto path = (folder.path() / "overview.db").string();
  const auto counter = std::make_shared<StatementCounter>();
  const auto storage = open_sqlite({.path = path, .durable = false, .observer = counter});
  storage->migrate();
  World world([&](Options& o) { o.storage = storage; });
  SqliteFile file(path);
  int n = 0;
  for (const std::string status : {"SUBMITTED", "IN_REVIEW", "INTERVIEW", "OFFERED", "HIRED", "REJECTED"})
    for (int i = 0; i <= n % 3; ++i, ++n) {
      const auto id = "aaaaaaaa-0000-4000-8000-" + std::to_string(100000000000 + n);
      file.exec("INSERT INTO job_applications (id, user_id, job_id, status, created_at, updated_at) VALUES ('" + id +
                "', '" + world.register_user().user_id + "', 'job_tokyo_senior_welder_001', '" + status +
                "', '2030-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z')");
    }
  file.exec("UPDATE jobs SET lifecycle_status = 'DRAFT'");
  file.exec("UPDATE feed_posts SET lifecycle_status = 'SCHEDULED'");
  const Json body = overview(world);
  CHECK(body["activeJobs"] == 4);
  CHECK(body["publishedFeedPosts"] == 4);
  CHECK(body["activeApplications"] == n);
  for (const auto& [key, status] : {std::pair("submittedApplications", "SUBMITTED"),
                                    std::pair("inReviewApplications", "IN_REVIEW"),
                                    std::pair("interviewApplications", "INTERVIEW"),
                                    std::pair("offeredApplications", "OFFERED"),
                                    std::pair("hiredApplications", "HIRED"),
                                    std::pair("rejectedApplications", "REJECTED")}) {
    const auto count =
        file.number(std::string("SELECT COUNT(*) FROM job_applications WHERE status = '") + status + "'");
    CHECK(body[key] == count);
    CHECK(count > 0);
  }
  file.exec("UPDATE job_applications SET status = 'HIRED'");
  counter->count = 0;
  CHECK(overview(world)["hiredApplications"] == n);
  CHECK(counter->count == 1);
}

// --------------------------------------------------------------------------------------------------------------- cases

TEST_CASE("cases: the former names of states are those of the review queue, with the same answer") {
  World world;
  const auto c = world.register_user();
  world.submitted_kyc(c);
  world.start_kyc(c);
  for (const auto& [name, raw] : {std::pair("open", "SUBMITTED"), std::pair("%20In_Review", "MANUAL_REVIEW"),
                                  std::pair("WAITING_EVIDENCE", "CREATED"), std::pair("RESOLVED", "VERIFIED"),
                                  std::pair("rejected", "REJECTED"), std::pair("submitted", "SUBMITTED"),
                                  std::pair("ALL", "ALL"), std::pair("default", "DEFAULT"), std::pair("%20", "")}) {
    CAPTURE(name);
    const auto answer = cases(world, std::string("?status=") + name);
    REQUIRE(answer.status == 200);
    const auto same = world.get(std::string("/admin/kyc/review-queue?status=") + raw, World::admin());
    CHECK(answer.body == same.body);
  }
  CHECK(cases(world).body["filters"]["status"] == Json::array({"SUBMITTED", "MANUAL_REVIEW"}));
  CHECK(cases(world, "?status=OPEN").body["filters"]["status"] == Json::array({"SUBMITTED"}));
  CHECK(cases(world, "?status=nonsense&cursor=x").code() == "invalid_status_filter");
  CHECK(cases(world, "?cursor=x&limit=0").code() == "invalid_cursor");
  CHECK(cases(world, "?limit=101").code() == "invalid_limit");
  CHECK(world.get("/admin/cases").code() == "missing_admin_api_key");
}

TEST_CASE("cases: each action is a decision, under the former reviewer's name with the key") {
  for (const auto& [action, decision] :
       {std::pair("REQUEST_EVIDENCE", "MANUAL_REVIEW"), std::pair(" escalate ", "MANUAL_REVIEW"),
        std::pair("resolve_valid", "VERIFIED"), std::pair("RESOLVE_INVALID", "REJECTED"),
        std::pair("BLACKLIST_ENTITY", "REJECTED")}) {
    CAPTURE(action);
    World world;
    const auto session = world.submitted_kyc(world.register_user());
    const auto answer = act(world, session, {{"action", action}, {"note", "look"}});
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "session status");
    CHECK(answer.body["session"]["status"] == decision);
    CHECK(answer.body["session"]["reviewedBy"] == "legacy_admin_case_action");
    const auto event = cases(world, "?status=ALL").body["items"][0]["lastEvent"];
    CHECK(event["reason"] == "look");
    CHECK(event["actorId"] == "legacy_admin_case_action");
  }
}

TEST_CASE("cases: an unknown action is refused before anything else - a decision wins over a known one") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  for (const Json& bad : {Json("APPROVE"), Json("  "), Json(1), Json(true), Json::array({"ESCALATE"}), Json::object(),
                          Json(std::string("ESCALATE\0", 9))}) {
    CAPTURE(bad.dump());
    CHECK(outcome(act(world, session, {{"action", bad}, {"decision", "VERIFIED"}})) == "400 unsupported_case_action");
    CHECK(outcome(act(world, unknown_id, {{"action", bad}})) == "400 unsupported_case_action");
  }
  CHECK(outcome(act(world, unknown_id, Json::object())) == "404 kyc_session_not_found");
  CHECK(outcome(act(world, "no-uuid", {{"action", "ESCALATE"}})) == "404 kyc_session_not_found");
  for (const Json& none : {Json(nullptr), Json(""), Json(false), Json(0)})
    CHECK(outcome(act(world, session, {{"action", none}})) == "400 invalid_decision");
  CHECK(outcome(act(world, session, {{"action", "ESCALATE"}, {"decision", " "}})) == "400 invalid_decision");
  CHECK(outcome(act(world, session, {{"action", "ESCALATE"}, {"decision", "CREATED"}})) == "400 invalid_decision");
  CHECK(outcome(act(world, session, {{"action", "ESCALATE"}, {"reviewedBy", std::string(129, 'r')}})) ==
        "400 invalid_reviewed_by");
  CHECK(act(world, session, {{"action", "ESCALATE"}, {"decision", nullptr}}).body["status"] == "MANUAL_REVIEW");
  CHECK(act(world, session, {{"action", "RESOLVE_INVALID"}, {"decision", " verified "}}).body["status"] == "VERIFIED");
  CHECK(outcome(act(world, session, {{"decision", "nonsense"}})) == "409 kyc_session_locked");
  const auto created = world.start_kyc(world.register_user());
  CHECK(outcome(act(world, created, {{"action", "RESOLVE_VALID"}})) == "409 kyc_session_not_submitted");
  CHECK(world.raw("POST", "/admin/cases/" + created + "/action", "{", {}).code() == "missing_admin_api_key");
}

TEST_CASE("cases: the reviewer is who is named, else who is signed in - the reason wins over the note (gap B16)") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto c = world.register_user();
  const auto event = [&](const Json& body, const World::Headers& headers) {
    const auto session = world.submitted_kyc(c);
    world.now += seconds(1);
    REQUIRE(act(world, session, body, headers).status == 200);
    const Json items = cases(world, "?status=ALL").body["items"];
    Json found;
    for (const auto& item : items)
      if (item["session"]["id"] == session) found = item["lastEvent"];
    return found;
  };
  CHECK(event({{"action", "ESCALATE"}, {"reviewedBy", " Ops "}}, World::admin())["actorId"] == "Ops");
  CHECK(event({{"action", "ESCALATE"}, {"reviewedBy", "Ops"}}, World::as(admin))["actorId"] == "Ops");
  CHECK(world.audit_rows("kyc.status_changed").back().actor_name == admin.email);
  CHECK(event({{"action", "ESCALATE"}}, World::as(admin))["actorId"] == admin.email);
  CHECK(event({{"action", "ESCALATE"}, {"reason", "a"}, {"note", "b"}}, World::admin())["reason"] == "a");
  CHECK(event({{"action", "ESCALATE"}, {"reason", ""}, {"note", "b"}}, World::admin())["reason"] == "b");
  CHECK(event({{"action", "ESCALATE"}}, World::admin())["reason"].is_null());
}
