#pragma once
// A client that says exactly the bytes a test wants, and the real host around the platform of a test.

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "http_host.hpp"
#include "support.hpp"
#include "telemetry.hpp"

namespace senpai::test {

using std::chrono::milliseconds;

/// One answer as it came over the wire.
struct WireAnswer {
  int status = 0;  ///< 0: the connection ended, or nothing came in time.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Names in lower case.
  std::string body;
  bool complete = false;  ///< The whole body came.

  std::string header(std::string_view name) const;
  bool has(std::string_view name) const;
  Json json() const { return Json::parse(body, nullptr, false); }
  std::string code() const;
};

/// Whether the answers are those of our own server, each of which is held against the OpenAPI document.
enum class Peer { ours, foreign };

class Wire {
 public:
  explicit Wire(int port, Peer = Peer::ours);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  bool connected() const { return fd_ >= 0; }
  /// Everything, or as much as the other side takes.
  bool send(std::string_view bytes);
  /// Each byte in a packet of its own.
  void drip(std::string_view bytes, milliseconds pause = milliseconds(0));
  void finish_sending();
  /// The next answer. @param with_body  false after HEAD.
  WireAnswer answer(bool with_body = true, milliseconds patience = milliseconds(5000));
  /// Takes this many bytes and forgets them. @param each  called now and then.
  bool skip(std::size_t count, const std::function<void()>& each);
  /// True when the other side closes in time without another byte.
  bool closed(milliseconds patience = milliseconds(3000));
  /// Whatever comes until the other side closes or the time is up.
  std::string rest(milliseconds patience = milliseconds(3000));

 private:
  bool fill(std::chrono::steady_clock::time_point deadline);
  void note_requests(std::string_view bytes);
  void check_documented(const WireAnswer&);

  int fd_ = -1;
  const Peer peer_;
  std::string received_;
  std::string line_;  ///< The unfinished line of what was sent.
  std::deque<std::pair<std::string, std::string>> asked_;  ///< Method and target of what is to be answered yet.
};

/// A complete request with framing and a Host header.
std::string request_text(const std::string& method, const std::string& target, const World::Headers& = {},
                         const std::string& body = "");

/// One request on a connection of its own; status 0 unless the whole answer came.
WireAnswer fetch(int port, const std::string& method, const std::string& target, const World::Headers& = {},
                 const std::string& body = "", milliseconds patience = milliseconds(10000));

/// The real host on a free port of this machine, until the end of the scope.
class LocalHost {
 public:
  explicit LocalHost(World&, server::HostOptions = {});
  ~LocalHost();
  int port() const { return port_; }
  /// Ends it as a signal would; returns when every running request is answered.
  void stop();
  server::HttpHost& host() { return *host_; }

 private:
  int null_;
  server::Telemetry telemetry_;
  api::Api api_;
  std::unique_ptr<server::HttpHost> host_;
  int port_ = 0;
  std::thread thread_;
};

/// The CORS headers and the id that every answer carries.
void check_common_headers(const WireAnswer&);

}  // namespace senpai::test
