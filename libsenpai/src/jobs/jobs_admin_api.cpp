// Jobs as administrators see and change them.

#include "api/endpoint.hpp"
#include "jobs/jobs_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, JobLocationDraft& x) {
  v("city", x.city, must("Fukuoka").length(2, max_city_length));
  v("displayLabel", x.display_label, must("Fukuoka, JP").length(2, max_display_label_length));
  v("latitude", x.latitude, must("33.5902").range(-90, 90));
  v("longitude", x.longitude, must("130.4017").range(-180, 180));
  v("countryCode", x.country_code, must("JP").pattern("^[A-Za-z]{2}$"));
}

template <class V>
void fields(V& v, EmployerDraft& x) {
  v("id", x.id, must("emp_hakata_care").length(1, max_employer_id_length));
  v("name", x.name, must("Hakata Care Home").length(2, max_employer_name_length));
  v("isVerifiedEmployer", x.is_verified, must("true"));
  v("logoUrl", x.logo_url, may().format("uri").length(0, max_content_url_length).nullable());
}

template <class V>
void fields(V& v, JobDraft& x) {
  v("title", x.title, must("Eldercare Assistant").length(2, max_job_title_length));
  v("employmentType", x.employment_type, must("PART_TIME"));
  v("visaSponsorship", x.visa_sponsorship, must("true"));
  v("description", x.description, must("Help residents of a small care home with meals, walks and daily life.")
                                      .length(8, max_job_description_length));
  v("requirements", x.requirements, must(R"(["Patient and friendly", "Japanese at N3 or better"])")
                                        .items(1, max_job_requirements).each(2, max_job_requirement_length));
  v("location", x.location, must());
  v("employer", x.employer, must());
  v("lifecycle", x.lifecycle, may());
}

namespace api {
namespace {

struct AdminJobQuery {
  JobQuery query{};
};
template <class V>
void fields(V& v, AdminJobQuery& x) {
  v("q", x.query.search, may().about("Words in title, description, employer or place; case is ignored."));
  page_fields(v, x.query.page, short_list);
}

struct AdminJobList {
  Page<Job> page;
  Timestamp now;
};
template <class V>
void fields(V& v, const AdminJobList& x) {
  fields(v, map_page(x.page, [&](const Job& job) { return JobView{job, x.now}; }));
}

struct AdminJobAnswer {
  Job job;
  Timestamp now;
};
template <class V>
void fields(V& v, const AdminJobAnswer& x) {
  v("job", JobView{x.job, x.now});
}

struct JobBulk {
  BulkRequest request{};
};
template <class V>
void fields(V& v, JobBulk& x) {
  v("action", x.request.action, must("PUBLISH"));
  v("jobIds", x.request.ids, must(R"(["job_fukuoka_eldercare_assistant_004"])").items(1, max_bulk));
  v("publishedAt", x.request.published_at, published_rule);
  v("scheduledAt", x.request.scheduled_at, scheduled_rule);
}

JobId job_id(Context& c) { return c.id<JobId>(id_name<JobId>); }

AdminJobList list(Context& c, const AdminJobQuery& in) { return {c.platform.jobs().list_all(in.query), c.now()}; }

AdminJobAnswer create(Context& c, const JobDraft& in) { return {c.platform.jobs().create(c.actor, in), c.now()}; }

AdminJobAnswer update(Context& c, const Change<JobDraft>& in) {
  return {c.platform.jobs().update(c.actor, job_id(c), in.draft), c.now()};
}

RemovedAnswer<JobId> remove(Context& c) {
  const JobId id = job_id(c);
  c.platform.jobs().remove(c.actor, id);
  return {id};
}

AdminJobAnswer publish(Context& c, const PublishInput& in) {
  return {c.platform.jobs().publish(c.actor, job_id(c), in.published_at), c.now()};
}

AdminJobAnswer unpublish(Context& c, const EmptyInput&) {
  return {c.platform.jobs().unpublish(c.actor, job_id(c)), c.now()};
}

AdminJobAnswer schedule(Context& c, const ScheduleInput& in) {
  return {c.platform.jobs().schedule(c.actor, job_id(c), in.scheduled_at), c.now()};
}

BulkAnswer<JobId> bulk(Context& c, const JobBulk& in) {
  return {c.platform.jobs().bulk(c.actor, in.request), c.now()};
}

constexpr const char* draft_errors =
    "400 invalid_job_title invalid_employment_type invalid_visa_sponsorship invalid_job_description "
    "invalid_job_requirements invalid_job_requirement invalid_job_location invalid_country_code invalid_job_employer "
    "invalid_employer_logo_url invalid_lifecycle invalid_lifecycle_status invalid_lifecycle_date, 404 job_not_found";

constexpr Endpoint table[] = {
    endpoint<&list>("jobs.adminList", "GET /admin/jobs", Access::admin, 200, "Jobs in every state, oldest first."),
    endpoint<&create>("jobs.create", "POST /admin/jobs", Access::admin, 201, "Create a job.", draft_errors),
    endpoint<&bulk>("jobs.bulk", "POST /admin/jobs/bulk", Access::admin, 200,
                    "Publish, unpublish, schedule or delete many jobs; each succeeds or fails on its own.",
                    "400 invalid_bulk_action invalid_job_ids"),
    endpoint<&publish>("jobs.publish", "POST /admin/jobs/{jobId}/publish", Access::admin, 200, "Publish a job.",
                       "404 job_not_found, 400 invalid_lifecycle_date"),
    endpoint<&unpublish>("jobs.unpublish", "POST /admin/jobs/{jobId}/unpublish", Access::admin, 200,
                         "Make a job a draft again.", "404 job_not_found"),
    endpoint<&schedule>("jobs.schedule", "POST /admin/jobs/{jobId}/schedule", Access::admin, 200,
                        "Publish a job at a given time.", "404 job_not_found, 400 invalid_lifecycle_date"),
    endpoint<&update>("jobs.update", "PATCH /admin/jobs/{jobId}", Access::admin, 200, "Change what is given of a job.",
                      draft_errors, "Place and employer are replaced as a whole."),
    endpoint<&remove>("jobs.delete", "DELETE /admin/jobs/{jobId}", Access::admin, 200, "Delete a job.",
                      "404 job_not_found"),
};

}  // namespace

std::span<const Endpoint> jobs_admin_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
