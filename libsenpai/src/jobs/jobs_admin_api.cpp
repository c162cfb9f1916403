// Jobs as administrators see and change them.

#include "api/endpoint.hpp"
#include "jobs/jobs_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, JobLocationDraft& x) {
  v("city", x.city), v("displayLabel", x.display_label), v("latitude", x.latitude), v("longitude", x.longitude);
  v("countryCode", x.country_code);
}

template <class V>
void fields(V& v, EmployerDraft& x) {
  v("id", x.id), v("name", x.name), v("isVerifiedEmployer", x.is_verified), v("logoUrl", x.logo_url);
}

template <class V>
void fields(V& v, JobDraft& x) {
  v("title", x.title), v("employmentType", x.employment_type), v("visaSponsorship", x.visa_sponsorship);
  v("description", x.description), v("requirements", x.requirements), v("location", x.location);
  v("employer", x.employer), v("lifecycle", x.lifecycle);
}

namespace api {
namespace {

struct AdminJobQuery {
  JobQuery query{};
};
template <class V>
void fields(V& v, AdminJobQuery& x) {
  v("q", x.query.search), page_fields(v, x.query.page);
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

struct BulkInput {
  BulkRequest request{};
};
template <class V>
void fields(V& v, BulkInput& x) {
  v("action", x.request.action), v("jobIds", x.request.ids), v("publishedAt", x.request.published_at);
  v("scheduledAt", x.request.scheduled_at);
}

JobId job_id(Context& c) { return c.id<JobId>(id_name<JobId>); }

AdminJobList list(Context& c, const AdminJobQuery& in) { return {c.platform.jobs().list_all(in.query), c.now()}; }

AdminJobAnswer create(Context& c, const JobDraft& in) { return {c.platform.jobs().create(c.actor, in), c.now()}; }

AdminJobAnswer update(Context& c, const JobDraft& in) {
  return {c.platform.jobs().update(c.actor, job_id(c), in), c.now()};
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

BulkAnswer<JobId> bulk(Context& c, const BulkInput& in) {
  return {c.platform.jobs().bulk(c.actor, in.request), c.now()};
}

constexpr Endpoint table[] = {
    endpoint<&list>("jobs.adminList", "GET /admin/jobs", Access::admin, 200, "Jobs in every state, oldest first."),
    endpoint<&create>("jobs.create", "POST /admin/jobs", Access::admin, 201, "Create a job."),
    endpoint<&bulk>("jobs.bulk", "POST /admin/jobs/bulk", Access::admin, 200,
                    "Publish, unpublish, schedule or delete many jobs; each succeeds or fails on its own."),
    endpoint<&publish>("jobs.publish", "POST /admin/jobs/{jobId}/publish", Access::admin, 200, "Publish a job."),
    endpoint<&unpublish>("jobs.unpublish", "POST /admin/jobs/{jobId}/unpublish", Access::admin, 200,
                         "Make a job a draft again."),
    endpoint<&schedule>("jobs.schedule", "POST /admin/jobs/{jobId}/schedule", Access::admin, 200,
                        "Publish a job at a given time."),
    endpoint<&update>("jobs.update", "PATCH /admin/jobs/{jobId}", Access::admin, 200, "Change what is given of a job."),
    endpoint<&remove>("jobs.delete", "DELETE /admin/jobs/{jobId}", Access::admin, 200, "Delete a job."),
};

}  // namespace

std::span<const Endpoint> jobs_admin_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
