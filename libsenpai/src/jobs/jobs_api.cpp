// Jobs as everybody sees them, and those a candidate has saved.

#include "api/endpoint.hpp"
#include "jobs/jobs_wire.hpp"
#include "support/text.hpp"

namespace senpai {

template <class V>
void fields(V& v, JobQuery& x) {
  v("q", x.search, may().about("Words in title, description, employer or place; case is ignored."));
  v("employmentType", x.employment_type, may().one_of<EmploymentType>());
  v("visaSponsored", x.visa_sponsored, may("true").pattern("^(true|false)$"));
  v("location", x.location, may("Fukuoka").about("Part of the place."));
  api::page_fields(v, x.page, short_list);
}

namespace api {
namespace {

struct JobAnswer {
  Job job;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const JobAnswer& x) {
  v("job", JobView{x.job, x.now}), v("viewerState", JobViewerState{x.authenticated, x.job.summary.saved});
}

struct JobList {
  Page<JobSummary> page;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const JobList& x) {
  fields(v, map_page(x.page, [&](const JobSummary& job) { return JobSummaryView{job, x.now, x.authenticated}; }));
}

JobList list(Context& c, const JobQuery& in) {
  return {c.platform.jobs().list(in, c.viewer()), c.now(), c.user.has_value()};
}

JobAnswer find(Context& c) {
  return {c.platform.jobs().find(c.id<JobId>("jobId"), c.viewer()), c.now(), c.user.has_value()};
}

JobList saved(Context& c, const SavedQuery& in) {
  return {c.platform.jobs().saved(c.user->id, in.page), c.now(), true};
}

struct SaveJob {
  std::string job_id{};
};
template <class V>
void fields(V& v, SaveJob& x) {
  v("jobId", x.job_id, must("job_fukuoka_eldercare_assistant_004"));
}

SavedAnswer<JobId> save(Context& c, const SaveJob& in) {
  const bool created = c.platform.jobs().save(c.user->id, in.job_id);
  return {JobId::parse(text::trim(in.job_id)), created};
}

UnsavedAnswer<JobId> unsave(Context& c) {
  const auto id = c.id<JobId>("jobId");
  return {id, c.platform.jobs().unsave(c.user->id, id)};
}

constexpr Endpoint table[] = {
    endpoint<&list>("jobs.list", "GET /jobs", Access::optional_user, 200, "Published jobs.",
                    "400 invalid_employment_type invalid_visa_sponsored"),
    endpoint<&find>("jobs.find", "GET /jobs/{jobId}", Access::optional_user, 200, "One published job.",
                    "404 job_not_found"),
    endpoint<&saved>("jobs.saved", "GET /users/me/saved-jobs", Access::user, 200, "Jobs the user saved, latest first."),
    endpoint<&save>("jobs.save", "POST /users/me/saved-jobs", Access::user, 200, "Save a job.",
                    "400 invalid_job_id, 404 job_not_found", "Saving it again changes nothing."),
    endpoint<&unsave>("jobs.unsave", "DELETE /users/me/saved-jobs/{jobId}", Access::user, 200, "Forget a saved job.",
                      "404 job_not_found"),
};

}  // namespace

std::span<const Endpoint> jobs_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
