// Health, readiness, metrics and documentation.

#include <senpai/version.hpp>

#include "api/endpoint.hpp"
#include "api/host_state.hpp"

namespace senpai::api {

template <class V>
void fields(V& v, const ReadyCheck& c) {
  v("name", c.name), v("ok", c.ok), v("latencyMs", c.latency_ms);
}

template <class V>
void fields(V& v, const Readiness& r) {
  v("status", r.status), v("checks", r.checks);
}

template <class V>
void fields(V& v, const RouteMetrics& x) {
  v("method", x.method), v("route", x.route), v("count", x.count), v("avgDurationMs", x.average_ms);
  v("minDurationMs", x.min_ms), v("maxDurationMs", x.max_ms), v("errorCodes", x.error_codes);
}

template <class V>
void fields(V& v, const Metrics& x) {
  v("uptimeSec", x.uptime), v("totalRequests", x.total_requests), v("totalErrors", x.total_errors);
  v("byStatus", x.by_status), v("routes", x.routes);
}

template <>
Readiness sample() {
  return {.status = ReadyState::ready, .checks = {{.name = "database", .ok = true, .latency_ms = 1}}};
}

namespace {

struct Health {};
template <class V>
void fields(V& v, const Health&) {
  v("status", "ok"), v("service", "api"), v("version", version);
}

Health health(Context&) { return {}; }

constexpr std::chrono::seconds readiness_kept{2};
constexpr std::chrono::milliseconds longest_wait{1000};

template <class Probe>
ReadyCheck probe(std::string name, Probe works) {
  const auto begin = std::chrono::steady_clock::now();
  ReadyCheck check{std::move(name)};
  try {
    check.ok = works();
  } catch (...) {  // A store or object storage of the host may throw anything.
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
  for (const auto& check : result.checks)
    if (!check.ok) result.status = ReadyState::not_ready;
  return result;
}

Reply<Readiness, 503> ready(Context& c) {
  using Clock = std::chrono::steady_clock;
  const auto lease = c.host.readiness_pool.acquire(longest_wait);
  // Somebody else still looks at the parts. A database that hangs must not take one thread after the other.
  if (!lease) {
    const ReadyCheck late{.name = "probe", .ok = false, .latency_ms = longest_wait.count()};
    return {503, {.status = ReadyState::not_ready, .checks = {late}}};
  }
  KeptReadiness& kept = **lease;
  if (Clock::now() >= kept.until || c.host.draining) {
    kept.answer = examine(c);
    kept.until = Clock::now() + readiness_kept;
  }
  return {kept.answer.status == ReadyState::ready ? 200 : 503, kept.answer};
}

Metrics metrics(Context& c) {
  if (!c.host.handlers.metrics) throw Error(ErrorKind::not_found, "not_found", "This server keeps no metrics.");
  return c.host.handlers.metrics();
}

/// For what changes with the program only: the client asks again and is told that it has it already.
void put_static(Context& c, std::string_view content, std::string_view content_type) {
  const std::string tag = "\"" + std::to_string(std::hash<std::string_view>{}(content)) + "\"";
  c.response.set_header("ETag", tag);
  c.response.set_header("Cache-Control", "no-cache");
  c.response.set_header("Content-Type", std::string(content_type));
  c.response.set_header("X-Content-Type-Options", "nosniff");
  if (c.request.header("if-none-match") == tag) c.response.status = 304;
  else c.response.body = content;
}

Document document(Context& c) {
  put_static(c, openapi(), "application/json");
  return {};
}

/// The page may load and call nothing but this server.
StaticFile put_page(Context& c, std::string_view name) {
  const auto file = c.host.handlers.page ? c.host.handlers.page(name) : std::nullopt;
  if (!file) throw Error(ErrorKind::not_found, "not_found", "There is nothing at this address.");
  c.response.set_header("Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
                        "form-action 'none'; "
                        "frame-ancestors 'none'");
  c.response.set_header("Referrer-Policy", "no-referrer");
  put_static(c, file->content, file->content_type);
  return {};
}

StaticFile docs(Context& c) { return put_page(c, "index.html"); }
StaticFile docs_file(Context& c) { return put_page(c, c.parameter("file")); }

constexpr Endpoint table[] = {
    endpoint<&health>("host.health", "GET /health", Access::open, 200, "Tell that the process is alive."),
    endpoint<&ready>("host.ready", "GET /ready", Access::open, 200, "Tell whether requests can be served now.", {},
                     "The parts that are looked at are in `checks`; the answer is kept for two seconds."),
    endpoint<&metrics>("host.metrics", "GET /metrics", Access::open, 200, "Counters since the start of the process.",
                       "404 not_found"),
    endpoint<&document>("host.openapi", "GET /openapi.json", Access::open, 200, "This document."),
    endpoint<&docs>("host.docs", "GET /docs", Access::open, 200, "A page to read this document and try requests.",
                    "404 not_found"),
    endpoint<&docs_file>("host.docsFile", "GET /docs/{file}", Access::open, 200, "What that page consists of.",
                         "404 not_found"),
};

}  // namespace

std::span<const Endpoint> host_endpoints() { return table; }

}  // namespace senpai::api
