// The host on real sockets: framing, bodies, limits and headers.

#include <cstdio>

#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using server::HostOptions;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

const std::string health = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string post_head(const std::string& target, const std::string& headers) {
  return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

std::string chunk(const std::string& bytes) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx", bytes.size());
  return std::string(size) + "\r\n" + bytes + "\r\n";
}

/// A login of nobody whose body has exactly this many bytes.
std::string login_of_size(std::size_t size) {
  const std::string start = R"({"identifier":"nobody@example.test","password":"wrong password","pad":")";
  return start + std::string(size - start.size() - 2, 'x') + "\"}";
}

/// Refused with 400 and the envelope, and the connection is closed.
void check_refused(int port, const std::string& bytes, const char* code) {
  Wire wire(port);
  REQUIRE(wire.connected());
  wire.send(bytes);
  const auto answer = wire.answer();
  CHECK(answer.status == 400);
  CHECK(answer.code() == code);
  CHECK(answer.header("connection") == "close");
  check_common_headers(answer);
  CHECK(wire.closed());
}

struct Framing {
  const char* name;
  std::string bytes;
};

std::vector<Framing> ambiguous() {
  const std::string get = "GET /health HTTP/1.1\r\n";
  const auto login = [](const std::string& headers) { return post_head("/auth/login", headers) + "{}"; };
  std::string many = get + "Host: a\r\n";
  for (int i = 0; i < 100; ++i) many += "x-h" + std::to_string(i) + ": 1\r\n";
  using namespace std::string_literals;
  return {
      {"length and chunked", login("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n")},
      {"chunked and length", login("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n")},
      {"two equal lengths", login("Content-Length: 2\r\nContent-Length: 2\r\n")},
      {"two different lengths", login("Content-Length: 2\r\nContent-Length: 3\r\n")},
      {"a list of lengths", login("Content-Length: 2, 2\r\n")},
      {"a signed length", login("Content-Length: +3\r\n")},
      {"a negative length", login("Content-Length: -1\r\n")},
      {"a length with letters", login("Content-Length: 3abc\r\n")},
      {"a hexadecimal length", login("Content-Length: 0x2\r\n")},
      {"an empty length", login("Content-Length:\r\n")},
      {"a length with a blank", login("Content-Length: 1 2\r\n")},
      {"an absurd length", login("Content-Length: 99999999999999999999999\r\n")},
      {"an unknown encoding", login("Transfer-Encoding: xchunked\r\n")},
      {"an encoding list", login("Transfer-Encoding: gzip, chunked\r\n")},
      {"chunked not last", login("Transfer-Encoding: chunked, identity\r\n")},
      {"identity", login("Transfer-Encoding: identity\r\n")},
      {"two encodings", login("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
      {"an encoding with a vertical tab", login("Transfer-Encoding: \x0b" "chunked\r\n")},
      {"chunked in HTTP/1.0", "POST /auth/login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a bare line feed in the head", get + "Host: a\nContent-Length: 5\r\n\r\n"},
      {"a bare line feed after the request line", "GET /health HTTP/1.1\nHost: a\r\n\r\n"},
      {"a bare carriage return in a value", get + "Host: a\r\nx: a\rb\r\n\r\n"},
      {"a blank before the colon", get + "Host : a\r\n\r\n"},
      {"a tab before the colon", get + "Host: a\r\nContent-Length\t: 2\r\n\r\n"},
      {"a folded line", get + "Host: a\r\nx: a\r\n b\r\n\r\n"},
      {"a first line that is folded", get + " Host: a\r\n\r\n"},
      {"no Host", get + "\r\n"},
      {"two Hosts", get + "Host: a\r\nHost: b\r\n\r\n"},
      {"NUL in a value", get + "Host: a\r\nx: a\0b\r\n\r\n"s},
      {"NUL in a name", get + "Host: a\r\nx\0y: b\r\n\r\n"s},
      {"NUL in the target", "GET /hea\0lth HTTP/1.1\r\nHost: a\r\n\r\n"s},
      {"a header without a colon", get + "Host: a\r\nnonsense\r\n\r\n"},
      {"a header without a name", get + "Host: a\r\n: b\r\n\r\n"},
      {"101 headers", many + "\r\n"},
      {"a head over 16 KiB", get + "Host: a\r\nx: " + std::string(17000, 'x') + "\r\n\r\n"},
      {"a head over 16 KiB without end", get + "Host: a\r\nx: " + std::string(40000, 'x')},
      {"the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"HTTP/0.9", "GET /health\r\n\r\n"},
      {"an unknown version", "GET /health HTTP/3.7\r\nHost: a\r\n\r\n"},
      {"a lower-case version", "GET /health http/1.1\r\nHost: a\r\n\r\n"},
      {"a blank in the target", "GET /hea lth HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"two blanks", "GET  /health HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"no method", " /health HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"a method that is no token", "G(T /health HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"only colons", ":::: :::: ::::\r\n\r\n"},
  };
}

}  // namespace

TEST_CASE("host: ambiguous or malformed framing is refused with 400 and a closed connection") {
  World world;
  LocalHost host(world, {.head_timeout = milliseconds(1500)});
  for (const auto& framing : ambiguous()) {
    CAPTURE(framing.name);
    check_refused(host.port(), framing.bytes, "invalid_request");
  }
  CHECK(fetch(host.port(), "GET", "/health").status == 200);
}

TEST_CASE("host: what never becomes a head is closed: nothing, TLS, bare line feeds, half a head") {
  World world;
  LocalHost host(world, {.idle_timeout = milliseconds(300), .head_timeout = milliseconds(300)});
  const std::string tls("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03random bytes of a hello", 34);
  for (const auto& bytes : {std::string(), tls, std::string("GET /health HTTP/1.1\nHost: a\n\n"),
                            std::string("GET /hea"), std::string("\r\n\r\n\r\n"), std::string(3, '\0')}) {
    CAPTURE(bytes);
    Wire wire(host.port());
    wire.send(bytes);
    const auto rest = wire.rest(milliseconds(2500));
    CHECK((rest.empty() || rest.starts_with("HTTP/1.1 400 ")));
    CHECK(wire.closed(milliseconds(500)));
  }
  Wire gone(host.port());
  gone.finish_sending();
  CHECK(gone.closed());
  CHECK(fetch(host.port(), "GET", "/health").status == 200);
}

TEST_CASE("host: what is well framed though unusual is answered") {
  World world;
  LocalHost host(world);
  std::string many = "GET /health HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 99; ++i) many += "x-h" + std::to_string(i) + ": 1\r\n";
  for (const auto& bytes : {many + "\r\n",
                            "GET /health HTTP/1.1\r\nHost: a\r\nx: " + std::string(16000, 'x') + "\r\n\r\n",
                            std::string("\r\n\r\nGET /health HTTP/1.1\r\nhOsT:a\r\n\r\n"),
                            std::string("GET /health HTTP/1.1\r\nHost: \t a \t\r\nEmpty:\r\n\r\n"),
                            std::string("GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
                            std::string("GET /health HTTP/1.1\r\nHost: a\r\nx: caf\xe9 \xe7\xa2\xba\r\n\r\n"),
                            std::string("GET /health HTTP/1.0\r\n\r\n")}) {
    CAPTURE(bytes.substr(0, 60));
    Wire wire(host.port());
    wire.send(bytes);
    CHECK(wire.answer().status == 200);
  }
}

TEST_CASE("host: a connection is kept for many requests, and closed when asked or in HTTP/1.0") {
  World world;
  LocalHost host(world);
  Wire wire(host.port());
  std::string last_id;
  for (int i = 0; i < 200; ++i) {
    wire.send(health);
    const auto answer = wire.answer();
    REQUIRE(answer.status == 200);
    REQUIRE(answer.header("connection") == "keep-alive");
    CHECK(answer.header("x-request-id") != std::exchange(last_id, answer.header("x-request-id")));
  }
  wire.send("GET /health HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n");
  const auto last = wire.answer();
  CHECK(last.status == 200);
  CHECK(last.header("connection") == "close");
  CHECK(wire.closed());
  Wire old(host.port());
  old.send("GET /health HTTP/1.0\r\n\r\n");
  CHECK(old.answer().header("connection") == "close");
  CHECK(old.closed());
}

TEST_CASE("host: requests in one packet are answered in their order, each once") {
  World world;
  LocalHost host(world);
  const std::string body = R"({"identifier":"nobody@example.test","password":"wrong"})";
  Wire wire(host.port());
  wire.send(health + request_text("POST", "/auth/login", {}, body) + request_text("GET", "/nowhere") +
            request_text("POST", "/auth/login", {{"Transfer-Encoding", "chunked"}}) + chunk(body.substr(0, 9)) +
            chunk(body.substr(9)) + "0\r\nTrailer: x\r\n\r\n" + request_text("OPTIONS", "/jobs") +
            request_text("HEAD", "/health") + health);
  CHECK(wire.answer().status == 200);
  CHECK(wire.answer().code() == "invalid_credentials");
  CHECK(wire.answer().code() == "not_found");
  CHECK(wire.answer().code() == "invalid_credentials");
  CHECK(wire.answer().status == 204);
  CHECK(wire.answer(false).status == 200);
  CHECK(wire.answer().json()["status"] == "ok");
  wire.finish_sending();
  CHECK(wire.closed());
}

TEST_CASE("host: heads and bodies may come byte by byte") {
  World world;
  LocalHost host(world);
  Wire wire(host.port());
  wire.drip("GET /jobs?limit=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(wire.answer().json()["items"].size() == 1);
  const std::string body = R"({"fullName":"リナ 🌸 Hartono","email":"drip@example.test","password":"Kirei-na-hana-42"})";
  wire.drip(request_text("POST", "/auth/register", {}, body));
  const auto plain = wire.answer();
  CHECK(plain.status == 201);
  CHECK(plain.json()["user"]["fullName"] == "リナ 🌸 Hartono");
  wire.drip(post_head("/auth/login", "Transfer-Encoding: chunked\r\n"));
  const std::string login = R"({"identifier":"drip@example.test","password":"Kirei-na-hana-42"})";
  for (const char c : login) wire.drip("1;name=\"v\"\r\n" + std::string(1, c) + "\r\n");
  wire.drip("0\r\n\r\n");
  CHECK(wire.answer().status == 200);
}

TEST_CASE("host: a signed webhook whose characters are split over packets and chunks still verifies") {
  World world;
  LocalHost host(world);
  const std::string body = R"({"metadata":{"note":"確認中 🌸 ありがとう"}})";
  const auto headers = [&](const std::string& key) {
    std::string text;
    for (const auto& [name, value] : world.webhook_headers(key, body)) text.append(name + ": " + value + "\r\n");
    return text;
  };
  Wire wire(host.port());
  wire.drip(post_head("/identity/kyc/provider-webhook",
                      headers("k1") + "Content-Length: " + std::to_string(body.size()) + "\r\n") + body);
  const auto plain = wire.answer();
  CHECK(plain.status == 202);
  CHECK(plain.json()["duplicate"] == false);
  wire.send(post_head("/v1/identity/kyc/provider-webhook", headers("k1") + "Transfer-Encoding: chunked\r\n"));
  for (const char c : body) wire.send(chunk(std::string(1, c)));
  wire.send("0\r\n\r\n");
  const auto chunked = wire.answer();
  CHECK(chunked.status == 202);
  CHECK(chunked.json()["duplicate"] == true);
  Wire other(host.port());
  other.send(post_head("/identity/kyc/provider-webhook",
                       headers("k2") + "Content-Length: " + std::to_string(body.size()) + "\r\n") +
             body.substr(0, body.size() - 1) + "]");
  CHECK(other.answer().status == 400);
}

TEST_CASE("host: a POST without any length has an empty body and is answered at once") {
  World world;
  LocalHost host(world);
  const auto begin = steady_clock::now();
  Wire wire(host.port());
  wire.send(post_head("/auth/login", "Content-Type: application/json\r\n"));
  CHECK(wire.answer().code() == "invalid_credentials");
  wire.send(post_head("/identity/kyc/sessions", ""));
  CHECK(wire.answer().code() == "missing_access_token");
  CHECK(steady_clock::now() - begin < milliseconds(1500));
}

TEST_CASE("host: a body of exactly 1 MiB is accepted, one more byte is not, framed either way") {
  World world;
  LocalHost host(world);
  Wire wire(host.port());
  wire.send(request_text("POST", "/auth/login", {}, login_of_size(1048576)));
  const auto exact = wire.answer();
  CHECK(exact.code() == "invalid_credentials");
  CHECK(exact.header("connection") == "keep-alive");
  const std::string large = login_of_size(1048576);
  wire.send(post_head("/auth/login", "Transfer-Encoding: chunked\r\n") + chunk(large.substr(0, 700000)) +
            chunk(large.substr(700000)) + "0\r\n\r\n");
  CHECK(wire.answer().code() == "invalid_credentials");
  wire.send(health);
  CHECK(wire.answer().status == 200);
  // The announced length alone is enough; nothing of the body is sent.
  check_refused(host.port(), post_head("/auth/login", "Content-Length: 1048577\r\n"), "invalid_request_body");
  check_refused(host.port(), post_head("/auth/login", "Content-Length: 900000000000\r\n"), "invalid_request_body");
  Wire endless(host.port());
  endless.send(post_head("/auth/login", "Transfer-Encoding: chunked\r\n"));
  for (int i = 0; i < 20; ++i) endless.send(chunk(std::string(65536, 'x')));
  const auto answer = endless.answer();
  CHECK(answer.status == 400);
  CHECK(answer.code() == "invalid_request_body");
  CHECK(endless.closed());
}

TEST_CASE("host: an oversized body without a token is 401, and the connection closes unread") {
  World world;
  LocalHost host(world);
  for (const char* headers : {"Content-Length: 50000000\r\n", "Transfer-Encoding: chunked\r\n"}) {
    Wire wire(host.port());
    wire.send(post_head("/identity/kyc/sessions", headers));
    const auto answer = wire.answer();
    CHECK(answer.status == 401);
    CHECK(answer.code() == "missing_access_token");
    CHECK(answer.header("connection") == "close");
    check_common_headers(answer);
    CHECK(wire.closed());
  }
  const auto user = world.register_user();
  const auto headers = "Authorization: Bearer " + user.access_token + "\r\nContent-Length: 50000000\r\n";
  check_refused(host.port(), post_head("/identity/kyc/sessions", headers), "invalid_request_body");
  // A client that is still sending sees the answer all the same.
  Wire eager(host.port());
  eager.send(post_head("/identity/kyc/sessions", "Content-Length: 300000\r\n") + std::string(300000, 'x'));
  CHECK(eager.answer().code() == "missing_access_token");
}

TEST_CASE("host: malformed chunks are refused as a malformed body, and the connection closes") {
  World world;
  LocalHost host(world, {.body_timeout = milliseconds(1500)});
  for (const std::string chunks :
       {"zz\r\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n0\r\n\r\n", "+2\r\n{}\r\n0\r\n\r\n", "0x2\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}x\r\n0\r\n\r\n", "2\r\n{}0\r\n\r\n", "\r\n{}\r\n0\r\n\r\n", "ffffffffffffffffff\r\n{}",
        "2\n{}\n0\n\n", ";x\r\n{}\r\n0\r\n\r\n", "2 2\r\n{}\r\n0\r\n\r\n", "2;\nx\r\n{}\r\n0\r\n\r\n",
        "2;\rx\r\n{}\r\n0\r\n\r\n", " 2\r\n{}\r\n0\r\n\r\n", "2 \r\n{}\r\n0\r\n\r\n", "\t2\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\nTrailer: a\nb\r\n\r\n", "2\r\n{}\r\n0\r\nTrailer: a\rb\r\n\r\n"}) {
    CAPTURE(chunks);
    check_refused(host.port(), post_head("/auth/login", "Transfer-Encoding: chunked\r\n") + chunks,
                  "invalid_request_body");
  }
  check_refused(host.port(), post_head("/auth/login", "Transfer-Encoding: chunked\r\n") + std::string(5000, '0'),
                "invalid_request_body");
  std::string trailers = "0\r\n";
  for (int i = 0; i < 300; ++i) trailers += "t: 1\r\n";
  check_refused(host.port(), post_head("/auth/login", "Transfer-Encoding: chunked\r\n") + trailers + "\r\n",
                "invalid_request_body");
}

TEST_CASE("host: a client that asks whether to go on is told so only when its body is wanted") {
  World world;
  LocalHost host(world);
  const std::string body = R"({"identifier":"nobody@example.test","password":"wrong"})";
  Wire wire(host.port());
  const auto length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  wire.send(post_head("/auth/login", "Expect: 100-Continue\r\n" + length));
  CHECK(wire.answer().status == 100);
  wire.send(body);
  CHECK(wire.answer().code() == "invalid_credentials");
  wire.send(post_head("/auth/login", "Expect: 100-continue\r\n"));
  CHECK(wire.answer().code() == "invalid_credentials");
  wire.send(post_head("/identity/kyc/sessions", "Expect: 100-continue\r\nContent-Length: 10\r\n"));
  const auto refused = wire.answer();
  CHECK(refused.status == 401);
  CHECK(wire.closed());
}

TEST_CASE("host: a body that nobody reads is never taken for a request") {
  World world;
  LocalHost host(world);
  for (const auto& [method, target] : {std::pair{"GET", "/health"}, std::pair{"DELETE", "/nowhere"},
                                       std::pair{"OPTIONS", "/jobs"}, std::pair{"POST", "/nowhere"}}) {
    Wire wire(host.port());
    wire.send(request_text(method, target, {}, health) + health);
    CHECK(wire.answer().status > 0);
    CHECK(wire.closed());
  }
}

TEST_CASE("host: a body in chunks gets more time for what has come, as one of a known length does") {
  World world;
  LocalHost host(world, {.body_timeout = milliseconds(300)});
  const std::string body = login_of_size(900000);
  Wire wire(host.port());
  wire.send(post_head("/auth/login", "Transfer-Encoding: chunked\r\n") + chunk(body.substr(0, 800000)));
  std::this_thread::sleep_for(milliseconds(900));
  wire.send(chunk(body.substr(800000)) + "0\r\n\r\n");
  CHECK(wire.answer().code() == "invalid_credentials");
  // A little gives little.
  Wire slow(host.port());
  slow.send(post_head("/auth/login", "Transfer-Encoding: chunked\r\n") + chunk("{"));
  CHECK(slow.answer(true, seconds(3)).code() == "invalid_request_body");
  CHECK(slow.closed());
}

TEST_CASE("host: a length that nobody could send is refused without counting its time") {
  World world;
  LocalHost host(world);
  check_refused(host.port(), post_head("/auth/login", "Content-Length: 999999999999999\r\n"), "invalid_request_body");
}

TEST_CASE("host: a body that stops half way is answered in bounded time, and the connection closes") {
  World world;
  LocalHost host(world, {.body_timeout = milliseconds(300)});
  const auto begin = steady_clock::now();
  check_refused(host.port(), post_head("/auth/login", "Content-Length: 100\r\n") + "{\"identifier\"",
                "invalid_request_body");
  CHECK(steady_clock::now() - begin < milliseconds(3000));
  Wire gone(host.port());
  gone.send(post_head("/auth/login", "Content-Length: 100\r\n") + "{");
  gone.finish_sending();
  const auto answer = gone.answer();
  CHECK((answer.status == 400 || answer.status == 0));
  CHECK(world.get("/health").status == 200);
}
