#pragma once
// Finding rows by a piece of their folded text.

#include "sql/where.hpp"

namespace senpai::sql {

/// The longest stretch of `text` that an index of three letters in a row can look up, as a LIKE pattern: three
/// characters or more, none of them special. Empty if there is none; then every row has to be read.
inline std::string trigram_pattern(std::string_view text) {
  std::string_view best;
  std::size_t best_count = 2;
  std::size_t begin = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '%';
    if (c != '%' && c != '_' && c != '\\') {
      count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;  // Bytes that continue a character do not count.
      continue;
    }
    if (count > best_count) best = text.substr(begin, i - begin), best_count = count;
    begin = i + 1;
    count = 0;
  }
  return best.empty() ? std::string() : "%" + std::string(best) + "%";
}

/// A text that is searched for, as patterns; statements refer to them while they run. Empty: nothing has to match.
struct SearchPatterns {
  explicit SearchPatterns(const std::string& text)
      : all(text.empty() ? "" : contains_pattern(text)), candidates(trigram_pattern(text)) {}
  std::string all;         ///< What a row has to match.
  std::string candidates;  ///< What the index of letters can look up of it.
};

}  // namespace senpai::sql
