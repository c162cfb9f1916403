#pragma once
// The job catalogue.

#include <senpai/content.hpp>

namespace senpai {

struct Runtime;

enum class EmploymentType { full_time, part_time, contract };
constexpr auto wire_names(EmploymentType) {
  return std::array{WireName{EmploymentType::full_time, "FULL_TIME"}, WireName{EmploymentType::part_time, "PART_TIME"},
                    WireName{EmploymentType::contract, "CONTRACT"}};
}

struct JobLocation {
  std::string country_code{};
  std::string city{};
  std::string display_label{};
};

struct Employer {
  std::string id{};
  std::string name{};
  std::optional<std::string> logo_url{};
  bool is_verified = false;
};

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

struct Job {
  JobSummary summary{};
  std::string description{};
  std::vector<std::string> requirements{};
  double latitude = 0;
  double longitude = 0;
};

struct JobQuery {
  std::string search{};           ///< Literal substring of title, description, employer and place; case is ignored.
  std::string employment_type{};  ///< Wire name in any case; blank: all.
  std::string visa_sponsored{};   ///< `true` or `false` in any case; blank: all.
  std::string location{};         ///< Literal substring of the place.
  PageQuery page{};               ///< Limit 20, 1..50, whole numbers.
};

/// Every method may be called from any thread.
class JobService {
 public:
  explicit JobService(Runtime& runtime) : runtime_(runtime) {}

  /// Publicly visible jobs, oldest first.
  /// @throws invalid_employment_type, invalid_visa_sponsored, invalid_cursor, invalid_limit.
  Page<JobSummary> list(const JobQuery&, const std::optional<UserId>& viewer = {});

  /// @throws job_not_found, also for a job that is not public.
  Job find(const JobId&, const std::optional<UserId>& viewer = {});

 private:
  Runtime& runtime_;
};

}  // namespace senpai
