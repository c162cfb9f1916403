#pragma once
// What SQLite itself takes for the statements behind an endpoint: the floor that our own code is compared with.

#include <filesystem>
#include <functional>
#include <string>

namespace bench {

/// CPU microseconds for one execution by the plain C API, decoding the columns into the same C++ types.
struct RawCosts {
  double find_user = 0;  ///< Behind /auth/me.
  double list_jobs = 0;  ///< Behind GET /jobs?limit=20: total and page.
  double webhook = 0;    ///< One transaction: delivery remembered, session read and updated.
};

RawCosts measure_raw(const std::filesystem::path& database, const std::string& user, const std::string& session);

/// The statement behind jobs().find(), decoded into the same type.
double measure_raw_find(const std::filesystem::path& database);

/// How often a call of a few microseconds is made to tell its cost.
constexpr int calls = 4000;
/// CPU microseconds that one call takes this thread, after warming up.
double cost(int times, const std::function<void()>& work);

}  // namespace bench
