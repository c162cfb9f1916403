// Identity checks as their owner sees them: submission, provider data, history, and what stays among reviewers.

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string sessions_path = "/identity/kyc/sessions";
const std::string status_path = "/identity/kyc/status";
const std::string history_path = "/identity/kyc/history";
const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
const char* const event_keys = "actorId actorType createdAt fromStatus id kycSessionId reason toStatus";

Answer submit(World& world, const Credentials& c, const std::string& session, const std::string& body = "") {
  return world.raw("POST", sessions_path + "/" + session + "/submit", body, World::as(c));
}

Answer attach(World& world, const Credentials& c, const std::string& session, const Json& body) {
  return world.post(sessions_path + "/" + session + "/provider-metadata", body, World::as(c));
}

Answer decide(World& world, const std::string& session, const std::string& decision, const Json& reason = nullptr) {
  return world.post(
      "/admin/kyc/review",
      {{"sessionId", session}, {"decision", decision}, {"reviewedBy", "rev@example.test"}, {"reason", reason}},
      World::admin());
}

Answer deliver(World& world, const std::string& key, const Json& body) {
  return world.raw("POST", "/identity/kyc/provider-webhook", body.dump(), world.webhook_headers(key, body.dump()));
}

Json own_metadata(World& world, const Credentials& c) {
  return world.get(status_path, World::as(c)).body["session"]["providerMetadata"];
}

/// A session whose system data has a final request, as the platform itself writes it.
void set_final_request(World& world, const std::string& session, const std::string& id) {
  write(*world.storage, [&](Stores& s) {
    auto metadata = s.kyc.lock_provider_metadata(KycSessionId(session)).value();
    const Json request{{"finalVerification", {{"id", id}, {"requestedAt", "2030-01-02T00:00:00.000Z"}}}};
    metadata.system = *JsonText::parse_object(request.dump());
    metadata.session.provider_metadata = metadata.session.provider_metadata.merged_with(metadata.system);
    s.kyc.update_provider_metadata(metadata);
  });
}

}  // namespace

// -------------------------------------------------------------------------------------------------------------- submit

TEST_CASE("kyc submit: a session with a document becomes SUBMITTED, whatever the body says") {
  for (const std::string body : {"", "{}", "garbage {", " ", "null", "\xff"}) {
    CAPTURE(body);
    World world;
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    world.add_document(c, session);
    world.now += seconds(5);
    const auto answer = submit(world, c, session, body);
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "session status");
    CHECK(answer.body["status"] == "IN_PROGRESS");
    CHECK(answer.body["session"]["status"] == "SUBMITTED");
    CHECK(answer.body["session"]["submittedAt"] == "2030-01-02T03:04:10.678Z");
    CHECK(answer.body["session"]["updatedAt"] == "2030-01-02T03:04:10.678Z");
    CHECK(answer.body["session"]["createdAt"] == "2030-01-02T03:04:05.678Z");
  }
}

TEST_CASE("kyc submit: a session of somebody else, an unknown or malformed id is kyc_session_not_found") {
  World world;
  const auto c = world.register_user();
  const auto foreign = world.start_kyc(world.register_user());
  for (const std::string& id : {foreign, unknown_id, std::string("no-uuid"), std::string("%20"), std::string("%00")}) {
    CAPTURE(id);
    const auto answer = submit(world, c, id);
    CHECK(answer.status == 404);
    CHECK(answer.code() == "kyc_session_not_found");
  }
}

TEST_CASE("kyc submit: without documents it is kyc_session_incomplete, and documents of other sessions do not count") {
  World world;
  const auto c = world.register_user();
  const auto first = world.start_kyc(c);
  world.add_document(c, first);
  const auto second = world.start_kyc(c);
  const auto answer = submit(world, c, second);
  CHECK(answer.status == 409);
  CHECK(answer.code() == "kyc_session_incomplete");
  CHECK(submit(world, c, first).status == 200);
}

TEST_CASE("kyc submit: repeating it, also in manual review, is 200 and changes nothing") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  const auto before = world.get(status_path, World::as(c)).body;
  world.now += seconds(60);
  const auto again = submit(world, c, session);
  CHECK(again.status == 200);
  CHECK(again.body == before);
  REQUIRE(decide(world, session, "MANUAL_REVIEW").status == 200);
  const auto reviewed = world.get(status_path, World::as(c)).body;
  world.now += seconds(60);
  const auto third = submit(world, c, session);
  CHECK(third.status == 200);
  CHECK(third.body == reviewed);
  CHECK(world.get(history_path, World::as(c)).body["events"].size() == 3);
}

TEST_CASE("kyc submit: one event CREATED to SUBMITTED by the user is written, logged and audited") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  const auto events = world.get(history_path, World::as(c)).body["events"];
  REQUIRE(events.size() == 2);
  CHECK(keys(events[1]) == event_keys);
  CHECK(events[1]["fromStatus"] == "CREATED");
  CHECK(events[1]["toStatus"] == "SUBMITTED");
  CHECK(events[1]["actorType"] == "USER");
  CHECK(events[1]["actorId"] == c.user_id);
  CHECK(events[1]["reason"] == "session_submitted");
  const auto logged = world.observer->last("audit.kyc.status_transition");
  CHECK(keys(logged) == "actorId actorType createdAt fromStatus kycSessionId reason toStatus");
  CHECK(logged["kycSessionId"] == session);
  CHECK(logged["fromStatus"] == "CREATED");
  CHECK(logged["toStatus"] == "SUBMITTED");
  CHECK(logged["actorId"] == c.user_id);
  CHECK(logged["createdAt"] == events[1]["createdAt"]);
  CHECK(world.observer->count("audit.kyc.status_transition") == 2);
  const auto rows = world.audit_rows("kyc.status_changed");
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].actor_id == c.user_id);
  CHECK(rows[1].entity_id == session);
  CHECK(rows[1].from_state == "CREATED");
  CHECK(rows[1].to_state == "SUBMITTED");
  CHECK(is_uuid(rows[1].request_id.value_or("")));
}

// ------------------------------------------------------------------------------------------------------- provider data

TEST_CASE("kyc provider data: reference and metadata are taken and merged at the top level only") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  world.now += seconds(1);
  const auto first =
      attach(world, c, session, {{"providerRef", " ref-1 "}, {"metadata", {{"a", {{"x", 1}}}, {"b", "旅"}}}});
  REQUIRE(first.status == 200);
  CHECK(keys(first.body) == "session status");
  CHECK(first.body["status"] == "IN_PROGRESS");
  CHECK(first.body["session"]["providerRef"] == "ref-1");
  CHECK(first.body["session"]["providerMetadata"] == Json({{"a", {{"x", 1}}}, {"b", "旅"}}));
  CHECK(first.body["session"]["updatedAt"] == "2030-01-02T03:04:06.678Z");
  const auto second = attach(world, c, session, {{"metadata", {{"a", {{"y", 2}}}, {"c", nullptr}}}});
  CHECK(second.body["session"]["providerRef"] == "ref-1");
  CHECK(second.body["session"]["providerMetadata"] == Json({{"a", {{"y", 2}}}, {"b", "旅"}, {"c", nullptr}}));
  CHECK(world.get(history_path, World::as(c)).body["events"].size() == 1);
}

TEST_CASE("kyc provider data: a blank reference keeps the present one") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  attach(world, c, session, {{"providerRef", "ref-1"}});
  for (const std::string blank : {"null", "\"\"", "\" \\u3000\""}) {
    CAPTURE(blank);
    const auto answer = attach(world, c, session, {{"providerRef", Json::parse(blank)}, {"metadata", {{"a", 1}}}});
    CHECK(answer.body["session"]["providerRef"] == "ref-1");
  }
}

TEST_CASE("kyc provider data: errors come in the order session, reference, metadata, nothing to do") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto foreign = world.start_kyc(world.register_user());
  const std::string too_long(129, 'r');
  for (const std::string& id : {foreign, unknown_id, std::string("x")})
    CHECK(attach(world, c, id, {{"providerRef", too_long}}).code() == "kyc_session_not_found");
  CHECK(attach(world, c, session, {{"providerRef", too_long}, {"metadata", 1}}).code() == "invalid_provider_ref");
  CHECK(attach(world, c, session, {{"providerRef", Json::array({"r"})}}).code() == "invalid_provider_ref");
  CHECK(attach(world, c, session, {{"providerRef", std::string("a\0", 2)}}).code() == "invalid_provider_ref");
  for (const std::string bad : {"[]", "\"x\"", "1", "true", "[[1]]"}) {
    CAPTURE(bad);
    CHECK(attach(world, c, session, {{"providerRef", "r"}, {"metadata", Json::parse(bad)}}).code() ==
          "invalid_metadata");
  }
  for (const Json& nothing : {Json::object(), Json({{"metadata", Json::object()}}), Json({{"providerRef", " "}})}) {
    CAPTURE(nothing.dump());
    const auto answer = attach(world, c, session, nothing);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_provider_metadata");
  }
  CHECK(attach(world, c, session, {{"providerRef", std::string(128, 'r')}}).status == 200);
}

TEST_CASE("kyc provider data: it is taken in every state, also after the decision") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  CHECK(attach(world, c, session, {{"metadata", {{"n", 1}}}}).status == 200);
  decide(world, session, "MANUAL_REVIEW");
  CHECK(attach(world, c, session, {{"metadata", {{"n", 2}}}}).status == 200);
  decide(world, session, "REJECTED");
  const auto answer = attach(world, c, session, {{"metadata", {{"n", 3}}}});
  CHECK(answer.status == 200);
  CHECK(answer.body["status"] == "REJECTED");
  CHECK(answer.body["session"]["providerMetadata"]["n"] == 3);
}

TEST_CASE("kyc provider data: the owner cannot write finalVerification, alone or beside other members") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const Json forged{{"id", "forged"}, {"requestedAt", "2030-01-01T00:00:00.000Z"}};
  const auto answer = attach(world, c, session, {{"metadata", {{"finalVerification", forged}, {"device", "phone"}}}});
  REQUIRE(answer.status == 200);
  CHECK(answer.body["session"]["providerMetadata"] == Json({{"device", "phone"}}));
  CHECK(attach(world, c, session, {{"metadata", {{"finalVerification", forged}}}}).status == 200);
  CHECK(own_metadata(world, c) == Json({{"device", "phone"}}));
  CHECK(world.get("/users/me/profile", World::as(c)).body["profile"]["verification"]["finalRequest"].is_null());
  set_final_request(world, session, "genuine");
  attach(world, c, session, {{"metadata", {{"finalVerification", forged}, {"x", 1}}}});
  deliver(world, "k-1", {{"sessionId", session}, {"metadata", {{"finalVerification", forged}, {"y", 2}}}});
  deliver(world, "k-2", {{"sessionId", session}, {"finalVerification", nullptr}});
  CHECK(own_metadata(world, c)["finalVerification"]["id"] == "genuine");
  CHECK(own_metadata(world, c)["x"] == 1);
  CHECK(own_metadata(world, c)["y"] == 2);
}

TEST_CASE("kyc provider data: the owner never overrides what the vendor wrote, in either order") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  attach(world, c, session, {{"metadata", {{"verdict", "owner says fine"}, {"device", "phone"}}}});
  REQUIRE(deliver(world, "k-1", {{"sessionId", session}, {"metadata", {{"verdict", "RED"}, {"score", 3}}}}).status ==
          202);
  CHECK(own_metadata(world, c) == Json({{"verdict", "RED"}, {"score", 3}, {"device", "phone"}}));
  const auto answer =
      attach(world, c, session, {{"metadata", {{"verdict", "GREEN"}, {"score", 99}, {"device", "tablet"}}}});
  CHECK(answer.status == 200);
  CHECK(own_metadata(world, c) == Json({{"verdict", "RED"}, {"score", 3}, {"device", "tablet"}}));
  deliver(world, "k-2", {{"sessionId", session}, {"metadata", {{"device", "seen by vendor"}, {"score", 4}}}});
  CHECK(own_metadata(world, c) == Json({{"verdict", "RED"}, {"score", 4}, {"device", "seen by vendor"}}));
}

TEST_CASE("kyc provider data: the merged metadata may be at most 64 KiB") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  CHECK(attach(world, c, session, {{"metadata", {{"a", std::string(40000, 'a')}}}}).status == 200);
  const auto over = attach(world, c, session, {{"providerRef", "new"}, {"metadata", {{"b", std::string(40000, 'b')}}}});
  CHECK(over.status == 400);
  CHECK(over.code() == "invalid_metadata");
  CHECK(keys(own_metadata(world, c)) == "a");
  CHECK(world.get(status_path, World::as(c)).body["session"]["providerRef"].is_null());
  CHECK(attach(world, c, session, {{"metadata", {{"a", 1}}}}).status == 200);
  // `{"b":"…"}` of exactly 65536 bytes fits into an empty session.
  const auto other = world.start_kyc(c);
  CHECK(attach(world, c, other, {{"metadata", {{"b", std::string(65536 - 7, 'b')}}}}).code() == "invalid_metadata");
  CHECK(attach(world, c, other, {{"metadata", {{"b", std::string(65536 - 8, 'b')}}}}).status == 200);
}

// ------------------------------------------------------------------------------------------------------------- history

TEST_CASE("kyc history: without any session there are no events") {
  World world;
  const auto c = world.register_user();
  for (const std::string query : {"", "?sessionId=", "?sessionId=%20%20", "?sessionId=%E3%80%80"}) {
    CAPTURE(query);
    const auto answer = world.get(history_path + query, World::as(c));
    CHECK(answer.status == 200);
    CHECK(answer.body == Json({{"session", nullptr}, {"events", Json::array()}}));
  }
}

TEST_CASE("kyc history: the events of a session come oldest first, also within one millisecond") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  decide(world, session, "MANUAL_REVIEW", "please wait");
  decide(world, session, "VERIFIED");
  const auto answer = world.get(history_path, World::as(c));
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "events session");
  CHECK(answer.body["session"]["id"] == session);
  const Json& events = answer.body["events"];
  REQUIRE(events.size() == 4);
  std::string path;
  for (const auto& e : events) {
    CHECK(keys(e) == event_keys);
    CHECK(e["kycSessionId"] == session);
    CHECK(is_uuid(e["id"].get<std::string>()));
    path += e["toStatus"].get<std::string>() + " ";
  }
  CHECK(path == "CREATED SUBMITTED MANUAL_REVIEW VERIFIED ");
  CHECK(events[0]["fromStatus"].is_null());
  CHECK(events[0]["actorType"] == "USER");
  CHECK(events[0]["actorId"] == c.user_id);
  CHECK(events[0]["reason"] == "session_created");
  CHECK(events[2]["fromStatus"] == "SUBMITTED");
  CHECK(events[2]["reason"] == "please wait");
  CHECK(events[3]["fromStatus"] == "MANUAL_REVIEW");
  CHECK(events[3]["reason"].is_null());
}

TEST_CASE("kyc history: one session can be asked for, if it is one's own") {
  World world;
  const auto c = world.register_user();
  const auto first = world.submitted_kyc(c);
  const auto second = world.start_kyc(c);
  CHECK(world.get(history_path, World::as(c)).body["session"]["id"] == second);
  CHECK(world.get(history_path + "?sessionId=" + first, World::as(c)).body["events"].size() == 2);
  CHECK(world.get(history_path + "?sessionId=%20" + first + "&sessionId=x", World::as(c)).status == 200);
  const auto foreign = world.start_kyc(world.register_user());
  for (const std::string& id : {foreign, unknown_id, std::string("x"), std::string("%00"), std::string("%ff")}) {
    CAPTURE(id);
    const auto answer = world.get(history_path + "?sessionId=" + id, World::as(c));
    CHECK(answer.status == 404);
    CHECK(answer.code() == "kyc_session_not_found");
  }
}

// ----------------------------------------------------------------------------------------------------------- redaction

TEST_CASE("kyc owner: who reviewed stays among reviewers on every route of the owner") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  const auto decided = decide(world, session, "MANUAL_REVIEW", "blurred photo");
  CHECK(decided.body["session"]["reviewedBy"] == "rev@example.test");
  const std::vector<Answer> answers{
      world.get(status_path, World::as(c)),
      world.get(history_path, World::as(c)),
      world.get(history_path + "?sessionId=" + session, World::as(c)),
      submit(world, c, session),
      attach(world, c, session, {{"metadata", {{"a", 1}}}}),
      world.add_document(c, session, "SELFIE", "b"),
      world.post("/identity/kyc/upload-url",
                 {{"documentType", "KTP"},
                  {"fileName", "a"},
                  {"contentType", "image/png"},
                  {"contentLength", 1},
                  {"checksumSha256", checksum("x")}},
                 World::as(c)),
      world.get("/users/me/profile", World::as(c)),
      world.get("/users/me/verification-documents", World::as(c)),
  };
  for (const auto& answer : answers) {
    CAPTURE(answer.text);
    CHECK(answer.status < 300);
    CHECK(answer.text.find("rev@example.test") == std::string::npos);
    if (answer.body.contains("session") && answer.body["session"].contains("reviewedBy"))
      CHECK(answer.body["session"]["reviewedBy"].is_null());
  }
  const auto event = answers[1].body["events"][2];
  CHECK(event["actorType"] == "ADMIN");
  CHECK(event["actorId"].is_null());
  CHECK(event["reason"] == "blurred photo");
  // The time of the review is no secret.
  CHECK(answers[0].body["session"]["reviewedAt"] == "2030-01-02T03:04:05.678Z");
}

TEST_CASE("provider metadata: U+0000 is refused wherever it stands, and the webhook key is not used up") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const std::string nul("x\0", 2);
  for (const Json& metadata : {Json{{"n", nul}}, Json{{nul, 1}}, Json{{"deep", {{"er", Json::array({nul})}}}}}) {
    CAPTURE(metadata.dump());
    CHECK(attach(world, c, session, {{"metadata", metadata}}).code() == "invalid_metadata");
    CHECK(deliver(world, "k", {{"sessionId", session}, {"metadata", metadata}}).code() == "invalid_metadata");
    Json whole = metadata;
    whole["sessionId"] = session;
    CHECK(deliver(world, "k", whole).code() == "invalid_metadata");
  }
  // Text that only looks like it
  CHECK(attach(world, c, session, {{"metadata", {{"n", "\\u0000"}}}}).status == 200);
  CHECK(own_metadata(world, c)["n"] == "\\u0000");
  CHECK(deliver(world, "k", {{"sessionId", session}, {"metadata", {{"n", 2}}}}).status == 202);
}

TEST_CASE("provider metadata: whole numbers have no decimal point, in the answer and afterwards") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto answer = world.raw("POST", sessions_path + "/" + session + "/provider-metadata",
                                R"({"metadata":{"a":1.0,"b":1e2,"c":-0.0,"d":0.5,"e":[7.0]}})", World::as(c));
  REQUIRE(answer.status == 200);
  const std::string expected = R"({"a":1,"b":100,"c":0,"d":0.5,"e":[7]})";
  CHECK(answer.body["session"]["providerMetadata"].dump() == expected);
  CHECK(own_metadata(world, c).dump() == expected);
}

TEST_CASE("provider metadata: no owner can fill the room of the vendor") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  REQUIRE(attach(world, c, session, {{"metadata", {{"a", std::string(65536 - 8, 'a')}}}}).status == 200);
  CHECK(deliver(world, "k", {{"sessionId", session}, {"metadata", {{"verdict", "RED"}}}}).status == 202);
  CHECK(own_metadata(world, c)["verdict"] == "RED");
  CHECK(attach(world, c, session, {{"metadata", {{"b", 1}}}}).code() == "invalid_metadata");
  CHECK(attach(world, c, session, {{"providerRef", "applicant-1"}}).status == 200);
  const Json large{{"large", std::string(65536, 'v')}};
  CHECK(deliver(world, "k2", {{"sessionId", session}, {"metadata", large}}).code() == "invalid_metadata");
}

TEST_CASE("provider reference: once the vendor has sent one an owner cannot point to somebody else's") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto stored = [&] { return world.get(status_path, World::as(c)).body["session"]["providerRef"]; };
  REQUIRE(attach(world, c, session, {{"providerRef", "mine"}}).status == 200);
  REQUIRE(deliver(world, "k-1", {{"sessionId", session}, {"metadata", {{"n", 1}}}}).status == 202);
  REQUIRE(attach(world, c, session, {{"providerRef", "mine again"}}).status == 200);
  CHECK(stored() == "mine again");
  REQUIRE(deliver(world, "k-2", {{"sessionId", session}, {"providerRef", "applicant-7731"}}).status == 202);
  const auto answer = attach(world, c, session, {{"providerRef", "somebody-else"}, {"metadata", {{"seen", true}}}});
  CHECK(answer.status == 200);
  CHECK(answer.body["session"]["providerRef"] == "applicant-7731");
  CHECK(own_metadata(world, c)["seen"] == true);
  CHECK(stored() == "applicant-7731");
  REQUIRE(deliver(world, "k-3", {{"sessionId", session}, {"providerRef", "applicant-7732"}}).status == 202);
  CHECK(stored() == "applicant-7732");
}

TEST_CASE("provider metadata: what the vendor's data hides counts towards the 64 KiB as well") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  Json small = Json::object(), large = Json::object();
  for (int i = 0; i < 3; ++i) {
    small["k" + std::to_string(i)] = 1;
    large["k" + std::to_string(i)] = std::string(30'000, 'x');
  }
  REQUIRE(deliver(world, "k", {{"sessionId", session}, {"metadata", small}}).status == 202);
  CHECK(attach(world, c, session, {{"metadata", large}}).code() == "invalid_metadata");
  large.erase("k2");
  CHECK(attach(world, c, session, {{"metadata", large}}).status == 200);
  CHECK(own_metadata(world, c) == small);
}
