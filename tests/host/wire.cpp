#include "host/wire.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <regex>

#include "docs_page.hpp"
#include "openapi.hpp"

namespace senpai::test {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t max_line = 16384;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Method and target, if a line ends with them; before them the body of the request before may end.
std::optional<std::pair<std::string, std::string>> request_line(std::string_view line) {
  const auto version = line.rfind(" HTTP/1.");
  if (version == std::string_view::npos || version == 0) return std::nullopt;
  const auto blank = line.rfind(' ', version - 1);
  if (blank == std::string_view::npos) return std::nullopt;
  auto method = line.substr(0, blank);
  const auto before = method.find_last_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  if (before != std::string_view::npos) method.remove_prefix(before + 1);
  return std::pair{std::string(method), std::string(line.substr(blank + 1, version - blank - 1))};
}

int open_null() { return ::open("/dev/null", O_WRONLY | O_CLOEXEC); }

/// Status line and headers of a head without its empty line.
WireAnswer parse(std::string_view head) {
  WireAnswer answer;
  const auto digits = head.substr(0, 9) == "HTTP/1.1 " ? head.substr(9, 3) : std::string_view();
  std::from_chars(digits.data(), digits.data() + digits.size(), answer.status);
  for (auto at = head.find("\r\n"); at != std::string_view::npos;) {
    const auto next = head.find("\r\n", at + 2);
    const auto line = head.substr(at + 2, next == std::string_view::npos ? next : next - at - 2);
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos)
      answer.headers.emplace_back(lower(std::string(line.substr(0, colon))), std::string(line.substr(colon + 2)));
    at = next;
  }
  return answer;
}

}  // namespace

std::string WireAnswer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

bool WireAnswer::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& header) { return header.first == name; });
}

std::string WireAnswer::code() const {
  const auto parsed = json();
  return parsed.is_object() && parsed.contains("error") ? parsed["error"].value("code", "") : std::string();
}

Wire::Wire(int port, Peer peer) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), peer_(peer) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return;
  ::close(fd_);
  fd_ = -1;
}

Wire::~Wire() {
  if (fd_ >= 0) ::close(fd_);
}

void Wire::note_requests(std::string_view bytes) {
  if (peer_ == Peer::foreign) return;
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    line_ += bytes.substr(0, end);
    if (line_.size() > max_line) line_.erase(0, line_.size() - max_line);  // Of a body only the end can matter.
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    if (auto asked = request_line(line_)) asked_.push_back(std::move(*asked));
    line_.clear();
  }
}

void Wire::check_documented(const WireAnswer& answer) {
  if (peer_ == Peer::foreign || !answer.complete || answer.status < 200) return;
  std::pair<std::string, std::string> asked{"", ""};
  if (!asked_.empty()) {
    asked = std::move(asked_.front());
    asked_.pop_front();
  }
  const auto offence = exchange_offence(asked.first, asked.second, answer.status, answer.body);
  if (!offence.empty()) FAIL_CHECK(offence);
}

bool Wire::send(std::string_view bytes) {
  note_requests(bytes);
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Wire::drip(std::string_view bytes, milliseconds pause) {
  for (const char c : bytes) {
    if (!send({&c, 1})) return;
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
  }
}

void Wire::finish_sending() { ::shutdown(fd_, SHUT_WR); }

bool Wire::fill(steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now()).count();
  pollfd poll{.fd = fd_, .events = POLLIN, .revents = 0};
  if (fd_ < 0 || left <= 0 || ::poll(&poll, 1, static_cast<int>(left)) <= 0) return false;
  char bytes[65536];
  const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

WireAnswer Wire::answer(bool with_body, milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos)
    if (!fill(deadline)) return {};
  WireAnswer answer = parse(std::string_view(received_).substr(0, end));
  received_.erase(0, end + 4);
  std::size_t length = 0;
  const std::string declared = answer.header("content-length");
  std::from_chars(declared.data(), declared.data() + declared.size(), length);
  if (!with_body || answer.status < 200) length = 0;
  while (received_.size() < length && fill(deadline)) {
  }
  answer.complete = received_.size() >= length;
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  check_documented(answer);
  return answer;
}

bool Wire::skip(std::size_t count, const std::function<void()>& each) {
  const auto deadline = steady_clock::now() + std::chrono::seconds(20);
  while (count > 0) {
    if (received_.empty() && !fill(deadline)) return false;
    const auto taken = std::min(count, received_.size());
    received_.erase(0, taken);
    count -= taken;
    each();
  }
  return true;
}

bool Wire::closed(milliseconds patience) {
  if (!received_.empty()) return false;
  const auto deadline = steady_clock::now() + patience;
  return !fill(deadline) && steady_clock::now() < deadline;
}

std::string Wire::rest(milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  while (fill(deadline)) {
  }
  return std::exchange(received_, {});
}

std::string request_text(const std::string& method, const std::string& target, const World::Headers& headers,
                         const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

WireAnswer fetch(int port, const std::string& method, const std::string& target, const World::Headers& headers,
                 const std::string& body, milliseconds patience) {
  Wire wire(port);
  if (!wire.connected()) return {};
  wire.send(request_text(method, target, headers, body));
  auto answer = wire.answer(method != "HEAD", patience);
  return answer.complete ? answer : WireAnswer{};
}

LocalHost::LocalHost(World& world, server::HostOptions options)
    : null_(open_null()),
      telemetry_(null_, LogLevel::error),
      api_(*world.platform, {.metrics = [this] { return telemetry_.metrics(); }, .page = server::docs_page}) {
  options.port = 0;
  options.address = "127.0.0.1";
  host_ = std::make_unique<server::HttpHost>(api_, telemetry_, options);
  port_ = host_->bind();
  thread_ = std::thread([this] { host_->serve(); });
  // An answer is counted after it has left and before its connection closes.
  Wire wire(port_);
  wire.send(request_text("GET", "/health", {{"Connection", "close"}}));
  REQUIRE(wire.answer().status == 200);
  REQUIRE(wire.closed());
}

LocalHost::~LocalHost() {
  stop();
  ::close(null_);
}

void LocalHost::stop() {
  if (!thread_.joinable()) return;
  host_->stop();
  thread_.join();
}

void check_common_headers(const WireAnswer& answer) {
  static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  CHECK(std::regex_match(answer.header("x-request-id"), uuid));
  CHECK(answer.header("access-control-allow-origin") == "*");
  CHECK(answer.header("access-control-allow-headers") ==
        "Content-Type, Authorization, x-admin-api-key, x-kyc-webhook-secret, x-kyc-webhook-signature, "
        "x-kyc-webhook-timestamp, x-idempotency-key");
  CHECK(answer.header("access-control-allow-methods") == "GET, POST, PATCH, DELETE, OPTIONS");
  CHECK(answer.header("access-control-expose-headers") == "x-request-id");
  const bool bodiless = answer.status == 204;
  CHECK(answer.has("content-type") == !bodiless);
  if (!bodiless) CHECK(answer.header("content-type") == "application/json");
  if (bodiless) CHECK(answer.body == "");
}

}  // namespace senpai::test
