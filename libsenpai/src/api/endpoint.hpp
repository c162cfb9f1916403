#pragma once
// The endpoint table: one row per operation, from which dispatch, access checks, documentation and bindings come.

#include <senpai/api.hpp>
#include <senpai/error.hpp>
#include <span>

#include "api/schema.hpp"

namespace senpai::api {

/// `webhook` is open here; the service verifies the signature.
enum class Access { open, optional_user, user, admin, super_admin, webhook };
constexpr auto wire_names(Access) {
  return std::array{WireName{Access::open, "open"},   WireName{Access::optional_user, "optional_user"},
                    WireName{Access::user, "user"},   WireName{Access::admin, "admin"},
                    WireName{Access::super_admin, "super_admin"}, WireName{Access::webhook, "webhook"}};
}

struct HostState;

/// For the routes that browsers upload to: only there PUT is among the methods, and what its links want among the
/// headers.
void allow_uploads(Response&);

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

/// For handlers whose answer has two statuses, that of the row and another one.
template <class T, int other = 200>
struct Reply {
  static constexpr int other_status = other;
  int status;
  T body;
};

/// A body the handler wants to see as it came, documented by the type it is usually read into.
template <class T>
struct RawBody {
  using Usual = T;
  const Json& json;
};

/// A body of bytes, which the handler takes from the request by itself.
struct Stream {};

// What handlers return that have put the bytes into the answer by themselves, documented by their media type. The last
// two may answer 304.
struct Bytes {
  static constexpr const char* media_type = "application/octet-stream";
};
struct StaticFile {
  static constexpr const char* media_type = "*/*";
};
struct Document {
  static constexpr const char* media_type = "application/json";
};

enum class Input { none, query, body, raw_body };

/// Input and output of a handler, as far as its types tell.
struct Shape {
  Schemas& schemas;
  const bool is_query;
  OrderedJson request{};  ///< Null without one.
  OrderedJson request_example{};
  OrderedJson response{};  ///< Null without one.
  OrderedJson response_example{};
  const char* request_media = "application/json";
  const char* response_media = "application/json";
  int other_status = 0;
  bool may_be_known = false;  ///< Answers 304 to clients that have it.

  template <class T>
  void input() {
    if constexpr (requires { typename T::Usual; }) {
      input<typename T::Usual>();
    } else if constexpr (std::is_same_v<T, Stream>) {
      request_media = "application/octet-stream";
      request = {{"type", "string"}, {"format", "binary"}};
    } else {
      T value{};
      request = is_query ? schemas.of_query(value, request_example) : schemas.of_body(value, request_example);
    }
  }
  template <class T>
  void output() {
    if constexpr (requires { T::other_status; }) {
      other_status = T::other_status;
      return output<decltype(T::body)>();
    } else if constexpr (requires { T::media_type; }) {
      response_media = T::media_type;
      may_be_known = !std::is_same_v<T, Bytes>;
      response = {{"type", "string"}, {"format", "binary"}};
      if constexpr (std::is_same_v<T, Document>) response = {{"type", "object"}};
    } else if constexpr (!std::is_void_v<T>) {
      const T value = sample<T>();
      response = schemas.of(value);
      std::string text;
      write_value(text, value);
      response_example = OrderedJson::parse(text);
    }
  }
};

struct Endpoint {
  std::string_view name;
  std::string_view method;
  std::string_view path;
  Access access;
  int status;
  std::string_view summary;
  std::string_view errors;  ///< Codes of its own by status: `400 invalid_name invalid_email, 409 email_exists`.
  std::string_view description;
  Input input;
  void (*run)(Context&, const Json& input, int status);
  void (*describe)(Shape&);
};

namespace detail {

template <class Result, class Call>
void answer(Context& c, int status, Call call) {
  c.response.status = status;
  if constexpr (std::is_void_v<Result>) {
    call();
  } else if constexpr (requires { Result::media_type; }) {
    call();
  } else if constexpr (requires { Result::other_status; }) {
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
  static constexpr Input input(bool) { return Input::none; }
  static void run(Context& c, const Json&, int status) {
    answer<Result>(c, status, [&] { return handler(c); });
  }
  static void describe(Shape& shape) { shape.output<Result>(); }
};

template <class Result, class In, Result (*handler)(Context&, const In&)>
struct Handler<handler> {
  static constexpr bool raw = requires { typename In::Usual; };
  static constexpr Input input(bool from_query) {
    if (std::is_same_v<In, Stream>) return Input::none;
    return from_query ? Input::query : raw ? Input::raw_body : Input::body;
  }
  static void run(Context& c, const Json& input, int status) {
    answer<Result>(c, status, [&] {
      if constexpr (raw) return handler(c, {input});
      else if constexpr (std::is_same_v<In, Stream>) return handler(c, {});
      else return handler(c, read_fields<In>(input));
    });
  }
  static void describe(Shape& shape) {
    shape.input<In>();
    shape.output<Result>();
  }
};

}  // namespace detail

/// One row. Whether and how input is read follows from the handler: its second parameter is decoded from the query of a
/// GET or DELETE, from the JSON body of others. Its types give the schemas; `errors` are the codes of this operation
/// alone: those of access, body, paging and trouble of ours are added.
template <auto handler>
constexpr Endpoint endpoint(std::string_view name, std::string_view route, Access access, int status,
                            std::string_view summary, std::string_view errors = {}, std::string_view description = {}) {
  using H = detail::Handler<handler>;
  const auto blank = route.find(' ');
  const auto method = route.substr(0, blank);
  const Input input = H::input(method == "GET" || method == "DELETE");
  return {name,    method, route.substr(blank + 1), access,  status,
          summary, errors, description,             input, &H::run, &H::describe};
}

/// All rows, module by module.
std::vector<const Endpoint*> all_endpoints();

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
