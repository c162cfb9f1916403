#pragma once
// The wire forms of jobs, used by several modules.

#include "content/content_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, const JobLocation& x) {
  v("countryCode", x.country_code), v("city", x.city), v("displayLabel", x.display_label);
}

template <class V>
void fields(V& v, const Employer& x) {
  v("id", x.id), v("name", x.name), v("logoUrl", x.logo_url), v("isVerifiedEmployer", x.is_verified);
}

namespace api {

enum class ApplyAction { apply, sign_in };
constexpr auto wire_names(ApplyAction) {
  return std::array{WireName{ApplyAction::apply, "APPLY"}, WireName{ApplyAction::sign_in, "LOGIN_TO_APPLY"}};
}

struct JobViewerState {
  bool authenticated = false;
  bool saved = false;
};
template <class V>
void fields(V& v, const JobViewerState& x) {
  v("authenticated", x.authenticated), v("saved", x.saved), v("canApply", x.authenticated);
  v("applyCta", x.authenticated ? ApplyAction::apply : ApplyAction::sign_in);
}

struct JobSummaryView {
  const JobSummary& job;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const JobSummaryView& x) {
  v("id", x.job.id), v("title", x.job.title), v("employmentType", x.job.employment_type);
  v("visaSponsorship", x.job.visa_sponsorship), v("location", x.job.location), v("employer", x.job.employer);
  v("lifecycle", LifecycleView{x.job.lifecycle, x.now});
  v("viewerState", JobViewerState{x.authenticated, x.job.saved});
}

/// The place of a job in its detail, with coordinates.
struct JobPlaceView {
  const Job& job;
};
template <class V>
void fields(V& v, const JobPlaceView& x) {
  fields(v, x.job.summary.location);
  v("latitude", x.job.latitude), v("longitude", x.job.longitude);
}

/// The whole job: for administrators as it stands, for others beside the viewer's state.
struct JobView {
  const Job& job;
  Timestamp now;
};
template <class V>
void fields(V& v, const JobView& x) {
  const JobSummary& s = x.job.summary;
  v("id", s.id), v("title", s.title), v("employmentType", s.employment_type), v("visaSponsorship", s.visa_sponsorship);
  v("location", JobPlaceView{x.job}), v("employer", s.employer), v("lifecycle", LifecycleView{s.lifecycle, x.now});
  v("description", x.job.description), v("requirements", x.job.requirements);
}

}  // namespace api
}  // namespace senpai
