#pragma once
// A small HTTP/1.1 client that costs little, so that two cores can hold server and load.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bench {

struct Reply {
  int status = 0;
  std::string body;
};

/// One kept-alive connection. Throws when the server goes away.
class Client {
 public:
  explicit Client(int port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Sends a whole request, as make_request() builds it, and reads the answer.
  Reply send(const std::string& request);

  /// The two halves of it, for who serves many connections.
  void start(const std::string& request);
  /// Waits for more of the answer; nothing when it is not whole yet.
  std::optional<Reply> receive();
  int fd() const { return fd_; }

 private:
  int fd_;
  std::string buffer_;
};

/// @param headers  lines without line ends.
std::string make_request(const std::string& method, const std::string& target,
                         const std::vector<std::string>& headers = {}, const std::string& body = {});

void wait_until_answering(int port);

struct LoadResult {
  double requests_per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  std::int64_t requests = 0;
};

/// `connections` clients send what `next(connection, number)` gives, one after the other, for the time given. One
/// thread serves them all, because threads of the load would take turns with those of the server. Answers other than
/// `expected` end the benchmark with an exception.
LoadResult run_load(int port, int connections, std::chrono::milliseconds time, int expected,
                    const std::function<std::string(int connection, int number)>& next);

}  // namespace bench
