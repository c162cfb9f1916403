#pragma once
// Totals of what becomes public by the clock are kept by month, by UTC.

#include <senpai/vocabulary.hpp>

namespace senpai::sql {

/// Where the month of a moment begins.
inline Timestamp month_begin(Timestamp moment) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(moment));
  return std::chrono::sys_days(day.year() / day.month() / 1);
}

/// Its name, `2030-01`.
inline std::string month_name(Timestamp moment) { return to_text(moment).substr(0, 7); }

}  // namespace senpai::sql
