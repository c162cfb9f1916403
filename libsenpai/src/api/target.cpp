#include "api/target.hpp"

#include <algorithm>

#include "support/text.hpp"

namespace senpai::api {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool needs_resolving(std::string_view path) {
  return path.find("/.") != std::string_view::npos || path.find("/%2") != std::string_view::npos;
}

/// Takes `.` and `..` out, also when they are written `%2e`.
std::string resolve_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const auto segments = split_segments(path);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string plain = percent_decode(segments[i]);
    const bool last = i + 1 == segments.size();
    if (plain == "..") {
      if (!kept.empty()) kept.pop_back();
      if (last) kept.emplace_back();
    } else if (plain == ".") {
      if (last) kept.emplace_back();
    } else {
      kept.push_back(segments[i]);
    }
  }
  std::string resolved;
  for (const auto segment : kept) resolved.append("/").append(segment);
  return resolved.empty() ? "/" : resolved;
}

}  // namespace

std::string percent_decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

std::vector<std::string_view> split_segments(std::string_view path) {
  std::vector<std::string_view> segments;
  if (!path.starts_with('/')) return segments;
  segments.reserve(8);
  for (;;) {
    path.remove_prefix(1);
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash);
  }
}

std::optional<Target> parse_target(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const auto question = text.find('?');
  auto path = text.substr(0, question);
  auto query = question == std::string_view::npos ? std::string_view{} : text.substr(question + 1);
  if (const auto scheme = path.find("://"); !path.starts_with('/') && scheme != std::string_view::npos) {
    const auto slash = path.find('/', scheme + 3);
    path = slash == std::string_view::npos ? std::string_view("/") : path.substr(slash);
  }
  if (!path.starts_with('/')) return std::nullopt;

  Target target;
  target.path = needs_resolving(path) ? resolve_dots(path) : std::string(path);
  if (target.path == "/v1" || target.path == "/v1/") target.path = "/";
  else if (target.path.starts_with("/v1/")) target.path.erase(0, 3);

  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string() : percent_decode(pair.substr(equals + 1), true);
    if (!text::valid_utf8(name)) continue;
    // Replaced by what no field accepts rather than dropped: a filter must not vanish silently.
    if (!text::valid_utf8(value)) value = "\xef\xbf\xbd";
    target.query.emplace_back(std::move(name), std::move(value));
  }
  return target;
}

}  // namespace senpai::api
