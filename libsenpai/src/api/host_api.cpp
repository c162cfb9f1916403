// Health, readiness, metrics.

#include <senpai/version.hpp>

#include "api/endpoint.hpp"
#include "api/host_state.hpp"

namespace senpai::api {
namespace {

struct Health {};
template <class V>
void fields(V& v, const Health&) {
  v("status", "ok"), v("service", "api"), v("version", version);
}

Health health(Context&) { return {}; }

struct Check {
  std::string name;
  bool ok = true;
  std::int64_t latency_ms = 0;
};
template <class V>
void fields(V& v, const Check& c) {
  v("name", c.name), v("ok", c.ok), v("latencyMs", c.latency_ms);
}

struct Readiness {
  bool ready = true;
  std::vector<Check> checks;
};
template <class V>
void fields(V& v, const Readiness& r) {
  v("status", r.ready ? "ready" : "not_ready"), v("checks", r.checks);
}

template <class Probe>
Check probe(std::string name, Probe works) {
  const auto begin = std::chrono::steady_clock::now();
  Check check{std::move(name)};
  try {
    check.ok = works();
  } catch (const std::exception&) {
    check.ok = false;
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  check.latency_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  return check;
}

Readiness examine(Context& c) {
  Readiness result;
  result.checks.push_back(probe("accepting", [&] { return !c.host.draining.load(); }));
  bool current = false;
  result.checks.push_back(probe("database", [&] {
    current = pending_migrations(*c.platform.options().storage).empty();
    return true;
  }));
  result.checks.push_back(probe("migrations", [&] { return current; }));
  result.checks.push_back(probe("storage", [&] {
    c.platform.options().objects->check();
    return true;
  }));
  for (const auto& check : result.checks) result.ready &= check.ok;
  return result;
}

void ready(Context& c) {
  const std::lock_guard lock(c.host.ready_mutex);
  if (c.now() >= c.host.ready_until || c.host.draining) {
    const Readiness found = examine(c);
    c.host.ready_answer = {};
    c.host.ready_answer.status = found.ready ? 200 : 503;
    write_value(c.host.ready_answer.body, found);
    c.host.ready_until = c.now() + std::chrono::seconds(2);
  }
  c.response.status = c.host.ready_answer.status;
  c.response.body = c.host.ready_answer.body;
}

void metrics(Context& c) {
  if (!c.host.handlers.metrics) throw Error(ErrorKind::not_found, "not_found", "This server keeps no metrics.");
  c.response.body = c.host.handlers.metrics();
}

constexpr Endpoint table[] = {
    endpoint<&health>("host.health", "GET /health", Access::open, 200, "Tell that the process is alive."),
    endpoint<&ready>("host.ready", "GET /ready", Access::open, 200, "Tell whether requests can be served now."),
    endpoint<&metrics>("host.metrics", "GET /metrics", Access::open, 200, "Counters since the start of the process."),
};

}  // namespace

std::span<const Endpoint> host_endpoints() { return table; }

}  // namespace senpai::api
