#pragma once
// The socket side of the server: cpp-httplib listens and keeps the threads; each connection is read and
// answered by Connection; what is asked is answered by senpai::api.

#include <chrono>
#include <memory>
#include <senpai/api.hpp>

namespace senpai::server {

class Telemetry;

struct HostOptions {
  std::string address{};  ///< Empty: all interfaces, IPv6 and IPv4.
  int port = 4000;        ///< 0: any free one.
  int threads = 64;       ///< Each open connection takes one; idle ones give way when others wait.
  int other_threads = 4;  ///< That the process will make besides: bind() sees that all can be made.
  std::chrono::milliseconds idle_timeout{5000};
  std::chrono::milliseconds head_timeout{5000};
  std::chrono::milliseconds body_timeout{30000};
};

class HttpHost {
 public:
  HttpHost(api::Api&, Telemetry&, HostOptions);
  ~HttpHost();

  /// Opens the port and returns its number. @throws senpai::Error with a sentence for the operator when it cannot.
  int bind();
  /// Answers until stop(); returns when the last running request is answered.
  void serve();
  /// From any thread: accepts nothing new, closes idle connections, lets running requests finish.
  void stop();

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace senpai::server
