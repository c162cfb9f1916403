// Documents as files: signed links, what they refuse, and when a document may be registered.

#include <sys/stat.h>

#include "host/files.hpp"
#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string photo = some_bytes(70001);

/// What came out of a stream.
std::string drain(FileSource& file) {
  std::string bytes(static_cast<std::size_t>(file.size()), '\0');
  std::int64_t at = 0;
  while (at < file.size()) {
    const auto got = file.read(at, bytes.data() + at, static_cast<std::size_t>(file.size() - at));
    REQUIRE(got > 0);
    at += static_cast<std::int64_t>(got);
  }
  return bytes;
}

void set_header(World::Headers& headers, const std::string& name, const std::string& value) {
  for (auto& header : headers)
    if (header.first == name) header.second = value;
}

/// Turns one character of a text into another one that is allowed there.
std::string tampered(std::string text, std::size_t at) {
  text[at] = text[at] == 'A' ? 'B' : 'A';
  return text;
}

/// A refusal through open_upload() or open_download() itself.
template <class F>
std::string code_of(F work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return "";
}

UploadRequest request_for(const std::string& key, Timestamp now) {
  return {.object_key = key, .content_type = "image/jpeg", .content_length = 3, .checksum_sha256 = sha256_hex("abc"),
          .now = now};
}

std::string token_of(const ObjectLink& link) { return path_of(link.url).substr(std::string("/objects/").size()); }

/// Each way to do it wrong, with the code it is refused with.
struct Wrong {
  const char* name;
  int status;
  const char* code;
  std::function<Answer(FileWorld&, Ticket)> upload;
};

const std::vector<Wrong>& wrong_uploads() {
  const auto with_header = [](const char* name, const char* value) {
    return [=](FileWorld& f, Ticket t) {
      set_header(t.headers, name, value);
      return f.put(t, photo);
    };
  };
  const auto with_bytes = [](const std::string& bytes) {
    return [=](FileWorld& f, const Ticket& t) { return f.put(t, bytes); };
  };
  const auto with_path = [](auto change) {
    return [=](FileWorld& f, Ticket t) {
      t.path = change(t.path);
      return f.put(t, photo);
    };
  };
  static const std::vector<Wrong> all{
      {"another type", 400, "upload_mismatch", with_header("Content-Type", "image/png")},
      {"no type", 400, "upload_mismatch", with_header("Content-Type", "")},
      {"another checksum header", 400, "upload_mismatch",
       with_header("x-amz-meta-checksum-sha256", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")},
      {"one byte less", 400, "upload_mismatch", with_bytes(photo.substr(1))},
      {"one byte more", 400, "upload_mismatch", with_bytes(photo + "x")},
      {"nothing", 400, "upload_mismatch", with_bytes("")},
      {"other bytes", 400, "upload_mismatch", with_bytes(some_bytes(photo.size(), 2))},
      {"another length header", 400, "upload_mismatch",
       [](FileWorld& f, Ticket t) {
         t.headers.emplace_back("Content-Length", "70002");
         return f.put(t, photo);
       }},
      {"a tampered signature", 403, "link_invalid",
       with_path([](const std::string& path) { return tampered(path, path.size() - 5); })},
      {"a tampered payload", 403, "link_invalid",
       with_path([](const std::string& path) { return tampered(path, 40); })},
      {"no signature", 403, "link_invalid",
       with_path([](const std::string& path) { return path.substr(0, path.find('.')); })},
      {"an empty signature", 403, "link_invalid",
       with_path([](const std::string& path) { return path.substr(0, path.find('.') + 1); })},
      {"a longer signature", 403, "link_invalid", with_path([](const std::string& path) { return path + "A"; })},
      {"a token that is no token", 403, "link_invalid", with_path([](const std::string&) { return "/objects/x.y"; })},
      {"an expired link", 403, "link_expired",
       [](FileWorld& f, const Ticket& t) {
         f.world.now += seconds(900);
         return f.put(t, photo);
       }},
      {"a link for looking", 403, "link_invalid",
       [](FileWorld& f, Ticket t) {
         auto& objects = *f.world.platform->options().objects;
         t.path = path_of(objects.download_url({.object_key = t.key, .now = f.world.now}).url);
         return f.put(t, photo);
       }},
      {"an upload link opened with GET", 403, "link_invalid",
       [](FileWorld& f, const Ticket& t) { return f.world.get(t.path); }},
      {"another method", 404, "not_found",
       [](FileWorld& f, const Ticket& t) { return f.world.raw("POST", t.path, photo, t.headers); }},
      {"DELETE", 404, "not_found",
       [](FileWorld& f, const Ticket& t) { return f.world.raw("DELETE", t.path, "", t.headers); }},
      {"more segments", 404, "not_found", with_path([](const std::string& path) { return path + "/../../x/y"; })},
  };
  return all;
}

}  // namespace

TEST_CASE("objects: a document is uploaded, registered, previewed and comes back byte for byte") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  CHECK(f.files() == 0);
  const auto stored = f.put(ticket, photo);
  CHECK(stored.status == 204);
  CHECK(stored.text == "");
  CHECK(f.files() == 1);
  CHECK(std::filesystem::file_size(f.objects() / ticket.key) == photo.size());
  const auto document = f.add(ticket.key, sha256_hex(photo));
  REQUIRE(document.status == 201);
  CHECK(document.body["document"]["fileUrl"] == "s3://senpaijepang-kyc/" + ticket.key);
  const auto link = f.preview(document.body["document"]["id"]);
  const auto shown = f.world.get(link);
  CHECK(shown.status == 200);
  REQUIRE(shown.response.file);
  CHECK(drain(*shown.response.file) == photo);
  CHECK(shown.response.header("Content-Type") == "image/jpeg");
  CHECK(shown.response.header("X-Content-Type-Options") == "nosniff");
  f.world.now += seconds(119);
  CHECK(f.world.get(link).status == 200);
  f.world.now += seconds(1);
  CHECK(f.world.get(link).code() == "link_expired");
  CHECK(f.world.get(tampered(link, 30)).code() == "link_invalid");
}

TEST_CASE("objects: each wrong upload is refused with its code and leaves no file") {
  FileWorld f;
  for (const auto& wrong : wrong_uploads()) {
    CAPTURE(wrong.name);
    const auto now = f.world.now;
    const auto answer = wrong.upload(f, f.ticket(photo));
    f.world.now = now;
    CHECK(answer.status == wrong.status);
    CHECK(answer.code() == wrong.code);
    CHECK(f.files() == 0);
  }
  const auto ticket = f.ticket(photo);
  CHECK(f.put(ticket, photo).status == 204);
}

TEST_CASE("objects: a type with a parameter, in another case, and a missing checksum header are fine") {
  FileWorld f;
  auto ticket = f.ticket(photo);
  set_header(ticket.headers, "Content-Type", "IMAGE/JPEG; charset=binary");
  std::erase_if(ticket.headers, [](const auto& h) { return h.first == "x-amz-meta-checksum-sha256"; });
  CHECK(f.put(ticket, photo).status == 204);
  auto upper = f.ticket(some_bytes(10));
  for (auto& [name, value] : upper.headers)
    if (name == "x-amz-meta-checksum-sha256")
      for (char& c : value) c = static_cast<char>(c >= 'a' ? c - 32 : c);
  CHECK(f.put(upper, some_bytes(10)).status == 204);
}

TEST_CASE("objects: the same bytes may be uploaded again, others still may not") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  CHECK(f.put(ticket, photo).status == 204);
  CHECK(f.put(ticket, photo).status == 204);
  CHECK(f.put(ticket, some_bytes(photo.size(), 9)).code() == "upload_mismatch");
  CHECK(f.files() == 1);
  CHECK(f.add(ticket.key, sha256_hex(photo)).status == 201);
}

TEST_CASE("objects: a link whose key would leave the folder is refused, however well it is signed") {
  const TemporaryFolder folder;
  const auto files = file_objects(FileWorld::options(folder.path() / "store"));
  const auto now = *parse_timestamp("2030-01-01");
  const UploadHeaders headers{.content_type = "image/jpeg"};
  for (const std::string key : {"../evil", "kyc/../../evil", "/etc/evil", "..", "", "a b", "a\\b", "kyc/確認",
                                "a/../b"}) {
    CAPTURE(key);
    const auto up = files->upload_url(request_for(key, now));
    CHECK(code_of([&] { files->open_upload(token_of(up), headers, now); }) == "link_invalid");
    const auto down = files->download_url({.object_key = key, .now = now});
    CHECK(code_of([&] { files->open_download(token_of(down), now); }) == "link_invalid");
    CHECK_FALSE(files->inspect(key).has_value());
    files->remove(key);
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "evil"));
  // A line break in a key or type must not become another field of what is signed.
  auto sly = request_for("kyc/a", now);
  sly.content_type = "image/jpeg\n9999999\nffff\n9999999999999";
  CHECK(code_of([&] { files->open_upload(token_of(files->upload_url(sly)), headers, now); }) != "");
}

TEST_CASE("objects: a key that no file system can hold names nothing, so that what was adopted can be purged") {
  const TemporaryFolder folder;
  const auto files = file_objects(FileWorld::options(folder.path()));
  const std::string key(300, 'a');
  CHECK_FALSE(files->inspect(key).has_value());
  CHECK_NOTHROW(files->remove(key));
}

TEST_CASE("objects: links of another secret are refused, of a previous one accepted") {
  const TemporaryFolder folder;
  const auto now = *parse_timestamp("2030-01-01");
  auto options = FileWorld::options(folder.path());
  const auto before = file_objects(options);
  options.previous_secrets = {link_secret};
  options.secret = "the secret after the rotation, 32+ bytes";
  const auto after = file_objects(options);
  const UploadHeaders headers{.content_type = "image/jpeg", .content_length = 3};
  const auto old_link = token_of(before->upload_url(request_for("kyc/a.jpg", now)));
  const auto new_link = token_of(after->upload_url(request_for("kyc/b.jpg", now)));
  CHECK(code_of([&] { before->open_upload(new_link, headers, now); }) == "link_invalid");
  for (const auto& token : {old_link, new_link}) {
    const auto upload = after->open_upload(token, headers, now);
    CHECK(upload->content_length() == 3);
    upload->write("ab");
    upload->write("c");
    upload->finish();
  }
  CHECK(after->inspect("kyc/a.jpg")->size == 3);
  CHECK(after->inspect("kyc/b.jpg")->checksum_sha256 == sha256_hex("abc"));
  const auto file = after->open_download(token_of(before->download_url({.object_key = "kyc/b.jpg", .now = now})), now);
  CHECK(drain(*file) == "abc");
}

TEST_CASE("objects: an upload that is given up leaves nothing, and shows nothing before it is finished") {
  const TemporaryFolder folder;
  const auto now = *parse_timestamp("2030-01-01");
  const auto files = file_objects(FileWorld::options(folder.path()));
  const auto token = token_of(files->upload_url(request_for("kyc/a.jpg", now)));
  const auto incoming = [&] {
    return std::distance(std::filesystem::directory_iterator(folder.path() / "incoming"), {});
  };
  {
    const auto upload = files->open_upload(token, {.content_type = "image/jpeg"}, now);
    upload->write("ab");
    CHECK(incoming() == 1);
    CHECK_FALSE(files->inspect("kyc/a.jpg"));
  }
  CHECK(incoming() == 0);
  {
    const auto upload = files->open_upload(token, {.content_type = "image/jpeg"}, now);
    CHECK(code_of([&] { upload->write("abcd"); }) == "upload_mismatch");
  }
  CHECK(incoming() == 0);
  CHECK_FALSE(files->inspect("kyc/a.jpg"));
}

TEST_CASE("objects: an object that is gone is 404 object_not_found") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  REQUIRE(f.put(ticket, photo).status == 204);
  const auto document = f.add(ticket.key, sha256_hex(photo));
  const auto link = f.preview(document.body["document"]["id"]);
  std::filesystem::remove(f.objects() / ticket.key);
  const auto answer = f.world.get(link);
  CHECK(answer.status == 404);
  CHECK(answer.code() == "object_not_found");
  // A link in the folder that leads elsewhere is no object.
  std::ofstream(f.documents.path() / "outside") << "secret";
  std::filesystem::create_symlink(f.documents.path() / "outside", f.objects() / ticket.key);
  CHECK(f.world.get(link).code() == "object_not_found");
}

// -------------------------------------------------------------------------------------------------------- registration

TEST_CASE("objects: a document is registered only when its file is there as declared") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  const auto early = f.add(ticket.key, sha256_hex(photo));
  CHECK(early.status == 409);
  CHECK(early.code() == "document_not_uploaded");
  REQUIRE(f.put(ticket, photo).status == 204);
  const auto other = f.add(ticket.key, sha256_hex("other"));
  CHECK(other.status == 409);
  CHECK(other.code() == "document_mismatch");
  // Somebody changed the file on the disk.
  std::ofstream(f.objects() / ticket.key) << "changed";
  CHECK(f.add(ticket.key, sha256_hex(photo)).code() == "document_mismatch");
  REQUIRE(f.put(ticket, photo).status == 204);
  CHECK(f.add(ticket.key, sha256_hex(photo)).status == 201);
  CHECK(f.add(ticket.key, sha256_hex(photo)).code() == "duplicate_document");
}

TEST_CASE("objects: a file that was replaced after its registration is not shown") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  REQUIRE(f.put(ticket, photo).status == 204);
  const auto document = f.add(ticket.key, sha256_hex(photo));
  REQUIRE(document.status == 201);
  const std::string target =
      "/admin/kyc/documents/" + document.body["document"]["id"].get<std::string>() + "/preview-url";
  CHECK(f.world.post(target, nullptr, World::admin()).status == 200);
  std::ofstream(f.objects() / ticket.key) << "somebody else's passport";
  const auto answer = f.world.post(target, nullptr, World::admin());
  CHECK(answer.status == 409);
  CHECK(answer.code() == "document_mismatch");
}

TEST_CASE("objects: another spelling of a key is no key") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  REQUIRE(f.put(ticket, photo).status == 204);
  const auto slash = ticket.key.rfind('/');
  for (const char* between : {"//", "/./", "/.//"}) {
    CAPTURE(between);
    const auto key = ticket.key.substr(0, slash) + between + ticket.key.substr(slash + 1);
    CHECK(f.add(key, sha256_hex(photo)).code() == "invalid_object_key");
  }
  CHECK(f.add(ticket.key + "/", sha256_hex(photo)).code() == "invalid_object_key");
  CHECK(f.add(ticket.key + "/.", sha256_hex(photo)).code() == "invalid_object_key");
  CHECK(f.add(ticket.key, sha256_hex(photo)).status == 201);
}

TEST_CASE("objects: a key without a declaration of ours is checked by its checksum alone") {
  FileWorld f;
  const std::string key = "kyc/" + f.user.user_id + "/" + f.session + "/from-the-original.jpg";
  CHECK(f.add(key, sha256_hex("abc")).code() == "document_not_uploaded");
  std::filesystem::create_directories((f.objects() / key).parent_path());
  std::ofstream(f.objects() / key) << "abc";
  CHECK(f.add(key, sha256_hex("abcd")).code() == "document_mismatch");
  const auto document = f.add(key, sha256_hex("abc"));
  REQUIRE(document.status == 201);
  const auto shown = f.world.get(f.preview(document.body["document"]["id"]));
  REQUIRE(shown.response.file);
  CHECK(drain(*shown.response.file) == "abc");
  CHECK(shown.response.header("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("objects: every check of the contract comes before the checks of the file") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  REQUIRE(f.put(ticket, photo).status == 204);
  REQUIRE(f.add(ticket.key, sha256_hex(photo)).status == 201);
  const std::string missing = "kyc/" + f.user.user_id + "/" + f.session + "/missing.jpg";
  const auto code = [&](const Json& changes) {
    Json body{{"sessionId", f.session}, {"documentType", "SELFIE"}, {"objectKey", missing},
              {"checksumSha256", sha256_hex("x")}};
    body.update(changes);
    return f.world.post("/identity/kyc/documents", body, World::as(f.user)).code();
  };
  CHECK(code(Json::object()) == "document_not_uploaded");
  CHECK(code({{"sessionId", f.user.user_id}}) == "kyc_session_not_found");
  CHECK(code({{"documentType", ""}}) == "invalid_document_type");
  CHECK(code({{"objectKey", "/abs"}}) == "invalid_object_key");
  CHECK(code({{"checksumSha256", "x"}}) == "invalid_checksum_sha256");
  CHECK(code({{"metadata", 5}}) == "invalid_metadata");
  CHECK(code({{"objectKey", "kyc/somebody/else.jpg"}}) == "invalid_object_key");
  CHECK(code({{"checksumSha256", sha256_hex(photo)}}) == "duplicate_document");
}

TEST_CASE("objects: declared bytes have a quota per user, freed when uploads are abandoned") {
  FileWorld f([](Options& options) { options.kyc.upload_quota_bytes = 1000; });
  CHECK(f.ask(some_bytes(600)).status == 201);
  const auto refused = f.ask(some_bytes(401));
  CHECK(refused.status == 409);
  CHECK(refused.code() == "upload_quota_exceeded");
  CHECK(f.ask("", "image/jpeg", {{"contentLength", 401}, {"checksumSha256", "x"}}).code() == "invalid_checksum_sha256");
  const auto fits = f.ask(some_bytes(400));
  CHECK(fits.status == 201);
  CHECK(f.ask("x").code() == "upload_quota_exceeded");
  const auto other = f.world.register_user();
  const auto session = f.world.start_kyc(other);
  const Json body{{"documentType", "PASSPORT"}, {"fileName", "a.jpg"}, {"contentType", "image/jpeg"},
                  {"contentLength", 900}, {"checksumSha256", sha256_hex("x")}};
  CHECK(f.world.post("/identity/kyc/upload-url", body, World::as(other)).status == 201);
  f.world.now += std::chrono::hours(24) + seconds(901);
  f.world.platform->worker().purge();
  const auto login = f.world.post("/auth/login", {{"identifier", f.user.email}, {"password", f.user.password}});
  REQUIRE(login.status == 200);
  f.user.access_token = login.body["accessToken"];
  CHECK(f.ask(some_bytes(1000)).status == 201);
}

TEST_CASE("objects: abandoned uploads are purged with their files, registered ones stay") {
  FileWorld f;
  const auto kept = f.ticket(photo);
  REQUIRE(f.put(kept, photo).status == 204);
  const auto document = f.add(kept.key, sha256_hex(photo));
  REQUIRE(document.status == 201);
  const auto left = f.ticket(some_bytes(50));
  REQUIRE(f.put(left, some_bytes(50)).status == 204);
  const auto never_sent = f.ticket(some_bytes(60));
  CHECK(f.files() == 2);
  f.world.now += seconds(900) + std::chrono::hours(24);
  f.world.platform->worker().purge();
  CHECK(f.files() == 2);
  f.world.now += milliseconds(1);
  CHECK(f.world.platform->worker().purge() >= 2);
  CHECK(f.files() == 1);
  const auto rows = [&](const std::string& key) {
    return read(*f.world.storage, [&](Stores& s) { return s.uploads.find(key).has_value(); });
  };
  CHECK(rows(kept.key));
  CHECK_FALSE(rows(left.key));
  CHECK_FALSE(rows(never_sent.key));
  const auto shown = f.world.get(f.preview(document.body["document"]["id"]));
  REQUIRE(shown.response.file);
  CHECK(drain(*shown.response.file) == photo);
}

TEST_CASE("objects: leftovers of interrupted uploads are swept, fresh ones stay") {
  FileWorld f;
  f.world.now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  std::ofstream(f.incoming() / "old") << "x";
  std::ofstream(f.incoming() / "fresh") << "x";
  const auto two_hours_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(2);
  std::filesystem::last_write_time(f.incoming() / "old", two_hours_ago);
  f.world.platform->worker().purge();
  CHECK_FALSE(std::filesystem::exists(f.incoming() / "old"));
  CHECK(std::filesystem::exists(f.incoming() / "fresh"));
}

TEST_CASE("objects: storage that cannot be used is 503 storage_unavailable with Retry-After") {
  FileWorld f;
  const auto ticket = f.ticket(photo);
  std::filesystem::remove_all(f.incoming());
  const auto answer = f.put(ticket, photo);
  CHECK(answer.status == 503);
  CHECK(answer.code() == "storage_unavailable");
  CHECK(answer.response.header("Retry-After") != "");
  const Json told = f.world.observer->last("request.unavailable");
  CHECK(told["error"] == "No such file or directory");
  CHECK(told["requestId"] == answer.response.request_id);
  const auto ready = f.world.get("/ready");
  CHECK(ready.status == 503);
  CHECK(ready.body["status"] == "not_ready");
  std::ofstream(f.documents.path() / "file") << "x";
  CHECK(code_of([&] { file_objects(FileWorld::options(f.documents.path() / "file")); }) == "storage_unavailable");
}

TEST_CASE("objects: the memory provider gives links of the published form and stores nothing") {
  World world;
  const auto user = world.register_user();
  const auto session = world.start_kyc(user);
  const Json body{{"documentType", "PASSPORT"}, {"fileName", "a.jpg"}, {"contentType", "image/jpeg"},
                  {"contentLength", 3}, {"checksumSha256", sha256_hex("abc")}};
  const auto upload = world.post("/identity/kyc/upload-url", body, World::as(user)).body["upload"];
  const std::string key = upload["objectKey"];
  const auto unix_now = std::chrono::floor<seconds>(world.now).time_since_epoch().count();
  const std::string base = "http://localhost:9000/senpaijepang-kyc/" + key + "?mockPresigned=1";
  CHECK(upload["uploadUrl"] == base + "&expires=" + std::to_string(unix_now + 900));
  CHECK(upload["method"] == "PUT");
  CHECK(upload["headers"] == Json{{"Content-Type", "image/jpeg"}, {"x-amz-meta-checksum-sha256", sha256_hex("abc")}});
  CHECK(upload["expiresAt"] == to_text(world.now + seconds(900)));
  const auto document = world.post("/identity/kyc/documents",
                                   {{"documentType", "PASSPORT"}, {"objectKey", key},
                                    {"checksumSha256", sha256_hex("abc")}}, World::as(user));
  REQUIRE(document.status == 201);
  CHECK(document.body["document"]["fileUrl"] == "s3://senpaijepang-kyc/" + key);
  const std::string id = document.body["document"]["id"];
  const auto preview = world.post("/admin/kyc/documents/" + id + "/preview-url", nullptr, World::admin());
  CHECK(preview.body["url"] == base + "&method=GET&expires=" + std::to_string(unix_now + 120));
  CHECK(preview.body["expiresAt"] == to_text(world.now + seconds(120)));
  CHECK(world.raw("PUT", "/objects/a.b", "abc").code() == "not_found");
  CHECK(world.get("/objects/a.b").code() == "not_found");
}
