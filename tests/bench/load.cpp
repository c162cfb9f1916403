#include "load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
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
  start(request);
  for (;;)
    if (auto reply = receive()) return std::move(*reply);
}

void Client::start(const std::string& request) {
  if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    throw std::runtime_error("the server closed the connection");
}

std::optional<Reply> Client::receive() {
  char bytes[16384];
  const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
  if (got <= 0) throw std::runtime_error("the server closed the connection");
  buffer_.append(bytes, static_cast<std::size_t>(got));
  const auto head_end = buffer_.find("\r\n\r\n");
  if (head_end == std::string::npos) return std::nullopt;
  const auto length = buffer_.find("Content-Length: ");
  const auto size = length < head_end ? std::strtoul(buffer_.c_str() + length + 16, nullptr, 10) : 0;
  const auto total = head_end + 4 + size;
  if (buffer_.size() < total) return std::nullopt;
  Reply reply{std::atoi(buffer_.c_str() + 9), buffer_.substr(head_end + 4, size)};
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
  struct Connection {
    std::unique_ptr<Client> client;
    int number = 0;
    Clock::time_point sent{};
  };
  std::vector<Connection> clients;
  std::vector<pollfd> sockets;
  for (int c = 0; c < connections; ++c) {
    clients.push_back({std::make_unique<Client>(port)});
    sockets.push_back({.fd = clients.back().client->fd(), .events = POLLIN, .revents = 0});
  }
  std::vector<double> all;
  const auto send = [&](std::size_t c) {
    const std::string request = next(static_cast<int>(c), clients[c].number++);
    clients[c].sent = Clock::now();
    clients[c].client->start(request);
  };
  const auto begin = Clock::now();
  for (std::size_t c = 0; c < clients.size(); ++c) send(c);
  for (int running = connections; running > 0;) {
    if (::poll(sockets.data(), sockets.size(), 60'000) <= 0) throw std::runtime_error("a request was not answered");
    for (std::size_t c = 0; c < clients.size(); ++c) {
      if (sockets[c].revents == 0) continue;
      const auto reply = clients[c].client->receive();
      if (!reply) continue;
      if (reply->status != expected)
        throw std::runtime_error("a request was answered with status " + std::to_string(reply->status));
      const auto now = Clock::now();
      all.push_back(std::chrono::duration<double, std::micro>(now - clients[c].sent).count());
      if (now - begin < time) send(c);
      else sockets[c].fd = -1, --running;
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
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
