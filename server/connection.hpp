#pragma once
// One client connection, HTTP/1.1: reads and checks heads and bodies strictly, writes answers.
//
// Framing is our own because cpp-httplib 0.11.4 accepts ambiguous lengths, buffers heads without bound and decodes
// header values. Everything here follows RFC 9112; what is not clearly framed is refused and the connection closed.

#include <chrono>
#include <cstdint>
#include <optional>
#include <senpai/api.hpp>
#include <string>
#include <string_view>

namespace senpai::server {

constexpr std::size_t max_head_bytes = 16384;
constexpr std::size_t max_headers = 100;

struct RequestHead {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::int64_t content_length = 0;
  bool chunked = false;
  bool expects_continue = false;
  bool keep_alive = true;
};

/// Reads a complete head, from the request line to the empty line; nothing if it is malformed.
std::optional<RequestHead> parse_head(std::string_view text);

struct ConnectionLimits {
  std::chrono::milliseconds idle{5000};  ///< For the first byte of a request.
  std::chrono::milliseconds head{5000};  ///< From its first byte to the end of its head.
  std::chrono::milliseconds body{30000};  ///< For a body or an answer; one more second for each 32 KiB, in chunks too.
};

class Connection {
 public:
  /// @param wake  a descriptor that turns readable when idle connections are to close.
  Connection(int socket, int wake, const ConnectionLimits& limits) : socket_(socket), wake_(wake), limits_(limits) {}

  enum class Next { request, malformed, closed };
  /// Waits for the next request and reads its head.
  Next read_head(RequestHead& head);

  /// Bytes of the body of the request just read, 0 at its end. @throws senpai::Error when it does not come as
  /// announced.
  std::size_t read_body(char* buffer, std::size_t size);
  /// True when nothing of the body is left on the wire, so that the next request can follow.
  bool body_finished() const { return body_done_; }

  /// Sends an answer. @param with_body  false for HEAD: length only. False when the client is gone.
  bool write(const api::Response&, bool with_body, bool keep_alive);

  /// Ends the connection so that the client can still read the last answer though it may be sending.
  void close_after_answer();

  std::string remote_address() const;

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  bool wait_readable(Deadline, bool idle) const;
  bool wait_writable(Deadline) const;
  bool fill(Deadline, bool idle);
  std::size_t read_plain(char* buffer, std::size_t size);
  bool start_chunk();
  std::string read_line(std::size_t limit);
  bool send_all(std::string_view head, std::string_view body, Deadline);
  bool send_file(FileSource&, Deadline);

  int socket_;
  int wake_;
  ConnectionLimits limits_;
  std::string buffer_;       ///< Received and not yet used.
  std::size_t used_ = 0;     ///< Of buffer_.
  bool served_ = false;      ///< At least one request was asked for.
  bool chunked_ = false;
  bool body_done_ = true;
  bool send_continue_ = false;
  std::int64_t remaining_ = 0;  ///< Of the body or of the current chunk.
  Deadline body_deadline_{};
};

}  // namespace senpai::server
