// Log lines and counters on their own, written into a pipe.

#include <fcntl.h>
#include <unistd.h>

#include <future>
#include <sstream>

#include "support.hpp"
#include "telemetry.hpp"

using namespace senpai;
using namespace senpai::test;
using server::Telemetry;

namespace {

/// Both ends of a pipe; what was written can be read without waiting.
class Pipe {
 public:
  Pipe() {
    REQUIRE(::pipe2(ends_, O_CLOEXEC) == 0);
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    close_reader();
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }
  void close_reader() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }
  std::string text() {
    char buffer[65536];
    for (ssize_t got = 0; (got = ::read(ends_[0], buffer, sizeof buffer)) > 0;)
      text_.append(buffer, static_cast<std::size_t>(got));
    return text_;
  }
  std::vector<Json> lines() {
    std::vector<Json> parsed;
    std::istringstream all(text());
    for (std::string line; std::getline(all, line) && !all.eof();) parsed.push_back(Json::parse(line));
    return parsed;
  }

 private:
  int ends_[2] = {-1, -1};
  std::string text_;
};

api::Response answered(int status, const std::string& route, const std::string& code = "") {
  api::Response response;
  response.status = status;
  response.route = route;
  response.error_code = code;
  response.request_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
  return response;
}

}  // namespace

TEST_CASE("telemetry: a line has the fixed members first and every kind of value, lists included") {
  Pipe pipe;
  Telemetry telemetry(pipe.writer(), LogLevel::debug);
  const std::vector<std::string> roles{"lpk", "super_admin"};
  telemetry.log(LogLevel::warn, "some.event",
                {{"text", "say \"hi\"\n\x01 確認"},
                 {"none", nullptr},
                 {"yes", true},
                 {"number", std::int64_t{-7}},
                 {"ratio", 0.5},
                 {"broken", std::string_view("a\xff")},
                 {"roles", std::span<const std::string>(roles)}});
  telemetry.flush();
  CHECK(pipe.text().find(R"(,"level":"warn","service":"api","event":"some.event","text":)") == 32);
  const Json line = pipe.lines().at(0);
  CHECK(line["ts"].get<std::string>().size() == 24);
  CHECK(line["text"] == "say \"hi\"\n\x01 確認");
  CHECK(line["none"].is_null());
  CHECK(line["yes"] == true);
  CHECK(line["number"] == -7);
  CHECK(line["ratio"] == 0.5);
  CHECK(line["broken"] == "a\xef\xbf\xbd");
  CHECK(line["roles"] == Json({"lpk", "super_admin"}));
}

TEST_CASE("telemetry: lines below the minimum are not written, and requests start at debug and end at info") {
  for (const auto minimum : {LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error}) {
    Pipe pipe;
    Telemetry telemetry(pipe.writer(), minimum);
    telemetry.request_started("id", "GET", "/jobs/1");
    telemetry.request_finished(answered(200, "/jobs/{jobId}"), "GET", "/jobs/1", std::chrono::milliseconds(12));
    telemetry.log(LogLevel::error, "last", {});
    telemetry.flush();
    std::string events;
    for (const auto& line : pipe.lines()) events += line["event"].get<std::string>() + " ";
    if (minimum == LogLevel::debug) CHECK(events == "http.request.started http.request.finished last ");
    else if (minimum == LogLevel::info) CHECK(events == "http.request.finished last ");
    else CHECK(events == "last ");
  }
}

TEST_CASE("telemetry: a finished request tells user and error code, a failed one its cause") {
  Pipe pipe;
  Telemetry telemetry(pipe.writer(), LogLevel::info);
  auto response = answered(409, "/jobs/{jobId}", "some_code");
  response.user = UserId("6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f");
  telemetry.request_finished(response, "GET", "/jobs/1", std::chrono::microseconds(12900));
  response = answered(500, "/jobs/{jobId}", "internal_error");
  response.failure = "the cause";
  telemetry.request_finished(response, "GET", "/jobs/2", std::chrono::microseconds(1));
  telemetry.flush();
  const auto lines = pipe.lines();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["event"] == "http.request.finished");
  CHECK(lines[0]["statusCode"] == 409);
  CHECK(lines[0]["durationMs"] == 12);
  CHECK(lines[0]["errorCode"] == "some_code");
  CHECK(lines[0]["userId"] == "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f");
  CHECK(lines[1]["event"] == "http.request.failed");
  CHECK(lines[1]["errorName"] == "internal_error");
  CHECK(lines[1]["errorMessage"] == "the cause");
  CHECK(lines[2]["statusCode"] == 500);
}

TEST_CASE("telemetry: metrics count by status and route, the most frequent first, with times in milliseconds") {
  Pipe pipe;
  Telemetry telemetry(pipe.writer(), LogLevel::error);
  CHECK(telemetry.metrics().routes.empty());
  const auto finish = [&](int status, const char* method, const char* route, int microseconds) {
    telemetry.request_finished(answered(status, route), method, "/x", std::chrono::microseconds(microseconds));
  };
  finish(200, "GET", "/b", 1000);
  finish(200, "GET", "/b", 2055);
  finish(404, "GET", "(unmatched)", 10);
  finish(503, "get", "/a", 123456);
  finish(204, "BREW", "/a", 1);
  for (const char* code : {"slow_down", "not_now", "slow_down"})
    telemetry.request_finished(answered(429, "/c", code), "GET", "/x", std::chrono::microseconds(1));
  const api::Metrics metrics = telemetry.metrics();
  CHECK(metrics.total_requests == 8);
  CHECK(metrics.total_errors == 1);
  CHECK(metrics.by_status ==
        std::map<std::string, std::int64_t>{{"200", 2}, {"204", 1}, {"404", 1}, {"429", 3}, {"503", 1}});
  REQUIRE(metrics.routes.size() == 5);
  CHECK(metrics.routes[0].route == "/c");
  CHECK(metrics.routes[0].error_codes == std::map<std::string, std::int64_t>{{"not_now", 1}, {"slow_down", 2}});
  const api::RouteMetrics& busiest = metrics.routes[1];
  CHECK(busiest.error_codes.empty());
  CHECK(busiest.method == "GET");
  CHECK(busiest.route == "/b");
  CHECK(busiest.count == 2);
  CHECK(busiest.average_ms == 1.53);
  CHECK(busiest.min_ms == 1);
  CHECK(busiest.max_ms == 2.06);
  CHECK(metrics.routes[2].route == "(unmatched)");
  CHECK(metrics.routes[3].method == "GET");
  CHECK(metrics.routes[3].max_ms == 123.46);
  CHECK(metrics.routes[4].method == "OTHER");
}

TEST_CASE("telemetry: a reader that stops reading costs lines and not requests, and the loss is counted") {
  Pipe pipe;
  Telemetry telemetry(pipe.writer(), LogLevel::info);
  ::fcntl(pipe.writer(), F_SETFL, O_NONBLOCK);
  ::fcntl(pipe.writer(), F_SETPIPE_SZ, 1 << 20);
  const std::string filling(1000, 'x');
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 3000; ++i) telemetry.log(LogLevel::info, "filling", {{"text", filling}});
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  std::int64_t lines = 0, dropped = 0;
  for (int tries = 0; tries < 400 && dropped == 0; ++tries) {
    pipe.text();
    telemetry.log(LogLevel::error, "more", {});
    telemetry.flush();
    lines = dropped = 0;
    for (const auto& line : pipe.lines()) {
      lines += line["event"] == "filling";
      if (line["event"] == "log.lines_dropped") dropped += line["count"].get<std::int64_t>();
    }
  }
  CHECK(dropped > 0);
  CHECK(lines + dropped >= 3000);
}

TEST_CASE("telemetry: everything that was logged is written when it ends") {
  Pipe pipe;
  {
    Telemetry telemetry(pipe.writer(), LogLevel::info);
    for (int i = 0; i < 50; ++i) telemetry.log(LogLevel::info, "event", {{"i", std::int64_t{i}}});
  }
  CHECK(pipe.lines().size() == 50);
}

TEST_CASE("telemetry: a reader that sleeps for ever delays its end by seconds and not for ever") {
  Pipe pipe;
  auto telemetry = std::make_unique<Telemetry>(pipe.writer(), LogLevel::info);
  const std::string filling(1000, 'x');
  for (int i = 0; i < 500; ++i) telemetry->log(LogLevel::info, "filling", {{"text", filling}});
  auto ended = std::async(std::launch::async, [&] { telemetry.reset(); });
  CHECK(ended.wait_for(std::chrono::seconds(10)) == std::future_status::ready);
  pipe.close_reader();
}

TEST_CASE("telemetry: the token in the link of a document stays out of every line") {
  Pipe pipe;
  Telemetry telemetry(pipe.writer(), LogLevel::debug);
  for (const char* path : {"/objects/private", "/v1/objects/private", "//objects/private", "/objects/./private"}) {
    telemetry.request_started("id", "GET", path);
    telemetry.request_finished(answered(500, "/objects/{token}"), "GET", path, std::chrono::microseconds(1));
  }
  telemetry.flush();
  CHECK(pipe.lines().size() == 12);
  for (const auto& line : pipe.lines()) CHECK(line["path"] == "/objects/{token}");
  CHECK(pipe.text().find("private") == std::string::npos);
}

TEST_CASE("telemetry: what steers a terminal or turns text around is escaped and other text is not") {
  Pipe pipe;
  Telemetry telemetry(pipe.writer(), LogLevel::info);
  const std::string hostile = "\xc2\x9b" "31m \x7f\x1b \u202e \u2066 \u200f \u2028 end";
  const std::string harmless = "caf\u00e9 \u78ba\u8a8d \U0001f338 \u00a0 \u2030";
  telemetry.log(LogLevel::info, "event", {{"hostile", hostile}, {"harmless", harmless}});
  telemetry.flush();
  CHECK(pipe.text().find(R"("\u009b31m \u007f\u001b \u202e \u2066 \u200f \u2028 end")") != std::string::npos);
  CHECK(pipe.text().find("\"" + harmless + "\"") != std::string::npos);
  CHECK(pipe.lines().at(0)["hostile"] == hostile);
}
