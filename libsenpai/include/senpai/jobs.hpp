#pragma once
// The job catalogue.

#include <senpai/content.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

/// How a job is employed.
enum class EmploymentType { full_time, part_time, contract };
constexpr auto wire_names(EmploymentType) {
  return std::array{WireName{EmploymentType::full_time, "FULL_TIME"}, WireName{EmploymentType::part_time, "PART_TIME"},
                    WireName{EmploymentType::contract, "CONTRACT"}};
}

// Text limits count UTF-16 code units after trimming.
constexpr int max_job_title_length = 160;
constexpr int max_job_description_length = 5000;
constexpr std::size_t max_job_requirements = 20;
constexpr int max_job_requirement_length = 300;
constexpr int max_city_length = 120;
constexpr int max_display_label_length = 180;
constexpr int max_employer_id_length = 200;
constexpr int max_employer_name_length = 180;
constexpr int max_content_url_length = 2048;

/// Where a job is, as lists show it.
struct JobLocation {
  std::string country_code{};  ///< Two upper-case letters.
  std::string city{};
  std::string display_label{};

  friend bool operator==(const JobLocation&, const JobLocation&) = default;
};

/// Who offers a job, as the job names it.
struct Employer {
  std::string id{};  ///< Free text; need not be one of our organizations.
  std::string name{};
  std::optional<std::string> logo_url{};
  bool is_verified = false;

  friend bool operator==(const Employer&, const Employer&) = default;
};

/// A job as a list shows it.
struct JobSummary {
  JobId id{};
  std::string title{};
  EmploymentType employment_type = EmploymentType::full_time;
  bool visa_sponsorship = false;
  JobLocation location{};
  Employer employer{};
  Lifecycle lifecycle{};
  bool saved = false;  ///< By the viewer.
};

/// A job with all its texts.
struct Job {
  JobSummary summary{};
  std::string description{};
  std::vector<std::string> requirements{};
  double latitude = 0;
  double longitude = 0;
  std::int64_t revision = 0;  ///< Counts changes, so that simultaneous edits see each other; never shown.
};

/// Where a job is, as a request says it.
struct JobLocationDraft {
  std::string city{};           ///< 2..120
  std::string display_label{};  ///< 2..180
  Patch<double> latitude{};     ///< -90..90
  Patch<double> longitude{};    ///< -180..180
  std::string country_code{};   ///< Two letters, any case.
};

/// Who offers a job, as a request says it.
struct EmployerDraft {
  std::string id{};                ///< 1..200
  std::string name{};              ///< 2..180
  Patch<bool> is_verified{};       ///< Required.
  Patch<std::string> logo_url{};   ///< http or https, at most 2048; absent, null or blank: none.
};

/// A new job, which needs everything but the lifecycle, or a change, where what is absent stays as it is. Place and
/// employer are replaced as a whole.
struct JobDraft {
  Patch<std::string> title{};  ///< 2..160
  Patch<EmploymentType> employment_type{};
  Patch<bool> visa_sponsorship{};
  Patch<std::string> description{};                ///< 8..5000
  Patch<std::vector<std::string>> requirements{};  ///< 1..20, each 2..300
  Patch<JobLocationDraft> location{};
  Patch<EmployerDraft> employer{};
  Patch<LifecycleDraft> lifecycle{};  ///< Null in a change puts the dates in order and changes nothing else.
};

/// Which jobs, as asked for.
struct JobQuery {
  std::string search{};           ///< Literal substring of title, description, employer and place; case is ignored.
  std::string employment_type{};  ///< Wire name in any case; blank: all.
  std::string visa_sponsored{};   ///< `true` or `false` in any case; blank: all.
  std::string location{};         ///< Literal substring of the place.
  PageQuery page{};               ///< Limit 20, 1..50, whole numbers.
};

/// Every method may be called from any thread. Deleted jobs are found by nobody; their applications and history are
/// kept for the record, except with AuthOptions::compat_rollback, where only a copy of them remains.
class JobService {
 public:
  explicit JobService(Runtime& runtime) : runtime_(runtime) {}

  /// Publicly visible jobs, oldest first.
  /// @throws invalid_employment_type, invalid_visa_sponsored, invalid_cursor, invalid_limit.
  Page<JobSummary> list(const JobQuery&, const std::optional<UserId>& viewer = {});

  /// A public job. @throws job_not_found, also for one that is not public.
  Job find(const JobId&, const std::optional<UserId>& viewer = {});

  // For candidates.

  /// What a user saved, latest first, also what is not public any more. @throws invalid_cursor, invalid_limit.
  Page<JobSummary> saved(const UserId&, const PageQuery& = {});

  /// Remembers a public job. True when it was not saved before; of simultaneous calls exactly one gets that.
  /// @throws invalid_job_id when blank, job_not_found.
  bool save(const UserId&, std::string_view job);

  /// True when it was saved. @throws job_not_found.
  bool unsave(const UserId&, const JobId&);

  // For administrators.

  /// Jobs in every state, oldest first; of the query only search and page count. @throws invalid_cursor, invalid_limit.
  Page<Job> list_all(const JobQuery& = {});

  /// A new job, public at once unless its lifecycle says otherwise.
  /// @throws invalid_lifecycle, invalid_lifecycle_status, invalid_lifecycle_date, invalid_job_title,
  ///         invalid_employment_type, invalid_visa_sponsorship, invalid_job_description, invalid_job_requirements,
  ///         invalid_job_requirement, invalid_job_location, invalid_country_code, invalid_job_employer,
  ///         invalid_employer_logo_url.
  Job create(const Actor& admin, const JobDraft&);

  /// All or nothing. @throws job_not_found, else as create().
  Job update(const Actor& admin, const JobId&, const JobDraft&);

  /// Deletes a job. Files attached to its applications are removed 30 days later.
  /// @throws job_not_found, also the second time.
  void remove(const Actor& admin, const JobId&);

  /// @param at  shown as the date of publication; absent or null: now. @throws job_not_found, invalid_lifecycle_date.
  Job publish(const Actor& admin, const JobId&, const Patch<Timestamp>& at = {});

  /// Back to a draft. @throws job_not_found.
  Job unpublish(const Actor& admin, const JobId&);

  /// Public from `at` on. @throws job_not_found, invalid_lifecycle_date when there is no date.
  Job schedule(const Actor& admin, const JobId&, const Patch<Timestamp>& at);

  /// Each job on its own: what is wrong with one is in its item. Trouble with the store ends the whole; what was done
  /// before stays. @throws invalid_bulk_action, invalid_job_ids.
  BulkResult bulk(const Actor& admin, const BulkRequest&);

 private:
  Runtime& runtime_;
};

}  // namespace senpai
