#include "parts.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <senpai/senpai.hpp>
#include <stdexcept>

namespace bench {

using std::chrono::milliseconds;

using microseconds = std::chrono::duration<double, std::micro>;

microseconds machine_cpu() {
  std::ifstream stat("/proc/stat");
  std::string cpu;
  std::int64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft_interrupts = 0;
  stat >> cpu >> user >> nice >> system >> idle >> waiting >> interrupts >> soft_interrupts;
  const auto ticks = user + nice + system + interrupts + soft_interrupts;
  return std::chrono::duration<double>(static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK)));
}

namespace {

microseconds own_cpu() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

Sample sample(const Process& process, int port, milliseconds time, int expected,
              const std::function<std::string(int, int)>& next) {
  const auto before = process.cpu();
  const auto machine_before = machine_cpu(), load_before = own_cpu();
  Sample s{.load = run_load(port, connections, time, expected, next)};
  const auto requests = static_cast<double>(std::max<std::int64_t>(1, s.load.requests));
  s.cpu_us = microseconds(process.cpu() - before).count() / requests;
  s.serving_us = (machine_cpu() - machine_before - (own_cpu() - load_before)).count() / requests;
  return s;
}

Json call(Client& client, const std::string& method, const std::string& path, const Json& body,
          const std::vector<std::string>& headers, int expected) {
  const Reply reply = client.send(make_request(method, path, headers, body.is_null() ? "" : body.dump()));
  if (reply.status != expected)
    throw std::runtime_error(method + " " + path + " answered " + std::to_string(reply.status) + ": " + reply.body);
  return Json::parse(reply.body, nullptr, false);
}

Person make_person(int port, const std::string& email) {
  Client client(port);
  Person p;
  const Json session =
      call(client, "POST", "/auth/register",
           {{"fullName", "Bench Person"}, {"email", email}, {"password", "Kirei-na-hana-42"}}, {}, 201);
  p.id = session["user"]["id"];
  p.token = session["accessToken"];
  p.kyc_session = call(client, "POST", "/identity/kyc/sessions", Json::object(),
                       {"Authorization: Bearer " + p.token}, 201)["session"]["id"];
  return p;
}

std::function<std::string(int, int)> webhook_requests(const Person& person) {
  return [person](int connection, int number) {
    const std::string body = R"({"sessionId":")" + person.kyc_session +
                             R"(","providerRef":"ref","metadata":{"note":")" + std::to_string(number) + "\"}}";
    const std::string key = "bench-" + std::to_string(connection) + "-" + std::to_string(number);
    const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    return make_request("POST", "/identity/kyc/provider-webhook",
                        {std::string("x-kyc-webhook-secret: ") + webhook_secret, "x-idempotency-key: " + key,
                         "x-kyc-webhook-timestamp: " + std::to_string(now.time_since_epoch().count()),
                         "x-kyc-webhook-signature: " + senpai::sign_webhook(webhook_secret, key, now, body)},
                        body);
  };
}

}  // namespace bench
