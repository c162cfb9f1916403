#pragma once
// The wire forms of sessions, documents and events, used by several modules.

#include <senpai/kyc.hpp>

#include "api/codec.hpp"

namespace senpai {

template <class V>
void fields(V& v, const KycSession& s) {
  v("id", s.id), v("status", s.status), v("provider", s.provider), v("providerRef", s.provider_ref);
  v("providerMetadata", s.provider_metadata), v("submittedAt", s.submitted_at), v("reviewedBy", s.reviewed_by);
  v("reviewedAt", s.reviewed_at), v("createdAt", s.created_at), v("updatedAt", s.updated_at);
}

template <class V>
void fields(V& v, const KycDocument& d) {
  v("id", d.id), v("kycSessionId", d.session_id), v("documentType", d.document_type), v("objectKey", d.object_key);
  v("fileUrl", d.file_url), v("checksumSha256", d.checksum_sha256), v("metadata", d.metadata);
  v("verifiedAt", d.verified_at), v("createdAt", d.created_at);
}

template <class V>
void fields(V& v, const KycStatusEvent& e) {
  v("id", e.id), v("kycSessionId", e.session_id), v("fromStatus", e.from), v("toStatus", e.to);
  v("actorType", e.actor_type), v("actorId", e.actor_id), v("reason", e.reason), v("createdAt", e.created_at);
}

template <class V>
void fields(V& v, const KycHistory& x) {
  v("session", x.session), v("events", x.events);
}

template <class V>
void fields(V& v, const PersonSummary& p) {
  v("id", p.id), v("fullName", p.full_name), v("email", p.email);
}

template <class V>
void fields(V& v, ReviewQuery& x) {
  v("status", x.status, may("SUBMITTED").otherwise("DEFAULT").about(
                            "`DEFAULT` is what waits for a decision; `ALL`, or one status."));
  api::page_fields(v, x.page, long_list);
}

template <class V>
void fields(V& v, const ReviewCase& x) {
  std::optional<KycStatusEvent> last;
  if (!x.events.empty()) last = x.events.back();
  v("session", x.session), v("trustStatus", trust_status(x.session.status)), v("user", x.user);
  v("documents", x.documents), v("documentCount", static_cast<std::int64_t>(x.documents.size()));
  v("events", x.events), v("lastEvent", last), v("riskFlags", x.risk_flags);
}

template <class V>
void fields(V& v, const ReviewFilter& x) {
  v("status", x.statuses);
}

template <class V>
void fields(V& v, const ReviewQueue& x) {
  v("count", static_cast<std::int64_t>(x.page.items.size())), v("filters", x.filter);
  v("pageInfo", api::page_info(x.page)), v("items", x.page.items);
}

namespace api {

/// Most answers: the trust status outside, the raw session inside.
struct KycEnvelope {
  std::optional<KycSession> session;
};
template <class V>
void fields(V& v, const KycEnvelope& x) {
  const auto raw = x.session ? std::optional(x.session->status) : std::nullopt;
  v("status", trust_status(raw)), v("session", x.session);
}

/// Query of a history.
struct SessionQuery {
  std::string session_id;
};
template <class V>
void fields(V& v, SessionQuery& x) {
  v("sessionId", x.session_id, may().about("The latest session when absent."));
}

}  // namespace api

}  // namespace senpai
