// The request for the final check of an identity.

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string path = "/users/me/verification/final-request";
const char* const request_keys = "documentsCount id note requestedAt sessionId source status";

Answer ask(World& world, const Credentials& c, const Json& body = nullptr) {
  return world.post(path, body, World::as(c));
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string result(const Answer& answer) { return std::to_string(answer.status) + " " + answer.code(); }

Json own_session(World& world, const Credentials& c) {
  return world.get("/identity/kyc/status", World::as(c)).body["session"];
}

}  // namespace

TEST_CASE("final request: the first is 201, field for field, and stands in the session's metadata") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  world.now += seconds(5);
  const auto answer = ask(world, c, {{"source", " android-app "}, {"note", " お願いします\u3000"}});
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "created request session");
  CHECK(answer.body["created"] == true);
  const Json& request = answer.body["request"];
  CHECK(keys(request) == request_keys);
  CHECK(is_uuid(request["id"].get<std::string>()));
  CHECK(request["sessionId"] == session);
  CHECK(request["status"] == "REQUESTED");
  CHECK(request["source"] == "android-app");
  CHECK(request["note"] == "お願いします");
  CHECK(request["requestedAt"] == "2030-01-02T03:04:10.678Z");
  CHECK(request["documentsCount"] == 1);
  const Json& s = answer.body["session"];
  CHECK(keys(s) == "id reviewedAt status submittedAt trustStatus updatedAt");
  CHECK(s["id"] == session);
  CHECK(s["status"] == "SUBMITTED");
  CHECK(s["trustStatus"] == "IN_PROGRESS");
  CHECK(own_session(world, c)["providerMetadata"]["finalVerification"] == request);
  CHECK(world.get("/users/me/profile", World::as(c)).body["profile"]["verification"]["finalRequest"] == request);
  // Neither the status nor the history moves.
  CHECK(own_session(world, c)["status"] == "SUBMITTED");
  CHECK(world.get("/identity/kyc/history", World::as(c)).body["events"].size() == 2);
  const auto rows = world.audit_rows("kyc.final_check_requested");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_id == session);
  CHECK(rows[0].actor_id == c.user_id);
}

TEST_CASE("final request: again is 200 with the stored one and its time, and the body is not looked at (gap G2)") {
  World world;
  const auto c = world.register_user();
  world.submitted_kyc(c);
  const auto first = ask(world, c);
  REQUIRE(first.status == 201);
  CHECK(first.body["request"]["source"] == "UNKNOWN");
  CHECK(first.body["request"]["note"].is_null());
  world.now += seconds(60);
  const auto again = ask(world, c, {{"source", repeated("x", 65)}, {"note", Json::array()}});
  CHECK(again.status == 200);
  CHECK(keys(again.body) == "created request session");
  CHECK(again.body["created"] == false);
  CHECK(again.body["request"] == first.body["request"]);
  CHECK(again.body["session"] == first.body["session"]);
  CHECK(world.audit_rows("kyc.final_check_requested").size() == 1);
}

TEST_CASE("final request: the errors come in the order session, submission, documents, request, source, note") {
  World world;
  const auto c = world.register_user();
  const Json bad{{"source", repeated("元", 65)}, {"note", repeated("記", 501)}};
  CHECK(result(world.post(path, bad)) == "401 missing_access_token");
  CHECK(result(world.raw("POST", path, "{", World::as(c))) == "400 invalid_request_body");
  CHECK(result(ask(world, c, bad)) == "409 verification_session_required");
  const auto session = world.start_kyc(c);
  CHECK(result(ask(world, c, bad)) == "409 kyc_session_not_submitted");
  // Only the latest session counts.
  const auto submitted = world.submitted_kyc(c);
  CHECK(result(ask(world, c, bad)) == "400 invalid_source");
  CHECK(result(ask(world, c, {{"source", Json::array({"x"})}})) == "400 invalid_source");
  CHECK(result(ask(world, c, {{"source", std::string("a\0b", 3)}})) == "400 invalid_source");
  CHECK(result(ask(world, c, {{"source", repeated("元", 64)}, {"note", bad["note"]}})) == "400 invalid_note");
  CHECK(result(ask(world, c, {{"note", Json::object()}})) == "400 invalid_note");
  CHECK(result(ask(world, c, {{"note", repeated("😀", 250) + "x"}})) == "400 invalid_note");
  CHECK(own_session(world, c)["providerMetadata"] == Json::object());
  CHECK(result(ask(world, c, {{"source", repeated("😀", 32)}, {"note", repeated("記", 500)}})) == "201 ");
  world.start_kyc(c);
  CHECK(result(ask(world, c)) == "409 kyc_session_not_submitted");
}

TEST_CASE("final request: a submitted session without documents cannot have one") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  write(*world.storage, [&](Stores& s) {
    REQUIRE(s.kyc.submit(KycSessionId(session), world.now));
  });
  CHECK(result(ask(world, c, {{"source", repeated("x", 65)}})) == "409 verification_documents_missing");
}

TEST_CASE("final request: the body may be empty or without fields, and blank texts count as absent") {
  const std::vector<std::string> bodies{"", "{}", "[]", R"({"source":null,"note":null})",
                                        R"({"source":" ","note":""})"};
  for (const auto& body : bodies) {
    CAPTURE(body);
    World world;
    const auto c = world.register_user();
    world.submitted_kyc(c);
    const auto answer = world.raw("POST", path, body, World::as(c));
    REQUIRE(answer.status == 201);
    CHECK(answer.body["request"]["source"] == "UNKNOWN");
    CHECK(answer.body["request"]["note"].is_null());
  }
}

TEST_CASE("final request: it may be made in every state but CREATED") {
  for (const std::string status : {"MANUAL_REVIEW", "VERIFIED", "REJECTED"}) {
    CAPTURE(status);
    World world;
    const auto c = world.register_user();
    const auto session = world.submitted_kyc(c);
    REQUIRE(world.post("/admin/kyc/review", {{"sessionId", session}, {"decision", status}, {"reviewedBy", "R"}},
                       World::admin()).status == 200);
    const auto answer = ask(world, c);
    CHECK(answer.status == 201);
    CHECK(answer.body["session"]["status"] == status);
  }
}

TEST_CASE("final request: each session has its own") {
  World world;
  const auto c = world.register_user();
  world.submitted_kyc(c);
  const auto first = ask(world, c);
  const auto session = world.submitted_kyc(c);
  const auto second = ask(world, c);
  CHECK(second.status == 201);
  CHECK(second.body["request"]["id"] != first.body["request"]["id"]);
  CHECK(second.body["request"]["sessionId"] == session);
}

TEST_CASE("final request: it wins over what owner and vendor wrote and keeps the rest (gap B18)") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  const std::string metadata = "/identity/kyc/sessions/" + session + "/provider-metadata";
  const Json forged{{"finalVerification", {{"id", "forged"}, {"requestedAt", "2020-01-01T00:00:00.000Z"}}}, {"a", 1}};
  REQUIRE(world.post(metadata, {{"metadata", forged}}, World::as(c)).status == 200);
  const auto answer = ask(world, c);
  CHECK(answer.status == 201);
  REQUIRE(world.post(metadata, {{"metadata", {{"finalVerification", nullptr}, {"b", 2}}}}, World::as(c)).status == 200);
  const auto merged = own_session(world, c)["providerMetadata"];
  CHECK(merged["finalVerification"] == answer.body["request"]);
  CHECK(merged["a"] == 1);
  CHECK(merged["b"] == 2);
  CHECK(ask(world, c).status == 200);
}

TEST_CASE("final request: a stored object that is none is replaced") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  write(*world.storage, [&](Stores& s) {
    auto metadata = s.kyc.lock_provider_metadata(KycSessionId(session)).value();
    metadata.session.provider_metadata =
        *JsonText::parse_object(R"({"finalVerification":{"id":"x","requestedAt":" "},"kept":true})");
    s.kyc.update_provider_metadata(metadata);
  });
  const auto answer = ask(world, c);
  CHECK(answer.status == 201);
  const auto merged = own_session(world, c)["providerMetadata"];
  CHECK(merged["finalVerification"]["id"] == answer.body["request"]["id"]);
  CHECK(merged["kept"] == true);
}
