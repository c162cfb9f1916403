#pragma once
// An image of a database in few bytes: new ones, then a copy of some that came before, and so on. What came before the
// image is the text of the migrations, which has most of a schema in it.

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "sql/migration.hpp"

namespace senpai::sql {

inline std::string text_of(std::span<const Migration> migrations) {
  std::string text;
  for (const auto& migration : migrations) text += migration.text;
  return text;
}

inline std::string pack(const std::string& known, const std::string& image) {
  constexpr std::size_t shortest = 16;  // Shorter copies cost as much as they save.
  const std::string all = known + image;
  const std::string_view bytes = all;
  std::string packed;
  const auto number = [&](std::size_t n) {
    for (; n >= 128; n /= 128) packed += static_cast<char>(n % 128 + 128);
    packed += static_cast<char>(n);
  };
  std::unordered_map<std::string_view, std::size_t> seen;
  std::size_t fresh = known.size();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto found = seen.insert({bytes.substr(at, shortest), at});
    const std::size_t before = std::exchange(found.first->second, at);
    if (found.second || at < fresh) continue;
    const auto end = std::mismatch(bytes.begin() + at, bytes.end(), bytes.begin() + before).first;
    const auto length = static_cast<std::size_t>(end - bytes.begin()) - at;
    number(at - fresh), packed += bytes.substr(fresh, at - fresh), number(at - before), number(length);
    fresh = at + length;
  }
  number(bytes.size() - fresh), packed += bytes.substr(fresh), number(0), number(0);
  return packed;
}

/// What was packed. @param known  the same as then.
inline std::string unpack(std::string known, std::string_view packed) {
  const std::size_t start = known.size();
  const auto number = [&] {
    std::size_t n = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(packed.front());
      packed.remove_prefix(1);
      n += std::size_t{byte % 128u} << shift;
      if (byte < 128) return n;
    }
  };
  while (!packed.empty()) {
    const std::size_t fresh = number();
    known += packed.substr(0, fresh);
    packed.remove_prefix(fresh);
    std::size_t distance = number();
    // A copy may run into itself; what it has copied so far then repeats.
    for (std::size_t length = number(); length > 0;) {
      const std::size_t some = std::min(length, distance);
      known.append(known, known.size() - distance, some);
      length -= some, distance += some;
    }
  }
  return known.erase(0, start);
}

}  // namespace senpai::sql
