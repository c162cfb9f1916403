#include "openapi.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace senpai::test {
namespace {

using Json = nlohmann::json;

bool has_type(const Json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

bool has_one_type(const Json& value, const Json& types) {
  if (types.is_string()) return has_type(value, types.get<std::string>());
  return std::any_of(types.begin(), types.end(), [&](const Json& type) { return has_type(value, type); });
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Walks schema and value side by side; stops at the first offence.
class Validator {
 public:
  std::string offence(const Json& schema, const Json& value, const std::string& at) {
    for (const auto& [keyword, rule] : schema.items())
      if (auto found = by_keyword(keyword, rule, schema, value); !found.empty()) return at + found;
    return {};
  }

 private:
  std::string by_keyword(const std::string& keyword, const Json& rule, const Json& schema, const Json& value) {
    if (keyword == "$ref") return offence(referenced(rule), value, "");
    if (keyword == "anyOf") {
      const auto fits = [&](const Json& choice) { return offence(choice, value, "").empty(); };
      return std::any_of(rule.begin(), rule.end(), fits) ? "" : " fits no alternative: " + value.dump();
    }
    if (keyword == "type") return has_one_type(value, rule) ? "" : " is no " + rule.dump() + ": " + value.dump();
    if (keyword == "enum") {
      const bool known = std::find(rule.begin(), rule.end(), value) != rule.end();
      return known ? "" : " is none of " + rule.dump() + ": " + value.dump();
    }
    if (value.is_object()) return of_object(keyword, rule, schema, value);
    if (value.is_array()) return of_array(keyword, rule, value);
    if (value.is_string()) return of_text(keyword, rule, value.get<std::string>());
    if (value.is_number()) return of_number(keyword, rule, value.get<double>());
    return {};
  }

  std::string of_object(const std::string& keyword, const Json& rule, const Json& schema, const Json& value) {
    if (keyword == "required") {
      for (const std::string name : rule)
        if (!value.contains(name)) return " lacks '" + name + "'";
    } else if (keyword == "properties") {
      for (const auto& [name, member] : rule.items())
        if (value.contains(name))
          if (auto found = offence(member, value[name], "." + name); !found.empty()) return found;
    } else if (keyword == "additionalProperties") {
      for (const auto& [name, member] : value.items()) {
        if (schema.contains("properties") && schema["properties"].contains(name)) continue;
        if (rule == false) return " has an undocumented member '" + name + "'";
        if (rule.is_object())
          if (auto found = offence(rule, member, "." + name); !found.empty()) return found;
      }
    } else {
      return unknown(keyword);
    }
    return {};
  }

  std::string of_array(const std::string& keyword, const Json& rule, const Json& value) {
    if (keyword == "minItems") return value.size() >= rule ? "" : " has too few items";
    if (keyword == "maxItems") return value.size() <= rule ? "" : " has too many items";
    if (keyword != "items") return unknown(keyword);
    for (std::size_t i = 0; i < value.size(); ++i)
      if (auto found = offence(rule, value[i], "[" + std::to_string(i) + "]"); !found.empty()) return found;
    return {};
  }

  static std::string of_text(const std::string& keyword, const Json& rule, const std::string& value) {
    static const std::regex date_time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
    if (keyword == "minLength") return characters(value) >= rule ? "" : " is too short: " + value;
    if (keyword == "maxLength") return characters(value) <= rule ? "" : " is too long: " + value;
    if (keyword == "pattern")
      return std::regex_search(value, std::regex(rule.get<std::string>())) ? "" : " does not match: " + value;
    if (keyword == "format" && rule == "date-time")
      return std::regex_match(value, date_time) ? "" : " is no date-time: " + value;
    return unknown(keyword);
  }

  static std::string of_number(const std::string& keyword, const Json& rule, double value) {
    if (keyword == "minimum") return value >= rule ? "" : " is too small";
    if (keyword == "maximum") return value <= rule ? "" : " is too large";
    return unknown(keyword);
  }

  static std::string unknown(const std::string& keyword) {
    for (const char* fine :
         {"description", "default", "format", "properties", "required", "additionalProperties", "items", "minItems",
          "maxItems", "minLength", "maxLength", "pattern", "minimum", "maximum"})
      if (keyword == fine) return {};
    return " has a keyword the tests do not know: " + keyword;
  }

  static const Json& referenced(const std::string& pointer) {
    return openapi_document().at(Json::json_pointer(pointer.substr(1)));
  }
};

/// The operation of a method and route, null if there is none.
const Json* operation(const std::string& method, const std::string& route) {
  std::string name = method == "HEAD" ? "GET" : method;
  for (char& c : name) {
    if (c < 'A' || c > 'Z') return nullptr;  // Methods are upper-case; `get` is another one.
    c = static_cast<char>(c - 'A' + 'a');
  }
  const Json& paths = openapi_document()["paths"];
  const auto path = paths.find(route);
  if (path == paths.end()) return nullptr;
  const auto found = path->find(name);
  return found == path->end() ? nullptr : &*found;
}

std::vector<std::string> segments_of(const std::string& path) {
  std::vector<std::string> segments;
  std::istringstream rest(path.substr(std::min<std::size_t>(1, path.size())));
  for (std::string segment; std::getline(rest, segment, '/');) segments.push_back(segment);
  if (path.ends_with('/')) segments.emplace_back();
  return segments;
}

/// The route that takes a path, the one with fewest parameters; empty if none does.
std::string route_of(const std::string& method, const std::string& path) {
  const auto given = segments_of(path.starts_with("/v1/") ? path.substr(3) : path);
  std::string best;
  for (const auto& [route, ignored] : openapi_document()["paths"].items()) {
    const auto wanted = segments_of(route);
    const auto fits = [](const std::string& a, const std::string& b) {
      return a == b || (b.starts_with('{') && !a.empty());
    };
    if (!operation(method, route) || !std::equal(given.begin(), given.end(), wanted.begin(), wanted.end(), fits))
      continue;
    if (best.empty() || std::count(route.begin(), route.end(), '{') < std::count(best.begin(), best.end(), '{'))
      best = route;
  }
  return best;
}

}  // namespace

const Json& openapi_document() {
  static const Json document = Json::parse(api::openapi());
  return document;
}

std::string schema_offence(const Json& schema, const Json& value) { return Validator().offence(schema, value, "It"); }

std::string answer_offence(const std::string& method, const std::string& route, int status, const std::string& body) {
  const std::string label = method + " " + route + " " + std::to_string(status) + ": ";
  const Json* found = operation(method, route);
  if (!found) return label + "is not documented";
  const Json& responses = (*found)["responses"];
  if (!responses.contains(std::to_string(status))) return label + "the status is not documented: " + body;
  const Json& response = responses[std::to_string(status)];
  if (method == "HEAD" && body.empty()) return {};  // It is the host that leaves the body out.
  if (!response.contains("content")) return body.empty() ? "" : label + "no body is documented: " + body;
  const auto documented = response["content"].begin();
  const Json& content = documented.value();
  if (documented.key() != "application/json") return {};
  const Json value = Json::parse(body, nullptr, false);
  if (value.is_discarded()) return label + "the body is no JSON: " + body;
  if (const auto offence = schema_offence(content["schema"], value); !offence.empty()) return label + offence;
  if (!response.contains("x-error-codes")) return {};
  const Json& codes = response["x-error-codes"];
  const bool known = std::find(codes.begin(), codes.end(), value["error"]["code"]) != codes.end();
  return known ? "" : label + "the code is not documented: " + body;
}

std::string exchange_offence(const std::string& method, const std::string& target, int status,
                             const std::string& body) {
  const std::string path = target.substr(0, target.find_first_of("?#"));
  const std::string route = route_of(method, path);
  // Not a request that was understood, whatever its line says.
  const bool malformed = status == 400 && body.find("\"invalid_request\"") != std::string::npos;
  if (!route.empty() && !malformed) return answer_offence(method, route, status, body);
  const std::string label = method + " " + target + " " + std::to_string(status) + ": ";
  if (method == "OPTIONS" && status == 204) return body.empty() ? "" : label + "no body is documented: " + body;
  // `/v1/../jobs` and `http://here/jobs` have a route, which is not looked for again here.
  const bool unusual = path.find("/.") != std::string::npos || path.find("/%2") != std::string::npos ||
                       !path.starts_with('/');
  if (status < 400) return unusual ? "" : label + "no such operation is documented";
  if (method == "HEAD" && body.empty()) return {};
  const auto offence = schema_offence(openapi_document()["components"]["schemas"]["ErrorAnswer"],
                                      Json::parse(body, nullptr, false));
  return offence.empty() ? "" : label + offence;
}

}  // namespace senpai::test
