#include "api/endpoint.hpp"
#include "documents/documents_wire.hpp"
#include "kyc/kyc_wire.hpp"
#include "support/text.hpp"

namespace senpai {

template <class V>
void fields(V& v, UploadDeclaration& x) {
  v("sessionId", x.session_id), v("documentType", x.document_type), v("fileName", x.file_name);
  v("contentType", x.content_type), v("contentLength", x.content_length), v("checksumSha256", x.checksum_sha256);
}

template <class V>
void fields(V& v, DocumentDeclaration& x) {
  v("sessionId", x.session_id), v("documentType", x.document_type), v("objectKey", x.object_key);
  v("checksumSha256", x.checksum_sha256), v("metadata", x.metadata);
}

template <class V>
void fields(V& v, ProviderData& x) {
  v("providerRef", x.provider_ref), v("metadata", x.metadata);
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

struct UploadAnswer {
  UploadTicket ticket;
};
template <class V>
void fields(V& v, const UploadAnswer& x) {
  v("status", trust_status(x.ticket.session.status)), v("session", x.ticket.session),
      v("upload", static_cast<const UploadLink&>(x.ticket));
}

struct DocumentAnswer {
  RegisteredDocument registered;
};
template <class V>
void fields(V& v, const DocumentAnswer& x) {
  v("status", trust_status(x.registered.session.status)), v("session", x.registered.session);
  v("document", x.registered.document);
}

struct StartInput {
  std::string provider;
};
template <class V>
void fields(V& v, StartInput& x) {
  v("provider", x.provider);
}

struct ReviewInput {
  std::string session_id;
  Decision decision;
};
template <class V>
void fields(V& v, ReviewInput& x) {
  v("sessionId", x.session_id), v("decision", x.decision.status), v("reviewedBy", x.decision.reviewed_by);
  v("reason", x.decision.reason);
}

struct EventInput {
  std::string session_id;
  std::string provider_ref;
  Patch<JsonText> metadata;
};
template <class V>
void fields(V& v, EventInput& x) {
  v("sessionId", x.session_id), v("providerRef", x.provider_ref), v("metadata", x.metadata);
}

/// Who reviewed stays among reviewers; candidates see the decision and its reason.
KycSession for_owner(KycSession session) {
  session.reviewed_by.reset();
  return session;
}

KycEnvelope start(Context& c, const StartInput& in) {
  return {for_owner(c.platform.kyc().start(c.actor, in.provider))};
}

KycEnvelope status(Context& c) {
  auto session = c.platform.kyc().latest(c.user->id);
  if (session) session = for_owner(std::move(*session));
  return {std::move(session)};
}

UploadAnswer upload_url(Context& c, const UploadDeclaration& in) {
  UploadAnswer answer{c.platform.kyc().upload_url(c.actor, in)};
  answer.ticket.session = for_owner(std::move(answer.ticket.session));
  return answer;
}

DocumentAnswer add_document(Context& c, const DocumentDeclaration& in) {
  DocumentAnswer answer{c.platform.kyc().add_document(c.actor, in)};
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

ProviderEventResult provider_webhook(Context& c, const Json& body) {
  const Request& r = c.request;
  ProviderEvent event;
  event.request = {r.header("x-kyc-webhook-secret"), r.header("x-idempotency-key"), r.header("x-kyc-webhook-timestamp"),
                   r.header("x-kyc-webhook-signature"), r.body};
  event.source_ip = r.remote_address;
  if (body.is_object()) {
    auto input = read_fields<EventInput>(body);
    event.payload = JsonText::trusted(body.dump());
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

KycEnvelope review(Context& c, const ReviewInput& in) {
  return {c.platform.kyc().decide(c.actor, in.session_id, in.decision)};
}

PreviewLink preview(Context& c, const PreviewInput& in) {
  return c.platform.kyc().preview(c.actor, c.id<KycDocumentId>("documentId"), in.expires_sec);
}

constexpr Endpoint table[] = {
    endpoint<&start>("kyc.start", "POST /identity/kyc/sessions", Access::user, 201, "Start an identity check."),
    endpoint<&status>("kyc.status", "GET /identity/kyc/status", Access::user, 200, "The latest identity check."),
    endpoint<&upload_url>("kyc.uploadUrl", "POST /identity/kyc/upload-url", Access::user, 201,
                          "Get a link to upload one file to."),
    endpoint<&add_document>("kyc.addDocument", "POST /identity/kyc/documents", Access::user, 201,
                            "Register an uploaded file as a document."),
    endpoint<&submit>("kyc.submit", "POST /identity/kyc/sessions/{sessionId}/submit", Access::user, 200,
                      "Hand an identity check to review."),
    endpoint<&provider_metadata>("kyc.providerMetadata", "POST /identity/kyc/sessions/{sessionId}/provider-metadata",
                                 Access::user, 200, "Attach data of the identity provider."),
    endpoint<&history>("kyc.history", "GET /identity/kyc/history", Access::user, 200, "Status events of a check."),
    endpoint<&provider_webhook>("kyc.providerWebhook", "POST /identity/kyc/provider-webhook", Access::open, 202,
                                "Receive a signed delivery of the identity provider."),
    endpoint<&review_queue>("kyc.reviewQueue", "GET /admin/kyc/review-queue", Access::admin, 200,
                            "Identity checks that wait for a decision."),
    endpoint<&preview>("kyc.previewDocument", "POST /admin/kyc/documents/{documentId}/preview-url", Access::admin, 200,
                       "Get a temporary link to look at a document."),
    endpoint<&review>("kyc.review", "POST /admin/kyc/review", Access::admin, 200, "Decide on an identity check."),
};

}  // namespace

std::span<const Endpoint> kyc_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
