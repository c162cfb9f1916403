#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace senpai::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t slowest_bytes_per_second = 32768;
constexpr std::int64_t most_timed_bytes = std::int64_t{1} << 40;  // Any length may be announced; times would overflow.
constexpr milliseconds longest_silence{10000};
constexpr milliseconds first_grace{250};
constexpr std::size_t max_chunk_line = 256;

/// What so many bytes may take beyond the limit.
std::chrono::microseconds time_for(std::int64_t bytes) {
  return std::chrono::microseconds(std::min(bytes, most_timed_bytes) * 1'000'000 / slowest_bytes_per_second);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_target(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool parse_digits(std::string_view text, int base, std::int64_t& value) {
  if (text.empty() || text.size() > 15) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return error == std::errc{} && end == text.data() + text.size() && text.front() != '-';
}

/// The next line without its CRLF; nothing at the end or where CRLF is not exactly that.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 2);
  return line;
}

bool parse_request_line(std::string_view line, RequestHead& head, bool& http_1_0) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || last == first) return false;
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  http_1_0 = version == "HTTP/1.0";
  return is_token(head.method) && is_target(head.target) && (http_1_0 || version == "HTTP/1.1");
}

const char* reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 409: return "Conflict";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

[[noreturn]] void refuse_body(const char* why) {
  throw Error(ErrorKind::invalid_argument, "invalid_request_body", why);
}

}  // namespace

std::optional<RequestHead> parse_head(std::string_view text) {
  RequestHead head;
  bool http_1_0 = false;
  const auto request_line = take_line(text);
  if (!request_line || !parse_request_line(*request_line, head, http_1_0)) return std::nullopt;
  int hosts = 0, lengths = 0, encodings = 0;
  bool close = http_1_0;
  for (;;) {
    const auto line = take_line(text);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const auto colon = line->find(':');
    if (colon == std::string_view::npos || head.headers.size() >= max_headers) return std::nullopt;
    const auto name = line->substr(0, colon);
    const auto value = trim(line->substr(colon + 1));
    // A name with a blank, as in a folded line or before the colon, is no token.
    if (!is_token(name) || !is_field_value(value)) return std::nullopt;
    const std::string key = lower(name);
    if (key == "host") ++hosts;
    if (key == "content-length") {
      ++lengths;
      if (!parse_digits(value, 10, head.content_length)) return std::nullopt;
    }
    if (key == "transfer-encoding") {
      ++encodings;
      head.chunked = lower(value) == "chunked";
      if (!head.chunked) return std::nullopt;
    }
    if (key == "expect") head.expects_continue = lower(value) == "100-continue";
    if (key == "connection" && lower(value).find("close") != std::string::npos) close = true;
    head.headers.emplace_back(name, value);
  }
  // Two ways to tell where a body ends are one too many: that is how requests are smuggled.
  if (lengths > 1 || encodings > 1 || (lengths > 0 && encodings > 0) || (encodings > 0 && http_1_0))
    return std::nullopt;
  if (hosts > 1 || (hosts == 0 && !http_1_0)) return std::nullopt;
  head.keep_alive = !close;
  return head;
}

bool Connection::wait_readable(Deadline deadline, bool idle) const {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    if (left <= milliseconds(0)) return false;
    pollfd fds[2] = {{socket_, POLLIN, 0}, {wake_, POLLIN, 0}};
    const int ready = ::poll(fds, idle ? 2 : 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    return ready > 0 && fds[0].revents != 0;
  }
}

bool Connection::wait_writable(Deadline deadline) const {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
  pollfd writable{socket_, POLLOUT, 0};
  if (left <= milliseconds(0)) return false;
  const int ready = ::poll(&writable, 1, static_cast<int>(left.count()));
  return ready > 0 || (ready < 0 && errno == EINTR);
}

bool Connection::fill(Deadline deadline, bool idle) {
  if (!wait_readable(deadline, idle)) return false;
  if (used_ > 0) {
    buffer_.erase(0, used_);
    used_ = 0;
  }
  char bytes[16384];
  ssize_t got = 0;
  do got = ::recv(socket_, bytes, sizeof bytes, 0);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

Connection::Next Connection::read_head(RequestHead& head) {
  if (used_ == buffer_.size()) {
    // A connection just made is not idle yet: its request is on the way. One that stays silent is.
    const bool fresh = !std::exchange(served_, true);
    const bool spoke = fresh && fill(steady_clock::now() + std::min(first_grace, limits_.idle), false);
    if (!spoke && !fill(steady_clock::now() + limits_.idle, true)) return Next::closed;
  }
  const auto deadline = steady_clock::now() + limits_.head;
  std::size_t end = std::string::npos;
  for (;;) {
    // Empty lines before a request are tolerated (RFC 9112, 2.2).
    while (buffer_.compare(used_, 2, "\r\n") == 0) used_ += 2;
    end = buffer_.find("\r\n\r\n", used_);
    if (end != std::string::npos) break;
    if (buffer_.size() - used_ > max_head_bytes) return Next::malformed;
    if (!fill(deadline, false)) return Next::closed;
  }
  end += 4;
  if (end - used_ > max_head_bytes) return Next::malformed;
  auto parsed = parse_head(std::string_view(buffer_).substr(used_, end - used_));
  if (!parsed) return Next::malformed;
  used_ = end;
  head = std::move(*parsed);
  chunked_ = head.chunked;
  remaining_ = head.content_length;
  body_done_ = !chunked_ && remaining_ == 0;
  send_continue_ = head.expects_continue && !body_done_;
  body_deadline_ = steady_clock::now() + limits_.body + time_for(remaining_);
  return Next::request;
}

std::size_t Connection::read_plain(char* buffer, std::size_t size) {
  if (used_ == buffer_.size()) {
    const auto deadline = std::min(body_deadline_, steady_clock::now() + longest_silence);
    if (!fill(deadline, false)) refuse_body("The request body did not arrive completely.");
  }
  const std::size_t count =
      std::min({size, buffer_.size() - used_, static_cast<std::size_t>(remaining_)});
  std::memcpy(buffer, buffer_.data() + used_, count);
  used_ += count;
  remaining_ -= static_cast<std::int64_t>(count);
  // What a chunked body holds is known only as it comes.
  if (chunked_) body_deadline_ += time_for(static_cast<std::int64_t>(count));
  return count;
}

std::string Connection::read_line(std::size_t limit) {
  std::string line;
  for (;;) {
    const auto end = buffer_.find("\r\n", used_);
    if (end != std::string::npos && end - used_ <= limit) {
      line = buffer_.substr(used_, end - used_);
      used_ = end + 2;
      // A proxy that ends lines at a bare LF would see other chunks here: that is how requests are smuggled, too.
      if (!is_field_value(line)) refuse_body("The chunked request body is malformed.");
      return line;
    }
    if (buffer_.size() - used_ > limit) refuse_body("The chunked request body is malformed.");
    const auto deadline = std::min(body_deadline_, steady_clock::now() + longest_silence);
    if (!fill(deadline, false)) refuse_body("The request body did not arrive completely.");
  }
}

/// Reads the size of the next chunk; false at the last one, after its trailers.
bool Connection::start_chunk() {
  const std::string line = read_line(max_chunk_line);
  if (!parse_digits(std::string_view(line).substr(0, line.find(';')), 16, remaining_))
    refuse_body("The chunked request body is malformed.");
  if (remaining_ > 0) return true;
  for (std::size_t i = 0; i < max_headers; ++i)
    if (read_line(max_head_bytes).empty()) return false;
  refuse_body("The chunked request body has too many trailers.");
}

std::size_t Connection::read_body(char* buffer, std::size_t size) {
  if (body_done_) return 0;
  if (send_continue_) {
    send_continue_ = false;
    send_all("HTTP/1.1 100 Continue\r\n\r\n", {}, body_deadline_);
  }
  if (chunked_ && remaining_ == 0 && !start_chunk()) {
    body_done_ = true;
    return 0;
  }
  const std::size_t count = read_plain(buffer, size);
  if (remaining_ == 0 && chunked_ && !read_line(2).empty()) refuse_body("The chunked request body is malformed.");
  if (remaining_ == 0 && !chunked_) body_done_ = true;
  return count;
}

bool Connection::send_all(std::string_view head, std::string_view body, Deadline deadline) {
  // Head and body leave in one call, so that a small answer is one packet.
  while (!head.empty() || !body.empty()) {
    iovec parts[2] = {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EINTR || (errno == EAGAIN && wait_writable(deadline)))) continue;
    if (sent <= 0) return false;
    const auto of_head = std::min(head.size(), static_cast<std::size_t>(sent));
    head.remove_prefix(of_head);
    body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
  }
  return true;
}

bool Connection::send_file(FileSource& file, Deadline deadline) {
  std::vector<char> buffer(65536);
  for (std::int64_t at = 0; at < file.size();) {
    const auto want = std::min<std::int64_t>(static_cast<std::int64_t>(buffer.size()), file.size() - at);
    const auto got = file.read(at, buffer.data(), static_cast<std::size_t>(want));
    if (got == 0 || !send_all({buffer.data(), got}, {}, deadline)) return false;
    at += static_cast<std::int64_t>(got);
  }
  return true;
}

bool Connection::write(const api::Response& response, bool with_body, bool keep_alive) {
  std::string head;
  head.reserve(768);
  head += "HTTP/1.1 " + std::to_string(response.status) + " " + reason(response.status) + "\r\n";
  for (const auto& [name, value] : response.headers) {
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
  }
  const auto length = response.file ? response.file->size() : static_cast<std::int64_t>(response.body.size());
  if (response.status != 204 && response.status != 304) {
    head += "Content-Length: " + std::to_string(length) + "\r\n";
  }
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  // One for the whole answer: a client that reads a little now and then must not keep a thread for ever.
  const auto deadline = steady_clock::now() + limits_.body + time_for(length);
  if (!response.file || !with_body) return send_all(head, with_body ? response.body : std::string_view{}, deadline);
  try {
    return send_all(head, {}, deadline) && send_file(*response.file, deadline);
  } catch (const Error&) {
    return false;  // The head is out; closing early is all that can still be said.
  }
}

void Connection::close_after_answer() {
  ::shutdown(socket_, SHUT_WR);
  // Unread bytes would turn the close into a reset, and the client might never see the answer.
  const auto deadline = steady_clock::now() + milliseconds(500);
  char bytes[16384];
  for (std::size_t drained = 0; drained < 1048576 && wait_readable(deadline, false);) {
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return;
    drained += static_cast<std::size_t>(got);
  }
}

std::string Connection::remote_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  char text[INET6_ADDRSTRLEN] = "";
  if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  if (address.ss_family == AF_INET)
    ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in&>(address).sin_addr, text, sizeof text);
  else if (address.ss_family == AF_INET6)
    ::inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  // IPv4 clients of a dual-stack socket
  constexpr std::string_view mapped = "::ffff:";
  return std::string_view(text).starts_with(mapped) ? std::string(text + mapped.size()) : text;
}

}  // namespace senpai::server
