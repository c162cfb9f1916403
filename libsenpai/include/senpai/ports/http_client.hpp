#pragma once
// How the library reaches other services. It opens no socket itself: the host lends it a client.

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace [[gnu::visibility("default")]] senpai {

/// A request that the library wants sent.
struct HttpRequest {
  std::string method{};
  std::string url{};  ///< Complete and percent-encoded. It may carry a signature, so it belongs into no log.
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Without Host and Content-Length.
  std::string body{};
  std::chrono::milliseconds timeout{10000};  ///< For everything from the connection to the last byte of the answer.
  std::size_t max_body_bytes = 65536;        ///< Of HttpResponse::body; a longer answer counts as none.
  /// Instead of HttpResponse::body: takes the body of an answer 200 piece by piece, however long. Must not throw.
  std::function<void(std::string_view)> on_body{};
};

/// What came back.
struct HttpResponse {
  int status = 0;  ///< 0: there was no whole answer; `failure` says why.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::string failure{};  ///< For logs: without URL and headers of the request.

  /// First header of that name in any case, nothing when absent.
  const std::string* header(std::string_view name) const;
};

/// Implement it with the HTTP client of your program. It is called from any thread, sends each request at most once,
/// follows no redirect, undoes no content coding, and checks certificates.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual HttpResponse send(const HttpRequest&) = 0;
};

}  // namespace senpai
