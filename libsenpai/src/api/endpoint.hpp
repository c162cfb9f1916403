#pragma once
// The endpoint table: one row per operation, from which dispatch, access checks, documentation and bindings come.

#include <senpai/api.hpp>
#include <senpai/error.hpp>
#include <span>

#include "api/codec.hpp"

namespace senpai::api {

enum class Access { open, optional_user, user, admin, super_admin };

struct HostState;

/// For the routes that browsers upload to; everywhere else PUT is not among the methods.
constexpr const char* methods_with_put = "GET, POST, PATCH, DELETE, OPTIONS, PUT";

/// What a handler may use.
struct Context {
  Platform& platform;
  const Request& request;
  Response& response;
  HostState& host;
  std::vector<std::pair<std::string_view, std::string>> path{};  ///< Parameters, decoded.
  std::optional<User> user{};                                    ///< Signed in, where access asks for it.
  Actor actor{};                                                 ///< Who acts, for services and audit.

  std::string_view parameter(std::string_view name) const {
    for (const auto& [key, value] : path)
      if (key == name) return value;
    return {};
  }
  template <class I>
  I id(std::string_view name) const {
    return I::parse(parameter(name));
  }
  std::optional<UserId> viewer() const { return user ? std::optional(user->id) : std::nullopt; }
  Timestamp now() const { return platform.options().clock(); }
};

/// For handlers whose success has more than one status.
template <class T>
struct Reply {
  int status;
  T body;
};

enum class Input { none, query, body, raw_body };

struct Endpoint {
  std::string_view name;
  std::string_view method;
  std::string_view path;
  Access access;
  int status;
  std::string_view summary;
  Input input;
  void (*run)(Context&, const Json& input, int status);
};

namespace detail {

template <class Result, class Call>
void answer(Context& c, int status, Call call) {
  c.response.status = status;
  if constexpr (std::is_void_v<Result>) {
    call();
  } else if constexpr (requires(const Result& r) { r.status, r.body; }) {
    const Result reply = call();
    c.response.status = reply.status;
    write_value(c.response.body, reply.body);
  } else {
    write_value(c.response.body, call());
  }
}

template <auto handler>
struct Handler;

template <class Result, Result (*handler)(Context&)>
struct Handler<handler> {
  static constexpr bool takes_input = false;
  static constexpr bool raw = false;
  static void run(Context& c, const Json&, int status) {
    answer<Result>(c, status, [&] { return handler(c); });
  }
};

template <class Result, class In, Result (*handler)(Context&, const In&)>
struct Handler<handler> {
  static constexpr bool takes_input = true;
  static constexpr bool raw = std::is_same_v<In, Json>;
  static void run(Context& c, const Json& input, int status) {
    answer<Result>(c, status, [&] {
      if constexpr (raw) return handler(c, input);
      else return handler(c, read_fields<In>(input));
    });
  }
};

}  // namespace detail

/// One row. Whether and how input is read follows from the handler: its second parameter is decoded from the query of a
/// GET or DELETE, from the JSON body of others, and is that JSON itself if it is `Json`.
template <auto handler>
constexpr Endpoint endpoint(std::string_view name, std::string_view route, Access access, int status,
                            std::string_view summary) {
  using H = detail::Handler<handler>;
  const auto blank = route.find(' ');
  const auto method = route.substr(0, blank);
  const bool from_query = method == "GET" || method == "DELETE";
  const Input input = !H::takes_input ? Input::none
                      : from_query    ? Input::query
                      : H::raw        ? Input::raw_body
                                      : Input::body;
  return {name, method, route.substr(blank + 1), access, status, summary, input, &H::run};
}

// The tables, each at the end of its module's *_api.cpp.
std::span<const Endpoint> auth_endpoints();
std::span<const Endpoint> kyc_endpoints();
std::span<const Endpoint> jobs_endpoints();
std::span<const Endpoint> jobs_admin_endpoints();
std::span<const Endpoint> applications_endpoints();
std::span<const Endpoint> application_documents_endpoints();
std::span<const Endpoint> feed_endpoints();
std::span<const Endpoint> feed_admin_endpoints();
std::span<const Endpoint> profile_endpoints();
std::span<const Endpoint> organizations_endpoints();
std::span<const Endpoint> admin_endpoints();
std::span<const Endpoint> objects_endpoints();
std::span<const Endpoint> host_endpoints();

}  // namespace senpai::api
