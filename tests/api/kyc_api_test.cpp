// Identity checks as their owner sees them: sessions, upload links, documents.

#include <regex>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string start_path = "/identity/kyc/sessions";
const std::string status_path = "/identity/kyc/status";
const std::string upload_path = "/identity/kyc/upload-url";
const std::string document_path = "/identity/kyc/documents";
const std::string history_path = "/identity/kyc/history";
const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
const char* const session_keys =
    "createdAt id provider providerMetadata providerRef reviewedAt reviewedBy status submittedAt updatedAt";

std::string submit_path(const std::string& session) { return start_path + "/" + session + "/submit"; }
std::string metadata_path(const std::string& session) { return start_path + "/" + session + "/provider-metadata"; }

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

Json upload(const Json& changes = Json::object()) {
  Json body{{"documentType", "PASSPORT"},
            {"fileName", "passport.jpg"},
            {"contentType", "image/jpeg"},
            {"contentLength", 1000},
            {"checksumSha256", checksum("a")}};
  body.update(changes);
  return body;
}

Json document(const Credentials& c, const std::string& session, const Json& changes = Json::object()) {
  Json body{{"documentType", "PASSPORT"},
            {"objectKey", "kyc/" + c.user_id + "/" + session + "/a.jpg"},
            {"checksumSha256", checksum("a")}};
  body.update(changes);
  return body;
}

Answer decide(World& world, const std::string& session, const std::string& decision, const std::string& reason = "") {
  return world.post("/admin/kyc/review",
                    {{"sessionId", session}, {"decision", decision}, {"reviewedBy", "Reviewer"}, {"reason", reason}},
                    World::admin());
}

/// Everything a decided session has to refuse with kyc_session_locked.
void check_locked(const Answer& answer) {
  CHECK(answer.status == 409);
  CHECK(answer.code() == "kyc_session_locked");
}

void check_not_found(const Answer& answer) {
  CHECK(answer.status == 404);
  CHECK(answer.code() == "kyc_session_not_found");
}

}  // namespace

// ------------------------------------------------------------------------------------------------------- start, status

TEST_CASE("kyc start: a new session is CREATED and in progress, field for field") {
  World world;
  const auto c = world.register_user();
  const auto answer = world.post(start_path, {{"provider", " Sumsub "}}, World::as(c));
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "session status");
  CHECK(answer.body["status"] == "IN_PROGRESS");
  const Json& session = answer.body["session"];
  CHECK(keys(session) == session_keys);
  CHECK(is_uuid(session["id"].get<std::string>()));
  CHECK(session["status"] == "CREATED");
  CHECK(session["provider"] == "sumsub");
  CHECK(session["providerRef"].is_null());
  CHECK(session["providerMetadata"] == Json::object());
  CHECK(session["submittedAt"].is_null());
  CHECK(session["reviewedBy"].is_null());
  CHECK(session["reviewedAt"].is_null());
  CHECK(session["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(session["updatedAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(world.get(status_path, World::as(c)).body == answer.body);
}

TEST_CASE("kyc start: the provider is optional and defaults to manual") {
  World world;
  const auto c = world.register_user();
  for (const std::string body :
       {"", "{}", R"({"provider":""})", R"({"provider":null})", R"({"provider":" \u3000"})", "[]"}) {
    CAPTURE(body);
    const auto answer = world.raw("POST", start_path, body, World::as(c));
    REQUIRE(answer.status == 201);
    CHECK(answer.body["session"]["provider"] == "manual");
  }
}

TEST_CASE("kyc start: a provider longer than 64 or without a text form is invalid_provider") {
  World world;
  const auto c = world.register_user();
  const auto start = [&](const Json& provider) {
    return world.post(start_path, {{"provider", provider}}, World::as(c));
  };
  CHECK(start(repeated("審", 64)).status == 201);
  CHECK(start(repeated("審", 65)).code() == "invalid_provider");
  CHECK(start(repeated("😀", 32)).status == 201);
  CHECK(start(repeated("😀", 32) + "x").code() == "invalid_provider");
  CHECK(start(Json::array({"manual"})).code() == "invalid_provider");
  CHECK(start(Json::object()).status == 400);
  CHECK(start(std::string("a\0b", 3)).code() == "invalid_provider");
  CHECK(start(7).body["session"]["provider"] == "7");
}

TEST_CASE("kyc start: it is not idempotent, and the newest session is the latest even in the same millisecond") {
  World world;
  const auto c = world.register_user();
  std::string last;
  for (int i = 0; i < 4; ++i) {
    last = world.start_kyc(c);
    CHECK(world.get(status_path, World::as(c)).body["session"]["id"] == last);
  }
}

TEST_CASE("kyc start: a new session takes a verified user back to in progress") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  REQUIRE(decide(world, session, "VERIFIED").status == 200);
  CHECK(world.get(status_path, World::as(c)).body["status"] == "VERIFIED");
  world.start_kyc(c);
  CHECK(world.get(status_path, World::as(c)).body["status"] == "IN_PROGRESS");
}

TEST_CASE("kyc status: without a session it is NOT_STARTED with null") {
  World world;
  const auto answer = world.get(status_path, World::as(world.register_user()));
  CHECK(answer.status == 200);
  CHECK(answer.body == Json({{"status", "NOT_STARTED"}, {"session", nullptr}}));
}

TEST_CASE("kyc status: each raw status has its trust status") {
  World world;
  const auto status = [&](const Credentials& c) {
    const auto body = world.get(status_path, World::as(c)).body;
    return body["status"].get<std::string>() + " " + body["session"]["status"].get<std::string>();
  };
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  CHECK(status(c) == "IN_PROGRESS CREATED");
  world.add_document(c, session);
  world.post(submit_path(session), nullptr, World::as(c));
  CHECK(status(c) == "IN_PROGRESS SUBMITTED");
  decide(world, session, "MANUAL_REVIEW");
  CHECK(status(c) == "MANUAL_REVIEW MANUAL_REVIEW");
  decide(world, session, "REJECTED");
  CHECK(status(c) == "REJECTED REJECTED");
  const auto other = world.register_user();
  decide(world, world.submitted_kyc(other), "VERIFIED");
  CHECK(status(other) == "VERIFIED VERIFIED");
}

TEST_CASE("kyc: every route of the owner needs a token, before the body is looked at") {
  World world;
  for (const auto& path :
       {start_path, upload_path, document_path, submit_path(unknown_id), metadata_path(unknown_id)}) {
    CAPTURE(path);
    CHECK(world.raw("POST", path, "{").code() == "missing_access_token");
    CHECK(world.raw("POST", path, "{", World::bearer("x")).code() == "invalid_access_token");
    CHECK(world.raw("POST", path, std::string(2000000, 'x')).status == 401);
  }
  for (const auto& path : {status_path, history_path}) {
    CHECK(world.get(path).code() == "missing_access_token");
    CHECK(world.get(path, World::bearer("x")).code() == "invalid_access_token");
  }
}

// --------------------------------------------------------------------------------------------------------- upload link

TEST_CASE("kyc upload: the answer is the envelope with a link, field for field") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto answer = world.post(upload_path, upload({{"sessionId", session}}), World::as(c));
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "session status upload");
  CHECK(answer.body["status"] == "IN_PROGRESS");
  CHECK(keys(answer.body["session"]) == session_keys);
  const Json& link = answer.body["upload"];
  CHECK(keys(link) == "expiresAt headers method objectKey uploadUrl");
  CHECK(link["method"] == "PUT");
  CHECK(link["expiresAt"] == "2030-01-02T03:19:05.678Z");
  CHECK(link["headers"] == Json({{"Content-Type", "image/jpeg"}, {"x-amz-meta-checksum-sha256", checksum("a")}}));
  CHECK(link["uploadUrl"] == "http://localhost:9000/senpaijepang-kyc/" + link["objectKey"].get<std::string>() +
                                 "?mockPresigned=1&expires=1893554345");
}

TEST_CASE("kyc upload: the object key is prefix, 17 digits, type, UUID and name") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto key = [&](const std::string& type, const std::string& name) {
    const auto answer = world.post(upload_path, upload({{"documentType", type}, {"fileName", name}}), World::as(c));
    REQUIRE(answer.status == 201);
    const std::string whole = answer.body["upload"]["objectKey"];
    const std::string prefix = "kyc/" + c.user_id + "/" + session + "/20300102030405678-";
    REQUIRE(whole.starts_with(prefix));
    // Whatever came in, the next call accepts the key.
    const auto next = world.post(
        document_path, document(c, session, {{"objectKey", whole}, {"checksumSha256", checksum(whole)}}), World::as(c));
    CHECK(next.status == 201);
    std::smatch parts;
    const std::regex form("(.*)-([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})-(.*)");
    const std::string rest = whole.substr(prefix.size());
    REQUIRE(std::regex_match(rest, parts, form));
    return parts[1].str() + " " + parts[3].str();
  };
  CHECK(key("PASSPORT", "passport.jpg") == "passport passport.jpg");
  CHECK(key(" residence_card_front ", " My  Photo (1).JPG ") == "residence_card_front my-photo-1-.jpg");
  CHECK(key("KTP", "a__b--c.png") == "ktp a__b-c.png");
  CHECK(key("ID / card", "--x--") == "id-card x");
  CHECK(key("../../etc", "..").find("..") == std::string::npos);
  CHECK(key("PASSPORT", "scan..final...pdf") == "passport scan.final.pdf");
  CHECK(key("旅券", "写真") == "document document.bin");
  CHECK(key("PASSPORT", "写真.jpg") == "passport .jpg");
  CHECK(key("A\\B\"C", "😀") == "a-b-c document.bin");
}

TEST_CASE("kyc upload: without a session id the latest session of the caller is meant") {
  World world;
  const auto c = world.register_user();
  check_not_found(world.post(upload_path, upload(), World::as(c)));
  world.start_kyc(c);
  const auto latest = world.start_kyc(c);
  for (const std::string id : {"null", "\"\"", "\"  \"", "false"}) {
    CAPTURE(id);
    const auto answer = world.post(upload_path, upload({{"sessionId", Json::parse(id)}}), World::as(c));
    REQUIRE(answer.status == 201);
    CHECK(answer.body["session"]["id"] == latest);
  }
  CHECK(world.post(upload_path, upload(), World::as(c)).body["session"]["id"] == latest);
}

TEST_CASE("kyc upload: the errors come in the order of the contract") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  Json body{{"sessionId", unknown_id}, {"documentType", ""},   {"fileName", ""},
            {"contentType", ""},       {"contentLength", "x"}, {"checksumSha256", "x"}};
  const auto next = [&](const std::string& member, const Json& value) {
    const auto answer = world.post(upload_path, body, World::as(c));
    body[member] = value;
    return std::to_string(answer.status) + " " + answer.code();
  };
  CHECK(next("sessionId", session) == "404 kyc_session_not_found");
  CHECK(next("documentType", "PASSPORT") == "400 invalid_document_type");
  CHECK(next("fileName", "a.jpg") == "400 invalid_file_name");
  CHECK(next("contentType", "image/png") == "400 invalid_content_type");
  CHECK(next("contentLength", 5) == "400 invalid_content_length");
  CHECK(next("checksumSha256", checksum("a")) == "400 invalid_checksum_sha256");
  CHECK(world.post(upload_path, body, World::as(c)).status == 201);
}

TEST_CASE("kyc upload: a session of somebody else, an unknown or malformed id is kyc_session_not_found") {
  World world;
  const auto c = world.register_user();
  world.start_kyc(c);
  const auto foreign = world.start_kyc(world.register_user());
  for (const Json& id : {Json(foreign), Json(unknown_id), Json("no-uuid"), Json("' OR 1=1"), Json(42),
                         Json::array({foreign}), Json::object(), Json(std::string("\0", 1))}) {
    CAPTURE(id.dump());
    check_not_found(world.post(upload_path, upload({{"sessionId", id}}), World::as(c)));
    check_not_found(world.post(document_path, document(c, foreign, {{"sessionId", id}}), World::as(c)));
  }
}

TEST_CASE("kyc upload: a session id is trimmed and its case does not matter") {
  World world;
  const auto c = world.register_user();
  std::string id = world.start_kyc(c);
  world.start_kyc(c);
  const auto answer = world.post(upload_path, upload({{"sessionId", " " + id + "\u3000"}}), World::as(c));
  REQUIRE(answer.status == 201);
  CHECK(answer.body["session"]["id"] == id);
}

TEST_CASE("kyc upload: document type 1..64, file name 1..180, counted in UTF-16") {
  World world;
  const auto c = world.register_user();
  world.start_kyc(c);
  const auto send = [&](const Json& changes) { return world.post(upload_path, upload(changes), World::as(c)); };
  CHECK(send({{"documentType", repeated("証", 64)}}).status == 201);
  CHECK(send({{"documentType", repeated("証", 65)}}).code() == "invalid_document_type");
  CHECK(send({{"documentType", repeated("😀", 32)}}).status == 201);
  CHECK(send({{"documentType", repeated("😀", 33)}}).code() == "invalid_document_type");
  CHECK(send({{"documentType", Json::array({"PASSPORT"})}}).code() == "invalid_document_type");
  CHECK(send({{"documentType", nullptr}}).code() == "invalid_document_type");
  CHECK(send({{"fileName", repeated("写", 180)}}).status == 201);
  CHECK(send({{"fileName", repeated("写", 181)}}).code() == "invalid_file_name");
  CHECK(send({{"fileName", " \u3000"}}).code() == "invalid_file_name");
  CHECK(send({{"fileName", Json::object()}}).code() == "invalid_file_name");
  CHECK(send({{"fileName", std::string("a\0.jpg", 6)}}).code() == "invalid_file_name");
}

TEST_CASE("kyc upload: only configured content types are taken, in any case, and the message lists them") {
  World world;
  const auto c = world.register_user();
  world.start_kyc(c);
  const auto send = [&](const Json& type) {
    return world.post(upload_path, upload({{"contentType", type}}), World::as(c));
  };
  const auto answer = send(" Application/PDF ");
  REQUIRE(answer.status == 201);
  CHECK(answer.body["upload"]["headers"]["Content-Type"] == "application/pdf");
  for (const Json& bad :
       {Json("image/gif"), Json("image/jpeg; charset=utf-8"), Json("image"), Json(nullptr), Json::array()}) {
    CAPTURE(bad.dump());
    const auto refused = send(bad);
    CHECK(refused.status == 400);
    CHECK(refused.code() == "invalid_content_type");
    for (const std::string type : {"image/jpeg", "image/png", "application/pdf"})
      CHECK(refused.body["error"]["message"].get<std::string>().find(type) != std::string::npos);
  }
}

TEST_CASE("kyc upload: the content length is a positive number up to the maximum, which the message states") {
  World world([](Options& o) { o.kyc.max_file_bytes = 5000; });
  const auto c = world.register_user();
  world.start_kyc(c);
  const auto send = [&](const std::string& length) {
    return world.post(upload_path, upload({{"contentLength", Json::parse(length)}}), World::as(c));
  };
  for (const std::string good : {"1", "5000", "\"5000\"", "\" 42 \"", "1.9", "\"1e3\"", "\"+7\"", "4.2e2"}) {
    CAPTURE(good);
    CHECK(send(good).status == 201);
  }
  for (const std::string bad : {"0", "-1", "5001", "0.5", "\"\"", "\"abc\"", "\"12px\"", "[5]", "{}", "\"inf\"",
                                "\"NaN\"", "\"1 2\"", "1e300", "\"1e999\"", "null", "false"}) {
    CAPTURE(bad);
    const auto answer = send(bad);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_content_length");
    CHECK(answer.body["error"]["message"].get<std::string>().find("5000") != std::string::npos);
  }
  Json without = upload();
  without.erase("contentLength");
  CHECK(world.post(upload_path, without, World::as(c)).code() == "invalid_content_length");
}

TEST_CASE("kyc upload: the checksum is trimmed, lower-cased and must be 64 hexadecimal digits") {
  World world;
  const auto c = world.register_user();
  world.start_kyc(c);
  const auto send = [&](const Json& sum) {
    return world.post(upload_path, upload({{"checksumSha256", sum}}), World::as(c));
  };
  const auto answer = send(" " + std::string(64, 'A') + "\n");
  REQUIRE(answer.status == 201);
  CHECK(answer.body["upload"]["headers"]["x-amz-meta-checksum-sha256"] == std::string(64, 'a'));
  for (const Json& bad : {Json(std::string(63, 'a')), Json(std::string(65, 'a')), Json(std::string(64, 'g')),
                          Json(nullptr), Json(1), Json::array({std::string(64, 'a')})}) {
    CAPTURE(bad.dump());
    CHECK(send(bad).code() == "invalid_checksum_sha256");
  }
}

// ----------------------------------------------------------------------------------------------------------- documents

TEST_CASE("kyc document: the answer is the envelope with the document, field for field") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const std::string key = "kyc/" + c.user_id + "/" + session + "/a.jpg";
  const auto body = document(c, session,
                             {{"documentType", " passport "},
                              {"objectKey", " " + key + " "},
                              {"checksumSha256", " " + std::string(64, 'B')},
                              {"metadata", {{"side", "前"}, {"objectKey", "forged"}, {"n", 1.5}}}});
  const auto answer = world.post(document_path, body, World::as(c));
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "document session status");
  CHECK(answer.body["status"] == "IN_PROGRESS");
  CHECK(answer.body["session"]["status"] == "CREATED");
  CHECK(keys(answer.body["session"]) == session_keys);
  const Json& d = answer.body["document"];
  CHECK(keys(d) == "checksumSha256 createdAt documentType fileUrl id kycSessionId metadata objectKey verifiedAt");
  CHECK(is_uuid(d["id"].get<std::string>()));
  CHECK(d["kycSessionId"] == session);
  CHECK(d["documentType"] == "PASSPORT");
  CHECK(d["objectKey"] == key);
  CHECK(d["fileUrl"] == "s3://senpaijepang-kyc/" + key);
  CHECK(d["checksumSha256"] == std::string(64, 'b'));
  CHECK(d["metadata"] == Json({{"side", "前"}, {"objectKey", key}, {"n", 1.5}}));
  CHECK(d["verifiedAt"].is_null());
  CHECK(d["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(world.get(history_path, World::as(c)).body["events"].size() == 1);
}

TEST_CASE("kyc document: the errors come in the order of the contract") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  REQUIRE(world.add_document(c, session, "SELFIE", "taken").status == 201);
  Json body{{"sessionId", unknown_id},
            {"documentType", ""},
            {"objectKey", ""},
            {"checksumSha256", "x"},
            {"metadata", Json::array()}};
  const auto next = [&](const std::string& member, const Json& value) {
    const auto answer = world.post(document_path, body, World::as(c));
    body[member] = value;
    return std::to_string(answer.status) + " " + answer.code();
  };
  CHECK(next("sessionId", session) == "404 kyc_session_not_found");
  CHECK(next("documentType", "PASSPORT") == "400 invalid_document_type");
  CHECK(next("objectKey", "kyc/elsewhere.jpg") == "400 invalid_object_key");
  CHECK(next("checksumSha256", checksum("taken")) == "400 invalid_checksum_sha256");
  CHECK(next("metadata", Json::object()) == "400 invalid_metadata");
  CHECK(next("objectKey", "kyc/" + c.user_id + "/" + session + "/b.jpg") == "400 invalid_object_key");
  CHECK(next("checksumSha256", checksum("b")) == "409 duplicate_document");
  CHECK(world.post(document_path, body, World::as(c)).status == 201);
}

TEST_CASE("kyc document: keys that are empty, too long, absolute, climbing, odd or foreign are invalid_object_key") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  const auto other = world.start_kyc(c);
  const auto own = "kyc/" + c.user_id + "/" + session + "/";
  const auto send = [&](const Json& key) {
    return world.post(document_path, document(c, session, {{"sessionId", session}, {"objectKey", key}}), World::as(c));
  };
  for (const Json& bad :
       {Json(""), Json(nullptr), Json("/" + own + "a.jpg"), Json(own + "../a.jpg"), Json(own + "a b.jpg"),
        Json(own + "写.jpg"), Json(own + "a%20.jpg"), Json(own + std::string("a\0", 2)),
        Json(own + std::string(1025 - own.size(), 'x')), Json("kyc/" + c.user_id + "/" + other + "/a.jpg"),
        Json("kyc/" + unknown_id + "/" + session + "/a.jpg"), Json("KYC/" + c.user_id + "/" + session + "/a.jpg"),
        Json("applications/" + c.user_id + "/" + session + "/a.jpg"), Json::array({own + "a.jpg"})}) {
    CAPTURE(bad.dump());
    const auto answer = send(bad);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_object_key");
  }
  CHECK(send(own + std::string(1024 - own.size(), 'x')).status == 201);
}

TEST_CASE("kyc document: metadata may be absent or null, and must otherwise be an object") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  int number = 0;
  const auto send = [&](const std::string& metadata) {
    return world.post(
        document_path,
        document(c, session,
                 {{"metadata", Json::parse(metadata)}, {"checksumSha256", checksum(std::to_string(++number))}}),
        World::as(c));
  };
  for (const std::string good : {"null", "{}"}) {
    const auto answer = send(good);
    REQUIRE(answer.status == 201);
    CHECK(keys(answer.body["document"]["metadata"]) == "objectKey");
  }
  for (const std::string bad : {"[]", "\"{}\"", "1", "true", "false", "\"\""}) {
    CAPTURE(bad);
    CHECK(send(bad).code() == "invalid_metadata");
  }
}

TEST_CASE("kyc document: the metadata of all documents of a session may be at most 256 KiB") {
  World world;
  const auto c = world.register_user();
  int number = 0;
  const auto send = [&](const std::string& session, std::size_t size) {
    return world.post(document_path,
                      document(c, session,
                               {{"metadata", {{"note", std::string(size, 'n')}}},
                                {"checksumSha256", checksum(std::to_string(++number))}}),
                      World::as(c));
  };
  const auto session = world.start_kyc(c);
  for (int i = 0; i < 4; ++i) REQUIRE(send(session, 60000).status == 201);
  CHECK(send(session, 30000).code() == "invalid_metadata");
  CHECK(send(session, 10000).status == 201);
  CHECK(world.add_document(c, session, "PASSPORT", "plain").status == 201);
  CHECK(send(world.start_kyc(c), 60000).status == 201);
}

TEST_CASE("kyc document: too much metadata is refused before anybody asks for the file") {
  World filling;
  const auto c = filling.register_user();
  const auto session = filling.start_kyc(c);
  int number = 0;
  const auto send = [&](World& world, std::size_t size) {
    return world.post(document_path,
                      document(c, session,
                               {{"metadata", {{"note", std::string(size, 'n')}}},
                                {"checksumSha256", checksum(std::to_string(++number))}}),
                      World::as(c));
  };
  for (int i = 0; i < 4; ++i) REQUIRE(send(filling, 60000).status == 201);
  World asking([&](Options& o) { o.storage = filling.storage, o.kyc.verify_uploads = true; });
  CHECK(send(asking, 30000).code() == "invalid_metadata");
  CHECK(send(asking, 10000).code() == "document_not_uploaded");
}

TEST_CASE("kyc document: a checksum counts once per session, a key any number of times") {
  World world;
  const auto c = world.register_user();
  const auto first = world.start_kyc(c);
  REQUIRE(world.post(document_path, document(c, first), World::as(c)).status == 201);
  const auto again = world.post(document_path, document(c, first, {{"documentType", "SELFIE"}}), World::as(c));
  CHECK(again.status == 409);
  CHECK(again.code() == "duplicate_document");
  std::string upper = checksum("a");
  for (char& digit : upper) digit = static_cast<char>(std::toupper(digit));
  CHECK(world.post(document_path, document(c, first, {{"checksumSha256", upper}}), World::as(c)).code() ==
        "duplicate_document");
  CHECK(world.post(document_path, document(c, first, {{"checksumSha256", checksum("b")}}), World::as(c)).status == 201);
  const auto second = world.start_kyc(c);
  CHECK(world.post(document_path, document(c, second), World::as(c)).status == 201);
}

TEST_CASE("kyc: uploads and documents are taken until the decision and refused after it") {
  World world;
  const auto c = world.register_user();
  const auto session = world.submitted_kyc(c);
  CHECK(world.post(upload_path, upload(), World::as(c)).status == 201);
  CHECK(world.add_document(c, session, "SELFIE", "b").status == 201);
  REQUIRE(decide(world, session, "MANUAL_REVIEW").status == 200);
  CHECK(world.post(upload_path, upload(), World::as(c)).status == 201);
  CHECK(world.add_document(c, session, "KTP", "c").status == 201);
  for (const std::string end : {"VERIFIED", "REJECTED"}) {
    const auto d = world.register_user();
    const auto closed = world.submitted_kyc(d);
    REQUIRE(decide(world, closed, end).status == 200);
    // The lock is reported before anything about the fields.
    check_locked(world.post(upload_path, Json::object(), World::as(d)));
    check_locked(world.post(document_path, Json::object(), World::as(d)));
    check_locked(world.post(submit_path(closed), nullptr, World::as(d)));
  }
}
