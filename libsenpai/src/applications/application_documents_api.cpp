#include "api/endpoint.hpp"
#include "applications/applications_wire.hpp"
#include "documents/documents_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, ApplicationUpload& x) {
  v("documentType", x.document_type, document_type_rule);
  v("fileName", x.file_name, file_name_rule);
  v("contentType", x.content_type, must("application/pdf").about("A PDF, JPEG or PNG."));
  v("contentLength", x.content_length, must("482133").range(1, max_application_file_bytes));
  v("checksumSha256", x.checksum_sha256, checksum_rule);
}

template <class V>
void fields(V& v, ApplicationFile& x) {
  fields(v, x.upload);
  v("objectKey", x.object_key, object_key_rule);
}

template <class V>
void fields(V& v, DocumentReview& x) {
  v("reviewStatus", x.status, must("VALID"));
  v("reviewReason", x.reason, may().length(0, max_application_reason_length));
  v("reviewedBy", x.reviewed_by, updated_by_rule);
}

template <class V>
void fields(V& v, const ApplicationDocuments& x) {
  v("application", x.application), v("applicant", x.applicant), v("items", x.documents);
  v("total", static_cast<std::int64_t>(x.documents.size()));
}

template <class V>
void fields(V& v, const DocumentReviewResult& x) {
  v("updated", x.updated), v("application", x.application), v("applicant", x.applicant), v("document", x.document);
}

template <class V>
void fields(V& v, const ApplicationPreview& x) {
  v("documentId", x.document_id), v("applicationId", x.application_id), v("url", x.url), v("method", x.method);
  v("expiresAt", x.expires_at);
}

namespace api {
namespace {

struct ApplicationUploadAnswer {
  ApplicationId application;
  UploadLink upload;
};
template <class V>
void fields(V& v, const ApplicationUploadAnswer& x) {
  v("applicationId", x.application), v("upload", x.upload);
}

struct ApplicationDocumentAnswer {
  ApplicationDocument document;
};
template <class V>
void fields(V& v, const ApplicationDocumentAnswer& x) {
  v("applicationId", x.document.application_id), v("document", x.document);
}

/// Documents without the applicant, who is the one that reads them.
struct OwnDocuments {
  ApplicationDocuments list;
};
template <class V>
void fields(V& v, const OwnDocuments& x) {
  v("application", x.list.application), v("items", x.list.documents);
  v("total", static_cast<std::int64_t>(x.list.documents.size()));
}

ApplicationUploadAnswer upload_url(Context& c, const ApplicationUpload& in) {
  const auto id = c.id<ApplicationId>("applicationId");
  return {id, c.platform.applications().upload_url(c.actor, id, in)};
}

ApplicationDocumentAnswer add_document(Context& c, const ApplicationFile& in) {
  return {c.platform.applications().add_document(c.actor, c.id<ApplicationId>("applicationId"), in)};
}

/// Who reviewed stays among administrators.
OwnDocuments own_documents(Context& c) {
  OwnDocuments answer{c.platform.applications().own_documents(c.user->id, c.id<ApplicationId>("applicationId"))};
  for (auto& document : answer.list.documents) document.reviewed_by.reset();
  return answer;
}

ApplicationDocuments documents(Context& c) {
  return c.platform.applications().documents(c.id<ApplicationId>("applicationId"));
}

DocumentReviewResult review(Context& c, const DocumentReview& in) {
  return c.platform.applications().review_document(c.actor, c.id<ApplicationId>("applicationId"),
                                                   c.id<ApplicationDocumentId>("documentId"), in);
}

ApplicationPreview preview(Context& c, const PreviewInput& in) {
  return c.platform.applications().preview(c.actor, c.id<ApplicationDocumentId>("documentId"), in.expires_sec);
}

constexpr Endpoint table[] = {
    endpoint<&upload_url>("applications.uploadUrl", "POST /users/me/applications/{applicationId}/documents/upload-url",
                          Access::user, 201, "Get a link to upload one file to.",
                          "404 application_not_found, 400 invalid_document_type invalid_file_name invalid_content_type "
                          "invalid_content_length invalid_checksum_sha256, 409 upload_quota_exceeded, "
                          "503 storage_unavailable",
                          "Send the bytes to `upload.uploadUrl` with `upload.method` and `upload.headers` verbatim, "
                          "then register them with `applications.addDocument`."),
    endpoint<&add_document>("applications.addDocument", "POST /users/me/applications/{applicationId}/documents",
                            Access::user, 201, "Register an uploaded file as a document.",
                            "404 application_not_found, 400 invalid_document_type invalid_file_name "
                            "invalid_content_type invalid_content_length invalid_object_key invalid_checksum_sha256, "
                            "403 invalid_object_key_ownership, 409 duplicate_application_document "
                            "document_limit_reached document_not_uploaded document_mismatch, 503 storage_unavailable"),
    endpoint<&own_documents>("applications.ownDocuments", "GET /users/me/applications/{applicationId}/documents",
                             Access::user, 200, "Documents of an own application.", "404 application_not_found"),
    endpoint<&documents>("applications.documents", "GET /admin/applications/{applicationId}/documents", Access::admin,
                         200, "Documents of an application.", "404 application_not_found"),
    endpoint<&review>("applications.reviewDocument",
                      "PATCH /admin/applications/{applicationId}/documents/{documentId}", Access::admin, 200,
                      "Say whether a document is valid.",
                      "404 application_not_found application_document_not_found, "
                      "400 invalid_review_status invalid_review_reason invalid_updated_by",
                      "The same again changes nothing."),
    endpoint<&preview>("applications.previewDocument", "POST /admin/applications/documents/{documentId}/preview-url",
                       Access::admin, 200, "Get a temporary link to look at a document.",
                       "400 invalid_expires_sec, 404 application_document_not_found, 409 document_mismatch, "
                       "503 storage_unavailable"),
};

}  // namespace

std::span<const Endpoint> application_documents_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
