#include "support/text.hpp"

#include <arpa/inet.h>
#include <utf8proc.h>

#include <algorithm>
#include <charconv>

namespace senpai::text {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t size;
};

/// The code point at the start of `text`, or nothing for invalid UTF-8.
std::optional<CodePoint> first(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (static_cast<unsigned char>(text[0]) < 0x80) return CodePoint{static_cast<char32_t>(text[0]), 1};
  utf8proc_int32_t value = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &value);
  if (size <= 0) return std::nullopt;
  return CodePoint{static_cast<char32_t>(value), static_cast<std::size_t>(size)};
}

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

/// Size of the white-space character that ends `text`, 0 if none does.
std::size_t last_space(std::string_view text) {
  for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size) {
    const auto tail = text.substr(text.size() - size);
    if ((static_cast<unsigned char>(tail[0]) & 0xc0) == 0x80) continue;
    const auto c = first(tail);
    return c && c->size == size && is_space(c->value) ? size : 0;
  }
  return 0;
}

bool is_ascii_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <class Map>
std::string map_case(std::string_view text, Map map) {
  std::string mapped;
  mapped.reserve(text.size());
  while (!text.empty()) {
    const auto c = first(text);
    if (!c) {  // Invalid bytes stay as they are; whoever stores the text has refused them or will.
      mapped += text.front();
      text.remove_prefix(1);
      continue;
    }
    utf8proc_uint8_t buffer[4];
    const auto size = utf8proc_encode_char(map(static_cast<utf8proc_int32_t>(c->value)), buffer);
    mapped.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(size));
    text.remove_prefix(c->size);
  }
  return mapped;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool valid_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  if (host.front() == '[') {
    in6_addr address{};
    return host.back() == ']' &&
           ::inet_pton(AF_INET6, std::string(host.substr(1, host.size() - 2)).c_str(), &address) == 1;
  }
  // A host whose last part is a number is an IPv4 address (WHATWG URL, "ends in a number").
  const auto last = host.substr(host.rfind('.') + 1);
  in_addr address{};
  if (!last.empty() && std::all_of(last.begin(), last.end(), is_digit) &&
      ::inet_aton(std::string(host).c_str(), &address) == 0)
    return false;
  return valid_utf8(host) && std::none_of(host.begin(), host.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view("<>\"\\^`{|}%#?@/:[]").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (const auto c = first(text)) {
    if (!is_space(c->value)) break;
    text.remove_prefix(c->size);
  }
  while (const auto size = last_space(text)) text.remove_suffix(size);
  return text;
}

std::string without_spaces(std::string_view text) {
  std::string kept;
  while (const auto c = first(text)) {
    if (!is_space(c->value)) kept.append(text.substr(0, c->size));
    text.remove_prefix(c->size);
  }
  kept.append(text);
  return kept;
}

std::optional<int> length(std::string_view text) {
  int units = 0;
  while (!text.empty()) {
    const auto c = first(text);
    if (!c || c->value == 0) return std::nullopt;
    units += c->value > 0xffff ? 2 : 1;
    text.remove_prefix(c->size);
  }
  return units;
}

bool fits(std::string_view text, int min, int max) {
  const auto units = length(text);
  return units && *units >= min && *units <= max;
}

std::string lower(std::string_view text) {
  if (!is_ascii(text)) return map_case(text, utf8proc_tolower);
  std::string mapped(text);
  for (char& c : mapped)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return mapped;
}

std::string upper(std::string_view text) {
  if (!is_ascii(text)) return map_case(text, utf8proc_toupper);
  std::string mapped(text);
  for (char& c : mapped)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return mapped;
}

std::optional<std::string> country_code(std::string_view text) {
  std::string code = upper(trim(text));
  const bool letters = std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return code.size() == 2 && letters ? std::optional(std::move(code)) : std::nullopt;
}

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto c = first(text);
    if (!c) return false;
    text.remove_prefix(c->size);
  }
  return true;
}

namespace {

bool has_category(std::string_view text, std::initializer_list<utf8proc_category_t> wanted) {
  while (const auto c = first(text)) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c->value));
    if (std::find(wanted.begin(), wanted.end(), category) != wanted.end()) return true;
    text.remove_prefix(c->size);
  }
  return false;
}

}  // namespace

bool has_control(std::string_view text) {
  return has_category(text, {UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_ZL, UTF8PROC_CATEGORY_ZP});
}

bool is_email(std::string_view text) {
  if (!length(text) || without_spaces(text).size() != text.size()) return false;
  // What nobody sees makes two addresses of one.
  if (has_category(text, {UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF})) return false;
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  const auto domain = text.substr(at + 1);
  // A dot with something before and behind it, as in `[^\s@]+\.[^\s@]+`.
  const auto dot = domain.find('.', 1);
  return domain.size() >= 3 && dot != std::string_view::npos && domain.rfind('.', domain.size() - 2) >= 1 &&
         domain.rfind('.', domain.size() - 2) != std::string_view::npos;
}

bool is_http_url(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const auto scheme = lower(text.substr(0, scheme_end));
  if ((scheme != "http" && scheme != "https") || !length(text)) return false;
  auto authority = text.substr(scheme_end + 3);
  authority = authority.substr(0, authority.find_first_of("/?#\\"));
  if (const auto user = authority.rfind('@'); user != std::string_view::npos) authority.remove_prefix(user + 1);
  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const auto port = authority.substr(colon + 1);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (!port.empty() && (error != std::errc{} || end != port.data() + port.size() || number > 65535)) return false;
    authority = authority.substr(0, colon);
  }
  return valid_host(authority);
}

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(),
                                          [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_object_key(std::string_view key) {
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) {
    return is_ascii_alnum(c) || c == '/' || c == '_' || c == '-' || c == '.';
  });
  if (!plain || key.empty() || key.size() > 1024 || key.find("..") != std::string_view::npos) return false;
  // To a file system, a key with an empty part or a dot for one is another name of the same file.
  for (std::size_t begin = 0; begin <= key.size();) {
    const auto end = std::min(key.find('/', begin), key.size());
    const auto part = key.substr(begin, end - begin);
    if (part.empty() || part == ".") return false;
    begin = end + 1;
  }
  return true;
}

std::string key_part(std::string_view text, std::string_view fallback) {
  std::string part;
  for (char c : lower(trim(text))) {
    if (!is_ascii_alnum(c) && c != '.' && c != '_') c = '-';
    if ((c == '-' || c == '.') && !part.empty() && part.back() == c) continue;
    part += c;
  }
  const auto begin = part.find_first_not_of('-');
  if (begin == std::string::npos) return std::string(fallback);
  return part.substr(begin, part.find_last_not_of('-') - begin + 1);
}

std::optional<double> parse_number(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  // from_chars would also read `inf` and `nan`.
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace senpai::text
