// Applications as candidates see them: applying, lists, journeys, offers.

#include <set>

#include "api/application_helpers.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::applications;
using std::chrono::seconds;

// --------------------------------------------------------------------------------------------------------------- apply

TEST_CASE("apply: a first request is 201, field for field") {
  World world;
  const auto c = world.register_user();
  const auto answer = apply(world, c, osaka, {{"note", "  よろしくお願いします\u3000"}});
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "application created");
  CHECK(answer.body["created"] == true);
  const Json& a = answer.body["application"];
  CHECK(keys(a) == application_keys);
  CHECK(is_uuid(a["id"].get<std::string>()));
  CHECK(a["jobId"] == osaka);
  CHECK(a["status"] == "SUBMITTED");
  CHECK(a["note"] == "よろしくお願いします");
  CHECK(a["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(a["updatedAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(a["job"] ==
        Json({{"id", osaka},
              {"title", "CNC Operator"},
              {"employmentType", "CONTRACT"},
              {"visaSponsorship", true},
              {"location", {{"countryCode", "JP"}, {"city", "Osaka"}, {"displayLabel", "Osaka, JP"}}},
              {"employer",
               {{"id", "emp_kansai_precision"},
                {"name", "Kansai Precision Parts"},
                {"logoUrl", nullptr},
                {"isVerifiedEmployer", true}}}}));
}

TEST_CASE("apply: again is 200 with the application that is there, and the new note is ignored") {
  World world;
  const auto c = world.register_user();
  const auto first = apply(world, c, osaka, {{"note", "first"}});
  world.now += seconds(5);
  const auto again = apply(world, c, osaka, {{"note", "second"}});
  CHECK(again.status == 200);
  CHECK(keys(again.body) == "application created");
  CHECK(again.body["created"] == false);
  CHECK(again.body["application"] == first.body["application"]);
  CHECK(world.raw("POST", "/v1/jobs/" + osaka + "/applications", "", World::as(c)).status == 200);
  CHECK(own_journey(world, c, id_of(first)).body["journey"].size() == 1);
  CHECK(world.audit_rows("application.status_changed").size() == 1);
}

TEST_CASE("apply: also after a rejection it stays the same application") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  REQUIRE(set_status(world, id, "REJECTED").status == 200);
  const auto again = apply(world, c, osaka);
  CHECK(again.status == 200);
  CHECK(id_of(again) == id);
  CHECK(again.body["application"]["status"] == "REJECTED");
}

TEST_CASE("apply: the note is optional, blank is null, and the body may be empty as iOS sends it") {
  const std::vector<std::string> bodies{"", "{}", "[]", R"({"note":null})", R"({"note":""})", R"({"note":" \u3000 "})",
                                        R"({"note":false})"};
  for (const auto& body : bodies) {
    CAPTURE(body);
    World world;
    const auto c = world.register_user();
    const auto answer = world.raw("POST", "/jobs/" + osaka + "/applications", body, World::as(c));
    REQUIRE(answer.status == 201);
    CHECK(answer.body["application"]["note"].is_null());
  }
}

TEST_CASE("apply: a note has 1000 UTF-16 units - longer, U+0000 and arrays are invalid_note (gap D14, D16)") {
  World world;
  const auto result = [&](const Json& note) {
    const auto answer = apply(world, world.register_user(), osaka, {{"note", note}});
    return std::to_string(answer.status) + " " + answer.code();
  };
  CHECK(result(repeated("桜", 1000)) == "201 ");
  CHECK(result(repeated("桜", 1001)) == "400 invalid_note");
  CHECK(result(repeated("😀", 500)) == "201 ");
  CHECK(result(repeated("😀", 500) + "x") == "400 invalid_note");
  CHECK(result(" " + repeated("x", 1000) + "\n") == "201 ");
  CHECK(result(std::string("a\0b", 3)) == "400 invalid_note");
  CHECK(result(Json::array({"x"})) == "400 invalid_note");
  CHECK(result(Json::object()) == "400 invalid_note");
  CHECK(result(12345) == "201 ");
}

TEST_CASE("apply: the errors come in the order token, body, job, note, and before an existing application") {
  World world;
  const auto c = world.register_user();
  const auto result = [&](const std::string& job, const std::string& body, const World::Headers& headers) {
    const auto answer = world.raw("POST", "/jobs/" + job + "/applications", body, headers);
    return std::to_string(answer.status) + " " + answer.code();
  };
  const std::string long_note = Json({{"note", repeated("x", 1001)}}).dump();
  CHECK(result("job_none", "{", {}) == "401 missing_access_token");
  CHECK(result("job_none", "{", World::bearer("a.b")) == "401 invalid_access_token");
  CHECK(result("job_none", "{", World::as(c)) == "400 invalid_request_body");
  CHECK(result("job_none", "null", World::as(c)) == "400 invalid_request_body");
  CHECK(result("job_none", long_note, World::as(c)) == "404 job_not_found");
  CHECK(result("no%00job", "", World::as(c)) == "404 job_not_found");
  CHECK(result(osaka, long_note, World::as(c)) == "400 invalid_note");
  REQUIRE(apply(world, c, osaka).status == 201);
  CHECK(result(osaka, long_note, World::as(c)) == "400 invalid_note");
}

TEST_CASE("apply: a job that is a draft or deleted is job_not_found, also for who applied before (gap G7 stays)") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c, osaka);
  hide_job(world, osaka);
  CHECK(apply(world, c, osaka).code() == "job_not_found");
  CHECK(apply(world, world.register_user(), osaka).code() == "job_not_found");
  // The application of the hidden job is still listed and readable.
  CHECK(own_list(world, c).body["items"][0]["id"] == id);
  CHECK(own_journey(world, c, id).status == 200);
  delete_job(world, osaka);
  CHECK(apply(world, c, osaka).code() == "job_not_found");
}

TEST_CASE("apply: it writes one journey event of the candidate and one audit row") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c, osaka, "my note");
  const auto journey = own_journey(world, c, id).body["journey"];
  REQUIRE(journey.size() == 1);
  CHECK(keys(journey[0]) == "actorId actorType createdAt description id status title");
  CHECK(journey[0]["status"] == "SUBMITTED");
  CHECK(journey[0]["description"] == "my note");
  CHECK(journey[0]["actorType"] == "USER");
  CHECK(journey[0]["actorId"] == c.user_id);
  CHECK(journey[0]["createdAt"] == "2030-01-02T03:04:05.678Z");
  const auto rows = world.audit_rows("application.status_changed");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_type == "JOB_APPLICATION");
  CHECK(rows[0].entity_id == id);
  CHECK(rows[0].actor_type == "USER");
  CHECK(rows[0].actor_id == c.user_id);
  CHECK_FALSE(rows[0].from_state);
  CHECK(rows[0].to_state == "SUBMITTED");
  CHECK(rows[0].request_id);
}

// ---------------------------------------------------------------------------------------------------------- own list

TEST_CASE("own applications: latest change first, with the page, and nobody else's") {
  World world;
  const auto c = world.register_user();
  const auto other = world.register_user();
  std::vector<std::string> created;
  for (const auto& job : {tokyo, osaka, nagoya}) {
    created.push_back(applied(world, c, job));
    world.now += seconds(1);
  }
  applied(world, other, fukuoka);
  CHECK(application_ids(own_list(world, c)) == std::vector<std::string>{created[2], created[1], created[0]});
  REQUIRE(set_status(world, created[0], "IN_REVIEW").status == 200);
  const auto answer = own_list(world, c);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(application_ids(answer) == std::vector<std::string>{created[0], created[2], created[1]});
  for (const auto& item : answer.body["items"]) CHECK(keys(item) == application_keys);
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 3}}));
  const auto page = own_list(world, c, "?limit=2");
  CHECK(page.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", "2"}, {"limit", 2}, {"total", 3}}));
  const auto rest = own_list(world, c, "?limit=2&cursor=02");
  CHECK(application_ids(rest) == std::vector<std::string>{created[1]});
  CHECK(rest.body["pageInfo"] == Json({{"cursor", "2"}, {"nextCursor", nullptr}, {"limit", 2}, {"total", 3}}));
  const auto beyond = own_list(world, c, "?cursor=9");
  CHECK(beyond.body["items"] == Json::array());
  CHECK(beyond.body["pageInfo"] == Json({{"cursor", "9"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 3}}));
}

TEST_CASE("own applications: equal times neither repeat nor drop rows between pages (gap D12)") {
  World world;
  const auto c = world.register_user();
  std::set<std::string> all;
  for (const auto& job : {tokyo, osaka, nagoya, fukuoka}) all.insert(applied(world, c, job));
  std::multiset<std::string> seen;
  for (int offset = 0; offset < 4; ++offset)
    for (const auto& id : application_ids(own_list(world, c, "?limit=1&cursor=" + std::to_string(offset))))
      seen.insert(id);
  CHECK(seen.size() == 4);
  CHECK(std::set<std::string>(seen.begin(), seen.end()) == all);
}

TEST_CASE("own applications: those that changed at the same moment come latest first") {
  World world;
  const auto c = world.register_user();
  std::vector<std::string> latest_first;
  for (const auto& job : {tokyo, osaka, nagoya, fukuoka}) {
    latest_first.insert(latest_first.begin(), applied(world, c, job));
    world.now += seconds(1);
  }
  for (const auto& id : latest_first) REQUIRE(set_status(world, id, "IN_REVIEW").status == 200);
  CHECK(application_ids(own_list(world, c)) == latest_first);
}

TEST_CASE("own applications: the status filter is trimmed and read in any case") {
  World world;
  const auto c = world.register_user();
  const auto moved = applied(world, c, tokyo);
  applied(world, c, osaka);
  REQUIRE(set_status(world, moved, "IN_REVIEW").status == 200);
  CHECK(application_ids(own_list(world, c, "?status=+in_Review%20")) == std::vector<std::string>{moved});
  CHECK(own_list(world, c, "?status=IN_REVIEW").body["pageInfo"]["total"] == 1);
  CHECK(own_list(world, c, "?status=%20").body["pageInfo"]["total"] == 2);
  CHECK(own_list(world, c, "?status=HIRED").body["items"] == Json::array());
}

TEST_CASE("own applications: the errors come in the order token, cursor, limit, status") {
  World world;
  const auto c = world.register_user();
  const auto code = [&](const std::string& query) { return own_list(world, c, query).code(); };
  CHECK(world.get("/users/me/applications?cursor=x").code() == "missing_access_token");
  CHECK(code("?cursor=x&limit=0&status=NO") == "invalid_cursor");
  CHECK(code("?cursor=-1") == "invalid_cursor");
  CHECK(code("?cursor=9007199254740992") == "invalid_cursor");
  CHECK(code("?limit=0&status=NO") == "invalid_limit");
  CHECK(code("?limit=51") == "invalid_limit");
  CHECK(code("?limit=1.5") == "invalid_limit");
  CHECK(code("?status=NO") == "invalid_application_status");
  CHECK(code("?status=SUBMITTED%00") == "invalid_application_status");
  CHECK(own_list(world, c, "?limit=50&cursor=9007199254740991").status == 200);
  CHECK(own_list(world, c, "?limit=&cursor=&status=").status == 200);
}

// ------------------------------------------------------------------------------------------------------------- journey

TEST_CASE("own journey: oldest first, with the application, and administrators stay unnamed (gap B17)") {
  World world;
  const auto c = world.register_user();
  const auto admin = world.register_with_roles({"super_admin"});
  const auto id = applied(world, c);
  world.now += seconds(1);
  REQUIRE(set_status(world, id, "IN_REVIEW", {{"reason", "CV looks good"}}, World::as(admin)).status == 200);
  REQUIRE(set_status(world, id, "INTERVIEW", {{"updatedBy", "Hana Sato"}}).status == 200);
  const auto answer = own_journey(world, c, id);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "application journey");
  CHECK(answer.body["application"]["status"] == "INTERVIEW");
  const auto& journey = answer.body["journey"];
  REQUIRE(journey.size() == 3);
  CHECK(journey[0]["status"] == "SUBMITTED");
  CHECK(journey[1]["status"] == "IN_REVIEW");
  CHECK(journey[2]["status"] == "INTERVIEW");
  for (const auto& event : journey) CHECK(keys(event) == "actorId actorType createdAt description id status title");
  CHECK(journey[0]["actorId"] == c.user_id);
  for (int i : {1, 2}) {
    CHECK(journey[i]["actorType"] == "ADMIN");
    CHECK(journey[i]["actorId"].is_null());
  }
  // The reason stays.
  CHECK(journey[1]["description"].get<std::string>().find("CV looks good") != std::string::npos);
  CHECK(answer.text.find(admin.email) == std::string::npos);
  CHECK(answer.text.find("Hana Sato") == std::string::npos);
}

TEST_CASE("own routes: unknown, malformed and foreign applications are application_not_found (gap D14)") {
  World world;
  const auto owner = world.register_user();
  const auto stranger = world.register_user();
  const auto id = applied(world, owner);
  const auto gone = applied(world, stranger, nagoya);
  delete_job(world, nagoya);
  const std::vector<std::string> targets{unknown_id, "no-uuid", "%00", "%20", id, gone};
  for (const auto& target : targets) {
    CAPTURE(target);
    const std::string base = "/users/me/applications/" + target;
    const std::vector<Answer> answers{
        world.get(base + "/journey", World::as(stranger)),
        world.get(base + "/documents", World::as(stranger)),
        world.post(base + "/documents", Json::object(), World::as(stranger)),
        world.post(base + "/documents/upload-url", Json::object(), World::as(stranger)),
        world.post(base + "/offer/accept", {{"reason", repeated("x", 501)}}, World::as(stranger)),
        world.post(base + "/offer/decline", nullptr, World::as(stranger))};
    for (const auto& answer : answers) {
      CHECK(answer.status == 404);
      CHECK(answer.code() == "application_not_found");
    }
  }
  CHECK(own_list(world, stranger).body["pageInfo"]["total"] == 0);
}

TEST_CASE("journey: every title and description of ours is short, and reasons do not pile up (gap G12)") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  std::string reason;
  for (const std::string status : {"IN_REVIEW", "INTERVIEW", "OFFERED"}) {
    REQUIRE(set_status(world, id, status, {{"reason", reason}}).status == 200);
    // The web client starts the next reason from the last description.
    const std::string next = admin_find(world, id).body["lastEvent"]["description"];
    CHECK(next.size() <= reason.size() + 120);
    CHECK(next.find(reason) != std::string::npos);
    reason = next;
  }
  CHECK(reason.size() < 500);
  REQUIRE(offer(world, c, id, "accept", {{"reason", "yes"}}).status == 200);
  const Answer journey = own_journey(world, c, id);
  for (const auto& event : journey.body["journey"]) {
    CHECK_FALSE(event["title"].get<std::string>().empty());
    CHECK(event["title"].get<std::string>().size() <= 40);
  }
}

// -------------------------------------------------------------------------------------------------------------- offers

TEST_CASE("offer: accepting makes it HIRED, declining REJECTED, field for field") {
  for (const bool accepted : {true, false}) {
    CAPTURE(accepted);
    World world;
    const auto c = world.register_user();
    const auto id = applied(world, c);
    REQUIRE(set_status(world, id, "OFFERED").status == 200);
    world.now += seconds(7);
    const auto answer = offer(world, c, id, accepted ? "accept" : "decline", {{"reason", "  喜んで "}});
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "application decision journeyEvent updated");
    CHECK(answer.body["updated"] == true);
    CHECK(answer.body["decision"] == (accepted ? "ACCEPT" : "DECLINE"));
    const std::string status = accepted ? "HIRED" : "REJECTED";
    CHECK(keys(answer.body["application"]) == application_keys);
    CHECK(answer.body["application"]["status"] == status);
    CHECK(answer.body["application"]["updatedAt"] == "2030-01-02T03:04:12.678Z");
    CHECK(answer.body["application"]["createdAt"] == "2030-01-02T03:04:05.678Z");
    const auto& event = answer.body["journeyEvent"];
    CHECK(keys(event) == "actorId actorType createdAt description id status title");
    CHECK(event["status"] == status);
    CHECK(event["actorType"] == "USER");
    CHECK(event["actorId"] == c.user_id);
    CHECK(event["createdAt"] == "2030-01-02T03:04:12.678Z");
    const std::string description = event["description"];
    CHECK(description.find(accepted ? "accepted" : "declined") != std::string::npos);
    CHECK(description.find("喜んで") != std::string::npos);
    const auto journey = own_journey(world, c, id);
    CHECK(journey.body["journey"].back() == event);
    CHECK(journey.body["application"] == answer.body["application"]);
    const auto rows = world.audit_rows("application.status_changed");
    CHECK(rows.back().from_state == "OFFERED");
    CHECK(rows.back().to_state == status);
    CHECK(rows.back().actor_id == c.user_id);
    // Once answered, there is no offer any more.
    for (const std::string word : {"accept", "decline"}) {
      const auto again = offer(world, c, id, word);
      CHECK(again.status == 409);
      CHECK(again.code() == "offer_not_available");
    }
  }
}

TEST_CASE("offer: the errors come in the order application, state, reason - other words are unknown routes") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const Json too_long{{"reason", repeated("理", 501)}};
  for (const std::string word : {"accept", "decline"}) {
    CHECK(offer(world, c, unknown_id, word, too_long).code() == "application_not_found");
    CHECK(offer(world, c, id, word, too_long).code() == "offer_not_available");
  }
  REQUIRE(set_status(world, id, "OFFERED").status == 200);
  for (const Json& bad : {too_long, Json({{"reason", Json::array()}}), Json({{"reason", Json::object()}}),
                          Json({{"reason", std::string("a\0", 2)}})}) {
    const auto answer = offer(world, c, id, "accept", bad);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_reason");
  }
  CHECK(offer(world, c, id, "withdraw").code() == "not_found");
  CHECK(world.raw("POST", "/users/me/applications/" + id + "/offer/accept", "{", World::as(c)).code() ==
        "invalid_request_body");
  CHECK(world.post("/users/me/applications/" + id + "/offer/accept").code() == "missing_access_token");
  CHECK(own_journey(world, c, id).body["application"]["status"] == "OFFERED");
  CHECK(offer(world, c, id, "accept", {{"reason", repeated("理", 500)}}).status == 200);
}

TEST_CASE("offer: the body may be empty and a blank reason is none") {
  World world;
  for (const std::string body : {"", "{}", "[]", R"({"reason":null})", R"({"reason":"  "})"}) {
    CAPTURE(body);
    const auto c = world.register_user();
    const auto id = applied(world, c);
    REQUIRE(set_status(world, id, "OFFERED").status == 200);
    const auto answer = world.raw("POST", "/users/me/applications/" + id + "/offer/decline", body, World::as(c));
    CHECK(answer.status == 200);
    CHECK(answer.body["journeyEvent"]["description"].get<std::string>().find("Reason") == std::string::npos);
  }
}
