#include "api/endpoint.hpp"
#include "jobs/content_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, JobQuery& x) {
  v("q", x.search), v("employmentType", x.employment_type), v("visaSponsored", x.visa_sponsored);
  v("location", x.location), api::page_fields(v, x.page);
}

template <class V>
void fields(V& v, const JobLocation& x) {
  v("countryCode", x.country_code), v("city", x.city), v("displayLabel", x.display_label);
}

template <class V>
void fields(V& v, const Employer& x) {
  v("id", x.id), v("name", x.name), v("logoUrl", x.logo_url), v("isVerifiedEmployer", x.is_verified);
}

namespace api {
namespace {

struct ViewerState {
  bool authenticated = false;
  bool saved = false;
};
template <class V>
void fields(V& v, const ViewerState& x) {
  v("authenticated", x.authenticated), v("saved", x.saved), v("canApply", x.authenticated);
  v("applyCta", x.authenticated ? "APPLY" : "LOGIN_TO_APPLY");
}

struct SummaryView {
  const JobSummary& job;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const SummaryView& x) {
  v("id", x.job.id), v("title", x.job.title), v("employmentType", x.job.employment_type);
  v("visaSponsorship", x.job.visa_sponsorship), v("location", x.job.location), v("employer", x.job.employer);
  v("lifecycle", LifecycleView{x.job.lifecycle, x.now}), v("viewerState", ViewerState{x.authenticated, x.job.saved});
}

/// The place of a job in its detail, with coordinates.
struct PlaceView {
  const Job& job;
};
template <class V>
void fields(V& v, const PlaceView& x) {
  fields(v, x.job.summary.location);
  v("latitude", x.job.latitude), v("longitude", x.job.longitude);
}

struct DetailView {
  const Job& job;
  Timestamp now;
};
template <class V>
void fields(V& v, const DetailView& x) {
  const JobSummary& s = x.job.summary;
  v("id", s.id), v("title", s.title), v("employmentType", s.employment_type), v("visaSponsorship", s.visa_sponsorship);
  v("location", PlaceView{x.job}), v("employer", s.employer), v("lifecycle", LifecycleView{s.lifecycle, x.now});
  v("description", x.job.description), v("requirements", x.job.requirements);
}

struct JobAnswer {
  Job job;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const JobAnswer& x) {
  v("job", DetailView{x.job, x.now}), v("viewerState", ViewerState{x.authenticated, x.job.summary.saved});
}

struct JobList {
  Page<JobSummary> page;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const JobList& x) {
  fields(v, map_page(x.page, [&](const JobSummary& job) { return SummaryView{job, x.now, x.authenticated}; }));
}

JobList list(Context& c, const JobQuery& in) {
  return {c.platform.jobs().list(in, c.viewer()), c.now(), c.user.has_value()};
}

JobAnswer find(Context& c) {
  return {c.platform.jobs().find(c.id<JobId>("jobId"), c.viewer()), c.now(), c.user.has_value()};
}

constexpr Endpoint table[] = {
    endpoint<&list>("jobs.list", "GET /jobs", Access::optional_user, 200, "Published jobs."),
    endpoint<&find>("jobs.find", "GET /jobs/{jobId}", Access::optional_user, 200, "One published job."),
};

}  // namespace

std::span<const Endpoint> jobs_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
