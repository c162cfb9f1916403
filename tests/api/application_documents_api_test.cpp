// Documents of applications: upload links, registration, review, preview.

#include <map>
#include <regex>

#include "api/application_helpers.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::applications;
using std::chrono::seconds;

namespace {

Json upload(const Json& changes = Json::object()) {
  Json body{{"documentType", "CV"},
            {"fileName", "cv.pdf"},
            {"contentType", "application/pdf"},
            {"contentLength", 1000},
            {"checksumSha256", checksum("a")}};
  body.update(changes);
  return body;
}

Json without(Json body, const std::string& member) {
  body.erase(member);
  return body;
}

std::string key(const Credentials& c, const std::string& application, const std::string& name = "a.pdf") {
  return "applications/" + c.user_id + "/" + application + "/" + name;
}

Answer upload_url(World& world, const Credentials& c, const std::string& application, const Json& body) {
  return world.post("/users/me/applications/" + application + "/documents/upload-url", body, World::as(c));
}

Answer register_file(World& world, const Credentials& c, const std::string& application, const Json& body) {
  return world.post("/users/me/applications/" + application + "/documents", body, World::as(c));
}

/// Registers a document whose key and checksum are made from `seed`.
Answer add(World& world, const Credentials& c, const std::string& application, const std::string& seed = "a") {
  return register_file(world, c, application,
                       upload({{"objectKey", key(c, application, seed + ".pdf")}, {"checksumSha256", checksum(seed)}}));
}

Answer own_documents(World& world, const Credentials& c, const std::string& application) {
  return world.get("/users/me/applications/" + application + "/documents", World::as(c));
}

Answer admin_documents(World& world, const std::string& application) {
  return world.get("/admin/applications/" + application + "/documents", World::admin());
}

Answer review(World& world, const std::string& application, const std::string& document, const Json& body,
              const World::Headers& headers = World::admin()) {
  return world.call("PATCH", "/admin/applications/" + application + "/documents/" + document, body, headers);
}

Answer preview(World& world, const std::string& document, const std::string& body = "",
               const World::Headers& headers = World::admin()) {
  return world.raw("POST", "/admin/applications/documents/" + document + "/preview-url", body, headers);
}

std::string result(const Answer& answer) { return std::to_string(answer.status) + " " + answer.code(); }

/// The declaration errors, each with what causes it, in the order of the contract.
struct Flaw {
  std::string member;
  std::string code;
  std::vector<Json> values;
};
const std::vector<Flaw> flaws{
    {"documentType", "invalid_document_type",
     {nullptr, "", " \u3000", repeated("x", 65), repeated("履", 65), Json::array({"CV"}), std::string("C\0", 2)}},
    {"fileName", "invalid_file_name",
     {nullptr, "", "  ", repeated("x", 181), repeated("😀", 90) + "x", Json::object(), std::string("a\0b", 3)}},
    {"contentType", "invalid_content_type",
     {nullptr, "", "image/gif", "image/jpg", "application/pdf; q=1", Json::array({"image/png"})}},
    {"contentLength", "invalid_content_length",
     {nullptr, 0, -1, 0.5, 10485761, "", "many", Json::array({1}), true, 1e300}}};

/// Keeps what tests "upload", and counts who asks.
class TestObjects final : public ObjectStorage {
 public:
  ObjectLink upload_url(const UploadRequest& r) override {
    return {"put://" + r.object_key, "PUT", {{"Content-Type", r.content_type}}, r.now + r.ttl};
  }
  ObjectLink download_url(const DownloadRequest& r) override {
    return {"get://" + r.object_key + "?" + r.content_type, "GET", {}, r.now + r.ttl};
  }
  std::string file_url(std::string_view k) override { return "test://" + std::string(k); }
  std::optional<ObjectInfo> inspect(std::string_view k) override {
    const auto found = stored.find(std::string(k));
    return found == stored.end() ? std::nullopt : std::optional(found->second);
  }
  void remove(std::string_view k) override { stored.erase(std::string(k)); }

  std::map<std::string, ObjectInfo> stored;
};

}  // namespace

// ---------------------------------------------------------------------------------------------------------- upload url

TEST_CASE("application upload-url: a link and a key below the application, field for field") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const auto answer = upload_url(world, c, id, upload({{"documentType", " cv 履歴 "}, {"fileName", "My  CV (1).PDF"}}));
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "applicationId upload");
  CHECK(answer.body["applicationId"] == id);
  const Json& link = answer.body["upload"];
  CHECK(keys(link) == "expiresAt headers method objectKey uploadUrl");
  CHECK(link["method"] == "PUT");
  CHECK(link["expiresAt"] == "2030-01-02T03:19:05.678Z");
  CHECK(link["headers"] ==
        Json({{"Content-Type", "application/pdf"}, {"x-amz-meta-checksum-sha256", checksum("a")}}));
  const std::string object_key = link["objectKey"];
  const std::regex shape("applications/" + c.user_id + "/" + id + "/20300102030405678-cv-[0-9a-f-]{36}-my-cv-1-.pdf");
  CAPTURE(object_key);
  CHECK(std::regex_match(object_key, shape));
  CHECK(link["uploadUrl"].get<std::string>().find(object_key) != std::string::npos);
  const auto stored = read(*world.storage, [&](Stores& s) { return s.uploads.find(object_key); });
  REQUIRE(stored);
  CHECK(stored->content_length == 1000);
  CHECK(stored->state == UploadState::pending);
}

TEST_CASE(
    "application upload-url: names with dots and types with slashes give keys that registration takes (gap D18)") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  int n = 0;
  for (const std::string name : {"cv..final...pdf", "../../etc/passwd", "....", "履歴書", "-.-", "a/b\\c.pdf"}) {
    CAPTURE(name);
    const Json body = upload({{"documentType", "A/..B " + name.substr(0, 3)},
                              {"fileName", name},
                              {"checksumSha256", checksum(std::to_string(++n))}});
    const auto link = upload_url(world, c, id, body);
    REQUIRE(link.status == 201);
    Json file = body;
    file["objectKey"] = link.body["upload"]["objectKey"];
    CHECK(result(register_file(world, c, id, file)) == "201 ");
  }
}

TEST_CASE("application upload-url: the errors come in the order of the contract, and limits are inclusive") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  // Everything that stands later is wrong as well.
  Json bad{{"checksumSha256", "xyz"}};
  std::vector<std::pair<std::string, Json>> steps;
  for (auto flaw = flaws.rbegin(); flaw != flaws.rend(); ++flaw) {
    for (const auto& value : flaw->values) {
      CAPTURE(value.dump());
      Json body = upload(bad);
      body[flaw->member] = value;
      CHECK(result(upload_url(world, c, id, body)) == "400 " + flaw->code);
    }
    CHECK(result(upload_url(world, c, id, without(upload(bad), flaw->member))) == "400 " + flaw->code);
    bad[flaw->member] = flaw->values.front();
  }
  for (const Json& checksum_text : {Json(nullptr), Json(""), Json("xyz"), Json(repeated("g", 64)), Json::array()})
    CHECK(result(upload_url(world, c, id, upload({{"checksumSha256", checksum_text}}))) ==
          "400 invalid_checksum_sha256");
  CHECK(result(upload_url(world, c, unknown_id, bad)) == "404 application_not_found");
  CHECK(world.raw("POST", "/users/me/applications/x/documents/upload-url", "{", World::as(c)).code() ==
        "invalid_request_body");
  const std::vector<Json> fine{{{"documentType", repeated("履", 64)}},
                               {{"fileName", repeated("😀", 90)}},
                               {{"contentType", " IMAGE/PNG "}},
                               {{"contentType", "image/jpeg"}},
                               {{"contentLength", 1}},
                               {{"contentLength", 10485760.9}},
                               {{"contentLength", " 10485760 "}},
                               {{"checksumSha256", " " + repeated("A", 64) + "\n"}}};
  for (const auto& change : fine) {
    CAPTURE(change.dump());
    CHECK(result(upload_url(world, c, id, upload(change))) == "201 ");
  }
  const std::string message =
      upload_url(world, c, id, upload({{"contentLength", 0}})).body["error"]["message"].get<std::string>();
  CHECK(message.find("10485760") != std::string::npos);
}

TEST_CASE("application uploads have limits of their own, whatever identity checks allow") {
  World world([](Options& o) {
    o.kyc.max_file_bytes = 10;
    o.kyc.allowed_content_types = {"image/gif"};
  });
  const auto c = world.register_user();
  CHECK(result(upload_url(world, c, applied(world, c), upload())) == "201 ");
}

TEST_CASE("application uploads are allowed in every status") {
  World world;
  for (const std::string status : {"IN_REVIEW", "INTERVIEW", "OFFERED", "HIRED", "REJECTED"}) {
    const auto c = world.register_user();
    const auto id = applied(world, c);
    REQUIRE(set_status(world, id, status).status == 200);
    const auto before = admin_find(world, id).body;
    world.now += seconds(1);
    CHECK(result(upload_url(world, c, id, upload())) == "201 ");
    CHECK(result(add(world, c, id)) == "201 ");
    // Documents do not touch the application.
    CHECK(admin_find(world, id).body == before);
  }
}

// -------------------------------------------------------------------------------------------------------- registration

TEST_CASE("application document: a registration is 201, field for field, and audited") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  world.now += seconds(2);
  const auto answer = register_file(world, c, id,
                                    upload({{"documentType", " Jlpt_n3 "},
                                            {"fileName", " 証明書.PDF "},
                                            {"contentType", "Application/PDF"},
                                            {"contentLength", 12.9},
                                            {"objectKey", " " + key(c, id) + " "}}));
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "applicationId document");
  CHECK(answer.body["applicationId"] == id);
  const Json& d = answer.body["document"];
  CHECK(keys(d) == application_document_keys);
  CHECK(is_uuid(d["id"].get<std::string>()));
  CHECK(d["applicationId"] == id);
  CHECK(d["userId"] == c.user_id);
  CHECK(d["documentType"] == "JLPT_N3");
  CHECK(d["fileName"] == "証明書.PDF");
  CHECK(d["contentType"] == "application/pdf");
  CHECK(d["contentLength"] == 12);
  CHECK(d["checksumSha256"] == checksum("a"));
  CHECK(d["reviewStatus"] == "PENDING");
  for (const char* none : {"reviewReason", "reviewedAt", "reviewedBy"}) CHECK(d[none].is_null());
  CHECK(d["createdAt"] == "2030-01-02T03:04:07.678Z");
  CHECK(d["updatedAt"] == "2030-01-02T03:04:07.678Z");
  const auto rows = world.audit_rows("application.document_added");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_type == "APPLICATION_DOCUMENT");
  CHECK(rows[0].entity_id == d["id"]);
  CHECK(rows[0].actor_id == c.user_id);
  const auto stored = read(*world.storage, [&](Stores& s) {
    return s.application_documents.find(ApplicationDocumentId(d["id"].get<std::string>()));
  });
  CHECK(stored->object_key == key(c, id));
  CHECK(stored->file_url == "s3://senpaijepang-kyc/" + key(c, id));
}

TEST_CASE("application document: the errors come in the order of the contract") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const std::string foreign = "applications/" + unknown_id + "/" + id + "/a.pdf";
  Json bad{{"objectKey", "/bad"}, {"checksumSha256", "xyz"}};
  for (auto flaw = flaws.rbegin(); flaw != flaws.rend(); ++flaw) {
    for (const auto& value : flaw->values) {
      CAPTURE(value.dump());
      Json body = upload(bad);
      body[flaw->member] = value;
      CHECK(result(register_file(world, c, id, body)) == "400 " + flaw->code);
    }
    bad[flaw->member] = flaw->values.front();
  }
  for (const Json& object_key : {Json(nullptr), Json(""), Json("/a"), Json("a/../b"), Json("a b"), Json("é"),
                                 Json(repeated("k", 1025)), Json::array(), Json(std::string("a\0", 2))}) {
    CAPTURE(object_key.dump());
    CHECK(result(register_file(world, c, id, upload({{"objectKey", object_key}, {"checksumSha256", "xyz"}}))) ==
          "400 invalid_object_key");
  }
  CHECK(result(register_file(world, c, id, upload({{"objectKey", foreign}, {"checksumSha256", "xyz"}}))) ==
        "400 invalid_checksum_sha256");
  REQUIRE(add(world, c, id).status == 201);
  // Ownership before duplicates: the checksum is there already.
  const auto other = applied(world, c, tokyo);
  for (const std::string& object_key :
       {foreign, key(c, other), key(c, id).substr(0, 40), "kyc/" + c.user_id + "/" + id + "/a.pdf"}) {
    CAPTURE(object_key);
    CHECK(result(register_file(world, c, id, upload({{"objectKey", object_key}}))) ==
          "403 invalid_object_key_ownership");
  }
  CHECK(result(register_file(world, c, unknown_id, bad)) == "404 application_not_found");
}

TEST_CASE("application document: the same checksum in one application, or the same key anywhere, is a duplicate") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const auto other = applied(world, c, tokyo);
  REQUIRE(add(world, c, id, "one").status == 201);
  const auto file = [&](const std::string& application, const std::string& name, const std::string& seed) {
    return result(register_file(
        world, c, application,
        upload({{"objectKey", key(c, application, name)}, {"checksumSha256", checksum(seed)}})));
  };
  CHECK(file(id, "two.pdf", "one") == "409 duplicate_application_document");
  CHECK(file(id, "one.pdf", "two") == "409 duplicate_application_document");
  CHECK(file(id, "two.pdf", "two") == "201 ");
  CHECK(file(other, "one.pdf", "one") == "201 ");
  CHECK(own_documents(world, c, id).body["total"] == 2);
}

TEST_CASE("application document: an application takes 100") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  for (int i = 0; i < 100; ++i) REQUIRE(add(world, c, id, std::to_string(i)).status == 201);
  CHECK(result(add(world, c, id, "more")) == "409 document_limit_reached");
  CHECK(result(add(world, c, id, "7")) == "409 duplicate_application_document");
}

TEST_CASE("application documents: both lists come newest first with their total, and the key stays inside") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const auto empty = own_documents(world, c, id);
  CHECK(empty.body["items"] == Json::array());
  CHECK(empty.body["total"] == 0);
  for (const std::string seed : {"1", "2", "3"}) REQUIRE(add(world, c, id, seed).status == 201);
  const auto own = own_documents(world, c, id);
  REQUIRE(own.status == 200);
  CHECK(keys(own.body) == "application items total");
  CHECK(keys(own.body["application"]) == application_keys);
  CHECK(own.body["total"] == 3);
  REQUIRE(own.body["items"].size() == 3);
  for (int i = 0; i < 3; ++i) {
    CHECK(keys(own.body["items"][i]) == application_document_keys);
    CHECK(own.body["items"][i]["checksumSha256"] == checksum(std::to_string(3 - i)));
  }
  const auto admin = admin_documents(world, id);
  REQUIRE(admin.status == 200);
  CHECK(keys(admin.body) == "applicant application items total");
  CHECK(admin.body["applicant"]["email"] == c.email);
  CHECK(admin.body["items"] == own.body["items"]);
  CHECK(admin.body["total"] == 3);
  CHECK(admin_documents(world, unknown_id).code() == "application_not_found");
  CHECK(admin_documents(world, "x").code() == "application_not_found");
}

// ---------------------------------------------------------------------------------------- what arrived (gap D17)

TEST_CASE("application document: with verification only what was declared and has arrived is taken (gap D17)") {
  const auto objects = std::make_shared<TestObjects>();
  World world([&](Options& o) {
    o.objects = objects;
    o.kyc.verify_uploads = true;
  });
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const auto link = upload_url(world, c, id, upload()).body["upload"];
  const std::string object_key = link["objectKey"];
  const Json file = upload({{"objectKey", object_key}});
  CHECK(result(register_file(world, c, id, file)) == "409 document_not_uploaded");
  const auto arrives = [&](std::int64_t size, const std::string& type, const std::string& seed) {
    objects->stored[object_key] = {.size = size, .content_type = type, .checksum_sha256 = checksum(seed)};
  };
  arrives(1000, "application/pdf", "b");
  CHECK(result(register_file(world, c, id, file)) == "409 document_mismatch");
  arrives(999, "application/pdf", "a");
  CHECK(result(register_file(world, c, id, file)) == "409 document_mismatch");
  arrives(1000, "image/png", "a");
  CHECK(result(register_file(world, c, id, file)) == "409 document_mismatch");
  arrives(1000, "application/pdf", "a");
  // What is registered must be what was declared, too.
  for (const Json& change : {Json({{"contentLength", 1001}}), Json({{"contentType", "image/png"}}),
                             Json({{"checksumSha256", checksum("c")}})}) {
    CAPTURE(change.dump());
    Json other = file;
    other.update(change);
    CHECK(result(register_file(world, c, id, other)) == "409 document_mismatch");
  }
  // The checks of the contract come first.
  Json nameless = file;
  nameless["fileName"] = "";
  objects->stored.clear();
  CHECK(result(register_file(world, c, id, nameless)) == "400 invalid_file_name");
  arrives(1000, "application/pdf", "a");
  CHECK(result(register_file(world, c, id, file)) == "201 ");
  objects->stored.clear();
  CHECK(result(register_file(world, c, id, file)) == "409 duplicate_application_document");
  const auto row = read(*world.storage, [&](Stores& s) { return s.uploads.find(object_key); });
  CHECK(row->state == UploadState::registered);
}

TEST_CASE("application document: a key without a declaration, of the original, is checked by checksum alone") {
  const auto objects = std::make_shared<TestObjects>();
  World world([&](Options& o) {
    o.objects = objects;
    o.kyc.verify_uploads = true;
  });
  const auto c = world.register_user();
  const auto id = applied(world, c);
  objects->stored[key(c, id, "old.pdf")] = {.size = 5, .content_type = "x/y", .checksum_sha256 = checksum("old")};
  CHECK(result(add(world, c, id, "new")) == "409 document_not_uploaded");
  objects->stored[key(c, id, "new.pdf")] = {.size = 5, .content_type = {}, .checksum_sha256 = checksum("old")};
  CHECK(result(add(world, c, id, "new")) == "409 document_mismatch");
  CHECK(result(add(world, c, id, "old")) == "201 ");
}

TEST_CASE("application uploads count against the quota of the user") {
  World world([](Options& o) {
    o.objects = std::make_shared<TestObjects>();
    o.kyc.verify_uploads = true;
    o.kyc.upload_quota_bytes = 2500;
  });
  const auto c = world.register_user();
  const auto id = applied(world, c);
  for (int i = 0; i < 2; ++i) CHECK(result(upload_url(world, c, id, upload())) == "201 ");
  CHECK(result(upload_url(world, c, id, upload())) == "409 upload_quota_exceeded");
}

TEST_CASE("application documents use the configured storage everywhere (gap D22)") {
  World world([](Options& o) { o.objects = std::make_shared<TestObjects>(); });
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const auto link = upload_url(world, c, id, upload()).body["upload"];
  CHECK(link["uploadUrl"] == "put://" + link["objectKey"].get<std::string>());
  const std::string document = add(world, c, id).body["document"]["id"];
  CHECK(preview(world, document).body["url"] == "get://" + key(c, id) + "?application/pdf");
}

// -------------------------------------------------------------------------------------------------------------- review

TEST_CASE("document review: a change stores status, reason, reviewer and time, field for field") {
  World world;
  const auto c = world.register_user();
  const auto admin = world.register_with_roles({"super_admin"});
  const auto id = applied(world, c);
  const std::string document = add(world, c, id).body["document"]["id"];
  world.now += seconds(4);
  const auto answer = review(world, id, document, {{"reviewStatus", " invalid "}, {"reviewReason", " 不鮮明 "}},
                             World::as(admin));
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "applicant application document updated");
  CHECK(answer.body["updated"] == true);
  CHECK(keys(answer.body["application"]) == application_keys);
  CHECK(answer.body["applicant"]["id"] == c.user_id);
  const Json& d = answer.body["document"];
  CHECK(keys(d) == application_document_keys);
  CHECK(d["reviewStatus"] == "INVALID");
  CHECK(d["reviewReason"] == "不鮮明");
  CHECK(d["reviewedBy"] == admin.email);
  CHECK(d["reviewedAt"] == "2030-01-02T03:04:09.678Z");
  CHECK(d["updatedAt"] == "2030-01-02T03:04:09.678Z");
  CHECK(d["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(admin_documents(world, id).body["items"][0] == d);
  // No step of the journey, and the application's own time stays.
  CHECK(admin_journey(world, id).body["journey"].size() == 1);
  CHECK(answer.body["application"]["updatedAt"] == "2030-01-02T03:04:05.678Z");
  const auto rows = world.audit_rows("application.document_reviewed");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].from_state == "PENDING");
  CHECK(rows[0].to_state == "INVALID");
  CHECK(rows[0].entity_id == document);
  CHECK(rows[0].actor_id == admin.user_id);
  CHECK(rows[0].actor_name == admin.email);
}

TEST_CASE("document review: candidates see decision and reason, not the reviewer (gap B17)") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const std::string document = add(world, c, id).body["document"]["id"];
  REQUIRE(
      review(world, id, document, {{"reviewStatus", "INVALID"}, {"reviewReason", "blurred"}, {"reviewedBy", "Hana"}})
          .status == 200);
  const auto own = own_documents(world, c, id);
  CHECK(own.body["items"][0]["reviewStatus"] == "INVALID");
  CHECK(own.body["items"][0]["reviewReason"] == "blurred");
  CHECK_FALSE(own.body["items"][0]["reviewedAt"].is_null());
  CHECK(own.body["items"][0]["reviewedBy"].is_null());
  CHECK(own.text.find("Hana") == std::string::npos);
}

TEST_CASE("document review: it counts as an update when status, reason or reviewer differ, and only then") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const std::string document = add(world, c, id).body["document"]["id"];
  const auto updated = [&](const Json& body) {
    world.now += seconds(1);
    const auto answer = review(world, id, document, body);
    REQUIRE(answer.status == 200);
    const bool moved = answer.body["document"]["updatedAt"] == to_text(world.now);
    CHECK(answer.body["updated"] == moved);
    return moved;
  };
  CHECK_FALSE(updated({{"reviewStatus", "PENDING"}}));
  CHECK(updated({{"reviewStatus", "VALID"}}));
  CHECK_FALSE(updated({{"reviewStatus", "valid"}, {"reviewReason", " "}, {"reviewedBy", nullptr}}));
  CHECK(updated({{"reviewStatus", "VALID"}, {"reviewReason", "fine"}}));
  CHECK(updated({{"reviewStatus", "VALID"}, {"reviewReason", "fine"}, {"reviewedBy", "Hana"}}));
  CHECK_FALSE(updated({{"reviewStatus", "VALID"}, {"reviewReason", "fine"}, {"reviewedBy", " Hana "}}));
  // What is not given is cleared, and every status may follow any other.
  CHECK(updated({{"reviewStatus", "PENDING"}}));
  const Json d = admin_documents(world, id).body["items"][0];
  CHECK(d["reviewReason"].is_null());
  CHECK(d["reviewedBy"].is_null());
  CHECK(d["reviewedAt"] == to_text(world.now));
  CHECK(world.audit_rows("application.document_reviewed").size() == 4);
}

TEST_CASE("document review: the errors come in the order application, status, reason, name, document") {
  World world;
  const auto c = world.register_user();
  const auto id = applied(world, c);
  const auto other = applied(world, c, tokyo);
  const std::string document = add(world, c, id).body["document"]["id"];
  const Json bad_reason = repeated("理", 501), bad_name = repeated("名", 181);
  CHECK(world.raw("PATCH", "/admin/applications/x/documents/x", "{", World::admin()).code() == "invalid_request_body");
  CHECK(world.raw("PATCH", "/admin/applications/x/documents/x", "{").code() == "missing_admin_api_key");
  CHECK(result(review(world, unknown_id, document, Json::object())) == "404 application_not_found");
  CHECK(result(review(world, "x", document, Json::object())) == "404 application_not_found");
  for (const Json& bad : {Json(nullptr), Json(""), Json("OK"), Json(1), Json::array({"VALID"}), Json::object()})
    CHECK(result(review(world, id, unknown_id,
                        {{"reviewStatus", bad}, {"reviewReason", bad_reason}, {"reviewedBy", bad_name}})) ==
          "400 invalid_review_status");
  CHECK(result(review(world, id, unknown_id, Json::object())) == "400 invalid_review_status");
  CHECK(result(review(world, id, unknown_id,
                      {{"reviewStatus", "VALID"}, {"reviewReason", bad_reason}, {"reviewedBy", bad_name}})) ==
        "400 invalid_review_reason");
  CHECK(result(review(world, id, unknown_id, {{"reviewStatus", "VALID"}, {"reviewReason", Json::array()}})) ==
        "400 invalid_review_reason");
  CHECK(result(review(world, id, unknown_id, {{"reviewStatus", "VALID"}, {"reviewedBy", bad_name}})) ==
        "400 invalid_updated_by");
  for (const std::string& unknown : {unknown_id, std::string("x"), std::string("%00")})
    CHECK(result(review(world, id, unknown, {{"reviewStatus", "VALID"}})) == "404 application_document_not_found");
  CHECK(result(review(world, other, document, {{"reviewStatus", "VALID"}})) == "404 application_document_not_found");
  CHECK(result(review(world, id, document,
                      {{"reviewStatus", "VALID"}, {"reviewReason", repeated("理", 500)},
                       {"reviewedBy", repeated("名", 180)}})) == "200 ");
}

// ------------------------------------------------------------------------------------------------------------- preview

TEST_CASE("application preview: a temporary link without the key, field for field, and audited") {
  World world;
  const auto c = world.register_user();
  const auto admin = world.register_with_roles({"super_admin"});
  const auto id = applied(world, c);
  const std::string document = add(world, c, id).body["document"]["id"];
  const auto answer = preview(world, document, R"({"expiresSec":180})", World::as(admin));
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "applicationId documentId expiresAt method url");
  CHECK(answer.body["documentId"] == document);
  CHECK(answer.body["applicationId"] == id);
  CHECK(answer.body["method"] == "GET");
  CHECK(answer.body["expiresAt"] == "2030-01-02T03:07:05.678Z");
  CHECK(answer.body["url"].get<std::string>().find(key(c, id)) != std::string::npos);
  const auto rows = world.audit_rows("application.document_previewed");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_type == "APPLICATION_DOCUMENT");
  CHECK(rows[0].entity_id == document);
  CHECK(rows[0].actor_id == admin.user_id);
}

TEST_CASE("application preview: the lifetime is 60..900 seconds, checked before the document") {
  World world([](Options& o) { o.kyc.preview_max = seconds(200); });
  const auto c = world.register_user();
  const std::string document = add(world, c, applied(world, c)).body["document"]["id"];
  const auto expires = [&](const std::string& body) {
    const auto answer = preview(world, document, body);
    return answer.status == 200 ? answer.body["expiresAt"].get<std::string>() : answer.code();
  };
  for (const std::string absent : {"", "{}", "[]", R"({"expiresSec":null})", R"({"expiresSec":" "})"})
    CHECK(expires(absent) == "2030-01-02T03:06:05.678Z");
  CHECK(expires(R"({"expiresSec":60.9})") == "2030-01-02T03:05:05.678Z");
  CHECK(expires(R"({"expiresSec":"900"})") == "2030-01-02T03:19:05.678Z");
  for (const std::string bad : {"59", "901", "0", "-60", "\"abc\"", "[60]", "{}", "1e9", "true", "false"}) {
    CAPTURE(bad);
    CHECK(expires("{\"expiresSec\":" + bad + "}") == "invalid_expires_sec");
  }
  CHECK(preview(world, unknown_id, R"({"expiresSec":1})").code() == "invalid_expires_sec");
  const std::string message = preview(world, document, R"({"expiresSec":1})").body["error"]["message"];
  CHECK(message.find("60") != std::string::npos);
  CHECK(message.find("900") != std::string::npos);
  for (const std::string& unknown : {unknown_id, std::string("x"), std::string("%20")}) {
    const auto answer = preview(world, unknown);
    CHECK(answer.status == 404);
    CHECK(answer.code() == "application_document_not_found");
  }
  CHECK(preview(world, document, "{", {}).code() == "missing_admin_api_key");
  CHECK(preview(world, document, "{").code() == "invalid_request_body");
}

TEST_CASE("application preview: documents for a deleted job are not found") {
  World world;
  const auto c = world.register_user();
  const std::string document = add(world, c, applied(world, c, nagoya)).body["document"]["id"];
  delete_job(world, nagoya);
  CHECK(preview(world, document).code() == "application_document_not_found");
}
