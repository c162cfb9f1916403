// Opaque JSON objects. Beside api/ the only place that knows the JSON library.

#include <cmath>
#include <nlohmann/json.hpp>
#include <senpai/vocabulary.hpp>

#include "support/json.hpp"

namespace senpai {
namespace {

using Value = nlohmann::json;

Value parse(const std::string& text) {
  Value value = Value::parse(text, nullptr, false);
  return value.is_object() ? value : Value::object();
}

/// As every client of the wire writes them: 1, not 1.0.
void shorten_numbers(Value& value) {
  constexpr double exact = 9007199254740992;
  if (value.is_structured())
    for (auto& member : value) shorten_numbers(member);
  if (!value.is_number_float()) return;
  const double number = value.get<double>();
  if (std::trunc(number) == number && std::abs(number) < exact) value = static_cast<std::int64_t>(number);
}

/// PostgreSQL cannot hold U+0000, so that no store shall.
bool has_nul(std::string_view written) {
  for (auto at = written.find('\\'); at != std::string_view::npos; at = written.find('\\', at + 2))
    if (written.substr(at, 6) == "\\u0000") return true;
  return false;
}

/// Names and texts of a caller may be no UTF-8.
JsonText written(const Value& value) {
  return JsonText::trusted(value.dump(-1, ' ', false, Value::error_handler_t::replace));
}

JsonText with_member(const std::string& object, std::string_view name, Value member) {
  Value value = parse(object);
  value[std::string(name)] = std::move(member);
  return written(value);
}

/// Null when there is none.
Value member_of(const std::string& object, std::string_view name) {
  Value value = parse(object);
  const auto found = value.find(std::string(name));
  return found == value.end() ? Value() : std::move(*found);
}

}  // namespace

std::optional<JsonText> JsonText::parse_object(std::string_view text) {
  if (json::too_deep(text)) return std::nullopt;
  auto written = json::normalised_object(text);
  return !written || has_nul(*written) ? std::nullopt : std::optional(trusted(std::move(*written)));
}

JsonText JsonText::trusted(std::string text) {
  JsonText result;
  result.text_ = std::move(text);
  return result;
}

JsonText JsonText::merged_with(const JsonText& other) const {
  Value value = parse(text_);
  value.update(parse(other.text_));
  return trusted(value.dump());
}

JsonText JsonText::without_members_of(const JsonText& other) const {
  Value value = parse(text_);
  const Value names = parse(other.text_);
  for (const auto& [name, ignored] : names.items()) value.erase(name);
  return trusted(value.dump());
}

JsonText JsonText::without(std::string_view member) const {
  Value value = parse(text_);
  value.erase(std::string(member));
  return trusted(value.dump());
}

JsonText JsonText::with(std::string_view member, std::string_view text_value) const {
  return with_member(text_, member, text_value);
}
JsonText JsonText::with(std::string_view member, std::int64_t number) const {
  return with_member(text_, member, number);
}
JsonText JsonText::with(std::string_view member, const JsonText& object) const {
  return with_member(text_, member, parse(object.text_));
}
JsonText JsonText::with_null(std::string_view member) const { return with_member(text_, member, nullptr); }

std::optional<JsonText> JsonText::object(std::string_view member) const {
  const Value value = member_of(text_, member);
  return value.is_object() ? std::optional(trusted(value.dump())) : std::nullopt;
}

std::optional<std::string> JsonText::string(std::string_view member) const {
  const Value value = member_of(text_, member);
  return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
}

std::optional<double> JsonText::number(std::string_view member) const {
  const Value value = member_of(text_, member);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

std::vector<std::string> JsonText::member_names(std::size_t limit) const {
  std::vector<std::string> names;
  const Value value = parse(text_);
  for (auto member = value.begin(); member != value.end() && names.size() < limit; ++member)
    names.push_back(member.key());
  return names;
}

}  // namespace senpai

namespace senpai::json {

std::optional<std::string> normalised_object(std::string_view text) {
  Value value = Value::parse(text, nullptr, false);
  if (!value.is_object()) return std::nullopt;
  shorten_numbers(value);
  return value.dump();
}

bool too_deep(std::string_view text, int max_depth) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') ++i;  // Whatever is escaped ends nothing.
    else if (c == '"') quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{') && ++depth > max_depth) return true;
    else if (!quoted && (c == ']' || c == '}')) --depth;
  }
  return false;
}

void append_string(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // start of the stretch that needs no escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += "\\u00", out += digits[c >> 4], out += digits[c & 15];
    }
  }
  out.append(text, plain);
  out += '"';
}

std::string write_texts(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ',';
    append_string(out, text);
  }
  return out + ']';
}

std::vector<std::string> parse_texts(std::string_view array) {
  std::vector<std::string> texts;
  const auto value = nlohmann::json::parse(array, nullptr, false);
  if (!value.is_array()) return texts;
  for (const auto& item : value)
    if (item.is_string()) texts.push_back(item.get<std::string>());
  return texts;
}

std::optional<Claims> parse_claims(std::string_view text) {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  if (!value.is_object()) return std::nullopt;
  Claims claims;
  if (const auto type = value.find("typ"); type != value.end() && type->is_string()) claims.type = *type;
  if (const auto subject = value.find("sub"); subject != value.end() && subject->is_string()) claims.subject = *subject;
  if (const auto expiry = value.find("exp"); expiry != value.end() && expiry->is_number()) claims.expires_at = *expiry;
  return claims;
}

}  // namespace senpai::json
