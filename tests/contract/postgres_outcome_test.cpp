// A commit whose answer is lost: it may have happened, so nobody repeats it.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <senpai/error.hpp>
#include <thread>

#include "contract/parts.hpp"
#include "postgres.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

sockaddr_in local(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Stands between a client and PostgreSQL. While armed it lets what it looks for through, and cuts the connection when
/// the server answers.
class AnswerThief {
 public:
  /// @param mark  Bytes of the message to look for.
  AnswerThief(int server_port, std::string_view mark)
      : server_port_(server_port), mark_(mark), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    auto address = local(0);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) {
        pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, 20) == 1) serve(stop);
      }
    });
  }
  ~AnswerThief() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
  }
  AnswerThief(const AnswerThief&) = delete;
  AnswerThief& operator=(const AnswerThief&) = delete;

  int port() const { return port_; }
  void arm(bool armed) { armed_ = armed; }
  int seen() const { return seen_; }

 private:
  /// One connection; the store under test has one only.
  void serve(const std::stop_token& stop) {
    const int client = ::accept(listener_, nullptr, nullptr), server = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = local(server_port_);
    bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    bool thieving = false;
    while (open && !stop.stop_requested()) {
      pollfd ends[] = {{.fd = client, .events = POLLIN, .revents = 0}, {.fd = server, .events = POLLIN, .revents = 0}};
      if (::poll(ends, 2, 20) < 0) break;
      if (ends[0].revents != 0) {
        open = pass(client, server, [&](std::string_view bytes) {
          if (bytes.find(mark_) == std::string_view::npos) return true;
          ++seen_;
          thieving = armed_;
          return true;
        });
      }
      if (open && ends[1].revents != 0) open = pass(server, client, [&](std::string_view) { return !thieving; });
    }
    ::close(client);
    ::close(server);
  }

  template <class MayPass>
  static bool pass(int from, int to, MayPass may_pass) {
    char bytes[65536];
    const auto size = ::recv(from, bytes, sizeof bytes, 0);
    if (size <= 0 || !may_pass(std::string_view(bytes, static_cast<std::size_t>(size)))) return false;
    return ::send(to, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL) == size;
  }

  const int server_port_;
  const std::string_view mark_;
  const int listener_;
  int port_ = 0;
  std::atomic<bool> armed_ = false;
  std::atomic<int> seen_ = 0;
  std::jthread thread_;
};

/// A database, and a store that reaches it through a thief.
struct Robbed {
  explicit Robbed(std::string_view mark)
      : thief(std::stoi(url.substr(colon + 1, slash - colon - 1)), mark),
        storage(open_postgres({.url = url.substr(0, colon + 1) + std::to_string(thief.port()) + url.substr(slash),
                               .connections = 1})) {}

  /// The sentence of the refusal of an armed call.
  template <class Call>
  std::string refusal(Call call) {
    std::string said;
    thief.arm(true);
    try {
      call();
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::unavailable);
      CHECK(std::string(error.code()) == "service_unavailable");
      said = error.what();
    }
    thief.arm(false);
    return said;
  }

  const PostgresDatabase database{PostgresDatabase::Content::migrated};
  const std::string url = database.url();
  const std::size_t colon = url.rfind(':'), slash = url.rfind('/');
  AnswerThief thief;
  std::shared_ptr<Storage> storage;
};

}  // namespace

TEST_CASE("postgres: a commit whose answer is lost is told as unknown and is never made again") {
  if (!has_postgres()) {
    MESSAGE("not run, because there is no PostgreSQL");
    return;
  }
  Robbed robbed(std::string_view("COMMIT\0", 7));
  int done = 0;
  const auto insert = [&](int number) {
    return write(*robbed.storage, [&](Stores& s) {
      ++done;
      return s.users.insert(contract::new_user(number));
    });
  };
  CHECK(insert(1));
  CHECK(robbed.thief.seen() == 1);
  CHECK(robbed.refusal([&] { insert(2); }).starts_with("It is not known whether this was saved."));
  CHECK(done == 2);
  CHECK(robbed.thief.seen() == 2);
  PostgresSession direct(robbed.url);
  CHECK(direct.number("SELECT COUNT(*) FROM users") == 2);  // It had happened.

  CHECK(insert(3));
  CHECK(direct.number("SELECT COUNT(*) FROM users") == 3);
}

TEST_CASE("postgres: a write without a transaction whose answer is lost is told as unknown and is never made again") {
  if (!has_postgres()) {
    MESSAGE("not run, because there is no PostgreSQL");
    return;
  }
  const std::string row = contract::uuid(42);
  Robbed robbed(row);
  const auto user = contract::new_user(1);
  REQUIRE(write(*robbed.storage, [&](Stores& s) { return s.users.insert(user); }));
  const auto save = [&](const std::string& id) {
    const JobId job("job_tokyo_senior_welder_001");
    return write(*robbed.storage, [&](Stores& s) { return s.jobs.save(id, user.id, job, contract::at(0)); });
  };
  CHECK(robbed.refusal([&] { save(row); }).starts_with("It is not known whether this was saved."));
  CHECK(robbed.thief.seen() == 1);
  PostgresSession direct(robbed.url);
  CHECK(direct.number("SELECT COUNT(*) FROM user_saved_jobs") == 1);  // It had happened.
  CHECK(save(contract::uuid(43)) == false);
}
