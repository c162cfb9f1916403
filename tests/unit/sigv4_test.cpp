// Presigned links: published signatures, and those of an independent signer.

#include <doctest/doctest.h>

#include <senpai/error.hpp>
#include <senpai/objects.hpp>

#include "libsenpai/src/objects/sigv4.hpp"

using namespace senpai;
using std::chrono::seconds;

namespace {

/// One row of sigv4_vectors.inc: the arguments, the link without its query, and the signature.
struct Vector {
  const char* name;
  const char* endpoint;
  const char* region;
  const char* bucket;
  bool path_style;
  const char* token;
  const char* method;
  int ttl;
  const char* key;
  const char* url;
  const char* signature;
};

const Vector vectors[] = {
#include "sigv4_vectors.inc"
};

/// Links are made without asking anybody.
class NoHttp final : public HttpClient {
  HttpResponse send(const HttpRequest&) override { throw std::logic_error("a request was sent"); }
};

constexpr const char* sha256_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

std::shared_ptr<S3Objects> objects_of(const Vector& v) {
  return s3_objects({.endpoint = v.endpoint, .region = v.region, .bucket = v.bucket, .path_style = v.path_style,
                     .access_key_id = "AKIDEXAMPLE", .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                     .session_token = v.token, .http = std::make_shared<NoHttp>()});
}

std::string signature_in(const std::string& query) { return query.substr(query.find("X-Amz-Signature=") + 16); }

/// The value of a member of the query, still encoded.
std::string parameter(const std::string& url, const std::string& name) {
  const auto at = url.find(name + "=");
  if (at == std::string::npos) return "(absent)";
  return url.substr(at + name.size() + 1, url.find('&', at) - at - name.size() - 1);
}

std::string option_refused(const std::function<void(S3ObjectsOptions&)>& change) {
  S3ObjectsOptions options{.endpoint = "http://localhost:9000", .access_key_id = "a", .secret_access_key = "b",
                           .http = std::make_shared<NoHttp>()};
  change(options);
  try {
    s3_objects(options);
  } catch (const Error& e) {
    return e.code();
  }
  return "";
}

}  // namespace

TEST_CASE("sigv4: the signature of the Amazon S3 documentation comes out") {
  const sigv4::Key key{.id = "AKIAIOSFODNN7EXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                       .region = "us-east-1"};
  const auto query = sigv4::signed_query(key, {.method = "GET", .host = "examplebucket.s3.amazonaws.com",
                                               .path = "/test.txt", .now = *parse_timestamp("2013-05-24T00:00:00.000Z"),
                                               .ttl = seconds(86400)});
  CHECK(query == "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
                 "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                 "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST_CASE("sigv4: the case get-vanilla-query-order-encoded of the published suite comes out") {
  const sigv4::Key key{.id = "AKIDEXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", .region = "us-east-1",
                       .service = "service"};
  const auto query = sigv4::signed_query(
      key, {.method = "GET", .host = "example.amazonaws.com", .path = "/",
            .query = {{"Param-3", "Value3"}, {"Param", "Value2"}, {"\xe1\x88\xb4", "Value1"}},
            .payload_sha256 = sha256_of_nothing, .now = *parse_timestamp("2015-08-30T12:36:00.000Z"),
            .ttl = seconds(3600)});
  CHECK(signature_in(query) == "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787");
}

TEST_CASE("s3: links agree with an independent signer for every kind of service and host and key") {
  const Timestamp now = *parse_timestamp("2026-02-10T09:00:00.789Z");
  for (const Vector& v : vectors) {
    CAPTURE(v.name);
    const auto objects = objects_of(v);
    const bool upload = std::string(v.method) == "PUT";
    const auto link =
        upload ? objects->upload_url({.object_key = v.key, .content_type = "image/jpeg", .content_length = 3,
                                      .checksum_sha256 = sha256_of_abc, .now = now, .ttl = seconds(v.ttl)})
               : objects->download_url({.object_key = v.key, .now = now, .ttl = seconds(v.ttl)});
    CHECK(link.url.substr(0, link.url.find('?')) == v.url);
    CHECK(signature_in(link.url) == v.signature);
    CHECK(link.method == v.method);
    CHECK(link.expires_at == now + seconds(v.ttl));
    CHECK(parameter(link.url, "X-Amz-Security-Token").starts_with("FwoG") == (std::string(v.token) != ""));
    CHECK(objects->file_url(v.key) == "s3://" + std::string(v.bucket) + "/" + v.key);
  }
}

TEST_CASE("s3: an upload link binds type and length and checksum and returns what the client must send") {
  const auto link = objects_of(vectors[0])->upload_url(
      {.object_key = "kyc/k", .content_type = "image/jpeg", .content_length = 3, .checksum_sha256 = sha256_of_abc,
       .now = *parse_timestamp("2026-02-10T09:00:00.000Z"), .ttl = seconds(900)});
  CHECK(parameter(link.url, "X-Amz-SignedHeaders") ==
        "content-length%3Bcontent-type%3Bhost%3Bx-amz-checksum-sha256%3Bx-amz-meta-checksum-sha256");
  CHECK(parameter(link.url, "X-Amz-Expires") == "900");
  CHECK(parameter(link.url, "x-id") == "PutObject");
  using Headers = std::vector<std::pair<std::string, std::string>>;
  CHECK((link.headers == Headers{{"Content-Type", "image/jpeg"},
                                 {"x-amz-checksum-sha256", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
                                 {"x-amz-meta-checksum-sha256", sha256_of_abc}}));
}

TEST_CASE("s3: options that cannot work are refused at once") {
  using O = S3ObjectsOptions;
  CHECK(option_refused([](O&) {}) == "");
  const std::vector<std::function<void(O&)>> unusable{
      [](O& o) { o.http = nullptr; },        [](O& o) { o.endpoint = ""; },
      [](O& o) { o.endpoint = "localhost"; }, [](O& o) { o.endpoint = "ftp://localhost"; },
      [](O& o) { o.endpoint = "http://"; },   [](O& o) { o.endpoint = "http://a@b"; },
      [](O& o) { o.bucket = ""; },            [](O& o) { o.bucket = "a/b"; },
      [](O& o) { o.access_key_id = ""; },     [](O& o) { o.secret_access_key = ""; },
      [](O& o) { o.region = ""; },            [](O& o) { o.max_calls = 0; }};
  for (const auto& change : unusable) CHECK(option_refused(change) == "invalid_option");
}
