// Objects in a bucket of an S3-compatible service.

#include <algorithm>
#include <charconv>
#include <semaphore>
#include <senpai/objects.hpp>
#include <thread>

#include "objects/sigv4.hpp"
#include "objects/trouble.hpp"
#include "support/crypto.hpp"
#include "support/options.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds check_timeout{3000};
constexpr milliseconds wait_for_a_call{500};
constexpr milliseconds first_pause{100};
constexpr std::chrono::seconds own_link_ttl{300};

/// The parts of an endpoint that every link is made of.
struct Endpoint {
  std::string scheme;
  std::string host;  ///< Without the standard port, because clients leave it away.
  std::string path;

  static Endpoint parse(std::string_view url) {
    const auto colon = url.find("://");
    const std::string scheme = text::lower(url.substr(0, std::min(colon, url.size())));
    if (colon == std::string_view::npos || (scheme != "http" && scheme != "https"))
      refuse_option("s3 endpoint must begin with http:// or https://");
    const auto rest = url.substr(colon + 3);
    const auto slash = std::min(rest.find('/'), rest.size());
    std::string host = text::lower(rest.substr(0, slash));
    const std::string port = scheme == "http" ? ":80" : ":443";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    if (host.empty() || host.find_first_of("@?# ") != std::string::npos) refuse_option("s3 endpoint names no host");
    std::string path(rest.substr(slash));
    while (path.ends_with('/')) path.pop_back();
    return {scheme, host, path};
  }
};

/// `<Code>NoSuchBucket</Code>` of an error; nothing else of it, because it repeats what was signed.
std::string error_code(const HttpResponse& answer) {
  const auto begin = answer.body.find("<Code>");
  const auto end = answer.body.find("</Code>", begin);
  if (begin == std::string::npos || end == std::string::npos || end - begin > 70) return "";
  return answer.body.substr(begin + 6, end - begin - 6);
}

bool is_passing(int status) { return status == 0 || status == 429 || status >= 500; }

std::optional<std::int64_t> length_of(const HttpResponse& answer) {
  const auto* text = answer.header("content-length");
  std::int64_t value = -1;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{} || value < 0)
    return std::nullopt;
  return value;
}

/// The checksum of the whole object, if the storage keeps it. That of an upload in parts ends with their number.
std::optional<std::string> checksum_of(const HttpResponse& answer) {
  const auto* text = answer.header("x-amz-checksum-sha256");
  const auto digest = text ? crypto::from_base64(*text) : std::nullopt;
  if (!digest || digest->size() != 32) return std::nullopt;
  return crypto::to_hex(*digest);
}

class S3ObjectsImpl final : public S3Objects {
 public:
  explicit S3ObjectsImpl(S3ObjectsOptions options)
      : options_(std::move(options)),
        endpoint_(Endpoint::parse(options_.endpoint)),
        key_{options_.access_key_id, options_.secret_access_key, options_.session_token, options_.region},
        calls_(options_.max_calls) {
    if (!options_.path_style) endpoint_.host = options_.bucket + "." + endpoint_.host;
  }

  ObjectLink upload_url(const UploadRequest& r) override {
    const auto digest = crypto::from_hex(r.checksum_sha256);
    ObjectLink link{{}, "PUT", {{"Content-Type", r.content_type}}, r.now + r.ttl};
    if (digest) link.headers.emplace_back("x-amz-checksum-sha256", crypto::to_base64(*digest));
    link.headers.emplace_back("x-amz-meta-checksum-sha256", r.checksum_sha256);
    // Every header that comes back is signed, and so is the length, which the client's HTTP library sends by itself.
    sigv4::Pairs headers{{"content-length", std::to_string(r.content_length)}};
    for (const auto& [name, value] : link.headers) headers.emplace_back(text::lower(name), value);
    link.url = url({.method = "PUT", .path = object_path(r.object_key), .headers = std::move(headers),
                    .query = {{"x-id", "PutObject"}}, .now = r.now, .ttl = r.ttl});
    return link;
  }

  ObjectLink download_url(const DownloadRequest& r) override {
    return {url({.method = "GET", .path = object_path(r.object_key),
                 .query = {{"x-amz-checksum-mode", "ENABLED"}, {"x-id", "GetObject"}}, .now = r.now, .ttl = r.ttl}),
            "GET", {}, r.now + r.ttl};
  }

  std::string file_url(std::string_view key) override { return "s3://" + options_.bucket + "/" + std::string(key); }

  std::optional<ObjectInfo> inspect(std::string_view key) override {
    const Slot slot(*this);
    const auto deadline = steady_clock::now() + options_.timeout;
    const auto head = call({.name = "head_object", .method = "HEAD", .path = object_path(key),
                            .query = {{"x-amz-checksum-mode", "ENABLED"}}}, deadline);
    if (head.status == 404) return std::nullopt;
    const auto size = length_of(head);
    if (head.status != 200 || !size) refuse("head_object", head);
    ObjectInfo info{.size = *size, .checksum_sha256 = checksum_of(head)};
    if (const auto* type = head.header("content-type")) info.content_type = *type;
    if (!info.checksum_sha256 && !read_object(key, info, deadline)) return std::nullopt;
    return info;
  }

  void remove(std::string_view key) override {
    const Slot slot(*this);
    const auto answer = call({.name = "delete_object", .method = "DELETE", .path = object_path(key)},
                             steady_clock::now() + options_.timeout);
    if (answer.status != 200 && answer.status != 204 && answer.status != 404) refuse("delete_object", answer);
  }

  void check() override {
    const Slot slot(*this);
    const auto answer = send(bucket_call("HEAD"), std::min(check_timeout, options_.timeout));
    if (answer.status != 200) refuse("head_bucket", answer);
  }

  bool ensure_bucket() override {
    const auto deadline = steady_clock::now() + options_.timeout;
    const auto found = call(bucket_call("HEAD"), deadline);
    if (found.status == 200) return false;
    if (found.status != 404) explain("cannot be used", found);
    Call creation = bucket_call("PUT");
    creation.name = "create_bucket";
    // Amazon wants to hear the region once more, other services know one only.
    if (endpoint_.host.find(".amazonaws.com") != std::string::npos && options_.region != "us-east-1")
      creation.body = "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                      "<LocationConstraint>" + options_.region + "</LocationConstraint></CreateBucketConfiguration>";
    const auto created = call(creation, deadline);
    // Another server may have made it meanwhile; whether it is ours, only looking again tells.
    if (created.status != 200 && created.status != 409) explain("is missing and cannot be created", created);
    const auto again = call(bucket_call("HEAD"), deadline);
    if (again.status != 200) explain("cannot be used", created.status == 200 ? again : created);
    return created.status == 200;
  }

 private:
  /// A request of our own. All are idempotent, so all may be tried again.
  struct Call {
    const char* name;  ///< For logs and measures.
    std::string method;
    std::string path;
    sigv4::Pairs query{};
    std::string body{};
    std::function<void(HttpRequest&)> prepare{};  ///< Before each try.
  };

  /// Counts this use of the storage among those that run. @throws storage_unavailable when there are too many.
  class Slot {
   public:
    explicit Slot(S3ObjectsImpl& objects) : calls_(objects.calls_) {
      if (!calls_.try_acquire_for(wait_for_a_call)) refuse_storage();
    }
    ~Slot() { calls_.release(); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

   private:
    std::counting_semaphore<>& calls_;
  };

  std::string bucket_path() const { return endpoint_.path + (options_.path_style ? "/" + options_.bucket : ""); }
  std::string object_path(std::string_view key) const { return bucket_path() + "/" + sigv4::encode(key, true); }
  Call bucket_call(const char* method) const {
    return {.name = "head_bucket", .method = method, .path = options_.path_style ? bucket_path() : bucket_path() + "/"};
  }

  std::string url(sigv4::Request request) const {
    request.host = endpoint_.host;
    return endpoint_.scheme + "://" + request.host + request.path + "?" + sigv4::signed_query(key_, request);
  }

  /// One try.
  HttpResponse send(const Call& call, milliseconds timeout) {
    HttpRequest request{.method = call.method,
                        .url = url({.method = call.method, .path = call.path, .query = call.query,
                                    .now = options_.clock(), .ttl = own_link_ttl}),
                        .body = call.body, .timeout = timeout};
    if (call.prepare) call.prepare(request);
    const auto begin = steady_clock::now();
    auto answer = options_.http->send(request);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
    options_.observer->measure("storage", call.name, took.count());
    return answer;
  }

  /// Tries until there is an answer that will not change by itself, or the time is up.
  HttpResponse call(const Call& call, steady_clock::time_point deadline) {
    for (milliseconds pause = first_pause;; pause *= 2) {
      const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
      // A hanging connection must not eat the time of the next try.
      const auto answer = send(call, std::max(milliseconds(1), std::min(left, options_.timeout / 2)));
      if (!is_passing(answer.status) || steady_clock::now() + pause >= deadline) return answer;
      std::this_thread::sleep_for(pause);
    }
  }

  /// Completes what the head of an object did not tell, from its bytes. False when it is gone.
  bool read_object(std::string_view key, ObjectInfo& info, steady_clock::time_point deadline) {
    std::optional<crypto::Sha256> digest;
    const auto answer = call({.name = "get_object", .method = "GET", .path = object_path(key),
                              .prepare = [&](HttpRequest& request) {
                                digest.emplace();
                                info.size = 0;
                                request.on_body = [&](std::string_view bytes) {
                                  digest->update(bytes);
                                  info.size += static_cast<std::int64_t>(bytes.size());
                                };
                              }}, deadline);
    if (answer.status == 404) return false;
    if (answer.status != 200) refuse("get_object", answer);
    info.checksum_sha256 = digest->finish_hex();
    return true;
  }

  [[noreturn]] void refuse(const char* operation, const HttpResponse& answer) {
    const std::string code = answer.status == 0 ? answer.failure : error_code(answer);
    options_.observer->log(LogLevel::error, "storage.failed",
                           {{"operation", std::string_view(operation)},
                            {"statusCode", std::int64_t{answer.status}},
                            {"error", std::string_view(code)}});
    refuse_storage();
  }

  /// For the operator who starts a server.
  [[noreturn]] void explain(const std::string& trouble, const HttpResponse& answer) const {
    std::string why = answer.status == 0 ? answer.failure : "HTTP " + std::to_string(answer.status);
    if (const auto code = error_code(answer); !code.empty()) why += " " + code;
    std::string advice = "check the endpoint (OBJECT_STORAGE_ENDPOINT), and whether the service runs";
    const auto* region = answer.header("x-amz-bucket-region");
    if (region && *region != options_.region)
      advice = "the bucket is in the region " + *region + "; set that region (OBJECT_STORAGE_REGION)";
    else if (answer.status == 403)
      advice = "check the access key, its secret, its right to this bucket, and the clock of this machine";
    else if (answer.status == 409)
      advice = "it belongs to somebody else; choose another bucket (OBJECT_STORAGE_BUCKET)";
    else if (answer.status >= 300 && answer.status < 500)
      advice = "check endpoint, region and path style (OBJECT_STORAGE_ENDPOINT, OBJECT_STORAGE_REGION, "
               "OBJECT_STORAGE_FORCE_PATH_STYLE)";
    const std::string where = "the bucket " + options_.bucket + " at " + options_.endpoint;
    throw Error(ErrorKind::unavailable, "storage_unavailable", where + " " + trouble + " (" + why + "); " + advice);
  }

  const S3ObjectsOptions options_;
  Endpoint endpoint_;
  const sigv4::Key key_;
  std::counting_semaphore<> calls_;
};

}  // namespace

const std::string* HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (text::lower(key) == text::lower(name)) return &value;
  return nullptr;
}

std::shared_ptr<S3Objects> s3_objects(S3ObjectsOptions options) {
  if (!options.http) refuse_option("s3 http is required");
  if (options.access_key_id.empty() || options.secret_access_key.empty()) refuse_option("s3 needs an access key");
  if (options.region.empty()) refuse_option("s3 region must not be empty");
  // Then it needs no encoding, neither in a path nor in the name of a host.
  if (options.bucket.empty() || sigv4::encode(options.bucket) != options.bucket)
    refuse_option("s3 bucket must consist of letters, digits, dots, hyphens and underscores");
  if (options.timeout < milliseconds(2) || options.max_calls < 1)
    refuse_option("s3 timeout and max_calls must be positive");
  if (!options.observer) options.observer = std::make_shared<Observer>();
  if (!options.clock)
    options.clock = [] { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); };
  return std::make_shared<S3ObjectsImpl>(std::move(options));
}

}  // namespace senpai
