// The OpenAPI document, made of the endpoint table.

#include <algorithm>
#include <map>
#include <senpai/version.hpp>
#include <stdexcept>

#include "api/endpoint.hpp"
#include "api/error_answer.hpp"

namespace senpai::api {
namespace {

constexpr const char* introduction =
    "The trust backend of SenpaiJepang: who a person is, which company is real, who decided what and when.\n\n"
    "Every path is also reachable under `/v1`. Errors come in one envelope, `ErrorAnswer`; each operation lists the "
    "codes it may give under `x-error-codes`, and codes never change their meaning. Unknown members of a request are "
    "ignored. Times are UTC. Lists are paged by `cursor` and `limit`; pass `nextCursor` on until it is null.";

struct Tag {
  std::string_view name;
  std::string_view description;
};
constexpr Tag tags[] = {
    {"auth", "Accounts, sessions and one-time codes."},
    {"kyc", "Identity checks: documents, submission, review and decision."},
    {"jobs", "The job catalogue, for candidates and administrators."},
    {"feed", "Articles for candidates."},
    {"profile", "A person's own view of account and identity check."},
    {"applications", "Applications for jobs, with journey, documents and offers."},
    {"organizations", "Companies and institutions, and whether they are what they say they are."},
    {"admin", "People, counters and history for administrators."},
    {"objects", "Bytes behind signed links, where files are stored on this server."},
    {"host", "The state and the documentation of the server."},
};

struct PathParameter {
  std::string_view name;
  std::string_view description;
  std::string_view example;
};
constexpr PathParameter path_parameters[] = {
    {"jobId", "Id of a job.", "job_fukuoka_eldercare_assistant_004"},
    {"postId", "Id of an article.", "post_interview_tips_003"},
    {"applicationId", "Id of an application.", "c2e6b1d0-9f48-4e7a-b3c5-7a1d9e0f2b54"},
    {"documentId", "Id of a document.", "8c0d9f3e-51a7-4a58-9a1e-0d5f7c2b6e32"},
    {"sessionId", "Id of an identity check.", "5d1b7e94-2c63-4f4b-8a0f-6b1f0f3a9c21"},
    {"caseId", "Id of an identity check.", "5d1b7e94-2c63-4f4b-8a0f-6b1f0f3a9c21"},
    {"userId", "Id of a user.", "3f8a1c52-7b0e-4d0a-9a53-1f6f3f0f7a10"},
    {"orgId", "Id of an organization.", "d7a3f5c8-6e12-4b9d-a8f0-2c4e6b8d0f65"},
    {"token", "What the signed link carries.", "eyJrIjoia3ljIn0.f00d"},
    {"file", "Name of a file of the page.", "swagger-ui.css"},
};

/// The row of a table with this name.
template <class Row, std::size_t size>
const Row& row_of(const Row (&rows)[size], std::string_view name) {
  const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.name == name; });
  if (found == std::end(rows)) throw std::logic_error("nothing in api/openapi.cpp describes " + std::string(name));
  return *found;
}

std::string_view tag_of(const Endpoint& e) { return e.name.substr(0, e.name.find('.')); }

// -------------------------------------------------------------------------------------------------------------- errors

using Codes = std::map<int, std::vector<std::string>>;

/// Adds what a row says: `400 invalid_name invalid_email, 409 email_exists`.
void add_codes(Codes& codes, std::string_view text) {
  int status = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" ,"), text.size());
    const auto word = text.substr(0, end);
    if (!word.empty() && word.front() >= '0' && word.front() <= '9') status = std::stoi(std::string(word));
    else if (!word.empty()) codes[status].emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// What an operation may give besides its own codes.
Codes codes_of(const Endpoint& e, const Shape& shape) {
  Codes codes;
  if (e.input == Input::body || e.input == Input::raw_body) add_codes(codes, "400 invalid_request_body");
  add_codes(codes, e.errors);
  if (shape.is_query && shape.request.contains("properties") && shape.request["properties"].contains("cursor"))
    add_codes(codes, "400 invalid_cursor invalid_limit");
  switch (e.access) {
    case Access::open:
    case Access::webhook: break;
    case Access::user: add_codes(codes, "401 missing_access_token"); [[fallthrough]];
    case Access::optional_user: add_codes(codes, "401 invalid_access_token expired_access_token"); break;
    case Access::admin:
    case Access::super_admin:
      add_codes(codes, "401 missing_admin_api_key invalid_access_token expired_access_token,"
                       "403 invalid_admin_api_key insufficient_admin_role, 503 admin_api_disabled");
  }
  add_codes(codes, "429 rate_limited, 500 internal_error, 503 service_unavailable server_busy");
  for (auto& [status, names] : codes) {
    std::vector<std::string> distinct;
    for (auto& name : names)
      if (std::find(distinct.begin(), distinct.end(), name) == distinct.end()) distinct.push_back(std::move(name));
    names = std::move(distinct);
  }
  return codes;
}

OrderedJson error_response(const std::vector<std::string>& codes) {
  std::string description;
  for (const auto& code : codes) description += (description.empty() ? "`" : ", `") + code + "`";
  return {{"description", description},
          {"content", {{"application/json", {{"schema", reference("ErrorAnswer")}}}}},
          {"x-error-codes", codes}};
}

// ---------------------------------------------------------------------------------------------------------- operations

OrderedJson security_of(Access access) {
  const OrderedJson none = OrderedJson::object();
  const OrderedJson bearer{{"bearer", OrderedJson::array()}}, key{{"adminKey", OrderedJson::array()}};
  const OrderedJson webhook{{"webhookSecret", OrderedJson::array()}};
  switch (access) {
    case Access::open: return OrderedJson::array();
    case Access::optional_user: return OrderedJson::array({none, bearer});
    case Access::user: return OrderedJson::array({bearer});
    case Access::admin:
    case Access::super_admin: return OrderedJson::array({bearer, key});
    case Access::webhook: return OrderedJson::array({webhook});
  }
  return OrderedJson::array();
}

OrderedJson header_parameter(const char* name, bool required, const char* description, const char* example) {
  return {{"name", name},           {"in", "header"},
          {"required", required},   {"description", description},
          {"schema", {{"type", "string"}}}, {"example", example}};
}

OrderedJson parameters_of(const Endpoint& e, const Shape& shape) {
  OrderedJson parameters = OrderedJson::array();
  for (auto begin = e.path.find('{'); begin != e.path.npos; begin = e.path.find('{', begin + 1)) {
    const auto name = e.path.substr(begin + 1, e.path.find('}', begin) - begin - 1);
    const auto& known = row_of(path_parameters, name);
    parameters.push_back({{"name", known.name}, {"in", "path"}, {"required", true},
                          {"description", known.description}, {"schema", {{"type", "string"}}},
                          {"example", known.example}});
  }
  if (shape.is_query && !shape.request.is_null())
    for (const auto& [name, member] : shape.request["properties"].items()) {
      OrderedJson parameter{{"name", name}, {"in", "query"}}, schema = member;
      if (schema.contains("description")) parameter["description"] = schema["description"];
      schema.erase("description");
      parameter["schema"] = schema;
      if (shape.request_example.contains(name)) parameter["example"] = shape.request_example[name];
      parameters.push_back(std::move(parameter));
    }
  if (e.access == Access::webhook) {
    parameters.push_back(header_parameter("x-idempotency-key", true, "Names the delivery; a repeated one is no news.",
                                          "evt_2026-03-03_000184"));
    parameters.push_back(header_parameter("x-kyc-webhook-timestamp", false, "Unix time in seconds or milliseconds.",
                                          "1772508600000"));
    parameters.push_back(header_parameter(
        "x-kyc-webhook-signature", false,
        "HMAC-SHA256 in hex over `timestamp.key.body`, the timestamp in milliseconds; `sha256=` may stand before it.",
        "sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
  }
  if (e.path == "/objects/{token}" && e.method == "PUT")
    parameters.push_back(header_parameter("x-amz-meta-checksum-sha256", true,
                                          "SHA-256 of the file as declared for the link, in hex.",
                                          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
  return parameters;
}

OrderedJson content(const char* media, const OrderedJson& schema, const OrderedJson& example) {
  OrderedJson type{{"schema", schema}};
  if (!example.is_null()) type["example"] = example;
  return {{media, type}};
}

OrderedJson request_body(const Shape& shape, const Schemas& schemas) {
  OrderedJson body = OrderedJson::object();
  bool required = !shape.request.contains("$ref");
  if (!required) {
    const std::string ref = shape.request["$ref"];
    required = schemas.components()[ref.substr(ref.rfind('/') + 1)].contains("required");
  }
  body["required"] = required;
  body["content"] = content(shape.request_media, shape.request, shape.request_example);
  return body;
}

OrderedJson operation(const Endpoint& e, Schemas& schemas) {
  Shape shape{.schemas = schemas, .is_query = e.input == Input::query};
  e.describe(shape);
  OrderedJson result{{"operationId", e.name}, {"tags", {tag_of(e)}}, {"summary", e.summary}};
  if (!e.description.empty()) result["description"] = e.description;
  result["security"] = security_of(e.access);
  if (const auto parameters = parameters_of(e, shape); !parameters.empty()) result["parameters"] = parameters;
  if (!shape.is_query && !shape.request.is_null()) result["requestBody"] = request_body(shape, schemas);
  std::map<int, OrderedJson> responses;
  for (const int status : {e.status, shape.other_status}) {
    if (status == 0) continue;
    responses[status] = {{"description", status < 400 ? "Done." : "Not ready."}};
    if (shape.response.is_null()) continue;
    const auto& example = status == e.status ? shape.response_example : OrderedJson();
    responses[status]["content"] = content(shape.response_media, shape.response, example);
  }
  if (shape.may_be_known) responses[304] = {{"description", "The client has this already."}};
  for (const auto& [status, codes] : codes_of(e, shape))
    if (!responses.contains(status)) responses[status] = error_response(codes);
  for (auto& [status, response] : responses) result["responses"][std::to_string(status)] = std::move(response);
  return result;
}

OrderedJson document() {
  Schemas schemas;
  schemas.of(sample<ErrorAnswer>());
  OrderedJson paths = OrderedJson::object();
  for (const Endpoint* e : all_endpoints()) {
    std::string method(e->method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    paths[std::string(e->path)][method] = operation(*e, schemas);
  }
  OrderedJson all_tags = OrderedJson::array();
  for (const Tag& tag : tags) all_tags.push_back({{"name", tag.name}, {"description", tag.description}});
  OrderedJson components = OrderedJson::object();
  components["securitySchemes"] = {
      {"bearer", {{"type", "http"}, {"scheme", "bearer"},
                  {"description", "The access token of `auth.login`, `auth.register` or `auth.refresh`."}}},
      {"adminKey", {{"type", "apiKey"}, {"in", "header"}, {"name", "x-admin-api-key"},
                    {"description", "The administration key of the deployment."}}},
      {"webhookSecret", {{"type", "apiKey"}, {"in", "header"}, {"name", "x-kyc-webhook-secret"},
                         {"description", "The secret shared with the identity provider."}}}};
  components["schemas"] = schemas.components();
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "SenpaiJepang API"}, {"version", version}, {"description", introduction},
                    {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"servers", OrderedJson::array({{{"url", "/"}, {"description", "The server this document comes from."}}})},
          {"tags", all_tags},
          {"paths", paths},
          {"components", components}};
}

}  // namespace

const std::string& openapi() {
  static const std::string text = document().dump(2) + "\n";
  return text;
}

}  // namespace senpai::api
