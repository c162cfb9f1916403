// From a request to its handler: path, route, access, body, answer. The order decides which error wins.

#include <algorithm>
#include <array>

#include "api/endpoint.hpp"
#include "api/error_answer.hpp"
#include "api/host_state.hpp"
#include "api/target.hpp"
#include "support/crypto.hpp"
#include "support/text.hpp"
#include "support/thrown.hpp"

namespace senpai::api {
namespace {

constexpr const char* unmatched = "(unmatched)";

int http_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_argument: return 400;
    case ErrorKind::unauthenticated: return 401;
    case ErrorKind::forbidden: return 403;
    case ErrorKind::not_found: return 404;
    case ErrorKind::conflict: return 409;
    case ErrorKind::rate_limited: return 429;
    case ErrorKind::unavailable: return 503;
    case ErrorKind::internal: return 500;
  }
  return 500;
}

constexpr const char* allowed_headers =
    "Content-Type, Authorization, x-admin-api-key, x-kyc-webhook-secret, x-kyc-webhook-signature, "
    "x-kyc-webhook-timestamp, x-idempotency-key";
constexpr const char* allowed_methods = "GET, POST, PATCH, DELETE, OPTIONS";

void add_common_headers(Response& response) {
  static constexpr std::array<std::pair<const char*, const char*>, 4> always{{
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Allow-Headers", allowed_headers},
      {"Access-Control-Allow-Methods", allowed_methods},
      {"Access-Control-Expose-Headers", "x-request-id"},
  }};
  response.headers.reserve(response.headers.size() + always.size() + 2);
  response.headers.emplace_back("x-request-id", response.request_id);
  for (const auto& [name, value] : always)
    if (response.header(name).empty()) response.headers.emplace_back(name, value);
  if (!response.body.empty() && response.header("Content-Type").empty())
    response.headers.emplace_back("Content-Type", "application/json");
}

/// Turns what a handler threw into the envelope. Headers a handler set stay: they say how to do it right.
void put_error(Response& response, const Error& error) {
  response.status = http_status(error.kind());
  response.error_code = error.code();
  response.file.reset();
  response.body.clear();
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Content-Type"; });
  write_value(response.body, ErrorAnswer{{error.code(), error.what(), response.request_id, error.retry_after()}});
  if (const auto wait = error.retry_after()) response.set_header("Retry-After", std::to_string(wait->count()));
}

/// The token of `Authorization: Bearer x`; the scheme in any case. Anything else counts as no token.
std::string_view bearer_token(const Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const auto header = request.header("authorization");
  if (header.size() <= scheme.size() || text::lower(header.substr(0, scheme.size())) != scheme) return {};
  return text::trim(header.substr(scheme.size()));
}

/// A route with its path cut into segments.
struct Route {
  const Endpoint* endpoint;
  std::vector<std::string_view> segments;
};

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

std::vector<Route> all_routes() {
  std::vector<Route> routes;
  for (const Endpoint* endpoint : all_endpoints()) routes.push_back({endpoint, split_segments(endpoint->path)});
  // A literal wins over a parameter at the first place where two routes differ.
  std::stable_sort(routes.begin(), routes.end(), [](const Route& a, const Route& b) {
    return std::lexicographical_compare(
        a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
        [](std::string_view x, std::string_view y) { return !is_parameter(x) && is_parameter(y); });
  });
  return routes;
}

bool matches(const Route& route, std::string_view method, const std::vector<std::string_view>& segments) {
  return route.endpoint->method == method && route.segments.size() == segments.size() &&
         std::equal(segments.begin(), segments.end(), route.segments.begin(),
                    [](std::string_view given, std::string_view wanted) {
                      return given == wanted || (is_parameter(wanted) && !given.empty());
                    });
}

[[noreturn]] void refuse_body(const char* why) {
  throw Error(ErrorKind::invalid_argument, "invalid_request_body", why);
}

constexpr const char* too_large = "The request body may be at most 1 MiB.";

/// The body, read only now that it is wanted, and never beyond the limit.
std::string read_body(const Request& request) {
  if (!request.read_body) {
    if (request.body.size() > max_body_bytes) refuse_body(too_large);
    return request.body;
  }
  if (const auto declared = text::parse_number(request.header("content-length")))
    if (*declared > static_cast<double>(max_body_bytes)) refuse_body(too_large);
  std::string body;
  char buffer[16384];
  while (const auto got = request.read_body(buffer, sizeof buffer)) {
    if (body.size() + got > max_body_bytes) refuse_body(too_large);
    body.append(buffer, got);
  }
  return body;
}

Json query_object(const Target& target) {
  Json object = Json::object();
  for (const auto& [name, value] : target.query)
    if (!object.contains(name)) object[name] = value;  // the first of repeated parameters counts
  return object;
}

/// What a query of this object's members would hold: texts, as the readers of queries expect.
Json as_query(const Json& object) {
  Json query = Json::object();
  for (const auto& [name, value] : object.items()) {
    if (value.is_null()) continue;
    query[name] = value.is_boolean() ? Json(value.get<bool>() ? "true" : "false") : value;
  }
  return query;
}

/// The headers that a credential of Api::call() stands for.
std::vector<std::pair<std::string, std::string>> credential_headers(std::string_view credential) {
  constexpr std::string_view key = "key:";
  if (credential.empty()) return {};
  if (credential.starts_with(key)) return {{"x-admin-api-key", std::string(credential.substr(key.size()))}};
  return {{"authorization", "Bearer " + std::string(credential)}};
}

/// An id goes into a header and into logs, and may come from a client.
bool is_request_id(std::string_view id) {
  return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._:-").find(c) != std::string_view::npos;
  });
}

std::string_view parameter_name(std::string_view segment) { return segment.substr(1, segment.size() - 2); }

/// The value of a path parameter among the input of Api::call().
std::string parameter_value(const Json& input, std::string_view name) {
  const auto found = input.find(name);
  if (found == input.end() || found->is_structured() || found->is_null())
    throw Error(ErrorKind::invalid_argument, "missing_parameter", "Please give " + std::string(name) + " as a string.");
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

void allow_uploads(Response& response) {
  response.set_header("Access-Control-Allow-Methods", std::string(allowed_methods) + ", PUT");
  response.set_header("Access-Control-Allow-Headers", std::string(allowed_headers) + ", x-amz-meta-checksum-sha256");
}

std::vector<const Endpoint*> all_endpoints() {
  std::vector<const Endpoint*> all;
  for (const auto& table :
       {auth_endpoints(), kyc_endpoints(), jobs_endpoints(), jobs_admin_endpoints(), feed_endpoints(),
        feed_admin_endpoints(), profile_endpoints(), applications_endpoints(), application_documents_endpoints(),
        organizations_endpoints(), admin_endpoints(), objects_endpoints(), host_endpoints()})
    for (const Endpoint& endpoint : table) all.push_back(&endpoint);
  return all;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key.size() == name.size() && text::lower(key) == name) return value;
  return {};
}

void Response::set_header(std::string name, std::string value) {
  for (auto& header : headers)
    if (header.first == name) {
      header.second = std::move(value);
      return;
    }
  headers.emplace_back(std::move(name), std::move(value));
}

std::string_view Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

struct Api::Impl {
  Platform& platform;
  HostState host{};
  std::vector<Route> routes = all_routes();

  const Route* find(std::string_view method, const std::vector<std::string_view>& segments) const {
    for (const Route& route : routes)
      if (matches(route, method, segments)) return &route;
    return nullptr;
  }

  void admit(Context& c, Access access) {
    const auto token = bearer_token(c.request);
    if (access == Access::open || access == Access::webhook) return;
    if (access == Access::optional_user && token.empty()) return;
    const bool administers = access == Access::admin || access == Access::super_admin;
    if (administers && token.empty()) {
      platform.auth().check_admin_key(c.request.header("x-admin-api-key"));
      c.actor = Actor::api_key();
      return;
    }
    if (token.empty())
      throw Error(ErrorKind::unauthenticated, "missing_access_token", "Please sign in to do this.");
    c.user = platform.auth().authenticate(token);
    c.actor = Actor(c.user->id);
    if (!administers) return;
    c.actor = platform.auth().administrator(*c.user);
    if (access == Access::super_admin && !c.user->has_role(super_admin_role))
      throw Error(ErrorKind::forbidden, "insufficient_admin_role", "Only a super administrator may do this.");
  }

  /// Reads what the endpoint wants and runs it.
  void run(Context& c, const Endpoint& endpoint, const Target& target, Request& request) {
    if (endpoint.input == Input::none) return endpoint.run(c, Json(), endpoint.status);
    if (endpoint.input == Input::query) return endpoint.run(c, query_object(target), endpoint.status);
    request.body = read_body(request);
    Json body = parse_body(request.body);
    // `null` is no object; only the webhook knows what to make of it.
    if (body.is_null() && endpoint.input != Input::raw_body) refuse_body("The request body must be a JSON object.");
    endpoint.run(c, body, endpoint.status);
  }

  void route(Request& request, Response& response) {
    const auto target = parse_target(request.target);
    if (request.method == "OPTIONS") {
      response.status = 204;
      if (target && target->path.starts_with("/objects/"))
        allow_uploads(response);
      return;
    }
    const auto segments = target ? split_segments(target->path) : std::vector<std::string_view>{};
    const Route* found = target ? find(request.method == "HEAD" ? "GET" : request.method, segments) : nullptr;
    if (!found) throw Error(ErrorKind::not_found, "not_found", "There is nothing at this address.");
    response.route = found->endpoint->path;
    Context c{platform, request, response, host};
    for (std::size_t i = 0; i < segments.size(); ++i)
      if (is_parameter(found->segments[i]))
        c.path.emplace_back(parameter_name(found->segments[i]), percent_decode(segments[i]));
    admit(c, found->endpoint->access);
    c.actor.request_id = response.request_id;
    if (c.user) response.user = c.user->id;
    run(c, *found->endpoint, *target, request);
  }

  [[noreturn]] static void refuse_call() {
    throw Error(ErrorKind::invalid_argument, "request_required", "This operation needs the whole HTTP request.");
  }

  std::string call(std::string_view operation, std::string_view credential, std::string_view input) {
    const auto route = std::find_if(routes.begin(), routes.end(),
                                    [&](const Route& r) { return r.endpoint->name == operation; });
    if (route == routes.end())
      throw Error(ErrorKind::not_found, "unknown_operation", "There is no operation with this name.");
    const Endpoint& endpoint = *route->endpoint;
    if (endpoint.input == Input::raw_body || endpoint.path.starts_with("/objects/")) refuse_call();
    const Request request{.headers = credential_headers(credential)};
    Response response{.request_id = platform.options().new_id()};
    Context c{platform, request, response, host};
    admit(c, endpoint.access);
    c.actor.request_id = response.request_id;
    if (input.size() > max_body_bytes) refuse_body(too_large);
    const Json members = parse_body(input);
    if (!members.is_object()) refuse_body("The input must be a JSON object.");
    for (const auto segment : route->segments)
      if (is_parameter(segment))
        c.path.emplace_back(parameter_name(segment), parameter_value(members, parameter_name(segment)));
    endpoint.run(c, endpoint.input == Input::query ? as_query(members) : members, endpoint.status);
    if (const auto type = response.header("Content-Type"); !type.empty() && type != "application/json") refuse_call();
    return std::move(response.body);
  }
};

Api::Api(Platform& platform, HostHandlers host) : impl_(new Impl{.platform = platform}) {
  impl_->host.handlers = std::move(host);
}
Api::~Api() = default;

void Api::drain() { impl_->host.draining = true; }

std::string Api::new_request_id() const { return impl_->platform.options().new_id(); }

Response Api::handle(Request request) {
  Response response;
  response.route = unmatched;
  try {
    response.request_id = is_request_id(request.id) ? request.id : new_request_id();
    impl_->route(request, response);
  } catch (...) {
    const Error error = error_in_flight();
    if (error.kind() == ErrorKind::internal) response.failure = error.cause();
    else if (std::string_view(error.cause()) != error.what())
      impl_->platform.options().observer->log(LogLevel::error, "request.unavailable",
                                              {{"requestId", std::string_view(response.request_id)},
                                               {"errorCode", std::string_view(error.code())},
                                               {"error", std::string_view(error.cause())}});
    put_error(response, error);
  }
  add_common_headers(response);
  return response;
}

std::string Api::call(std::string_view operation, std::string_view credential, std::string_view input) {
  return impl_->call(operation, credential, input);
}

Response Api::refuse(const Request& request, const Error& error) {
  Response response;
  response.request_id = is_request_id(request.id) ? request.id : crypto::random_uuid();
  response.route = unmatched;
  put_error(response, error);
  add_common_headers(response);
  return response;
}

std::vector<EndpointInfo> endpoints() {
  std::vector<EndpointInfo> infos;
  for (const Route& route : all_routes()) {
    const Endpoint& e = *route.endpoint;
    infos.push_back({e.name, e.method, e.path, wire_name(e.access), e.status, e.summary});
  }
  return infos;
}

}  // namespace senpai::api
