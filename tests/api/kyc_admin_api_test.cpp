// Identity checks as administrators see them: review queue, decisions, previews.

#include <set>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string queue_path = "/admin/kyc/review-queue";
const std::string review_path = "/admin/kyc/review";
const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

Answer queue(World& world, const std::string& query = "") { return world.get(queue_path + query, World::admin()); }

Answer review(World& world, const Json& body, const World::Headers& headers = World::admin()) {
  return world.post(review_path, body, headers);
}

Json decision(const std::string& session, const std::string& status, const Json& changes = Json::object()) {
  Json body{{"sessionId", session}, {"decision", status}, {"reviewedBy", "Reviewer"}};
  body.update(changes);
  return body;
}

Answer preview(World& world, const std::string& document, const std::string& body = "",
               const World::Headers& headers = World::admin()) {
  return world.raw("POST", "/admin/kyc/documents/" + document + "/preview-url", body, headers);
}

/// Session ids of a page, in order.
std::vector<std::string> ids(const Answer& answer) {
  std::vector<std::string> found;
  for (const auto& item : answer.body["items"]) found.push_back(item["session"]["id"]);
  return found;
}

/// The flags of the only session with this id.
Json flags(World& world, const std::string& session) {
  const auto answer = queue(world, "?status=ALL&limit=100");
  for (const auto& item : answer.body["items"])
    if (item["session"]["id"] == session) return item["riskFlags"];
  return nullptr;
}

void add(World& world, const Credentials& c, const std::string& session, const std::string& seed,
         const std::string& key) {
  REQUIRE(world
              .post("/identity/kyc/documents",
                    {{"sessionId", session},
                     {"documentType", "PASSPORT"},
                     {"objectKey", "kyc/" + c.user_id + "/" + session + "/" + key},
                     {"checksumSha256", checksum(seed)}},
                    World::as(c))
              .status == 201);
}

/// A document as rows older than object storage are: without a key in its metadata.
std::string add_legacy_document(World& world, const std::string& session, const std::string& metadata = "{}") {
  const std::string id = world.platform->options().new_id();
  write(*world.storage, [&](Stores& s) {
    KycDocument d;
    d.id = KycDocumentId(id);
    d.session_id = KycSessionId(session);
    d.document_type = "PASSPORT";
    d.file_url = "file:///old";
    d.checksum_sha256 = checksum(id);
    d.metadata = *JsonText::parse_object(metadata);
    d.created_at = world.now;
    REQUIRE(s.kyc.insert_document(d));
  });
  return id;
}

}  // namespace

// --------------------------------------------------------------------------------------------------------------- queue

TEST_CASE("review queue: an item shows session, owner, documents and events, field for field") {
  World world;
  const auto c = world.register_user("Rina 桜");
  const auto session = world.submitted_kyc(c);
  const auto answer = queue(world);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "count filters items pageInfo");
  CHECK(answer.body["count"] == 1);
  CHECK(answer.body["filters"] == Json({{"status", {"SUBMITTED", "MANUAL_REVIEW"}}}));
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 25}, {"total", 1}}));
  const Json& item = answer.body["items"][0];
  CHECK(keys(item) == "documentCount documents events lastEvent riskFlags session trustStatus user");
  CHECK(keys(item["session"]) ==
        "createdAt id provider providerMetadata providerRef reviewedAt reviewedBy status submittedAt updatedAt");
  CHECK(item["session"]["id"] == session);
  CHECK(item["trustStatus"] == "IN_PROGRESS");
  CHECK(item["user"] == Json({{"id", c.user_id}, {"fullName", "Rina 桜"}, {"email", c.email}}));
  REQUIRE(item["documents"].size() == 1);
  CHECK(keys(item["documents"][0]) ==
        "checksumSha256 createdAt documentType fileUrl id kycSessionId metadata objectKey verifiedAt");
  CHECK(item["documentCount"] == 1);
  REQUIRE(item["events"].size() == 2);
  CHECK(keys(item["events"][0]) == "actorId actorType createdAt fromStatus id kycSessionId reason toStatus");
  CHECK(item["events"][0]["toStatus"] == "CREATED");
  CHECK(item["lastEvent"] == item["events"][1]);
  CHECK(item["riskFlags"] == Json::array());
}

TEST_CASE("review queue: administrators see who reviewed") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  REQUIRE(review(world, decision(session, "MANUAL_REVIEW")).status == 200);
  const auto item = queue(world).body["items"][0];
  CHECK(item["trustStatus"] == "MANUAL_REVIEW");
  CHECK(item["session"]["reviewedBy"] == "Reviewer");
  CHECK(item["lastEvent"]["actorId"] == "Reviewer");
}

TEST_CASE("review queue: a session without events or documents shows empty lists and null") {
  World world;
  const auto c = world.register_user();
  write(*world.storage, [&](Stores& s) {
    KycSession row;
    row.id = KycSessionId(unknown_id);
    row.user_id = UserId(c.user_id);
    row.created_at = row.updated_at = world.now;
    s.kyc.insert_session(row);
  });
  const auto item = queue(world, "?status=CREATED").body["items"][0];
  CHECK(item["documents"] == Json::array());
  CHECK(item["documentCount"] == 0);
  CHECK(item["events"] == Json::array());
  CHECK(item["lastEvent"].is_null());
  CHECK(item["riskFlags"] == Json::array({"NO_DOCUMENTS"}));
}

TEST_CASE("review queue: the status filter and what the answer says about it") {
  World world;
  const auto c = world.register_user();
  const auto created = world.start_kyc(c);
  const auto submitted = world.submitted_kyc(c);
  const auto manual = world.submitted_kyc(c);
  const auto verified = world.submitted_kyc(c);
  const auto rejected = world.submitted_kyc(c);
  REQUIRE(review(world, decision(manual, "MANUAL_REVIEW")).status == 200);
  REQUIRE(review(world, decision(verified, "VERIFIED")).status == 200);
  REQUIRE(review(world, decision(rejected, "REJECTED")).status == 200);
  const auto check = [&](const std::string& query, const std::set<std::string>& expected, const Json& filter) {
    CAPTURE(query);
    const auto answer = queue(world, query);
    REQUIRE(answer.status == 200);
    const auto found = ids(answer);
    CHECK(std::set<std::string>(found.begin(), found.end()) == expected);
    CHECK(answer.body["count"] == expected.size());
    CHECK(answer.body["pageInfo"]["total"] == expected.size());
    CHECK(answer.body["filters"] == Json({{"status", filter}}));
  };
  const Json waiting{"SUBMITTED", "MANUAL_REVIEW"};
  for (const std::string standard :
       {"", "?status=", "?status=%20", "?status=DEFAULT", "?status=default", "?status=%20Default%20"})
    check(standard, {submitted, manual}, waiting);
  for (const std::string all : {"?status=ALL", "?status=all", "?status=+aLL"})
    check(all, {created, submitted, manual, verified, rejected}, Json::array());
  check("?status=CREATED", {created}, {"CREATED"});
  check("?status=submitted", {submitted}, {"SUBMITTED"});
  check("?status=manual_review", {manual}, {"MANUAL_REVIEW"});
  check("?status=VERIFIED", {verified}, {"VERIFIED"});
  check("?status=%20rejected%20", {rejected}, {"REJECTED"});
  for (const std::string bad : {"?status=OPEN", "?status=NOT_STARTED", "?status=IN_PROGRESS",
                                "?status=SUBMITTED,VERIFIED", "?status=%00", "?status=%ff"}) {
    CAPTURE(bad);
    CHECK(queue(world, bad).status == 400);
    CHECK(queue(world, bad).code() == "invalid_status_filter");
  }
}

TEST_CASE("review queue: checks come in the order status, cursor, limit") {
  World world;
  CHECK(queue(world, "?status=x&cursor=x&limit=x").code() == "invalid_status_filter");
  CHECK(queue(world, "?cursor=x&limit=x").code() == "invalid_cursor");
  CHECK(queue(world, "?limit=x").code() == "invalid_limit");
}

TEST_CASE("review queue: the limit is 1..100, 25 by default, and fractions are cut") {
  World world;
  const auto limit = [&](const std::string& text) {
    const auto answer = queue(world, "?limit=" + text);
    return answer.status == 200 ? answer.body["pageInfo"]["limit"].dump() : answer.code();
  };
  CHECK(limit("") == "25");
  CHECK(limit("%20") == "25");
  CHECK(limit("1") == "1");
  CHECK(limit("100") == "100");
  CHECK(limit("1.5") == "1");
  CHECK(limit("99.9") == "99");
  CHECK(limit("%2042%20") == "42");
  CHECK(limit("1e1") == "10");
  for (const std::string bad : {"0", "0.5", "101", "100.5", "-1", "abc", "1,5", "Infinity", "NaN", "%00"}) {
    CAPTURE(bad);
    CHECK(limit(bad) == "invalid_limit");
  }
  CHECK(queue(world, "?limit=101").body["error"]["message"].get<std::string>().find("100") != std::string::npos);
}

TEST_CASE("review queue: pages follow one another, newest submission first, and keep still") {
  World world;
  const auto c = world.register_user();
  std::vector<std::string> expected;
  for (int i = 0; i < 7; ++i) {
    expected.insert(expected.begin(), world.submitted_kyc(c));
    world.now += seconds(1);
  }
  CHECK(ids(queue(world)) == expected);
  std::vector<std::string> paged;
  std::string cursor = "0";
  for (int page = 0; page < 3; ++page) {
    const auto answer = queue(world, "?limit=3&cursor=" + cursor);
    REQUIRE(answer.status == 200);
    CHECK(answer.body["pageInfo"]["cursor"] == cursor);
    CHECK(answer.body["pageInfo"]["total"] == 7);
    CHECK(answer.body["count"] == answer.body["items"].size());
    for (const auto& id : ids(answer)) paged.push_back(id);
    if (page < 2)
      cursor = answer.body["pageInfo"]["nextCursor"];
    else
      CHECK(answer.body["pageInfo"]["nextCursor"].is_null());
  }
  CHECK(paged == expected);
  const auto beyond = queue(world, "?cursor=0099");
  CHECK(beyond.status == 200);
  CHECK(beyond.body["pageInfo"] == Json({{"cursor", "99"}, {"nextCursor", nullptr}, {"limit", 25}, {"total", 7}}));
  CHECK(beyond.body["items"] == Json::array());
  CHECK(beyond.body["count"] == 0);
}

TEST_CASE("review queue: it is ordered by submission, by creation where nothing was submitted, ties without repeats") {
  World world;
  const auto c = world.register_user();
  const auto first = world.start_kyc(c);
  world.now += seconds(1);
  const auto second = world.start_kyc(c);
  world.now += seconds(1);
  world.add_document(c, first);
  REQUIRE(world.post("/identity/kyc/sessions/" + first + "/submit", nullptr, World::as(c)).status == 200);
  CHECK(ids(queue(world, "?status=ALL")) == std::vector<std::string>{first, second});
  std::set<std::string> all{first, second};
  for (int i = 0; i < 10; ++i) all.insert(world.submitted_kyc(c));
  std::multiset<std::string> seen;
  for (int offset = 0; offset < 12; ++offset)
    for (const auto& id : ids(queue(world, "?status=ALL&limit=1&cursor=" + std::to_string(offset)))) seen.insert(id);
  CHECK(seen.size() == 12);
  CHECK(std::set<std::string>(seen.begin(), seen.end()) == all);
}

TEST_CASE("review queue: documents stay with their session and come oldest first") {
  World world;
  const auto a = world.register_user();
  const auto b = world.register_user();
  const auto of_a = world.start_kyc(a);
  const auto of_b = world.start_kyc(b);
  for (const std::string seed : {"1", "2", "3"}) {
    add(world, a, of_a, std::string("a") + seed, seed);
    add(world, b, of_b, std::string("b") + seed, seed);
  }
  const auto answer = queue(world, "?status=CREATED");
  REQUIRE(answer.body["items"].size() == 2);
  for (const auto& item : answer.body["items"]) {
    REQUIRE(item["documents"].size() == 3);
    const std::string owner = item["session"]["id"] == of_a ? "a" : "b";
    for (int i = 0; i < 3; ++i)
      CHECK(item["documents"][i]["checksumSha256"] == checksum(owner + std::to_string(i + 1)));
  }
}

TEST_CASE("risk flags: none for a plain submitted session, each one where it belongs, in order") {
  World world;
  const auto c = world.register_user();
  CHECK(flags(world, world.submitted_kyc(c)) == Json::array());
  CHECK(flags(world, world.start_kyc(c)) == Json::array({"NO_DOCUMENTS"}));

  const auto pending = world.start_kyc(c);
  add(world, c, pending, "1", "one");
  CHECK(flags(world, pending) == Json::array({"PENDING_SUBMISSION"}));

  for (const std::string seed : {"2", "3", "4", "5"}) add(world, c, pending, seed, seed);
  CHECK(flags(world, pending) == Json::array({"PENDING_SUBMISSION"}));
  add(world, c, pending, "6", "one");
  CHECK(flags(world, pending) == Json::array({"HIGH_DOCUMENT_COUNT", "DUPLICATE_OBJECT_KEY", "PENDING_SUBMISSION"}));
  add_legacy_document(world, pending);
  add(world, c, pending, "7", "one");
  CHECK(flags(world, pending) ==
        Json::array({"HIGH_DOCUMENT_COUNT", "DUPLICATE_OBJECT_KEY", "MISSING_OBJECT_KEY", "PENDING_SUBMISSION"}));

  const auto legacy = world.start_kyc(c);
  add_legacy_document(world, legacy);
  add(world, c, legacy, "8", "same");
  add(world, c, legacy, "9", "same");
  CHECK(flags(world, legacy) == Json::array({"MISSING_OBJECT_KEY", "DUPLICATE_OBJECT_KEY", "PENDING_SUBMISSION"}));
}

TEST_CASE("review queue: a document older than object storage has a null key") {
  World world;
  const auto c = world.register_user();
  add_legacy_document(world, world.start_kyc(c), R"({"note":"old"})");
  const auto document = queue(world, "?status=CREATED").body["items"][0]["documents"][0];
  CHECK(document["objectKey"].is_null());
  CHECK(document["metadata"] == Json({{"note", "old"}}));
}

// ----------------------------------------------------------------------------------------------------------- decisions

TEST_CASE("review: each decision answers the envelope and writes one event of the administrator") {
  for (const std::string to : {"MANUAL_REVIEW", "VERIFIED", "REJECTED"}) {
    CAPTURE(to);
    World world;
    const auto c = world.register_user();
    const auto session = world.submitted_kyc(c);
    world.now += seconds(9);
    const auto answer = review(world, decision(session, to, {{"reviewedBy", " Rev 桜 "}, {"reason", " because "}}));
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "session status");
    CHECK(answer.body["status"] == to);
    const Json& s = answer.body["session"];
    CHECK(keys(s) ==
          "createdAt id provider providerMetadata providerRef reviewedAt reviewedBy status submittedAt updatedAt");
    CHECK(s["status"] == to);
    CHECK(s["reviewedBy"] == "Rev 桜");
    CHECK(s["reviewedAt"] == "2030-01-02T03:04:14.678Z");
    CHECK(s["updatedAt"] == "2030-01-02T03:04:14.678Z");
    CHECK(s["submittedAt"] == "2030-01-02T03:04:05.678Z");
    const auto event = queue(world, "?status=ALL").body["items"][0]["lastEvent"];
    CHECK(event["fromStatus"] == "SUBMITTED");
    CHECK(event["toStatus"] == to);
    CHECK(event["actorType"] == "ADMIN");
    CHECK(event["actorId"] == "Rev 桜");
    CHECK(event["reason"] == "because");
    CHECK(world.observer->last("audit.kyc.status_transition")["actorId"] == "Rev 桜");
    CHECK(world.observer->last("audit.kyc.status_transition")["reason"] == "because");
    // Whatever name was given, the audit trail knows who it was.
    const auto rows = world.audit_rows("kyc.status_changed");
    CHECK(rows.back().actor_type == "ADMIN");
    CHECK(rows.back().actor_name == "api-key");
    CHECK(rows.back().to_state == to);
  }
}

TEST_CASE("review: the history stands in the order of what happened though the clocks of servers differ") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  REQUIRE(world.add_document(c, session).status == 201);
  std::vector<std::string> made{"CREATED", "SUBMITTED"};
  world.now -= std::chrono::seconds(5);
  REQUIRE(world.post("/identity/kyc/sessions/" + session + "/submit", nullptr, World::as(c)).status == 200);
  for (const std::string next : {"MANUAL_REVIEW", "REJECTED"}) {
    world.now -= std::chrono::seconds(5);
    REQUIRE(review(world, decision(session, next)).status == 200);
    made.push_back(next);
  }
  std::vector<std::string> shown;
  const auto history = world.get("/identity/kyc/history", World::as(c));
  for (const auto& event : history.body["events"]) shown.push_back(event["toStatus"]);
  CHECK(shown == made);
  CHECK(queue(world, "?status=REJECTED").body["items"][0]["lastEvent"]["toStatus"] == "REJECTED");
}

TEST_CASE("review: the decision is trimmed and read in any case, the session id trimmed") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  CHECK(review(world, decision(" " + session + "\u3000", " manual_Review ")).status == 200);
  CHECK(review(world, decision(session, "verified")).body["status"] == "VERIFIED");
}

TEST_CASE("review: manual review again writes no event but renews reviewer and times") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  REQUIRE(review(world, decision(session, "MANUAL_REVIEW")).status == 200);
  world.now += seconds(60);
  const auto again = review(world, decision(session, "MANUAL_REVIEW", {{"reviewedBy", "Second"}}));
  REQUIRE(again.status == 200);
  CHECK(again.body["session"]["reviewedBy"] == "Second");
  CHECK(again.body["session"]["reviewedAt"] == "2030-01-02T03:05:05.678Z");
  CHECK(again.body["session"]["updatedAt"] == "2030-01-02T03:05:05.678Z");
  CHECK(queue(world).body["items"][0]["events"].size() == 3);
  CHECK(world.observer->count("audit.kyc.status_transition") == 3);
}

TEST_CASE("review: the errors come in the order of the contract, state before fields") {
  World world;
  const auto c = world.register_user();
  const auto created = world.start_kyc(c);
  const auto locked = world.submitted_kyc(c);
  REQUIRE(review(world, decision(locked, "VERIFIED")).status == 200);
  const auto open = world.submitted_kyc(c);
  const auto result = [&](const Json& body) {
    const auto answer = review(world, body);
    return std::to_string(answer.status) + " " + answer.code();
  };
  for (const std::string blank : {"{}", R"({"sessionId":""})", R"({"sessionId":"  "})", R"({"sessionId":null})", "[]"})
    CHECK(result(Json::parse(blank)) == "400 invalid_session_id");
  CHECK(result({{"sessionId", unknown_id}}) == "404 kyc_session_not_found");
  CHECK(result({{"sessionId", "no-uuid"}}) == "404 kyc_session_not_found");
  CHECK(result({{"sessionId", locked}}) == "409 kyc_session_locked");
  CHECK(result({{"sessionId", created}}) == "409 kyc_session_not_submitted");
  for (const Json& bad : {Json(nullptr), Json(""), Json("SUBMITTED"), Json("CREATED"), Json("APPROVED"), Json(1),
                          Json::array(), Json::array({"VERIFIED"}), Json::object()}) {
    CAPTURE(bad.dump());
    CHECK(result({{"sessionId", open}, {"decision", bad}}) == "400 invalid_decision");
  }
  for (const Json& bad : {Json(nullptr), Json(" "), Json(std::string(129, 'r')), Json::array({"r"}), Json(false)}) {
    CAPTURE(bad.dump());
    CHECK(result({{"sessionId", open}, {"decision", "VERIFIED"}, {"reviewedBy", bad}}) == "400 invalid_reviewed_by");
  }
  CHECK(result({{"sessionId", open}, {"decision", "VERIFIED"}, {"reviewedBy", std::string(128, 'r')}}) == "200 ");
}

TEST_CASE("review: a session id without a text form is invalid_session_id") {
  World world;
  CHECK(review(world, {{"sessionId", Json::array()}}).code() == "invalid_session_id");
  CHECK(review(world, {{"sessionId", Json::object()}}).code() == "invalid_session_id");
}

TEST_CASE("review: signed in, the reviewer defaults to the administrator's address") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  const auto answer = review(world, {{"sessionId", session}, {"decision", "MANUAL_REVIEW"}}, World::as(admin));
  REQUIRE(answer.status == 200);
  CHECK(answer.body["session"]["reviewedBy"] == admin.email);
  const auto named = review(world, decision(session, "VERIFIED", {{"reviewedBy", "Nickname"}}), World::as(admin));
  CHECK(named.body["session"]["reviewedBy"] == "Nickname");
  const auto rows = world.audit_rows("kyc.status_changed");
  CHECK(rows.back().actor_id == admin.user_id);
  CHECK(rows.back().actor_name == admin.email);
  const auto other = world.submitted_kyc(c);
  CHECK(review(world, decision(other, "VERIFIED", {{"reviewedBy", std::string(129, 'r')}}), World::as(admin)).code() ==
        "invalid_reviewed_by");
  // Blanks are a name that was given.
  CHECK(review(world, decision(other, "VERIFIED", {{"reviewedBy", " "}}), World::as(admin)).code() ==
        "invalid_reviewed_by");
  CHECK(review(world, decision(other, "VERIFIED"), World::as(c)).code() == "insufficient_admin_role");
}

TEST_CASE("review: a blank reason is null") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  for (const std::string blank : {"null", "\"\"", "\" \\u3000\""}) {
    CAPTURE(blank);
    REQUIRE(review(world, decision(session, "MANUAL_REVIEW", {{"reason", Json::parse(blank)}})).status == 200);
    CHECK(queue(world).body["items"][0]["lastEvent"]["reason"].is_null());
  }
}

TEST_CASE("review: the store takes a decision only from the state it was made on") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  REQUIRE(review(world, decision(session, "MANUAL_REVIEW")).status == 200);
  const auto record = [&](KycStatus from, KycStatus to) {
    return write(*world.storage,
                 [&](Stores& s) { return s.kyc.review(KycSessionId(session), from, to, "Late", world.now); });
  };
  CHECK_FALSE(record(KycStatus::submitted, KycStatus::verified));
  CHECK(queue(world).body["items"][0]["session"]["reviewedBy"] == "Reviewer");
  CHECK(record(KycStatus::manual_review, KycStatus::rejected));
  CHECK_FALSE(record(KycStatus::manual_review, KycStatus::verified));
}

TEST_CASE("review: a refused decision changes nothing") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  const auto before = queue(world).body;
  world.now += seconds(5);
  review(world, decision(session, "NONSENSE"));
  review(world, decision(session, "VERIFIED", {{"reviewedBy", ""}}));
  review(world, decision(session, "VERIFIED", {{"reason", std::string(2001, 'x')}}));
  CHECK(queue(world).body == before);
}

// ------------------------------------------------------------------------------------------------------------- preview

TEST_CASE("preview: the answer is a temporary link, field for field, logged and audited") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto document = world.add_document(c, session).body["document"];
  const std::string id = document["id"];
  const auto answer = preview(world, id);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "documentId expiresAt kycSessionId method objectKey url");
  CHECK(answer.body["documentId"] == id);
  CHECK(answer.body["kycSessionId"] == session);
  CHECK(answer.body["objectKey"] == document["objectKey"]);
  CHECK(answer.body["method"] == "GET");
  CHECK(answer.body["expiresAt"] == "2030-01-02T03:06:05.678Z");
  CHECK(answer.body["url"] == "http://localhost:9000/senpaijepang-kyc/" + document["objectKey"].get<std::string>() +
                                  "?mockPresigned=1&method=GET&expires=1893553565");
  const auto logged = world.observer->last("audit.kyc.document_preview_issued");
  CHECK(keys(logged) == "documentId expiresAt expiresSec kycSessionId objectKey");
  CHECK(logged["expiresSec"] == 120);
  CHECK(logged["documentId"] == id);
  CHECK(world.audit_rows("kyc.document_previewed").size() == 1);
}

TEST_CASE("preview: the lifetime is 60..300 seconds, fractions cut, 120 when absent, null or blank") {
  World world;
  const auto c = world.register_user();
  const std::string id = world.add_document(c, world.start_kyc(c)).body["document"]["id"];
  const auto expires = [&](const std::string& value) {
    const auto answer = preview(world, id, "{\"expiresSec\":" + value + "}");
    return answer.status == 200 ? answer.body["expiresAt"].get<std::string>() : answer.code();
  };
  const std::string standard = "2030-01-02T03:06:05.678Z";
  for (const std::string absent : {"null", "\"\"", "\"  \""}) CHECK(expires(absent) == standard);
  CHECK(preview(world, id, "{}").body["expiresAt"] == standard);
  CHECK(preview(world, id, "[]").body["expiresAt"] == standard);
  CHECK(expires("60") == "2030-01-02T03:05:05.678Z");
  CHECK(expires("\" 60 \"") == "2030-01-02T03:05:05.678Z");
  CHECK(expires("60.9") == "2030-01-02T03:05:05.678Z");
  CHECK(expires("300") == "2030-01-02T03:09:05.678Z");
  for (const std::string bad : {"59", "59.9", "301", "0", "-60", "\"abc\"", "[60]", "{}", "1e9", "true", "false"}) {
    CAPTURE(bad);
    CHECK(expires(bad) == "invalid_expires_sec");
  }
  const std::string message = preview(world, id, R"({"expiresSec":1})").body["error"]["message"];
  CHECK(message.find("60") != std::string::npos);
  CHECK(message.find("300") != std::string::npos);
}

TEST_CASE("preview: the errors come in the order document, key, lifetime") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  for (const std::string& id : {unknown_id, session, std::string("x"), std::string("%20")}) {
    CAPTURE(id);
    const auto answer = preview(world, id, R"({"expiresSec":1})");
    CHECK(answer.status == 404);
    CHECK(answer.code() == "document_not_found");
  }
  for (const std::string metadata :
       {"{}", R"({"objectKey":""})", R"({"objectKey":"/kyc/x"})", R"({"objectKey":"a/../b"})"}) {
    CAPTURE(metadata);
    const auto answer = preview(world, add_legacy_document(world, session, metadata), R"({"expiresSec":1})");
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_object_key");
  }
  CHECK(preview(world, unknown_id, "{", {}).code() == "missing_admin_api_key");
  CHECK(preview(world, unknown_id, "{").code() == "invalid_request_body");
}
