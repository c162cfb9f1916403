#include "api/endpoint.hpp"
#include "documents/documents_wire.hpp"
#include "kyc/kyc_wire.hpp"
#include "support/text.hpp"

namespace senpai {

constexpr Rule latest_session_rule = may().about("The latest session when absent.");
constexpr Rule session_rule = must("5d1b7e94-2c63-4f4b-8a0f-6b1f0f3a9c21").format("uuid");
constexpr Rule provider_ref_rule = may("applicant-7731").length(0, max_provider_ref_length);

template <class V>
void fields(V& v, UploadDeclaration& x) {
  v("sessionId", x.session_id, latest_session_rule);
  v("documentType", x.document_type, document_type_rule);
  v("fileName", x.file_name, file_name_rule);
  v("contentType", x.content_type, must("image/jpeg").about("A media type this server accepts; see the error."));
  v("contentLength", x.content_length, must("482133").range(1, Rule::unlimited).about(
                                            "In bytes; 10 MiB at most, unless configured otherwise."));
  v("checksumSha256", x.checksum_sha256, checksum_rule);
}

template <class V>
void fields(V& v, DocumentDeclaration& x) {
  v("sessionId", x.session_id, latest_session_rule);
  v("documentType", x.document_type, document_type_rule);
  v("objectKey", x.object_key, object_key_rule);
  v("checksumSha256", x.checksum_sha256, checksum_rule);
  v("metadata", x.metadata, may().nullable());
}

template <class V>
void fields(V& v, ProviderData& x) {
  v("providerRef", x.provider_ref, provider_ref_rule);
  v("metadata", x.metadata, may(R"({"livenessScore":0.98})"));
}

template <class V>
void fields(V& v, const PreviewLink& x) {
  v("documentId", x.document_id), v("kycSessionId", x.session_id), v("objectKey", x.object_key), v("url", x.url);
  v("method", x.method), v("expiresAt", x.expires_at);
}

template <class V>
void fields(V& v, const ProviderEventResult& x) {
  v("accepted", true), v("duplicate", x.duplicate), v("idempotencyKey", x.idempotency_key);
  v("updated", x.session.has_value()), v("session", x.session);
}

namespace api {
namespace {

struct KycUpload {
  UploadTicket ticket;
};
template <class V>
void fields(V& v, const KycUpload& x) {
  v("status", trust_status(x.ticket.session.status)), v("session", x.ticket.session),
      v("upload", static_cast<const UploadLink&>(x.ticket));
}

struct KycDocumentAnswer {
  RegisteredDocument registered;
};
template <class V>
void fields(V& v, const KycDocumentAnswer& x) {
  v("status", trust_status(x.registered.session.status)), v("session", x.registered.session);
  v("document", x.registered.document);
}

struct KycStart {
  std::string provider;
};
template <class V>
void fields(V& v, KycStart& x) {
  v("provider", x.provider, may("manual").length(0, max_provider_length).otherwise("manual"));
}

struct KycReview {
  std::string session_id;
  Decision decision;
};
template <class V>
void fields(V& v, KycReview& x) {
  using S = KycStatus;
  v("sessionId", x.session_id, session_rule);
  v("decision", x.decision.status, must("VERIFIED").one_of<S::verified, S::rejected, S::manual_review>());
  v("reviewedBy", x.decision.reviewed_by, may("siti.rahma@example.com").length(0, max_reviewer_length).about(
                                              "Needed with an administration key; else the administrator's address."));
  v("reason", x.decision.reason, may("Passport and selfie match.").length(0, max_reason_length));
}

struct ProviderEventInput {
  std::string session_id;
  std::string provider_ref;
  Patch<JsonText> metadata;
};
template <class V>
void fields(V& v, ProviderEventInput& x) {
  v("sessionId", x.session_id, may("5d1b7e94-2c63-4f4b-8a0f-6b1f0f3a9c21"));
  v("providerRef", x.provider_ref, provider_ref_rule);
  v("metadata", x.metadata, may(R"({"documentCheck":"passed"})").nullable().about(
                                "Merged into the session's metadata; without it the whole body is."));
}

/// Who reviewed stays among reviewers; candidates see the decision and its reason.
KycSession for_owner(KycSession session) {
  session.reviewed_by.reset();
  return session;
}

KycEnvelope start(Context& c, const KycStart& in) {
  return {for_owner(c.platform.kyc().start(c.actor, in.provider))};
}

KycEnvelope status(Context& c) {
  auto session = c.platform.kyc().latest(c.user->id);
  if (session) session = for_owner(std::move(*session));
  return {std::move(session)};
}

KycUpload upload_url(Context& c, const UploadDeclaration& in) {
  KycUpload answer{c.platform.kyc().upload_url(c.actor, in)};
  answer.ticket.session = for_owner(std::move(answer.ticket.session));
  return answer;
}

KycDocumentAnswer add_document(Context& c, const DocumentDeclaration& in) {
  KycDocumentAnswer answer{c.platform.kyc().add_document(c.actor, in)};
  answer.registered.session = for_owner(std::move(answer.registered.session));
  return answer;
}

KycEnvelope submit(Context& c) {
  return {for_owner(c.platform.kyc().submit(c.actor, c.id<KycSessionId>("sessionId")))};
}

KycEnvelope provider_metadata(Context& c, const ProviderData& in) {
  return {for_owner(c.platform.kyc().attach_provider_data(c.actor, c.id<KycSessionId>("sessionId"), in))};
}

KycHistory history(Context& c, const SessionQuery& in) {
  KycHistory history = c.platform.kyc().history(c.user->id, in.session_id);
  if (history.session) history.session = for_owner(std::move(*history.session));
  for (auto& event : history.events)
    if (event.actor_type == ActorType::admin) event.actor_id.reset();
  return history;
}

ProviderEventResult provider_webhook(Context& c, const RawBody<ProviderEventInput>& in) {
  const Json& body = in.json;
  const Request& r = c.request;
  ProviderEvent event;
  event.request = {r.header("x-kyc-webhook-secret"), r.header("x-idempotency-key"), r.header("x-kyc-webhook-timestamp"),
                   r.header("x-kyc-webhook-signature"), r.body};
  event.source_ip = r.remote_address;
  if (body.is_object()) {
    auto input = read_fields<ProviderEventInput>(body);
    read_value(&body, event.payload);
    event.session_id = std::move(input.session_id);
    event.provider_ref = std::move(input.provider_ref);
    // `"metadata": false` stands for none, as null does.
    const auto metadata = body.find("metadata");
    if (metadata == body.end() || *metadata != false) event.metadata = std::move(input.metadata);
  } else if (!body.is_null()) {
    event.payload = Patch<JsonText>::unusable();
  }
  return c.platform.kyc().receive_event(event);
}

ReviewQueue review_queue(Context& c, const ReviewQuery& in) { return c.platform.kyc().review_queue(in); }

KycEnvelope review(Context& c, const KycReview& in) {
  return {c.platform.kyc().decide(c.actor, in.session_id, in.decision)};
}

PreviewLink preview(Context& c, const PreviewInput& in) {
  return c.platform.kyc().preview(c.actor, c.id<KycDocumentId>("documentId"), in.expires_sec);
}

constexpr Endpoint table[] = {
    endpoint<&start>("kyc.start", "POST /identity/kyc/sessions", Access::user, 201, "Start an identity check.",
                     "400 invalid_provider"),
    endpoint<&status>("kyc.status", "GET /identity/kyc/status", Access::user, 200, "The latest identity check."),
    endpoint<&upload_url>("kyc.uploadUrl", "POST /identity/kyc/upload-url", Access::user, 201,
                          "Get a link to upload one file to.",
                          "404 kyc_session_not_found, 409 kyc_session_locked upload_quota_exceeded, "
                          "400 invalid_document_type invalid_file_name invalid_content_type invalid_content_length "
                          "invalid_checksum_sha256, 503 storage_unavailable",
                          "Send the bytes to `upload.uploadUrl` with `upload.method` and `upload.headers` verbatim, "
                          "then register them with `kyc.addDocument`."),
    endpoint<&add_document>("kyc.addDocument", "POST /identity/kyc/documents", Access::user, 201,
                            "Register an uploaded file as a document.",
                            "404 kyc_session_not_found, 409 kyc_session_locked duplicate_document "
                            "document_not_uploaded document_mismatch document_limit_reached, "
                            "400 invalid_document_type invalid_object_key invalid_checksum_sha256 invalid_metadata, "
                            "503 storage_unavailable"),
    endpoint<&submit>("kyc.submit", "POST /identity/kyc/sessions/{sessionId}/submit", Access::user, 200,
                      "Hand an identity check to review.",
                      "404 kyc_session_not_found, 409 kyc_session_locked kyc_session_incomplete",
                      "Repeating it changes nothing. A body is not read."),
    endpoint<&provider_metadata>("kyc.providerMetadata", "POST /identity/kyc/sessions/{sessionId}/provider-metadata",
                                 Access::user, 200, "Attach data of the identity provider.",
                                 "404 kyc_session_not_found, "
                                 "400 invalid_provider_ref invalid_metadata invalid_provider_metadata"),
    endpoint<&history>("kyc.history", "GET /identity/kyc/history", Access::user, 200, "Status events of a check.",
                       "404 kyc_session_not_found"),
    endpoint<&provider_webhook>("kyc.providerWebhook", "POST /identity/kyc/provider-webhook", Access::webhook, 202,
                                "Receive a signed delivery of the identity provider.",
                                "503 provider_webhook_disabled, "
                                "401 missing_webhook_secret missing_webhook_timestamp stale_webhook_timestamp "
                                "missing_webhook_signature, 403 invalid_webhook_secret invalid_webhook_signature, "
                                "400 missing_idempotency_key invalid_idempotency_key invalid_webhook_timestamp "
                                "invalid_webhook_signature invalid_provider_ref invalid_metadata, "
                                "409 idempotency_key_conflict",
                                "Timestamp and signature are needed unless the deployment says otherwise. A repeated "
                                "delivery is accepted and changes nothing."),
    endpoint<&review_queue>("kyc.reviewQueue", "GET /admin/kyc/review-queue", Access::admin, 200,
                            "Identity checks that wait for a decision.", "400 invalid_status_filter"),
    endpoint<&preview>("kyc.previewDocument", "POST /admin/kyc/documents/{documentId}/preview-url", Access::admin, 200,
                       "Get a temporary link to look at a document.",
                       "404 document_not_found, 400 invalid_object_key invalid_expires_sec, 409 document_mismatch, "
                       "503 storage_unavailable"),
    endpoint<&review>("kyc.review", "POST /admin/kyc/review", Access::admin, 200, "Decide on an identity check.",
                      "400 invalid_session_id invalid_decision invalid_reviewed_by invalid_reason, "
                      "404 kyc_session_not_found, 409 kyc_session_locked kyc_session_not_submitted"),
};

}  // namespace

std::span<const Endpoint> kyc_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
