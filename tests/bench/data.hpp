#pragma once
// Data as two years of use would leave it, in any store: made by the library's own services, so every row is what they
// would have written. The same sizes and time give the same data.

#include <functional>
#include <senpai/senpai.hpp>

namespace bench {

struct DataSizes {
  int users = 0;
  int organizations = 0;
  int jobs = 0;
  int posts = 0;
  int applications = 0;  ///< With their journeys; far fewer than users times jobs.
  int kyc_sessions = 0;  ///< With documents and events; at most one per user.
};

/// What the growth benchmark compares.
constexpr DataSizes small_sizes{1'000, 1'000, 1'000, 1'000, 1'000, 1'000};
constexpr DataSizes large_sizes{100'000, 20'000, 100'000, 100'000, 200'000, 50'000};

/// Words that stand in every two-thousandth row or fewer: in job titles, in titles of posts, in names of users.
constexpr const char* rare_job_word = "kintsugi";
constexpr const char* rare_post_word = "hanabi";
constexpr const char* rare_user_word = "tsukimi";

/// Told now and then how many rows of `what` are done.
using Progress = std::function<void(const char* what, int done, int all)>;

/// Fills an empty, migrated store with the two years before `now` and with what is scheduled after it. Neither audit
/// rows nor queued work are written, so a server on this store has nothing to catch up with.
void fill(senpai::Storage&, const DataSizes&, senpai::Timestamp now, const Progress& = {});

}  // namespace bench
