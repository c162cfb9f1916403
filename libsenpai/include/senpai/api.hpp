#pragma once
// The HTTP API without HTTP: a request goes in, a response comes out. Mount it in any server, or call it in a test.

#include <functional>
#include <map>
#include <senpai/error.hpp>
#include <senpai/platform.hpp>

namespace [[gnu::visibility("default")]] senpai {
namespace api {

constexpr std::size_t max_body_bytes = 1048576;  ///< Of JSON bodies; uploads have the limit their link declares.

/// One HTTP request, as a host received it.
struct Request {
  std::string method{};
  std::string target{};  ///< Path and query as they stood in the request line, still percent-encoded.
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Names in any case.
  std::string body{};
  /// Instead of `body`: fills the buffer and returns how much, 0 at the end. Called only once the request may have a
  /// body, so a host that offers it never reads what nobody wants. May throw Error.
  std::function<std::size_t(char* buffer, std::size_t size)> read_body{};
  std::string remote_address{};
  /// Becomes `x-request-id` of the answer. Unless it is 1..128 of `A-Za-z0-9._:-`, a new one does, so that a host may
  /// pass on what a client sent.
  std::string id{};

  /// First header of that name, empty when absent. @param name  in lower case.
  std::string_view header(std::string_view name) const;
};

/// What a host sends back.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Complete but for the framing.
  std::string body{};                                          ///< For HEAD too; a host sends its length only.
  std::shared_ptr<FileSource> file{};                          ///< Instead of `body`: a file to stream.
  std::string request_id{};
  std::string route{};       ///< Pattern for metrics and logs, `(unmatched)` when there is none.
  std::string error_code{};  ///< `error.code` of the body, empty on success.
  std::string failure{};     ///< Cause of an internal error, for the log and never for the client.
  UserId user{};             ///< Who was signed in, if anybody.

  void set_header(std::string name, std::string value);
  std::string_view header(std::string_view name) const;  ///< Exact name; empty when absent.
};

/// Counters since the start of the process.
struct RouteMetrics {
  std::string method{};
  std::string route{};
  std::int64_t count = 0;
  double average_ms = 0;
  double min_ms = 0;
  double max_ms = 0;
  std::map<std::string, std::int64_t> error_codes{};  ///< How many answers had which `error.code`.
};
/// What a host has counted, for `/metrics`.
struct Metrics {
  std::chrono::seconds uptime{};
  std::int64_t total_requests = 0;
  std::int64_t total_errors = 0;
  std::map<std::string, std::int64_t> by_status{};
  std::vector<RouteMetrics> routes{};  ///< Busiest first.
};

/// A file of the host's documentation page.
struct PageFile {
  std::string_view content;
  std::string_view content_type;
};

/// What only the host can answer; what it leaves out is an unknown route.
struct HostHandlers {
  std::function<Metrics()> metrics{};
  /// Files of the page at `/docs`: `index.html` and what it asks for below `/docs/`.
  std::function<std::optional<PageFile>(std::string_view name)> page{};
};

/// Answers requests. Thread-safe. The platform must outlive it and stay where it is.
class Api {
 public:
  explicit Api(Platform& platform, HostHandlers host = {});
  ~Api();

  /// Whatever a part of the platform throws comes back in the envelope of the contract, as a 500, or 503 "server_busy"
  /// where memory ran out. Throws only std::bad_alloc, if there is none for that either.
  Response handle(Request);

  /// Runs one endpoint by its name, for callers without HTTP: `call("jobs.find", {}, R"({"jobId":"job_1"})")`.
  /// @param credential  empty for nobody, an access token, or `key:` followed by the administration key.
  /// @param input  a JSON object with the parameters of the path and the members of the query or body; empty for none.
  /// @return the JSON answer; empty where the endpoint has none.
  /// @throws Error as the endpoint and the check of the credential, and unknown_operation, missing_parameter,
  ///         invalid_request_body, or request_required where the whole HTTP request matters (signed webhooks, files).
  std::string call(std::string_view operation, std::string_view credential = {}, std::string_view input = {});

  /// A fresh id for Request::id, for hosts that log a request before it is answered.
  std::string new_request_id() const;

  /// From now on `/ready` says no, so that a load balancer looks elsewhere.
  void drain();

  /// The envelope with all headers, for trouble that arises in the host.
  static Response refuse(const Request&, const Error&);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One row of the endpoint table, for documentation, tests and bindings.
struct EndpointInfo {
  std::string_view name;    ///< For example `auth.register`.
  std::string_view method;
  std::string_view path;    ///< `/jobs/{jobId}`
  std::string_view access;  ///< `open`, `optional_user`, `user`, `admin`, `super_admin`, `webhook`
  int status;               ///< Of success.
  std::string_view summary;
};
std::vector<EndpointInfo> endpoints();

/// The OpenAPI 3.1 document of all endpoints, as indented JSON. Made once; the same for every platform.
const std::string& openapi();

}  // namespace api
}  // namespace senpai
