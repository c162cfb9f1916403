#pragma once
// How to reach a page of a list whose total is known.

#include <algorithm>
#include <senpai/vocabulary.hpp>

namespace senpai::sql {

/// OFFSET reads what it skips. A page in the second half of a list is nearer to its end, so it is read from there, in
/// the opposite order; the last page costs what the first one costs.
struct Walk {
  bool backwards = false;
  std::int64_t skip = 0;
  std::int64_t take = 0;
};

inline Walk shortest_walk(const PageWindow& window, std::int64_t total) {
  if (window.offset >= total) return {};
  const std::int64_t take = std::min<std::int64_t>(window.limit, total - window.offset);
  const std::int64_t behind = total - window.offset - take;
  if (behind < window.offset) return {true, behind, take};
  return {false, window.offset, take};
}

}  // namespace senpai::sql
