#pragma once
// Optional filters of a list, appended to a statement as literals.

#include <algorithm>
#include <bit>

#include "sql/connection.hpp"

namespace senpai::sql {

/// A piece of SQL; only literals convert.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}
  constexpr std::string_view text() const { return text_; }

 private:
  const char* text_;
};

/// Builds a statement from literals, numbering parameters as they come: each `?` becomes the next `$n`.
/// (`($1 IS NULL OR column = $1)` is no way out: PostgreSQL cannot type it and no planner can use an index for it.)
class Statement {
 public:
  Statement(const char* name, Literal text) : name_(name), text_(text.text()) {}

  Statement& add(Literal text) {
    text_ += ' ';
    text_ += text.text();
    return *this;
  }
  Statement& add(Literal text, Value value) {
    text_ += ' ';
    for (const char c : text.text()) {
      if (c != '?') {
        text_ += c;
        continue;
      }
      values_.push_back(value);
      text_ += '$';
      text_ += std::to_string(values_.size());
    }
    return *this;
  }

  /// Appends `($n, …)` for `IN`; at least one value. The last one is repeated until their number is a power of two, so
  /// that lists of all lengths are a handful of statements, each prepared once.
  Statement& add_list(std::span<const std::string_view> values) {
    const std::size_t count = std::bit_ceil(values.size());
    for (std::size_t i = 0; i < count; ++i)
      add(i == 0 ? Literal("(?") : Literal(", ?"), values[std::min(i, values.size() - 1)]);
    return add(")");
  }

  /// The number in its only row.
  std::int64_t number(Connection& db) const {
    std::int64_t value = 0;
    run(db, [&](const Row& row) { value = row.get<std::int64_t>(0); });
    return value;
  }
  std::int64_t run(Connection& db, const OnRow& on_row) const { return db.execute(name_, text_, values_, on_row); }

 private:
  const char* name_;
  std::string text_;
  std::vector<Value> values_;
};

/// A LIKE pattern that finds `text` literally; the statement says `ESCAPE '\'`.
inline std::string contains_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace senpai::sql
