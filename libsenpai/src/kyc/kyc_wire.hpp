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

}  // namespace senpai
