#pragma once
// ./dev bench growth: whether a request costs more where there is more data.

#include <filesystem>

namespace bench {

struct GrowthSettings {
  bool quick = false;            ///< Shorter measurements, for a first look.
  std::filesystem::path data{};  ///< Where the databases are kept for the next run; empty: made afresh and removed.
};

/// Prints the table; returns how many bounds were missed.
int run_growth(const GrowthSettings&);

}  // namespace bench
