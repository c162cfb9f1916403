#include "runtime.hpp"

#include <cmath>

#include "support/text.hpp"

namespace senpai {

PageWindow check_page(const PageQuery& query, const LimitRule& rule) {
  const auto whole = [&](double value) { return rule.cut_fraction || value == std::floor(value); };
  PageWindow window;
  const double cursor = query.cursor.value_or(0);
  // Comparisons are written so that NaN, which stands for "not a number", fails them.
  if (!(cursor >= 0 && cursor <= max_cursor && whole(cursor)))
    reject("invalid_cursor", "cursor must be a whole number, 0 or greater, as given in nextCursor.");
  window.offset = static_cast<std::int64_t>(cursor);
  const double limit = query.limit.value_or(rule.standard);
  if (!(limit >= 1 && limit <= rule.max && whole(limit)))
    reject("invalid_limit", "limit must be between 1 and " + std::to_string(rule.max) + ".");
  window.limit = static_cast<int>(limit);
  return window;
}

std::optional<std::string> blank_to_none(std::string_view given) {
  const auto value = text::trim(given);
  return value.empty() ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> checked_optional(std::string_view given, int max, const char* code, const char* what) {
  auto value = blank_to_none(given);
  if (value && !text::fits(*value, 1, max))
    reject(code, std::string(what) + " may be at most " + std::to_string(max) + " characters long.");
  return value;
}

std::optional<std::string> checked_url(const Patch<std::string>& given, int max, const char* code, const char* what) {
  auto url = blank_to_none(given.value());
  if (given.is_unusable() || (url && !(text::fits(*url, 1, max) && text::is_http_url(*url))))
    reject(code, std::string(what) + " must be an http or https address of at most " + std::to_string(max) +
                     " characters.");
  return url;
}

std::string search_text(std::string_view given) {
  // Text that no row can hold must find nothing; the replacement character stands for it.
  if (!text::length(given)) return "\xef\xbf\xbd";
  std::string folded = text::lower(text::trim(given));
  // 200 characters of up to four bytes; cut between characters.
  constexpr std::size_t max_bytes = 800;
  if (folded.size() > max_bytes) {
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(folded[end]) & 0xc0) == 0x80) --end;
    folded.resize(end);
  }
  return folded;
}

}  // namespace senpai
