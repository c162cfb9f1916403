// Documents in a bucket of a real S3-compatible service, which checks signatures itself.

#include <csignal>

#include "api/application_helpers.hpp"
#include "host/files.hpp"
#include "host/s3.hpp"
#include "host/server_process.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string photo = some_bytes(70001);

void set_header(World::Headers& headers, const std::string& name, const std::string& value) {
  for (auto& header : headers)
    if (header.first == name) header.second = value;
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), by);
}

/// The sentence an operator sees when the bucket cannot be used; empty when it can.
std::string trouble(S3ObjectsOptions options) {
  try {
    s3_objects(std::move(options))->ensure_bucket();
  } catch (const Error& e) {
    CHECK(std::string(e.code()) == "storage_unavailable");
    return e.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Each way to abuse a link; the service refuses all of them.
struct Abuse {
  const char* name;
  std::function<WireAnswer(const S3Link&)> send;
};

const std::vector<Abuse>& abuses() {
  const auto with_header = [](const char* name, const char* value) {
    return [=](S3Link link) {
      set_header(link.headers, name, value);
      return exchange("PUT", link.url, link.headers, photo);
    };
  };
  const auto with_url = [](const std::string& part, const std::string& by) {
    return [=](const S3Link& link) { return exchange("PUT", replaced(link.url, part, by), link.headers, photo); };
  };
  static const std::vector<Abuse> all{
      {"another type", with_header("Content-Type", "text/html")},
      {"another checksum", with_header("x-amz-checksum-sha256", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")},
      {"another checksum in the metadata", with_header("x-amz-meta-checksum-sha256", "00")},
      {"no headers", [](const S3Link& link) { return exchange("PUT", link.url, {}, photo); }},
      {"one byte more",
       [](const S3Link& link) { return exchange("PUT", link.url, link.headers, photo + "x"); }},
      {"one byte less",
       [](const S3Link& link) { return exchange("PUT", link.url, link.headers, photo.substr(1)); }},
      {"another key", with_url("passport.jpg", "password.jpg")},
      {"a longer life", with_url("X-Amz-Expires=900", "X-Amz-Expires=9000")},
      {"another signature", [](S3Link link) {
         link.url.back() = link.url.back() == '0' ? '1' : '0';
         return exchange("PUT", link.url, link.headers, photo);
       }},
      {"another access key", with_url("X-Amz-Credential=", "X-Amz-Credential=x")},
      {"another method", [](const S3Link& link) { return exchange("GET", link.url, link.headers); }},
      {"no signature", [](const S3Link& link) {
         return exchange("PUT", link.url.substr(0, link.url.find('?')), link.headers, photo);
       }},
  };
  return all;
}

Environment environment_on(const S3Service& service, int port) {
  return {{"API_HOST", "127.0.0.1"},
          {"API_PORT", std::to_string(port)},
          {"OBJECT_STORAGE_PROVIDER", "s3"},
          {"OBJECT_STORAGE_ENDPOINT", service.endpoint},
          {"OBJECT_STORAGE_REGION", "us-east-1"},
          {"OBJECT_STORAGE_BUCKET", fresh_bucket()},
          {"OBJECT_STORAGE_ACCESS_KEY_ID", service.access_key},
          {"OBJECT_STORAGE_SECRET_ACCESS_KEY", service.secret_key},
          {"ADMIN_API_KEY", process_admin_key},
          {"KYC_PROVIDER_WEBHOOK_SECRET", process_webhook_secret}};
}

}  // namespace

TEST_CASE("s3: the main job runs on a real service from the upload to the preview") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  CHECK(w.objects->ensure_bucket());
  const auto link = w.link(photo);
  const auto stored = exchange("PUT", link.url, link.headers, photo);
  CHECK(stored.status == 200);
  const auto added = w.add(link.key, photo);
  REQUIRE(added.status == 201);
  CHECK(added.body["document"]["fileUrl"] == "s3://" + w.bucket + "/" + link.key);
  CHECK(w.world.post("/identity/kyc/sessions/" + w.session + "/submit", nullptr, World::as(w.user)).status == 200);
  const auto file = exchange("GET", w.preview(added.body["document"]["id"]));
  CHECK(file.status == 200);
  CHECK((file.body == photo));
  CHECK(file.header("content-type") == "image/jpeg");
  const Json decision{{"sessionId", w.session}, {"decision", "VERIFIED"}, {"reviewedBy", "ops"}};
  CHECK(w.world.post("/admin/kyc/review", decision, World::admin()).body["session"]["status"] == "VERIFIED");
}

TEST_CASE("s3: documents of an application go to the same bucket (gap D22)") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  w.objects->ensure_bucket();
  const auto application = applications::applied(w.world, w.user);
  const std::string base = "/users/me/applications/" + application + "/documents";
  Json body{{"documentType", "CV"}, {"fileName", "cv.pdf"}, {"contentType", "application/pdf"},
            {"contentLength", photo.size()}, {"checksumSha256", sha256_hex(photo)}};
  const auto upload = w.world.post(base + "/upload-url", body, World::as(w.user)).body["upload"];
  World::Headers headers;
  for (const auto& [name, value] : upload["headers"].items()) headers.emplace_back(name, value);
  body["objectKey"] = upload["objectKey"];
  CHECK(w.world.post(base, body, World::as(w.user)).code() == "document_not_uploaded");
  CHECK(exchange("PUT", upload["uploadUrl"], headers, photo).status == 200);
  CHECK(w.world.post(base, body, World::as(w.user)).status == 201);
}

TEST_CASE("s3: the service itself refuses every use of a link but the one it was made for") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  w.objects->ensure_bucket();
  const auto link = w.link(photo);
  for (const auto& abuse : abuses()) {
    CAPTURE(abuse.name);
    CHECK(abuse.send(link).status == 403);
    CHECK_FALSE(w.objects->inspect(link.key));
  }
  w.world.now -= seconds(901);
  const auto expired = w.link(photo);
  CHECK(exchange("PUT", expired.url, expired.headers, photo).status == 403);
  CHECK_FALSE(w.objects->inspect(expired.key));
  w.world.now += seconds(901);
  CHECK(exchange("PUT", link.url, link.headers, photo).status == 200);
  const auto added = w.add(link.key, photo);
  REQUIRE(added.status == 201);
  const std::string preview = w.preview(added.body["document"]["id"]);
  CHECK(exchange("DELETE", preview).status == 403);
  CHECK(exchange("PUT", preview, {}, "x").status == 403);
  CHECK(exchange("GET", replaced(preview, "X-Amz-Expires=120", "X-Amz-Expires=3600")).status == 403);
  w.world.now -= seconds(121);
  CHECK(exchange("GET", w.preview(added.body["document"]["id"])).status == 403);
}

TEST_CASE("s3: a document counts only when its file is in the bucket as declared") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  w.objects->ensure_bucket();
  const auto link = w.link(photo);
  const auto missing = w.add(link.key, photo);
  CHECK(missing.status == 409);
  CHECK(missing.code() == "document_not_uploaded");
  // This service stores the checksum header without looking at the bytes, so only reading them finds the difference.
  REQUIRE(exchange("PUT", link.url, link.headers, some_bytes(photo.size(), 2)).status == 200);
  const auto different = w.add(link.key, photo);
  CHECK(different.status == 409);
  CHECK(different.code() == "document_mismatch");
  REQUIRE(exchange("PUT", link.url, link.headers, photo).status == 200);
  CHECK(w.add(link.key, photo).status == 201);
}

TEST_CASE("s3: what is stored is known by size and type and checksum, and removing it twice is fine") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  w.objects->ensure_bucket();
  const auto link = w.link(photo, "application/pdf");
  CHECK_FALSE(w.objects->inspect(link.key));
  REQUIRE(exchange("PUT", link.url, link.headers, photo).status == 200);
  const auto info = w.objects->inspect(link.key);
  REQUIRE(info);
  CHECK(info->size == static_cast<std::int64_t>(photo.size()));
  CHECK(info->content_type == "application/pdf");
  CHECK(info->checksum_sha256 == sha256_hex(photo));
  w.objects->check();
  w.objects->remove(link.key);
  w.objects->remove(link.key);
  CHECK_FALSE(w.objects->inspect(link.key));
}

TEST_CASE("s3: an upload that nobody registers leaves the bucket a day after its link expired") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  w.objects->ensure_bucket();
  const auto link = w.link(photo);
  REQUIRE(exchange("PUT", link.url, link.headers, photo).status == 200);
  w.world.now += seconds(900 + 86400 - 1);
  w.world.platform->worker().purge();
  CHECK(w.objects->inspect(link.key));
  w.world.now += seconds(2);
  w.world.platform->worker().purge();
  CHECK_FALSE(w.objects->inspect(link.key));
}

TEST_CASE("s3: links with the bucket in the host and keys of odd characters work on a real service") {
  const auto service = s3_service();
  if (!service) return;
  S3World w(*service);
  w.objects->ensure_bucket();
  auto options = options_for(*service, w.bucket);
  options.endpoint = replaced(options.endpoint, "127.0.0.1", "localhost");
  options.path_style = false;
  const auto virtual_host = s3_objects(options);
  const std::vector<std::string> odd{"plain.jpg", "a b+c~d*(e)!'f@g:h,i=j&k$l#m?n%o;p", "dots../..", "a//b",
                                     "履歴書/Ünïcode \U0001F5FB.pdf"};
  for (const auto& objects : {w.objects, virtual_host}) {
    for (const auto& key : odd) {
      CAPTURE(key);
      const auto up = objects->upload_url({.object_key = key, .content_type = "image/png", .content_length = 3,
                                           .checksum_sha256 = sha256_hex("abc"), .now = w.world.now});
      CHECK(exchange("PUT", up.url, up.headers, "abc").status == 200);
      const auto down = objects->download_url({.object_key = key, .now = w.world.now});
      CHECK(exchange("GET", down.url).body == "abc");
      CHECK(w.objects->inspect(key));
      w.objects->remove(key);
    }
  }
}

TEST_CASE("s3: the bucket is made once, and an operator is told why it cannot be used") {
  const auto service = s3_service();
  if (!service) return;
  const auto options = options_for(*service, fresh_bucket());
  CHECK(s3_objects(options)->ensure_bucket());
  CHECK_FALSE(s3_objects(options)->ensure_bucket());
  auto wrong_secret = options;
  wrong_secret.secret_access_key = "another secret";
  CHECK(contains(trouble(wrong_secret), "HTTP 403"));
  CHECK(contains(trouble(wrong_secret), "check the access key"));
  CHECK_FALSE(contains(trouble(wrong_secret), "another secret"));
  auto late = options;
  late.clock = [now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now())] {
    return now - std::chrono::hours(2);
  };
  CHECK(contains(trouble(late), "the clock of this machine"));
  auto nowhere = options;
  nowhere.endpoint = "http://127.0.0.1:" + std::to_string(free_port());
  nowhere.timeout = milliseconds(300);
  CHECK(contains(trouble(nowhere), "whether the service runs"));
}

TEST_CASE("s3: the server makes its bucket and smoke uploads to it") {
  const auto service = s3_service();
  if (!service) return;
  const int port = free_port();
  const std::string url = "http://127.0.0.1:" + std::to_string(port);
  auto environment = environment_on(*service, port);
  ServerProcess server({"serve"}, environment);
  REQUIRE(server.port() == port);
  const auto smoke = run_server({"smoke", url}, environment);
  CAPTURE(smoke.output + smoke.errors);
  CHECK(smoke.exit_code == 0);
  CHECK(contains(smoke.output, "ok       preview"));
  server.signal(SIGTERM);
  CHECK(server.wait() == 0);
  CHECK(contains(server.output(), "storage.bucket.ready"));
  for (const auto& secret : {service->secret_key, std::string("X-Amz")})
    CHECK_FALSE(contains(server.output() + server.errors(), secret));
  environment["OBJECT_STORAGE_SECRET_ACCESS_KEY"] = "another secret";
  const auto refused = run_server({"serve"}, environment);
  CHECK(refused.exit_code == 1);
  CHECK(contains(refused.errors, "check the access key"));
}

TEST_CASE("s3: links carry the public address of the service while the server uses its own") {
  const auto service = s3_service();
  if (!service) return;
  const int port = free_port();
  auto environment = environment_on(*service, port);
  // What the service takes for its name as well.
  environment["OBJECT_STORAGE_PUBLIC_ENDPOINT"] = replaced(service->endpoint, "127.0.0.1", "localhost");
  {
    ServerProcess server({"serve"}, environment);
    REQUIRE(server.port() == port);
    const auto smoke = run_server({"smoke", "http://127.0.0.1:" + std::to_string(port)}, environment);
    CAPTURE(smoke.output);
    CHECK(smoke.exit_code == 0);
  }
  // What this machine cannot reach.
  environment["OBJECT_STORAGE_PUBLIC_ENDPOINT"] = "https://files.example.test/s3";
  ServerProcess server({"serve"}, environment);
  REQUIRE(server.port() == port);
  CHECK(fetch(port, "GET", "/ready").status == 200);
  const std::string token = fetch(port, "POST", "/auth/register", {}, R"({"fullName":"Rina","email":"r@example.test",)"
                                  R"("password":"Kirei-na-hana-42"})").json()["accessToken"];
  const World::Headers bearer{{"Authorization", "Bearer " + token}};
  REQUIRE(fetch(port, "POST", "/identity/kyc/sessions", bearer, "{}").status == 201);
  Json file{{"documentType", "PASSPORT"}, {"fileName", "p.jpg"}, {"contentType", "image/jpeg"}, {"contentLength", 3},
            {"checksumSha256", sha256_hex("abc")}};
  const Json upload = fetch(port, "POST", "/identity/kyc/upload-url", bearer, file.dump()).json()["upload"];
  const std::string bucket = environment["OBJECT_STORAGE_BUCKET"];
  CHECK(upload["uploadUrl"].get<std::string>().starts_with("https://files.example.test/s3/" + bucket + "/kyc/"));
  file["objectKey"] = upload["objectKey"];
  CHECK(fetch(port, "POST", "/identity/kyc/documents", bearer, file.dump()).code() == "document_not_uploaded");
}
