// The host under clients that are slow, silent, many or mad, and while it is told to stop.

#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <random>

#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

/// What the next calls of accept() fail with, one after the other.
std::mutex accept_mutex;
std::deque<int> accept_errors;

/// Whether reading an event takes its time, as it may when another thread runs first.
std::atomic<bool> slow_eventfd{false};

/// @return the error that this call is to fail with, or 0.
int next_accept_error() {
  const std::lock_guard lock(accept_mutex);
  if (accept_errors.empty()) return 0;
  const int error = accept_errors.front();
  accept_errors.pop_front();
  return error;
}

/// A store whose readers wait at a gate, to hold a request for as long as a test wants.
class GatedStorage final : public Storage {
 public:
  explicit GatedStorage(std::shared_ptr<Storage> inner) : inner_(std::move(inner)) {}
  void read(const Work& work) override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, seconds(20), [&] { return open_; });
    lock.unlock();
    inner_->read(work);
  }
  void write(const Work& work) override { inner_->write(work); }
  std::vector<std::string> migrate() override { return inner_->migrate(); }
  std::vector<MigrationState> migrations() override { return inner_->migrations(); }

  bool wait_for_a_reader() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, seconds(10), [&] { return waiting_ > 0; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::shared_ptr<Storage> inner_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

/// Asks for a large answer many times, and takes a few bytes of it now and then until the end of its scope.
class SlowReader {
 public:
  explicit SlowReader(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int small = 4096;
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    std::string asked;
    for (int i = 0; i < 100; ++i) asked += request_text("GET", "/docs/swagger-ui.css");
    REQUIRE(::send(fd_, asked.data(), asked.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(asked.size()));
    thread_ = std::jthread([this](const std::stop_token& stop) {
      char bytes[1024];
      while (!stop.stop_requested() && ::recv(fd_, bytes, sizeof bytes, 0) > 0)
        std::this_thread::sleep_for(milliseconds(100));
    });
  }
  ~SlowReader() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_ = {};
    ::close(fd_);
  }
  SlowReader(const SlowReader&) = delete;
  SlowReader& operator=(const SlowReader&) = delete;

 private:
  int fd_;
  std::jthread thread_;
};

milliseconds since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
}

/// Bytes that no client should send: noise, or a sensible request with some bytes changed, cut or doubled.
std::string mad_bytes(std::mt19937& random) {
  static const std::string sensible[] = {
      "GET /jobs?search=a&limit=5&cursor=0 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a.b\r\n\r\n",
      "POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 38\r\n\r\n"
      "{\"identifier\":\"a@b.c\",\"password\":\"x\"}\n\n",
      "POST /auth/register HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
      "PUT /objects/a.b HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\nabc",
      "GET /v1/../%2e%2e/objects/%00%ff?x=%zz HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n"};
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
  std::string bytes;
  if (below(3) == 0) {
    for (std::size_t i = below(300); i > 0; --i) bytes += static_cast<char>(random() & 0xff);
    return bytes;
  }
  bytes = sensible[below(std::size(sensible))];
  for (std::size_t i = below(6); i > 0 && !bytes.empty(); --i) {
    const auto at = below(bytes.size());
    switch (below(5)) {
      case 0: bytes[at] = static_cast<char>(random() & 0xff); break;
      case 1: bytes.insert(at, bytes.substr(below(bytes.size()), below(40))); break;
      case 2: bytes.erase(at, below(20)); break;
      case 3: bytes.insert(at, 1, "\r\n\0:% \t"[below(7)]); break;
      default: bytes.insert(at, std::to_string(random())); break;
    }
  }
  return bytes;
}

}  // namespace

// These stand before those of the C library, for the libraries as well.
extern "C" int accept4(int socket, sockaddr* address, socklen_t* size, int flags) {
  if (const int error = next_accept_error()) return errno = error, -1;
  return static_cast<int>(::syscall(SYS_accept4, socket, address, size, flags));
}
extern "C" int accept(int socket, sockaddr* address, socklen_t* size) { return accept4(socket, address, size, 0); }
extern "C" int eventfd_read(int fd, eventfd_t* value) {
  if (slow_eventfd) std::this_thread::sleep_for(milliseconds(2));
  return ::read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}

TEST_CASE("host: a head that never ends is closed in bounded time, however busy its sender") {
  World world;
  LocalHost host(world, {.head_timeout = milliseconds(400)});
  const auto begin = steady_clock::now();
  Wire slow(host.port());
  slow.send("GET /health HTTP/1.1\r\nHost: a\r\n");
  while (since(begin) < seconds(4) && slow.send("x")) std::this_thread::sleep_for(milliseconds(30));
  CHECK(since(begin) < seconds(3));
  CHECK(fetch(host.port(), "GET", "/health").status == 200);
}

TEST_CASE("host: an idle connection is closed after its time") {
  World world;
  LocalHost host(world, {.idle_timeout = milliseconds(300)});
  Wire wire(host.port());
  wire.send(request_text("GET", "/health"));
  CHECK(wire.answer().status == 200);
  const auto begin = steady_clock::now();
  CHECK(wire.closed());
  CHECK(since(begin) >= milliseconds(200));
  CHECK(since(begin) < seconds(2));
}

TEST_CASE("host: more idle connections than threads do not keep a new request waiting") {
  World world;
  LocalHost host(world, {.threads = 4, .idle_timeout = seconds(20)});
  std::vector<std::unique_ptr<Wire>> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(std::make_unique<Wire>(host.port()));
    idle.back()->send(request_text("GET", "/health"));
    REQUIRE(idle.back()->answer(true, seconds(3)).status == 200);
  }
  const auto begin = steady_clock::now();
  CHECK(fetch(host.port(), "GET", "/jobs").status == 200);
  CHECK(since(begin) < seconds(2));
}

TEST_CASE("host: a connection that comes while another gives way to one that waits is not forgotten") {
  World world;
  LocalHost host(world, {.threads = 1, .idle_timeout = seconds(60)});
  std::atomic<int> forgotten{0}, left{2};
  slow_eventfd = true;
  at_once(2, [&](int) {
    for (int i = 0; i < 50 && forgotten == 0; ++i) {
      Wire wire(host.port());
      wire.send(request_text("GET", "/health"));
      if (wire.answer(true, seconds(10)).status != 200) ++forgotten;
      // Kept until it has to give way to the other.
      while (left > 1 && forgotten == 0 && !wire.closed(milliseconds(50))) continue;
    }
    --left;
  });
  slow_eventfd = false;
  CHECK(forgotten == 0);
}

TEST_CASE("host: connections that never say anything do not keep a new request waiting for their time-out") {
  World world;
  LocalHost host(world, {.threads = 2, .idle_timeout = seconds(4), .head_timeout = seconds(4)});
  std::vector<std::unique_ptr<Wire>> silent;
  for (int i = 0; i < 6; ++i) silent.push_back(std::make_unique<Wire>(host.port()));
  const auto begin = steady_clock::now();
  CHECK(fetch(host.port(), "GET", "/health", {}, "", seconds(20)).status == 200);
  CHECK(since(begin) < seconds(4));
}

TEST_CASE("host: a client that reads its answers slowly keeps no thread for ever") {
  World world;
  LocalHost host(world, {.threads = 1, .body_timeout = seconds(1)});
  const SlowReader slow(host.port());
  std::this_thread::sleep_for(milliseconds(300));
  CHECK(fetch(host.port(), "GET", "/health", {}, "", seconds(30)).status == 200);
}

TEST_CASE("host: whatever accepting a connection fails with, it goes on") {
  World world;
  LocalHost host(world);
  for (const int error : {ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM, EPROTO, EPERM, EINTR}) {
    CAPTURE(error);
    {
      const std::lock_guard lock(accept_mutex);
      accept_errors = {error, error};
    }
    // The call that waits already takes the first; the two after it fail.
    for (int i = 0; i < 3; ++i) CHECK(fetch(host.port(), "GET", "/health").status == 200);
    CHECK(next_accept_error() == 0);
  }
}

TEST_CASE("host: many clients at once all get their own answers") {
  World world;
  LocalHost host(world, {.threads = 8});
  std::atomic<int> wrong{0};
  at_once(16, [&](int i) {
    Wire wire(host.port());
    for (int n = 0; n < 25; ++n) {
      const bool job = (i + n) % 2 == 0;
      const std::string name = "x" + std::to_string(i) + "-" + std::to_string(n);
      wire.send(request_text("GET", job ? "/jobs/job_tokyo_senior_welder_001" : "/jobs/" + name));
      const auto answer = wire.answer();
      if (answer.status == 0 && n > 0) return;  // gave way to another connection
      if (answer.status != (job ? 200 : 404)) ++wrong;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("host: told to stop, it lets a running request finish, closes idle connections and takes no new ones") {
  std::shared_ptr<GatedStorage> gate;
  World world([&](Options& options) {
    gate = std::make_shared<GatedStorage>(options.storage);
    options.storage = gate;
  });
  LocalHost host(world, {.idle_timeout = seconds(20)});
  Wire idle(host.port());
  idle.send(request_text("GET", "/health"));
  REQUIRE(idle.answer().status == 200);
  Wire running(host.port());
  running.send(request_text("GET", "/jobs"));
  REQUIRE(gate->wait_for_a_reader());
  auto stopped = std::async(std::launch::async, [&] { host.stop(); });
  CHECK(idle.closed(seconds(2)));
  CHECK(stopped.wait_for(milliseconds(200)) == std::future_status::timeout);
  const Wire late(host.port());
  CHECK_FALSE(late.connected());
  gate->open();
  const auto answer = running.answer();
  CHECK(answer.status == 200);
  CHECK(answer.complete);
  CHECK(answer.header("connection") == "close");
  CHECK(running.closed());
  REQUIRE(stopped.wait_for(seconds(3)) == std::future_status::ready);
}

TEST_CASE("host: a stop that comes before it serves is not lost") {
  World world;
  server::Telemetry telemetry(2, LogLevel::error);
  server::HttpHost host(*world.api, telemetry, {.address = "127.0.0.1", .port = 0});
  host.bind();
  host.stop();
  auto served = std::async(std::launch::async, [&] { host.serve(); });
  const bool ended = served.wait_for(seconds(2)) == std::future_status::ready;
  CHECK(ended);
  if (!ended) host.stop();
}

TEST_CASE("host: a port that is taken is told in one sentence that names the setting") {
  World world;
  LocalHost first(world);
  server::Telemetry telemetry(2, LogLevel::error);
  server::HttpHost second(*world.api, telemetry, {.address = "127.0.0.1", .port = first.port()});
  try {
    second.bind();
    FAIL_CHECK("two hosts share a port");
  } catch (const Error& error) {
    const std::string text = error.what();
    CHECK(text.find(std::to_string(first.port())) != std::string::npos);
    CHECK(text.find("API_PORT") != std::string::npos);
    CHECK(text.find('\n') == std::string::npos);
  }
}

TEST_CASE("host: any bytes get an answer or a closed connection, and it lives") {
  World world;
  LocalHost host(world, {.threads = 16, .idle_timeout = milliseconds(500), .head_timeout = milliseconds(500),
                         .body_timeout = milliseconds(500)});
  constexpr unsigned seed = 20300102;
  INFO("seed ", seed);
  std::atomic<int> bad{0}, done{0};
  std::mutex mutex;
  std::string example;
  const auto until = steady_clock::now() + seconds(15);
  at_once(8, [&](int thread) {
    std::mt19937 random(seed + static_cast<unsigned>(thread));
    for (int i = 0; i < 1000 && steady_clock::now() < until; ++i) {
      const std::string bytes = mad_bytes(random);
      Wire wire(host.port());
      wire.send(bytes);
      wire.finish_sending();
      const std::string rest = wire.rest(seconds(5));
      const bool sound = rest.empty() || (rest.starts_with("HTTP/1.1 ") && !rest.starts_with("HTTP/1.1 500"));
      if (!sound || !wire.connected() || !wire.closed(seconds(1))) {
        ++bad;
        const std::lock_guard lock(mutex);
        example = bytes + "\n----\n" + rest;
      }
      ++done;
    }
  });
  INFO(example);
  CHECK(bad == 0);
  CHECK(done > 1000);
  CHECK(fetch(host.port(), "GET", "/health").status == 200);
}
