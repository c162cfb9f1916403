// A user's own profile and the checklist of documents.

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string profile_path = "/users/me/profile";
const std::string checklist_path = "/users/me/verification-documents";

Json profile(World& world, const Credentials& c) { return world.get(profile_path, World::as(c)).body["profile"]; }

Answer change(World& world, const Credentials& c, const Json& body) {
  return world.call("PATCH", profile_path, body, World::as(c));
}

void decide(World& world, const std::string& session, const std::string& status) {
  REQUIRE(world
              .post("/admin/kyc/review", {{"sessionId", session}, {"decision", status}, {"reviewedBy", "R"}},
                    World::admin())
              .status == 200);
}

void submit(World& world, const Credentials& c, const std::string& session) {
  REQUIRE(world.post("/identity/kyc/sessions/" + session + "/submit", nullptr, World::as(c)).status == 200);
}

/// Percent, label and status in one line.
std::string trust(World& world, const Credentials& c) {
  const auto p = profile(world, c);
  return p["profileCompletionPercent"].dump() + " " + p["trustScoreLabel"].get<std::string>() + " " +
         p["verificationStatus"].get<std::string>();
}

void store_final_request(World& world, const std::string& session, const Json& request) {
  write(*world.storage, [&](Stores& s) {
    auto metadata = s.kyc.lock_provider_metadata(KycSessionId(session)).value();
    metadata.system = *JsonText::parse_object(Json({{"finalVerification", request}}).dump());
    metadata.session.provider_metadata = metadata.session.provider_metadata.merged_with(metadata.system);
    s.kyc.update_provider_metadata(metadata);
  });
}

}  // namespace

TEST_CASE("profile: a fresh user's profile, field for field") {
  World world;
  const auto c = world.register_user("Rina 桜");
  const auto answer = world.get(profile_path, World::as(c));
  REQUIRE(answer.status == 200);
  CHECK(answer.body == Json({{"profile",
                              {{"id", c.user_id},
                               {"fullName", "Rina 桜"},
                               {"email", c.email},
                               {"avatarUrl", nullptr},
                               {"profileCompletionPercent", 40},
                               {"trustScoreLabel", "UNVERIFIED"},
                               {"verificationStatus", "NOT_STARTED"},
                               {"verification",
                                {{"sessionId", nullptr},
                                 {"sessionStatus", nullptr},
                                 {"trustStatus", "NOT_STARTED"},
                                 {"documentsUploaded", 0},
                                 {"requiredDocuments", 2},
                                 {"requiredDocumentsUploaded", 0},
                                 {"finalRequest", nullptr}}}}}}));
}

TEST_CASE("profile: the trust alias answers the same and every route needs a token") {
  World world;
  const auto c = world.register_user();
  world.submitted_kyc(c);
  CHECK(world.get("/trust/profile", World::as(c)).text == world.get(profile_path, World::as(c)).text);
  for (const std::string path : {"/trust/profile", "/users/me/profile", "/users/me/verification-documents"}) {
    CHECK(world.get(path).code() == "missing_access_token");
    CHECK(world.get(path, World::bearer("x")).code() == "invalid_access_token");
  }
  CHECK(world.call("PATCH", "/trust/profile", Json::object(), World::as(c)).code() == "not_found");
}

TEST_CASE("profile: completion and trust follow the latest session and its documents") {
  World world;
  const auto c = world.register_user();
  CHECK(trust(world, c) == "40 UNVERIFIED NOT_STARTED");
  const auto session = world.start_kyc(c);
  CHECK(trust(world, c) == "60 BUILDING_TRUST IN_PROGRESS");
  world.add_document(c, session, "KTP", "k");
  CHECK(trust(world, c) == "80 BUILDING_TRUST IN_PROGRESS");
  world.add_document(c, session, "PASSPORT", "p");
  CHECK(trust(world, c) == "80 BUILDING_TRUST IN_PROGRESS");
  world.add_document(c, session, "selfie", "s");
  CHECK(trust(world, c) == "90 BUILDING_TRUST IN_PROGRESS");
  const auto verification = profile(world, c)["verification"];
  CHECK(verification["sessionId"] == session);
  CHECK(verification["sessionStatus"] == "CREATED");
  CHECK(verification["documentsUploaded"] == 3);
  CHECK(verification["requiredDocumentsUploaded"] == 2);
  submit(world, c, session);
  CHECK(trust(world, c) == "100 BUILDING_TRUST IN_PROGRESS");
  decide(world, session, "MANUAL_REVIEW");
  CHECK(trust(world, c) == "100 UNDER_REVIEW MANUAL_REVIEW");
  decide(world, session, "VERIFIED");
  CHECK(trust(world, c) == "100 TRUSTED VERIFIED");
  // A newer session counts alone.
  world.start_kyc(c);
  CHECK(trust(world, c) == "60 BUILDING_TRUST IN_PROGRESS");
  const auto other = world.register_user();
  decide(world, world.submitted_kyc(other), "REJECTED");
  CHECK(trust(world, other) == "90 ACTION_REQUIRED REJECTED");
}

TEST_CASE("profile: several documents of one required type count once") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  for (const std::string seed : {"a", "b", "c"}) world.add_document(c, session, "PASSPORT", seed);
  const auto verification = profile(world, c)["verification"];
  CHECK(verification["documentsUploaded"] == 3);
  CHECK(verification["requiredDocumentsUploaded"] == 1);
}

TEST_CASE("profile: a stored final request is shown with its time, and counts only with id and time") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  const auto shown = [&] { return profile(world, c)["verification"]["finalRequest"]; };
  const Json whole{{"id", "f-1"},           {"sessionId", session},
                   {"status", "REQUESTED"}, {"source", "PROFILE_SCREEN"},
                   {"note", "はい"},        {"requestedAt", "2030-01-02T04:00:00.000Z"},
                   {"documentsCount", 1}};
  store_final_request(world, session, whole);
  CHECK(shown() == whole);
  store_final_request(world, session,
                      {{"id", "f-2"}, {"requestedAt", "2030-01-02T04:00:00.000Z"}, {"documentsCount", -1}});
  CHECK(keys(shown()) == "documentsCount id note requestedAt sessionId source status");
  CHECK(shown()["source"] == "UNKNOWN");
  CHECK(shown()["documentsCount"].is_null());
  CHECK(shown()["note"].is_null());
  for (const Json& bad : {Json({{"id", " "}, {"requestedAt", "x"}}), Json({{"id", "f"}}), Json({{"requestedAt", "x"}}),
                          Json("text"), Json(nullptr), Json::array()}) {
    CAPTURE(bad.dump());
    store_final_request(world, session, bad);
    CHECK(shown().is_null());
  }
}

// -------------------------------------------------------------------------------------------------------------- change

TEST_CASE("profile change: name and avatar change alone or together, and the answer is the profile") {
  World world;
  const auto c = world.register_user();
  const auto answer = change(world, c, {{"fullName", "\u3000新しい名前 "}});
  REQUIRE(answer.status == 200);
  CHECK(answer.body["profile"]["fullName"] == "新しい名前");
  CHECK(answer.body["profile"] == profile(world, c));
  CHECK(change(world, c, {{"avatarUrl", " https://cdn.example.test/a b.png "}}).body["profile"]["avatarUrl"] ==
        "https://cdn.example.test/a b.png");
  CHECK(profile(world, c)["fullName"] == "新しい名前");
  const auto both = change(world, c, {{"fullName", "Rina"}, {"avatarUrl", "HTTP://example.test"}});
  CHECK(both.body["profile"]["fullName"] == "Rina");
  CHECK(both.body["profile"]["avatarUrl"] == "HTTP://example.test");
  CHECK(world.get("/auth/me", World::as(c)).body["user"]["fullName"] == "Rina");
}

TEST_CASE("profile change: null or a blank clears the avatar") {
  World world;
  const auto c = world.register_user();
  for (const std::string empty : {"null", "\"\"", "\" \\u3000\""}) {
    CAPTURE(empty);
    change(world, c, {{"avatarUrl", "https://a.b/c"}});
    const auto answer = change(world, c, {{"avatarUrl", Json::parse(empty)}});
    CHECK(answer.status == 200);
    CHECK(answer.body["profile"]["avatarUrl"].is_null());
  }
}

TEST_CASE("profile change: the name is 2..120 UTF-16 units and cannot be cleared") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  std::string kanji_120, emoji_60;
  for (int i = 0; i < 120; ++i) kanji_120 += "漢";
  for (int i = 0; i < 60; ++i) emoji_60 += "😀";
  for (const Json& good : {Json("ab"), Json(kanji_120), Json(emoji_60), Json(12345)}) {
    CAPTURE(good.dump());
    CHECK(change(world, c, {{"fullName", good}}).status == 200);
  }
  for (const Json& bad : {Json("a"), Json(" a "), Json(""), Json(nullptr), Json(kanji_120 + "字"), Json(emoji_60 + "x"),
                          Json(false), Json::array({"Rina"}), Json::object(), Json(std::string("Ri\0na", 5)),
                          Json("Rina\n\nYour account is blocked."), Json("Rina\u2028Hartono")}) {
    CAPTURE(bad.dump());
    const auto answer = change(world, c, {{"fullName", bad}});
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_full_name");
  }
}

TEST_CASE("profile change: an avatar is an absolute http or https URL with a valid host") {
  World world;
  const auto c = world.register_user();
  for (const std::string good :
       {"http://a", "https://a.b/c?d=e#f", "HtTpS://A.B", "https://例え.jp/写真.png", "http://[::1]/x",
        "http://[2001:db8::1]:8080/", "http://127.0.0.1:65535", "https://user:pw@host.test/",
        "https://a.b:", "http://xn--r8jz45g.jp", "https://a.b/../c"}) {
    CAPTURE(good);
    CHECK(change(world, c, {{"avatarUrl", good}}).body["profile"]["avatarUrl"] == good);
  }
  for (const std::string bad : {"a",
                                "/a.png",
                                "//a.b/c",
                                "ftp://a.b",
                                "javascript:alert(1)",
                                "data:image/png;base64,x",
                                "http://",
                                "https:///",
                                "http://?x",
                                "http://:80",
                                "http://a b/",
                                "http://a.b:65536",
                                "http://a.b:8x",
                                "http://[::1",
                                "http://::1]/",
                                "http://[zz]/",
                                "http://[]",
                                "http://<a>",
                                "http://a|b",
                                "http://a%zz/",
                                "xhttp://a.b",
                                "http//a.b",
                                "http://@/"}) {
    CAPTURE(bad);
    const auto answer = change(world, c, {{"avatarUrl", bad}});
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_avatar_url");
  }
  for (const Json& bad :
       {Json(1), Json(true), Json::array({"https://a.b"}), Json::object(), Json(std::string("https://a.b/\0", 13))}) {
    CAPTURE(bad.dump());
    CHECK(change(world, c, {{"avatarUrl", bad}}).code() == "invalid_avatar_url");
  }
}

TEST_CASE("profile change: an address of the host that cannot exist is refused") {
  World world;
  const auto c = world.register_user();
  for (const std::string bad : {"http://[:::]/x", "http://[1:2]/", "http://[12345::]/", "http://[::1.2.3]/",
                                "http://256.256.256.256/", "http://1.2.3.4.5/"}) {
    CAPTURE(bad);
    CHECK(change(world, c, {{"avatarUrl", bad}}).code() == "invalid_avatar_url");
  }
}

TEST_CASE("profile change: an avatar of 500 characters is fine, one of 501 is not") {
  World world;
  const auto c = world.register_user();
  const std::string base = "https://a.b/";
  CHECK(change(world, c, {{"avatarUrl", base + std::string(500 - base.size(), 'x')}}).status == 200);
  CHECK(change(world, c, {{"avatarUrl", base + std::string(501 - base.size(), 'x')}}).code() == "invalid_avatar_url");
}

TEST_CASE("profile change: errors come in the order name, avatar, nothing to change, and change nothing") {
  World world;
  const auto c = world.register_user();
  const auto before = profile(world, c);
  CHECK(change(world, c, {{"fullName", "x"}, {"avatarUrl", "x"}}).code() == "invalid_full_name");
  CHECK(change(world, c, {{"fullName", "New Name"}, {"avatarUrl", "x"}}).code() == "invalid_avatar_url");
  for (const std::string nothing : {"{}", "", "[]", "7", R"({"email":"a@b.c"})"}) {
    CAPTURE(nothing);
    const auto answer = world.raw("PATCH", profile_path, nothing, World::as(c));
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_profile_update");
  }
  CHECK(world.raw("PATCH", profile_path, "null", World::as(c)).code() == "invalid_request_body");
  CHECK(profile(world, c) == before);
}

// ----------------------------------------------------------------------------------------------------------- checklist

TEST_CASE("checklist: without a session both required documents are missing") {
  World world;
  const auto answer = world.get(checklist_path, World::as(world.register_user()));
  REQUIRE(answer.status == 200);
  const auto missing = [](const char* type) {
    return Json({{"documentType", type},
                 {"status", "MISSING"},
                 {"required", true},
                 {"documentId", nullptr},
                 {"objectKey", nullptr},
                 {"uploadedAt", nullptr},
                 {"reviewedAt", nullptr}});
  };
  CHECK(answer.body == Json({{"session", nullptr},
                             {"documents", {missing("PASSPORT"), missing("SELFIE")}},
                             {"summary",
                              {{"requiredTotal", 2},
                               {"uploadedRequired", 0},
                               {"verifiedRequired", 0},
                               {"missingRequired", 2},
                               {"allRequiredUploaded", false}}}}));
}

TEST_CASE("checklist: required types come first, others by name, and the newest document of a type counts") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  for (const std::string type : {"VISA", "SELFIE", "KTP"}) world.add_document(c, session, type, "first-" + type);
  world.now += seconds(1);
  const std::string newest = world.add_document(c, session, "SELFIE", "second").body["document"]["id"];
  const auto answer = world.get(checklist_path, World::as(c));
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "documents session summary");
  CHECK(answer.body["session"] == Json({{"id", session},
                                        {"status", "CREATED"},
                                        {"trustStatus", "IN_PROGRESS"},
                                        {"submittedAt", nullptr},
                                        {"reviewedAt", nullptr},
                                        {"updatedAt", answer.body["session"]["updatedAt"]}}));
  std::string list;
  for (const auto& item : answer.body["documents"]) {
    CHECK(keys(item) == "documentId documentType objectKey required reviewedAt status uploadedAt");
    list += item["documentType"].get<std::string>() + ":" + item["status"].get<std::string>() +
            (item["required"] == true ? "! " : " ");
  }
  CHECK(list == "PASSPORT:MISSING! SELFIE:PENDING! KTP:PENDING VISA:PENDING ");
  CHECK(answer.body["documents"][1]["documentId"] == newest);
  CHECK(answer.body["documents"][1]["uploadedAt"] == "2030-01-02T03:04:06.678Z");
  CHECK(answer.body["documents"][1]["reviewedAt"].is_null());
  CHECK(answer.body["summary"] == Json({{"requiredTotal", 2},
                                        {"uploadedRequired", 1},
                                        {"verifiedRequired", 0},
                                        {"missingRequired", 1},
                                        {"allRequiredUploaded", false}}));
}

TEST_CASE("checklist: documents follow the decision on their session") {
  for (const std::string end : {"VERIFIED", "REJECTED"}) {
    CAPTURE(end);
    World world;
    const auto c = world.register_user();
    const auto session = world.start_kyc(c);
    world.add_document(c, session, "PASSPORT", "p");
    world.add_document(c, session, "SELFIE", "s");
    submit(world, c, session);
    decide(world, session, "MANUAL_REVIEW");
    CHECK(world.get(checklist_path, World::as(c)).body["documents"][0]["status"] == "PENDING");
    decide(world, session, end);
    const auto answer = world.get(checklist_path, World::as(c));
    CHECK(answer.body["documents"][0]["status"] == end);
    CHECK(answer.body["documents"][1]["status"] == end);
    CHECK(answer.body["session"]["trustStatus"] == end);
    CHECK(answer.body["session"]["reviewedAt"].is_string());
    CHECK(answer.body["summary"]["uploadedRequired"] == 2);
    CHECK(answer.body["summary"]["verifiedRequired"] == (end == "VERIFIED" ? 2 : 0));
    CHECK(answer.body["summary"]["missingRequired"] == 0);
    CHECK(answer.body["summary"]["allRequiredUploaded"] == true);
    world.start_kyc(c);
    CHECK(world.get(checklist_path, World::as(c)).body["documents"][0]["status"] == "MISSING");
  }
}
