#include <senpai/jobs.hpp>

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {

LifecycleStatus Lifecycle::effective(Timestamp now) const {
  if (status != LifecycleStatus::scheduled) return status;
  if (!scheduled_at) return LifecycleStatus::draft;
  return *scheduled_at <= now ? LifecycleStatus::published : LifecycleStatus::scheduled;
}

Page<JobSummary> JobService::list(const JobQuery& query, const std::optional<UserId>& viewer) {
  JobFilter filter;
  const std::string type = text::upper(text::trim(query.employment_type));
  if (!type.empty()) {
    filter.employment_type = parse_wire<EmploymentType>(type);
    if (!filter.employment_type)
      reject("invalid_employment_type", "employmentType must be FULL_TIME, PART_TIME or CONTRACT.");
  }
  const std::string visa = text::lower(text::trim(query.visa_sponsored));
  if (!visa.empty()) {
    if (visa != "true" && visa != "false") reject("invalid_visa_sponsored", "visaSponsored must be true or false.");
    filter.visa_sponsorship = visa == "true";
  }
  filter.window = check_page(query.page, {});
  filter.search = search_text(query.search);
  filter.location = search_text(query.location);
  filter.viewer = viewer;
  filter.now = runtime_.now();
  return read(runtime_.storage(), [&](Stores& s) { return s.jobs.list_visible(filter); });
}

Job JobService::find(const JobId& id, const std::optional<UserId>& viewer) {
  auto job = read(runtime_.storage(), [&](Stores& s) { return s.jobs.find(id, viewer); });
  if (!job || job->summary.lifecycle.effective(runtime_.now()) != LifecycleStatus::published)
    missing("job_not_found", "This job is no longer available.");
  return std::move(*job);
}

}  // namespace senpai
