// Jobs as administrators create, change and delete them.

#include <senpai/jobs.hpp>

#include "content/content.hpp"
#include "queue/job_kinds.hpp"
#include "support/search_text.hpp"

namespace senpai {
namespace {

using std::chrono::days;

/// Time to notice a deletion by mistake before the files of its applications go.
constexpr days file_retention{30};

JobSearchText search_text_of(const Job& job) {
  const JobSummary& s = job.summary;
  return {job_search_text(s.title, job.description, s.employer.name, s.location.display_label),
          text::lower(s.location.display_label)};
}

struct JobContent {
  using Id = JobId;
  using Item = Job;
  static constexpr ContentNames names{.entity_type = "JOB",
                                      .created = "job.created",
                                      .updated = "job.updated",
                                      .published = "job.published",
                                      .unpublished = "job.unpublished",
                                      .scheduled = "job.scheduled",
                                      .deleted = "job.deleted",
                                      .invalid_ids = "invalid_job_ids",
                                      .ids_field = "jobIds"};
  static constexpr bool date_is_schedule = false;

  static Lifecycle& lifecycle(Job& job) { return job.summary.lifecycle; }
  static std::optional<Job> find(Stores& s, const JobId& id) { return s.jobs.find(id, std::nullopt); }
  static std::optional<Lifecycle> find_lifecycle(Stores& s, const JobId& id) { return s.jobs.lifecycle(id); }

  static std::vector<std::string> changes(const Job& before, const Job& after, Timestamp) {
    const JobSummary& a = before.summary;
    const JobSummary& b = after.summary;
    std::vector<std::string> fields;
    const auto note = [&](const char* field, bool same) {
      if (!same) fields.emplace_back(field);
    };
    note("title", a.title == b.title);
    note("employmentType", a.employment_type == b.employment_type);
    note("visaSponsorship", a.visa_sponsorship == b.visa_sponsorship);
    note("description", before.description == after.description);
    note("requirements", before.requirements == after.requirements);
    note("location",
         a.location == b.location && before.latitude == after.latitude && before.longitude == after.longitude);
    note("employer", a.employer == b.employer);
    note("lifecycle", a.lifecycle == b.lifecycle);
    return fields;
  }

  static bool update(Stores& s, const Job& before, const Job& after, Timestamp now) {
    if (!s.jobs.update(after, search_text_of(after), now)) return false;
    const JobSummary& a = before.summary;
    const JobSummary& b = after.summary;
    // Applications are found by the names of their job.
    if (a.title != b.title || a.employer.name != b.employer.name)
      s.applications.relabel_job(b.id, search_label(b.title, b.employer.name));
    return true;
  }

  static bool hide(Stores& s, const JobId& id, Timestamp now) { return s.jobs.hide(id, now); }
  static bool destroy(Stores& s, const JobId& id, Timestamp now) { return s.jobs.destroy(id, now); }
  static void after_removal(Stores& s, const JobId& id, const QueueId& row, Timestamp now) {
    s.queue.push(row, abandon_files_job, id.text(), std::string(abandon_files_job) + ":" + id.text(),
                 now + file_retention);
  }
  [[noreturn]] static void refuse_absent() { missing("job_not_found", "There is no such job."); }
};

std::vector<std::string> checked_requirements(const Patch<std::vector<std::string>>& given) {
  if (!given.has_value() || given->empty() || given->size() > max_job_requirements)
    reject("invalid_job_requirements", "requirements must be a list of 1 to 20 texts.");
  std::vector<std::string> requirements;
  for (const auto& item : *given)
    requirements.push_back(checked_text(item, 2, max_job_requirement_length, "invalid_job_requirement",
                                        "Each requirement"));
  return requirements;
}

double checked_degrees(const Patch<double>& given, double most, const char* message) {
  // Written so that NaN fails as well. Adding zero makes a negative zero positive.
  if (!given.has_value() || !(*given >= -most && *given <= most)) reject("invalid_job_location", message);
  return *given + 0.0;
}

void put_location(Job& job, const Patch<JobLocationDraft>& given) {
  constexpr const char* code = "invalid_job_location";
  if (!given.has_value())
    reject(code, "location must be an object with city, displayLabel, coordinates and countryCode.");
  JobLocation place;
  place.city = checked_text(given->city, 2, max_city_length, code, "location.city");
  place.display_label = checked_text(given->display_label, 2, max_display_label_length, code,
                                     "location.displayLabel");
  const double latitude = checked_degrees(given->latitude, 90, "location.latitude must be a number from -90 to 90.");
  const double longitude =
      checked_degrees(given->longitude, 180, "location.longitude must be a number from -180 to 180.");
  auto country = text::country_code(given->country_code);
  if (!country) reject("invalid_country_code", "location.countryCode must be two letters, for example JP.");
  place.country_code = std::move(*country);
  job.summary.location = std::move(place);
  job.latitude = latitude;
  job.longitude = longitude;
}

Employer checked_employer(const Patch<EmployerDraft>& given) {
  constexpr const char* code = "invalid_job_employer";
  if (!given.has_value()) reject(code, "employer must be an object with id, name and isVerifiedEmployer.");
  Employer employer;
  employer.id = checked_text(given->id, 1, max_employer_id_length, code, "employer.id");
  employer.name =
      checked_text(given->name, 2, max_employer_name_length, code, "employer.name");
  if (!given->is_verified.has_value()) reject(code, "employer.isVerifiedEmployer must be true or false.");
  employer.is_verified = *given->is_verified;
  employer.logo_url = checked_url(given->logo_url, max_content_url_length, "invalid_employer_logo_url",
                                  "employer.logoUrl");
  return employer;
}

/// Checks and takes over the fields of a draft, all of them or those that are given.
void put_fields(Job& job, const JobDraft& in, bool all) {
  const auto wanted = [&](const auto& member) { return all || !member.absent(); };
  if (wanted(in.title))
    job.summary.title =
        checked_text(in.title, 2, max_job_title_length, "invalid_job_title", "The title");
  if (wanted(in.employment_type)) {
    if (!in.employment_type.has_value())
      reject("invalid_employment_type", "employmentType must be " + names_of<EmploymentType>() + ".");
    job.summary.employment_type = *in.employment_type;
  }
  if (wanted(in.visa_sponsorship)) {
    if (!in.visa_sponsorship.has_value())
      reject("invalid_visa_sponsorship", "visaSponsorship must be true or false.");
    job.summary.visa_sponsorship = *in.visa_sponsorship;
  }
  if (wanted(in.description))
    job.description = checked_text(in.description, 8, max_job_description_length, "invalid_job_description",
                                   "The description");
  if (wanted(in.requirements)) job.requirements = checked_requirements(in.requirements);
  if (wanted(in.location)) put_location(job, in.location);
  if (wanted(in.employer)) job.summary.employer = checked_employer(in.employer);
}

/// The lifecycle after a change that has such a block, even an empty one or null.
Lifecycle changed_lifecycle(const Lifecycle& before, const LifecycleDraft& draft, Timestamp now) {
  const auto status = checked_status(draft);
  const auto published = checked_date(draft.published_at, "publishedAt");
  const auto scheduled = checked_date(draft.scheduled_at, "scheduledAt");
  return settled(status.value_or(before.status), draft.published_at.absent() ? before.published_at : published,
                 draft.scheduled_at.absent() ? before.scheduled_at : scheduled, JobContent::date_is_schedule, now);
}

}  // namespace

Page<Job> JobService::list_all(const JobQuery& query) {
  JobFilter filter;
  filter.window = check_page(query.page, short_list);
  filter.search = search_text(query.search);
  return read(runtime_.storage(), [&](Stores& s) { return s.jobs.list_all(filter); });
}

Job JobService::create(const Actor& admin, const JobDraft& in) {
  require_administrator(admin);
  const Timestamp now = runtime_.now();
  Job job;
  job.summary.lifecycle = new_lifecycle(in.lifecycle, in.lifecycle.value().published_at,
                                        JobContent::date_is_schedule, now);
  put_fields(job, in, true);
  job.summary.id = JobId(runtime_.new_id());
  const AuditEntry entry = content_entry(admin, JobContent::names.created, JobContent::names, job.summary.id.text(), {},
                                         nullptr, &job.summary.lifecycle, now);
  const std::string audit_row = runtime_.new_id();
  const JobSearchText search = search_text_of(job);
  write(runtime_.storage(), [&](Stores& s) {
    s.jobs.insert(job, search, now);
    s.audit.append(audit_row, entry);
  });
  return job;
}

Job JobService::update(const Actor& admin, const JobId& id, const JobDraft& in) {
  return change_content<JobContent>(runtime_, admin, id, JobContent::names.updated, [&](Job& job, Timestamp now) {
    check_lifecycle_shape(in.lifecycle);
    put_fields(job, in, false);
    if (in.lifecycle.absent()) return;
    job.summary.lifecycle = changed_lifecycle(job.summary.lifecycle, in.lifecycle.value(), now);
  });
}

void JobService::remove(const Actor& admin, const JobId& id) { remove_content<JobContent>(runtime_, admin, id); }

Job JobService::publish(const Actor& admin, const JobId& id, const Patch<Timestamp>& at) {
  return act_on_content<JobContent>(runtime_, admin, id, BulkAction::publish, at, {});
}

Job JobService::unpublish(const Actor& admin, const JobId& id) {
  return act_on_content<JobContent>(runtime_, admin, id, BulkAction::unpublish, {}, {});
}

Job JobService::schedule(const Actor& admin, const JobId& id, const Patch<Timestamp>& at) {
  return act_on_content<JobContent>(runtime_, admin, id, BulkAction::schedule, {}, at);
}

BulkResult JobService::bulk(const Actor& admin, const BulkRequest& in) {
  return act_in_bulk<JobContent>(runtime_, admin, in);
}

}  // namespace senpai
