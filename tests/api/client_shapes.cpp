#include "api/client_shapes.hpp"

#include <algorithm>
#include <sstream>

namespace senpai::test::clients {
namespace {

bool fits(const Json& value, char type) {
  switch (type) {
    case 's': return value.is_string();
    case 't': return value.is_string() && is_wire_date(value);
    case 'i': return value.is_number_integer();
    case 'n': return value.is_number();
    case 'b': return value.is_boolean();
    case 'l': return value.is_array();
    case 'o': return value.is_object();
    case 'm':
      return value.is_object() && std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_string(); });
    case 'c': {
      const std::string text = value.is_string() ? value.get<std::string>() : "";
      return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    }
    default: return false;
  }
}

void decode(const Json& value, std::string_view path, std::string_view type, const std::string& where,
            std::string& complaints) {
  const auto complain = [&](const std::string& what) { complaints += where + " " + what + "\n"; };
  if (path.starts_with("[]")) {
    if (!value.is_array() || value.empty()) return complain("is no list with items");
    path.remove_prefix(2);
    for (const auto& item : value) decode(item, path, type, where + "[]", complaints);
    return;
  }
  if (path.starts_with('.')) path.remove_prefix(1);
  if (path.empty()) {
    if (value.is_null() && type.ends_with('?')) return;
    if (!fits(value, type.front())) complain("is not of type " + std::string(type) + ": " + value.dump());
    return;
  }
  const auto name_end = std::min(path.find_first_of(".[?"), path.size());
  const std::string name(path.substr(0, name_end));
  path.remove_prefix(name_end);
  const bool optional = path.starts_with('?');
  if (optional) path.remove_prefix(1);
  if (!value.is_object()) return complain("is no object");
  const auto member = value.find(name);
  if (optional && (member == value.end() || member->is_null())) return;
  const std::string below = where.empty() ? name : where + "." + name;
  if (member == value.end()) complaints += below + " is missing\n";
  else decode(*member, path, type, below, complaints);
}

}  // namespace

std::string undecodable(const Json& answer, const std::string& shape) {
  std::string complaints;
  std::istringstream words(shape);
  for (std::string word; words >> word;) {
    const auto colon = word.find(':');
    decode(answer, std::string_view(word).substr(0, colon), std::string_view(word).substr(colon + 1), "", complaints);
  }
  return complaints;
}

std::string at(const std::string& path, const std::string& shape) {
  std::string below;
  std::istringstream words(shape);
  for (std::string word; words >> word;) below.append(path).append(".").append(word).append(" ");
  return below;
}

World::Headers Client::headers() const {
  World::Headers sent = always;
  if (!access_token.empty()) sent.emplace_back("Authorization", "Bearer " + access_token);
  return sent;
}

Json Client::call(const std::string& method, const std::string& path, const Json& body, const std::string& shape) {
  CAPTURE(method + " " + path);
  auto answer = world.call(method, prefix + path, body, headers());
  if (answer.status == 401 && refreshes && !refresh_token.empty()) {
    const auto again = world.post(prefix + "/auth/refresh", {{"refreshToken", refresh_token}}, always);
    REQUIRE(again.status == 200);
    CHECK(undecodable(again.body, tokens) == "");
    keep(again.body);
    ++refreshed;
    answer = world.call(method, prefix + path, body, headers());
  }
  CAPTURE(answer.text);
  CHECK(answer.status / 100 == 2);
  CHECK(undecodable(answer.body, shape) == "");
  return answer.body;
}

void Client::keep(const Json& session) {
  access_token = session.at("accessToken");
  refresh_token = session.at("refreshToken");
}

bool is_wire_date(const std::string& text) {
  constexpr std::string_view pattern = "0000-00-00T00:00:00.000Z";
  return text.size() == pattern.size() && std::equal(text.begin(), text.end(), pattern.begin(), [](char c, char p) {
           return p == '0' ? c >= '0' && c <= '9' : c == p;
         });
}

}  // namespace senpai::test::clients
