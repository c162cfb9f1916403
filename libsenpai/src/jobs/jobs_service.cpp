// Jobs as everybody sees them, and those a candidate has saved.

#include <senpai/jobs.hpp>

#include "content/content.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

[[noreturn]] void refuse_absent() { missing("job_not_found", "This job is no longer available."); }

}  // namespace

Page<JobSummary> JobService::list(const JobQuery& query, const std::optional<UserId>& viewer) {
  JobFilter filter;
  const std::string type = text::upper(text::trim(query.employment_type));
  if (!type.empty()) {
    filter.employment_type = parse_wire<EmploymentType>(type);
    if (!filter.employment_type)
      reject("invalid_employment_type", "employmentType must be " + names_of<EmploymentType>() + ".");
  }
  const std::string visa = text::lower(text::trim(query.visa_sponsored));
  if (!visa.empty()) {
    if (visa != "true" && visa != "false") reject("invalid_visa_sponsored", "visaSponsored must be true or false.");
    filter.visa_sponsorship = visa == "true";
  }
  filter.window = check_page(query.page, short_list);
  filter.search = search_text(query.search);
  filter.location = search_text(query.location);
  filter.viewer = viewer;
  filter.now = runtime_.now();
  return read(runtime_.storage(), [&](Stores& s) { return s.jobs.list_visible(filter); });
}

Job JobService::find(const JobId& id, const std::optional<UserId>& viewer) {
  auto job = read(runtime_.storage(), [&](Stores& s) { return s.jobs.find(id, viewer); });
  if (!job || job->summary.lifecycle.effective(runtime_.now()) != LifecycleStatus::published)
    refuse_absent();
  return std::move(*job);
}

Page<JobSummary> JobService::saved(const UserId& user, const PageQuery& page) {
  const PageWindow window = check_page(page, short_list);
  return read(runtime_.storage(), [&](Stores& s) { return s.jobs.list_saved(user, window); });
}

bool JobService::save(const UserId& user, std::string_view given) {
  const auto id = JobId::parse(checked_content_id(given, "invalid_job_id", "Please name the job to save in jobId."));
  const Timestamp now = runtime_.now();
  const std::string row = runtime_.new_id();
  const auto created = write(runtime_.storage(), [&](Stores& s) { return s.jobs.save(row, user, id, now); });
  if (!created) refuse_absent();
  return *created;
}

bool JobService::unsave(const UserId& user, const JobId& id) {
  const auto removed = write(runtime_.storage(), [&](Stores& s) { return s.jobs.unsave(user, id); });
  if (!removed) refuse_absent();
  return *removed;
}

}  // namespace senpai
