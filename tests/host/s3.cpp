#include "host/s3.hpp"

#include <cstdlib>
#include <random>

#include "http_client.hpp"

namespace senpai::test {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Timestamp present() { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }

}  // namespace

std::optional<S3Service> s3_service() {
  S3Service service{variable("SENPAI_TEST_S3_ENDPOINT"), variable("SENPAI_TEST_S3_ACCESS_KEY"),
                    variable("SENPAI_TEST_S3_SECRET_KEY")};
  if (!service.endpoint.empty()) return service;
  REQUIRE_MESSAGE(variable("SENPAI_REQUIRE_S3").empty(), "no S3-compatible service; see tests/services/with_s3");
  MESSAGE("SKIPPED: it needs an S3-compatible service; run it under tests/services/with_s3");
  return std::nullopt;
}

std::string fresh_bucket() { return "test-" + std::to_string(std::random_device()()); }

S3ObjectsOptions options_for(const S3Service& service, const std::string& bucket) {
  return {.endpoint = service.endpoint, .region = "us-east-1", .bucket = bucket, .access_key_id = service.access_key,
          .secret_access_key = service.secret_key, .http = server::http_client()};
}

WireAnswer exchange(const std::string& method, const std::string& url, const World::Headers& headers,
                    const std::string& body) {
  const auto [origin, target] = server::split_url(url);
  const std::string host = origin.substr(origin.find("://") + 3);
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
  for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
  if (method == "PUT") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  Wire wire(std::stoi(host.substr(host.rfind(':') + 1)), Peer::foreign);
  wire.send(text + "\r\n" + body);
  return wire.answer(method != "HEAD", milliseconds(20000));
}

std::shared_ptr<S3Objects> S3World::open(const S3Service& service, const std::string& bucket,
                                         const std::function<void(S3ObjectsOptions&)>& adjust) {
  auto options = options_for(service, bucket);
  if (adjust) adjust(options);
  return s3_objects(options);
}

S3World::S3World(const S3Service& service, const std::function<void(S3ObjectsOptions&)>& adjust)
    : bucket(fresh_bucket()),
      objects(open(service, bucket, adjust)),
      world([&](Options& options) {
        options.objects = objects;
        options.kyc.verify_uploads = true;
      }) {
  // The service looks at its own clock.
  world.now = present();
  user = world.register_user();
  session = world.start_kyc(user);
}

S3Link S3World::link(const std::string& bytes, const std::string& type) {
  const auto answer = world.post("/identity/kyc/upload-url",
                                 {{"sessionId", session}, {"documentType", "PASSPORT"}, {"fileName", "passport.jpg"},
                                  {"contentType", type}, {"contentLength", bytes.size()},
                                  {"checksumSha256", sha256_hex(bytes)}},
                                 World::as(user));
  REQUIRE(answer.status == 201);
  const auto& upload = answer.body["upload"];
  CHECK(upload["method"] == "PUT");
  S3Link link{upload["objectKey"], upload["uploadUrl"], {}};
  for (const auto& [name, value] : upload["headers"].items()) link.headers.emplace_back(name, value);
  return link;
}

Answer S3World::add(const std::string& key, const std::string& bytes) {
  return world.post("/identity/kyc/documents",
                    {{"sessionId", session}, {"documentType", "PASSPORT"}, {"objectKey", key},
                     {"checksumSha256", sha256_hex(bytes)}},
                    World::as(user));
}

std::string S3World::preview(const std::string& document_id) {
  const auto answer = world.post("/admin/kyc/documents/" + document_id + "/preview-url", nullptr, World::admin());
  REQUIRE(answer.status == 200);
  return answer.body["url"];
}

}  // namespace senpai::test
