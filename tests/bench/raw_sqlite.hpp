#pragma once
// What SQLite itself takes for the statements behind an endpoint: the floor that our own code is compared with.

#include <filesystem>
#include <string>

namespace bench {

/// CPU microseconds for one execution by the plain C API, decoding the columns into the same C++ types.
struct RawCosts {
  double find_user = 0;  ///< Behind /auth/me.
  double list_jobs = 0;  ///< Behind GET /jobs?limit=20: total and page.
  double find_job = 0;   ///< The same statement as jobs().find().
  double webhook = 0;    ///< One transaction: delivery remembered, metadata read and updated, session read.
};

RawCosts measure_raw(const std::filesystem::path& database, const std::string& user, const std::string& session);

/// CPU microseconds of `jobs().find(id)` in process, on the same file.
double measure_in_process_find(const std::filesystem::path& database);

/// jobs.find by name through the C interface, in µs.
double measure_c_find(const std::filesystem::path& database);
/// The same from another language; 0 where that language is not installed.
double measure_python_find(const std::filesystem::path& database);
double measure_node_find(const std::filesystem::path& database);

}  // namespace bench
