#pragma once
// The wire forms of applications, for candidates and administrators.

#include <senpai/applications.hpp>

#include "api/codec.hpp"
#include "jobs/jobs_wire.hpp"

namespace senpai {

constexpr Rule updated_by_rule = may("siti.rahma@example.com").length(0, max_updated_by_length).about(
    "The acting administrator's address when absent.");

template <class V>
void fields(V& v, const AppliedJob& x) {
  v("id", x.id), v("title", x.title), v("employmentType", x.employment_type);
  v("visaSponsorship", x.visa_sponsorship), v("location", x.location), v("employer", x.employer);
}

template <class V>
void fields(V& v, const Application& x) {
  v("id", x.id), v("jobId", x.job.id), v("status", x.status), v("note", x.note);
  v("createdAt", x.created_at), v("updatedAt", x.updated_at), v("job", x.job);
}

template <class V>
void fields(V& v, const Applicant& x) {
  v("id", x.id), v("fullName", x.full_name), v("email", x.email);
}

template <class V>
void fields(V& v, const JourneyEvent& x) {
  v("id", x.id), v("status", x.status), v("title", x.title), v("description", x.description);
  v("actorType", x.actor_type), v("actorId", x.actor_id), v("createdAt", x.created_at);
}

template <class V>
void fields(V& v, const ApplicationDocument& x) {
  v("id", x.id), v("applicationId", x.application_id), v("userId", x.user_id), v("documentType", x.document_type);
  v("fileName", x.file_name), v("contentType", x.content_type), v("contentLength", x.content_length);
  v("checksumSha256", x.checksum_sha256), v("reviewStatus", x.review_status), v("reviewReason", x.review_reason);
  v("reviewedAt", x.reviewed_at), v("reviewedBy", x.reviewed_by), v("createdAt", x.created_at);
  v("updatedAt", x.updated_at);
}

}  // namespace senpai
