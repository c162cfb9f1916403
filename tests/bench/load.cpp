#include "load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

}  // namespace

Client::Client(int port) : fd_(connect_to(port)) {
  if (fd_ < 0) throw std::runtime_error("cannot connect");
}
Client::~Client() { ::close(fd_); }

Reply Client::send(const std::string& request) {
  if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    throw std::runtime_error("the server closed the connection");
  std::size_t head_end = std::string::npos, total = 0;
  char bytes[16384];
  for (;;) {
    if (head_end == std::string::npos) {
      head_end = buffer_.find("\r\n\r\n");
      if (head_end != std::string::npos) {
        const auto length = buffer_.find("Content-Length: ");
        const auto size = length < head_end ? std::strtoul(buffer_.c_str() + length + 16, nullptr, 10) : 0;
        total = head_end + 4 + size;
      }
    }
    if (head_end != std::string::npos && buffer_.size() >= total) break;
    const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
    if (got <= 0) throw std::runtime_error("the server closed the connection");
    buffer_.append(bytes, static_cast<std::size_t>(got));
  }
  Reply reply{std::atoi(buffer_.c_str() + 9), buffer_.substr(head_end + 4, total - head_end - 4)};
  buffer_.erase(0, total);
  return reply;
}

std::string make_request(const std::string& method, const std::string& target, const std::vector<std::string>& headers,
                         const std::string& body) {
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& header : headers) request += header + "\r\n";
  if (method != "GET") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return request + "\r\n" + body;
}

void wait_until_answering(int port) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const std::string request = make_request("GET", "/health");
  while (std::chrono::steady_clock::now() < end) {
    try {
      Client client(port);
      client.send(request);
      return;
    } catch (const std::runtime_error&) {
      std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
  }
  throw std::runtime_error("a server did not start within ten seconds");
}

LoadResult run_load(int port, int connections, std::chrono::milliseconds time, int expected,
                    const std::function<std::string(int, int)>& next) {
  using Clock = std::chrono::steady_clock;
  std::vector<std::vector<double>> latencies(static_cast<std::size_t>(connections));
  std::atomic<int> wrong{0};
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (int c = 0; c < connections; ++c)
      threads.emplace_back([&, c] {
        Client client(port);
        auto& mine = latencies[static_cast<std::size_t>(c)];
        for (int n = 0; Clock::now() - begin < time; ++n) {
          const std::string request = next(c, n);
          const auto sent = Clock::now();
          const Reply reply = client.send(request);
          mine.push_back(std::chrono::duration<double, std::micro>(Clock::now() - sent).count());
          if (reply.status != expected) {
            wrong = reply.status;
            return;
          }
        }
      });
  }
  if (wrong) throw std::runtime_error("a request was answered with status " + std::to_string(wrong));
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::vector<double> all;
  for (const auto& part : latencies) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  LoadResult result;
  result.requests = static_cast<std::int64_t>(all.size());
  result.requests_per_second = static_cast<double>(all.size()) / seconds;
  if (!all.empty()) {
    result.p50_us = all[all.size() / 2];
    result.p99_us = all[all.size() * 99 / 100];
  }
  return result;
}

}  // namespace bench
