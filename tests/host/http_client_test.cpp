// The HTTP client of the server against peers that misbehave.

#include "http_client.hpp"

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using senpai::server::http_client;
using std::chrono::milliseconds;

namespace {

/// Listens on this machine and plays one connection after the other.
class Peer {
 public:
  using Play = std::function<void(int fd)>;

  explicit Peer(Play play) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), play_(std::move(play)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(fd_, 16);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::jthread([this] { run(); });
  }
  ~Peer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  std::string url(const std::string& path = "/") const { return url_ + path; }
  int connections() const { return connections_; }

  /// The head of the next request, empty when the other side went.
  static std::string read_head(int fd) {
    std::string head;
    for (char c; !head.ends_with("\r\n\r\n") && ::recv(fd, &c, 1, 0) == 1;) head += c;
    return head.ends_with("\r\n\r\n") ? head : "";
  }
  static bool send(int fd, const std::string& text) {
    return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  /// Sends one byte after the other until the other side goes.
  static void drip(int fd, const std::string& start) {
    for (bool there = send(fd, start); there; there = send(fd, "x"))
      std::this_thread::sleep_for(milliseconds(20));
  }

 private:
  void run() {
    for (int fd; (fd = ::accept(fd_, nullptr, nullptr)) >= 0; ::close(fd)) {
      ++connections_;
      play_(fd);
    }
  }

  int fd_;
  Play play_;
  std::string url_;
  std::atomic<int> connections_{0};
  std::jthread thread_;
};

/// Answers every request alike, and remembers it.
struct Answering {
  explicit Answering(std::string text)
      : peer([this, text](int fd) {
          for (std::string head; !(head = Peer::read_head(fd)).empty();) {
            last_head = head;  // Before the answer, which is what the test waits for.
            if (!Peer::send(fd, text)) return;
          }
        }) {}
  std::string last_head;
  Peer peer;
};

HttpResponse get(const std::string& url, milliseconds timeout = milliseconds(5000)) {
  return http_client()->send({.method = "GET", .url = url, .timeout = timeout});
}

}  // namespace

TEST_CASE("http client: an answer comes with status and headers and body, and the request as it was meant") {
  Answering service("HTTP/1.1 207 Odd\r\nX-One: 1\r\nContent-Length: 2\r\n\r\nhi");
  const auto client = http_client();
  const auto answer = client->send({.method = "PUT", .url = service.peer.url("/a%20b//c?d=%2F&e"),
                                    .headers = {{"x-two", "2"}}, .body = ""});
  CHECK(answer.status == 207);
  REQUIRE(answer.header("x-one"));
  CHECK(*answer.header("x-one") == "1");
  CHECK(answer.body == "hi");
  CHECK(service.last_head.starts_with("PUT /a%20b//c?d=%2F&e HTTP/1.1\r\n"));
  CHECK(service.last_head.find("x-two: 2\r\n") != std::string::npos);
  CHECK(service.last_head.find("Host: " + service.peer.url("").substr(7) + "\r\n") != std::string::npos);
}

TEST_CASE("http client: one connection carries several requests, and a closed one is replaced") {
  Answering service("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  const auto client = http_client();
  for (int i = 0; i < 5; ++i) CHECK(client->send({.method = "GET", .url = service.peer.url()}).body == "hi");
  CHECK(service.peer.connections() == 1);
  Answering closing("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
  for (int i = 0; i < 3; ++i) {
    const auto fresh = http_client({.idle_connections = 0});
    CHECK(fresh->send({.method = "GET", .url = closing.peer.url()}).body == "hi");
  }
  CHECK(closing.peer.connections() == 3);
}

TEST_CASE("http client: many threads may use it at once") {
  httplib::Server server;
  server.Get("/", [](const httplib::Request&, httplib::Response& r) { r.set_content("hello", "text/plain"); });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::jthread listener([&] { server.listen_after_bind(); });
  const auto client = http_client();
  std::atomic<int> good{0};
  at_once(8, [&](int) {
    for (int i = 0; i < 20; ++i)
      good += client->send({.method = "GET", .url = "http://127.0.0.1:" + std::to_string(port)}).body == "hello";
  });
  CHECK(good == 160);
  server.stop();
}

TEST_CASE("http client: a redirect is an answer like another and is not followed") {
  Answering elsewhere("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  Answering service("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere.peer.url() +
                    "\r\nContent-Length: 0\r\n\r\n");
  CHECK(get(service.peer.url()).status == 307);
  CHECK(elsewhere.peer.connections() == 0);
}

TEST_CASE("http client: a peer that hangs or drips at any place costs no more than the time-out") {
  const std::vector<Peer::Play> plays{
      [](int fd) { Peer::read_head(fd), Peer::read_head(fd); },
      [](int fd) { Peer::drip(fd, "HTTP/1.1 200 OK\r\nX-Long: "); },
      [](int fd) { Peer::drip(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"); },
      [](int fd) { Peer::drip(fd, "HTTP/1.1 200 OK\r\n\r\n"); }};
  for (const auto& play : plays) {
    const Peer peer(play);
    const auto answer = get(peer.url("/secret-path"), milliseconds(300));
    CHECK(answer.status == 0);
    CHECK_FALSE(answer.failure.empty());
    CHECK(answer.failure.find("secret-path") == std::string::npos);
  }
}

TEST_CASE("http client: half an answer and an endless one count as none") {
  for (const auto& text : {std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"),
                           std::string("HTTP/1.1 200 OK\r\nContent-Le"), std::string("rubbish\r\n\r\n"),
                           "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + std::string(70000, 'x')}) {
    const Peer peer([&](int fd) {
      Peer::read_head(fd);
      Peer::send(fd, text);
    });
    CHECK(get(peer.url()).status == 0);
  }
  CHECK(get("http://127.0.0.1:1/").status == 0);
  CHECK(get("http://").status == 0);
  CHECK(get("no address").status == 0);
}

TEST_CASE("http client: a long body goes through piece by piece, and that of an error does not") {
  const std::string bytes(3000000, 'x');
  Answering service("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes);
  std::size_t total = 0, most = 0;
  const auto count = [&](std::string_view piece) { total += piece.size(), most = std::max(most, piece.size()); };
  const auto answer = http_client()->send({.method = "GET", .url = service.peer.url(), .on_body = count});
  CHECK(answer.status == 200);
  CHECK(answer.body == "");
  CHECK(total == bytes.size());
  CHECK(most < 100000);
  Answering failing("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno");
  total = 0;
  CHECK(http_client()->send({.method = "GET", .url = failing.peer.url(), .on_body = count}).body == "no");
  CHECK(total == 0);
}

TEST_CASE("http client: a certificate must be known and belong to the host") {
  const TemporaryFolder folder;
  const auto in_folder = [&](const char* name) { return (folder.path() / name).string(); };
  const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
                              "/CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
                              in_folder("key") + " -out " + in_folder("cert") + " 2> " + in_folder("log");
  REQUIRE(std::system(command.c_str()) == 0);
  httplib::SSLServer server(in_folder("cert").c_str(), in_folder("key").c_str());
  server.Get("/", [](const httplib::Request&, httplib::Response& r) { r.set_content("hello", "text/plain"); });
  const std::string port = std::to_string(server.bind_to_any_port("127.0.0.1"));
  std::jthread listener([&] { server.listen_after_bind(); });
  const auto trusting = http_client({.ca_file = in_folder("cert")});
  CHECK(trusting->send({.method = "GET", .url = "https://localhost:" + port}).body == "hello");
  CHECK(trusting->send({.method = "GET", .url = "https://127.0.0.1:" + port}).status == 0);
  CHECK(get("https://localhost:" + port).status == 0);
  const auto misled = http_client({.ca_file = in_folder("log")});
  CHECK(misled->send({.method = "GET", .url = "https://localhost:" + port}).status == 0);
  server.stop();
}
