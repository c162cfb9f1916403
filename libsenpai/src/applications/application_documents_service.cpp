// Uploads, registered documents, their review and preview: the part of ApplicationService that deals with files.

#include <senpai/applications.hpp>

#include "applications/applications.hpp"
#include "documents/uploads.hpp"
#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::seconds;

std::string folder_of(const Application& application) {
  return "applications/" + application.user_id.text() + "/" + application.id.text() + "/";
}

void check_room(Stores& s, const ApplicationId& id) {
  if (s.application_documents.count(id) >= max_documents_per_application)
    conflict("document_limit_reached", "An application can have at most 100 documents.");
}

std::string accepted_content_type(std::string_view given) {
  static const std::vector<std::string> accepted(application_content_types.begin(), application_content_types.end());
  return checked_content_type(accepted, given);
}

/// A declaration but for its checksum, which is checked last.
DeclaredFile checked_file(const ApplicationUpload& in) {
  DeclaredFile file;
  file.document_type = checked_document_type(in.document_type);
  file.file_name = checked_file_name(in.file_name);
  file.content_type = accepted_content_type(in.content_type);
  file.content_length = checked_content_length(max_application_file_bytes, in.content_length);
  return file;
}

AuditEntry audit_entry(const Actor& actor, const char* action, const ApplicationDocument& document, Timestamp now) {
  return {.actor = actor, .action = action, .entity_type = "APPLICATION_DOCUMENT", .entity_id = document.id.text(),
          .details = JsonText().with("applicationId", document.application_id.text()), .at = now};
}

}  // namespace

UploadLink ApplicationService::upload_url(const Actor& owner, const ApplicationId& id, const ApplicationUpload& in) {
  const auto application =
      read(runtime_.storage(), [&](Stores& s) { return own_application(s, owner.user, id); });
  DeclaredFile file = checked_file(in);
  file.checksum_sha256 = checked_checksum(in.checksum_sha256);
  return issue_upload(runtime_, owner.user, folder_of(application), file);
}

ApplicationDocument ApplicationService::add_document(const Actor& owner, const ApplicationId& id,
                                                     const ApplicationFile& in) {
  const auto refuse_duplicate = [] {
    conflict("duplicate_application_document", "This file is already among the documents.");
  };
  ApplicationDocument document;
  const auto declared = read(runtime_.storage(), [&](Stores& s) {
    const auto application = own_application(s, owner.user, id);
    const DeclaredFile file = checked_file(in.upload);
    document.object_key = checked_object_key(in.object_key);
    document.checksum_sha256 = checked_checksum(in.upload.checksum_sha256);
    if (!document.object_key.starts_with(folder_of(application)))
      throw Error(ErrorKind::forbidden, "invalid_object_key_ownership",
                  "objectKey must be the one that came with your upload link.");
    document.document_type = file.document_type;
    document.file_name = file.file_name;
    document.content_type = file.content_type;
    document.content_length = file.content_length;
    if (s.application_documents.is_taken(id, document.checksum_sha256, document.object_key)) refuse_duplicate();
    check_room(s, id);
    return s.uploads.find(document.object_key);
  });
  check_stored(runtime_, declared, {document.object_key, document.checksum_sha256, document.content_type,
                                    document.content_length});

  document.id = ApplicationDocumentId(runtime_.new_id());
  document.application_id = id;
  document.user_id = owner.user;
  document.file_url = runtime_.objects().file_url(document.object_key);
  document.created_at = document.updated_at = runtime_.now();
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    s.applications.lock(id);
    // The job may have been deleted, and the upload given up, since we looked.
    own_application(s, owner.user, id);
    check_room(s, id);
    if (!s.application_documents.insert(document)) refuse_duplicate();
    claim_upload(runtime_, s, declared);
    s.audit.append(audit_row, audit_entry(owner, "application.document_added", document, document.created_at));
  });
  return document;
}

ApplicationDocuments ApplicationService::own_documents(const UserId& owner, const ApplicationId& id) {
  return read(runtime_.storage(), [&](Stores& s) -> ApplicationDocuments {
    return {own_application(s, owner, id), {}, s.application_documents.list(id)};
  });
}

ApplicationDocuments ApplicationService::documents(const ApplicationId& id) {
  return read(runtime_.storage(), [&](Stores& s) -> ApplicationDocuments {
    auto found = existing_application(s, id);
    return {std::move(found.application), std::move(found.applicant), s.application_documents.list(id)};
  });
}

DocumentReviewResult ApplicationService::review_document(const Actor& admin, const ApplicationId& id,
                                                         const ApplicationDocumentId& document_id,
                                                         const DocumentReview& in) {
  require_administrator(admin);
  const Timestamp now = runtime_.now();
  const std::string audit_row = runtime_.new_id();
  return write(runtime_.storage(), [&](Stores& s) {
    s.applications.lock(id);  // Each review follows the other, so that the audit trail says which came first.
    auto found = existing_application(s, id);
    if (!in.status.has_value())
      reject("invalid_review_status", "reviewStatus must be " + names_of<DocumentReviewStatus>() + ".");
    const auto reason = checked_optional(in.reason, max_application_reason_length, "invalid_review_reason",
                                         "The reason");
    const auto reviewer = checked_admin_name(admin, in.reviewed_by);
    const auto seen = s.application_documents.find(document_id);
    if (!seen || seen->application_id != id)
      missing("application_document_not_found", "There is no such document in this application.");
    DocumentReviewResult result{false, std::move(found.application), std::move(found.applicant), *seen};
    ApplicationDocument& document = result.document;
    document.review_status = *in.status;
    document.review_reason = reason;
    document.reviewed_by = reviewer;
    result.updated = document.review_status != seen->review_status || reason != seen->review_reason ||
                     reviewer != seen->reviewed_by;
    if (!result.updated) return result;
    document.reviewed_at = document.updated_at = now;
    if (!s.application_documents.review(*seen, document))
      throw Error(ErrorKind::unavailable, "service_unavailable",
                  "This document is being reviewed by somebody else. Please try again.", seconds(1));
    AuditEntry entry = audit_entry(admin, "application.document_reviewed", document, now);
    entry.from_state = std::string(wire_name(seen->review_status));
    entry.to_state = std::string(wire_name(document.review_status));
    s.audit.append(audit_row, entry);
    return result;
  });
}

ApplicationPreview ApplicationService::preview(const Actor& admin, const ApplicationDocumentId& id,
                                               const Patch<double>& expires_sec) {
  require_administrator(admin);
  const seconds ttl = checked_preview_ttl(expires_sec, seconds(120), seconds(900));
  const Timestamp now = runtime_.now();
  std::optional<UploadRow> declared;
  const auto document = read(runtime_.storage(), [&](Stores& s) {
    auto found = s.application_documents.find(id);
    if (!found) missing("application_document_not_found", "There is no such document.");
    declared = s.uploads.find(found->object_key);
    return std::move(*found);
  });
  check_unchanged(runtime_, declared);
  const auto link = runtime_.objects().download_url({document.object_key, document.content_type, now, ttl});
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    s.audit.append(audit_row, audit_entry(admin, "application.document_previewed", document, now));
  });
  return {id, document.application_id, link.url, link.method, link.expires_at};
}

}  // namespace senpai
