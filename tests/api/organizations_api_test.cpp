// Organizations as their owners see them: creation, submission, status.

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

Json draft(const Json& changes = Json::object()) {
  Json body{{"name", "Nusantara Link"}, {"orgType", "LPK"}, {"countryCode", "ID"}};
  body.update(changes);
  return body;
}

Json submission(const Json& changes = Json::object()) {
  Json body{{"registrationNumber", "REG-1"}, {"legalName", "PT Nusantara"}};
  body.update(changes);
  return body;
}

Answer create(World& world, const Credentials& c, const Json& changes = Json::object()) {
  return world.post("/organizations", draft(changes), World::as(c));
}

std::string created(World& world, const Credentials& c) {
  const auto answer = create(world, c);
  REQUIRE(answer.status == 201);
  return answer.body["id"];
}

Answer submit(World& world, const Credentials& c, const std::string& org, const Json& body = submission()) {
  return world.post("/organizations/" + org + "/verification", body, World::as(c));
}

Answer status(World& world, const Credentials& c, const std::string& org) {
  return world.get("/organizations/" + org + "/verification/status", World::as(c));
}

Answer decide(World& world, const std::string& org, const Json& body) {
  return world.call("PATCH", "/admin/organizations/" + org + "/verification", body, World::admin());
}

std::string repeated(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

std::string outcome(const Answer& answer) { return std::to_string(answer.status) + " " + answer.code(); }

}  // namespace

// ------------------------------------------------------------------------------------------------------------ creation

TEST_CASE("organizations: a new one is answered without an envelope, field for field, trimmed and in upper case") {
  World world;
  const auto c = world.register_user();
  const auto answer =
      create(world, c, {{"name", "\u3000Sakura 桜 "}, {"orgType", " tsk "}, {"countryCode", " jp\u3000"}});
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "countryCode id name orgType");
  CHECK(answer.body["name"] == "Sakura 桜");
  CHECK(answer.body["orgType"] == "TSK");
  CHECK(answer.body["countryCode"] == "JP");
  CHECK(is_uuid(answer.body["id"].get<std::string>()));
  CHECK(world.post("/v1/organizations", draft(), World::as(c)).status == 201);
}

TEST_CASE("organizations: anybody may create several of one name and gets no role by it") {
  World world;
  const auto c = world.register_user();
  CHECK(created(world, c) != created(world, c));
  CHECK(world.get("/auth/me", World::as(c)).body["user"]["roles"] == Json::array({"sdm"}));
}

TEST_CASE("organizations: creation needs a bearer token, and says so before it reads the body") {
  World world;
  CHECK(world.raw("POST", "/organizations", "{", {}).code() == "missing_access_token");
  CHECK(world.raw("POST", "/organizations", "{", World::admin()).code() == "missing_access_token");
  CHECK(world.raw("POST", "/organizations", "{", World::bearer("x")).code() == "invalid_access_token");
  const auto c = world.register_user();
  CHECK(world.raw("POST", "/organizations", "{", World::as(c)).code() == "invalid_request_body");
  CHECK(world.raw("POST", "/organizations", "null", World::as(c)).code() == "invalid_request_body");
  CHECK(world.raw("POST", "/organizations", "", World::as(c)).code() == "invalid_org_name");
  CHECK(world.raw("POST", "/organizations", "[]", World::as(c)).code() == "invalid_org_name");
}

TEST_CASE("organizations: the errors of a creation come in the order name, type, country") {
  World world;
  const auto c = world.register_user();
  CHECK(outcome(create(world, c, {{"name", "x"}, {"orgType", "BANK"}, {"countryCode", "IDN"}})) ==
        "400 invalid_org_name");
  CHECK(outcome(create(world, c, {{"orgType", "BANK"}, {"countryCode", "IDN"}})) == "400 invalid_org_type");
  CHECK(outcome(create(world, c, {{"countryCode", "IDN"}})) == "400 invalid_country_code");
  for (const Json& bad : {Json(nullptr), Json(""), Json("BANK"), Json(1), Json::array({"LPK"}), Json::object()}) {
    CAPTURE(bad.dump());
    CHECK(create(world, c, {{"orgType", bad}}).code() == "invalid_org_type");
  }
  for (const Json& bad : {Json(nullptr), Json(""), Json("I"), Json("I1"), Json("ＩＤ"), Json("I D"), Json(12),
                          Json::array({"ID"}), Json::object()}) {
    CAPTURE(bad.dump());
    CHECK(create(world, c, {{"countryCode", bad}}).code() == "invalid_country_code");
  }
  CHECK(world.audit_rows("organization.created").empty());
}

TEST_CASE("organizations: a name has 2 to 180 UTF-16 units after trimming, without U+0000, arrays or objects "
          "(gaps D14, D16)") {
  World world;
  const auto c = world.register_user();
  const auto code = [&](const Json& name) { return create(world, c, {{"name", name}}).code(); };
  for (const Json& good : {Json("ab"), Json("  ab\u3000"), Json(repeated("桜", 180)), Json(repeated("😀", 90)),
                           Json("😀"), Json(12345), Json(true)}) {
    CAPTURE(good.dump());
    CHECK(code(good) == "");
  }
  for (const Json& bad : {Json("a"), Json(" a "), Json("桜"), Json(repeated("桜", 181)), Json(repeated("😀", 91)),
                          Json(nullptr), Json(false), Json(0), Json::array({"ab"}), Json::object({{"a", "b"}}),
                          Json(std::string("a\0b", 3))}) {
    CAPTURE(bad.dump());
    CHECK(code(bad) == "invalid_org_name");
  }
}

// ---------------------------------------------------------------------------------------------------------- submission

TEST_CASE("verification: a submission is 202, PENDING, and shows nothing of what was submitted") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  world.now += seconds(9);
  const auto answer = submit(world, c, org, submission({{"supportingObjectKeys", {"a/b.pdf"}}}));
  REQUIRE(answer.status == 202);
  CHECK(keys(answer.body) == "id lastCheckedAt orgId reasonCodes status");
  CHECK(is_uuid(answer.body["id"].get<std::string>()));
  CHECK(answer.body["orgId"] == org);
  CHECK(answer.body["status"] == "PENDING");
  CHECK(answer.body["reasonCodes"] == Json::array());
  CHECK(answer.body["lastCheckedAt"] == "2030-01-02T03:04:14.678Z");
  CHECK(status(world, c, org).status == 200);
  CHECK(status(world, c, org).body == answer.body);
}

TEST_CASE("verification: submitting again keeps the id and starts over, also after VERIFIED") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  const auto first = submit(world, c, org).body;
  REQUIRE(decide(world, org, {{"status", "VERIFIED"}, {"reasonCodes", {"checked"}}}).status == 200);
  world.now += seconds(60);
  const auto second = submit(world, c, org, submission({{"legalName", "PT Baru"}}));
  REQUIRE(second.status == 202);
  CHECK(second.body["id"] == first["id"]);
  CHECK(second.body["status"] == "PENDING");
  CHECK(second.body["reasonCodes"] == Json::array());
  CHECK(second.body["lastCheckedAt"] == "2030-01-02T03:05:05.678Z");
  CHECK(status(world, c, org).body == second.body);
}

TEST_CASE("verification: an unknown or foreign organization is 404 org_not_found before any field is looked at") {
  World world;
  const auto owner = world.register_user();
  const auto other = world.register_user();
  const auto org = created(world, owner);
  for (const auto& given : {std::pair(owner, unknown_id), std::pair(owner, std::string("no-uuid")),
                            std::pair(other, org), std::pair(owner, std::string("%00"))}) {
    const auto& who = given.first;
    const auto& id = given.second;
    CAPTURE(id);
    CHECK(outcome(submit(world, who, id, Json::object())) == "404 org_not_found");
    CHECK(outcome(submit(world, who, id)) == "404 org_not_found");
    CHECK(outcome(status(world, who, id)) == "404 org_not_found");
  }
  CHECK(outcome(status(world, owner, org)) == "404 org_verification_not_found");
  CHECK(world.get("/organizations/" + org + "/verification/status").code() == "missing_access_token");
  CHECK(world.raw("POST", "/organizations/" + org + "/verification", "{", {}).code() == "missing_access_token");
  CHECK(world.raw("POST", "/organizations/" + unknown_id + "/verification", "{", World::as(owner)).code() ==
        "invalid_request_body");
}

TEST_CASE("verification: the fields of a submission are checked in the order of the contract") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  const auto code = [&](const Json& changes) { return submit(world, c, org, submission(changes)).code(); };
  CHECK(code({{"registrationNumber", ""}, {"legalName", ""}, {"supportingObjectKeys", 1}}) ==
        "invalid_registration_number");
  CHECK(code({{"legalName", ""}, {"supportingObjectKeys", 1}}) == "invalid_legal_name");
  CHECK(code({{"supportingObjectKeys", 1}}) == "invalid_supporting_object_keys");
  CHECK(code({{"supportingObjectKeys", {""}}}) == "invalid_supporting_object_key");
  for (const Json& bad : {Json(nullptr), Json("  "), Json(std::string(129, 'r')), Json(repeated("😀", 65)),
                          Json::array({"r"}), Json::object(), Json(std::string("r\0", 2))})
    CHECK(code({{"registrationNumber", bad}}) == "invalid_registration_number");
  for (const Json& good : {Json("r"), Json(repeated("桜", 128)), Json(20260001)})
    CHECK(code({{"registrationNumber", good}}) == "");
  for (const Json& bad : {Json(nullptr), Json("x"), Json(repeated("桜", 181)), Json::array({"ab"}), Json::object()})
    CHECK(code({{"legalName", bad}}) == "invalid_legal_name");
  CHECK(code({{"legalName", repeated("😀", 90)}}) == "");
}

TEST_CASE("verification: at most 20 object keys of 1 to 1024 characters, relative and without two dots") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  const auto code = [&](const Json& keys) {
    return submit(world, c, org, submission({{"supportingObjectKeys", keys}})).code();
  };
  CHECK(code(nullptr) == "");
  CHECK(code(Json::array()) == "");
  CHECK(code(Json(std::vector<std::string>(20, "a"))) == "");
  CHECK(code(Json::array({" a b 桜?.pdf ", 12, std::string(1024, 'k')})) == "");
  for (const Json& bad : {Json("a"), Json(1), Json(false), Json::object(), Json(std::vector<std::string>(21, "a"))}) {
    CAPTURE(bad.dump());
    CHECK(code(bad) == "invalid_supporting_object_keys");
  }
  for (const Json& bad : {Json(""), Json(" "), Json(nullptr), Json("/a"), Json(" /a"), Json("a/../b"), Json(".."),
                          Json(std::string(1025, 'k')), Json::array({"a"}), Json::object(),
                          Json(std::string("a\0", 2))}) {
    CAPTURE(bad.dump());
    CHECK(code(Json::array({"a", bad})) == "invalid_supporting_object_key");
  }
}

TEST_CASE("verification: object keys outside the owner's folders are accepted and logged (gap D28)") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  const auto with = [](const Json& keys) { return submission({{"supportingObjectKeys", keys}}); };
  REQUIRE(submit(world, c, org, with(Json::array({"kyc/" + c.user_id + "/1/a.pdf"}))).status == 202);
  CHECK(world.observer->count("organization.foreign_object_keys") == 0);
  REQUIRE(submit(world, c, org, with(Json::array({"kyc/" + unknown_id + "/1/a.pdf", "b"}))).status == 202);
  const auto logged = world.observer->last("organization.foreign_object_keys");
  CHECK(keys(logged) == "count orgId userId");
  CHECK(logged["count"] == 2);
  CHECK(logged["orgId"] == org);
}

TEST_CASE("verification: a refused submission changes nothing") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  REQUIRE(submit(world, c, org).status == 202);
  REQUIRE(decide(world, org, {{"status", "VERIFIED"}}).status == 200);
  const auto before = status(world, c, org).body;
  world.now += seconds(5);
  CHECK(submit(world, c, org, submission({{"legalName", ""}})).status == 400);
  CHECK(submit(world, world.register_user(), org).status == 404);
  CHECK(status(world, c, org).body == before);
}

TEST_CASE("organizations: creation and submission leave audit rows of who it was (gap F3)") {
  World world;
  const auto c = world.register_user();
  const auto org = created(world, c);
  REQUIRE(submit(world, c, org).status == 202);
  REQUIRE(decide(world, org, {{"status", "MISMATCH"}}).status == 200);
  REQUIRE(submit(world, c, org).status == 202);
  const auto made = world.audit_rows("organization.created");
  REQUIRE(made.size() == 1);
  CHECK(made[0].entity_type == "ORGANIZATION");
  CHECK(made[0].entity_id == org);
  CHECK(made[0].actor_type == "USER");
  CHECK(made[0].actor_id == c.user_id);
  CHECK(made[0].request_id.has_value());
  const auto submitted = world.audit_rows("organization.verification_submitted");
  REQUIRE(submitted.size() == 2);
  CHECK_FALSE(submitted[0].from_state);
  CHECK(submitted[0].to_state == "PENDING");
  CHECK(submitted[1].from_state == "MISMATCH");
  CHECK(submitted[1].to_state == "PENDING");
}

TEST_SUITE("race") {
  TEST_CASE("verification: simultaneous submissions leave one verification with one id") {
    World world;
    const auto c = world.register_user();
    const auto org = created(world, c);
    std::vector<Answer> answers(8);
    at_once(8, [&](int i) { answers[static_cast<std::size_t>(i)] = submit(world, c, org); });
    for (const auto& answer : answers) {
      CHECK(answer.status == 202);
      CHECK(answer.body["id"] == answers[0].body["id"]);
    }
    CHECK(world.get("/admin/organizations", World::admin()).body["pageInfo"]["total"] == 1);
  }
}
