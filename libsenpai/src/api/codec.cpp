#include "api/codec.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <senpai/error.hpp>

#include "support/text.hpp"

namespace senpai::api {
namespace {

const std::string no_text(1, '\0');

/// As ECMAScript writes numbers: the shortest digits that tell the number, without an exponent between 1e-6 and 1e21.
std::string number_text(const Json& number) {
  constexpr double exact = 9007199254740992;
  const double value = number.get<double>(), size = std::abs(value);
  char text[40];
  const auto write = [&](std::chars_format format) {
    return std::string(text, std::to_chars(text, text + sizeof text, value, format).ptr);
  };
  if (size >= 1e-6 && size < exact) return write(std::chars_format::fixed);
  std::string out = write(std::chars_format::scientific);
  const auto e = out.find('e');
  if (size >= exact && size < 1e21) {
    const auto digits = static_cast<std::size_t>(std::stoi(out.substr(e + 1))) + (value < 0 ? 2 : 1);
    out.erase(e);
    std::erase(out, '.');
    out.resize(digits, '0');
  } else if (out[e + 2] == '0') {
    out.erase(e + 2, 1);
  }
  return out;
}

/// The contract's text of a value that is there.
std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (value.is_boolean()) return value.get<bool>() ? "true" : "";
  if (value.is_number()) return value.get<double>() == 0 ? std::string() : number_text(value);
  return no_text;
}

/// Half of a surrogate pair, as JavaScript writes text that was cut inside of one, becomes U+FFFD.
std::string without_lone_surrogates(std::string_view body) {
  const auto unit_at = [&](std::size_t at) -> unsigned {
    unsigned unit = 0;
    if (body.substr(at, 2) == "\\u" && body.size() >= at + 6)
      std::from_chars(body.data() + at + 2, body.data() + at + 6, unit, 16);
    return unit;
  };
  const auto is_high = [](unsigned unit) { return unit >= 0xd800 && unit <= 0xdbff; };
  const auto is_low = [](unsigned unit) { return unit >= 0xdc00 && unit <= 0xdfff; };
  std::string mended(body);
  for (auto at = body.find('\\'); at != std::string_view::npos;) {
    const unsigned unit = unit_at(at);
    const bool pair = is_high(unit) && is_low(unit_at(at + 6));
    if (!pair && (is_high(unit) || is_low(unit))) mended.replace(at, 6, "\\ufffd");
    at = body.find('\\', at + (pair ? 12 : 2));
  }
  return mended;
}

template <class Members>
void write_members(std::string& out, const Members& members) {
  char before = '{';
  for (const auto& [name, value] : members) {
    out += std::exchange(before, ',');
    json::append_string(out, name);
    out += ':';
    write_value(out, value);
  }
  if (members.empty()) out += before;
  out += '}';
}

}  // namespace

std::string upper_trimmed(std::string_view text) { return text::upper(text::trim(text)); }

void read_value(const Json* member, std::string& target) {
  if (member) target = text_of(*member);
}

void read_value(const Json* member, Secret& target) {
  if (member) target = member->is_string() ? member->get<std::string>() : no_text;
}

void read_value(const Json* member, Number& target) {
  Patch<double> number;
  read_value(member, number);
  if (number.has_value()) target = *number;
  else if (number.is_unusable()) target = std::numeric_limits<double>::quiet_NaN();
}

void read_value(const Json* member, Patch<std::string>& target) {
  if (!member) return;
  if (member->is_null()) target = Patch<std::string>::null();
  else if (member->is_structured()) target = Patch<std::string>::unusable();
  else target = text_of(*member);
}

void read_value(const Json* member, Patch<double>& target) {
  if (!member) return;
  target = Patch<double>::unusable();
  if (member->is_null()) {
    target = Patch<double>::null();
  } else if (member->is_number()) {
    target = member->get<double>();
  } else if (member->is_string()) {
    const auto& text = member->get_ref<const std::string&>();
    if (text::trim(text).empty()) target = Patch<double>();
    else if (const auto number = text::parse_number(text)) target = *number;
  }
}

void read_value(const Json* member, Patch<bool>& target) {
  if (!member) return;
  if (member->is_null()) target = Patch<bool>::null();
  else if (member->is_boolean()) target = member->get<bool>();
  else target = Patch<bool>::unusable();
}

void read_value(const Json* member, Patch<JsonText>& target) {
  if (!member) return;
  if (member->is_null()) target = Patch<JsonText>::null();
  else if (auto object = JsonText::parse_object(member->is_object() ? member->dump() : "")) target = std::move(*object);
  else target = Patch<JsonText>::unusable();
}

void read_value(const Json* member, Patch<Timestamp>& target) {
  if (!member) return;
  const std::string text = text_of(*member);
  const auto trimmed = text::trim(text);
  if (trimmed.empty()) target = Patch<Timestamp>::null();
  else if (const auto time = parse_timestamp(trimmed); time && member->is_string()) target = *time;
  else target = Patch<Timestamp>::unusable();
}

void read_value(const Json* member, Patch<std::vector<std::string>>& target) {
  if (!member) return;
  if (member->is_null()) target = Patch<std::vector<std::string>>::null();
  else if (!member->is_array()) target = Patch<std::vector<std::string>>::unusable();
  if (!member->is_array()) return;
  std::vector<std::string> items;
  for (const auto& item : *member) items.push_back(text_of(item));
  target = std::move(items);
}

void write_value(std::string& out, bool v) { out += v ? "true" : "false"; }

void write_value(std::string& out, double v) {
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, v).ptr);
}

void write_value(std::string& out, std::int64_t v) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, v).ptr);
}

void write_value(std::string& out, const std::vector<std::pair<std::string, std::string>>& v) { write_members(out, v); }
void write_value(std::string& out, const std::map<std::string, std::int64_t>& v) { write_members(out, v); }

Json parse_body(std::string_view body) {
  const auto refuse = [](const char* why) { throw Error(ErrorKind::invalid_argument, "invalid_request_body", why); };
  if (body.empty()) return Json::object();
  if (body.starts_with("\xef\xbb\xbf")) refuse("The request body must be JSON without a byte-order mark.");
  if (json::too_deep(body)) refuse("The request body is nested too deeply.");
  Json value = Json::parse(body, nullptr, false);
  if (value.is_discarded()) value = Json::parse(without_lone_surrogates(body), nullptr, false);
  if (value.is_discarded()) refuse("The request body must be valid JSON in UTF-8.");
  return value;
}

}  // namespace senpai::api
