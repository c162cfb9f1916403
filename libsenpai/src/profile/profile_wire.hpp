#pragma once
// The wire form of a profile, for its owner and for administrators.

#include <senpai/profile.hpp>

#include "api/codec.hpp"

namespace senpai {

template <class V>
void fields(V& v, const FinalRequest& x) {
  v("id", x.id), v("sessionId", x.session_id), v("status", x.status), v("source", x.source), v("note", x.note);
  v("requestedAt", x.requested_at), v("documentsCount", x.documents_count);
}

namespace api {

struct ProfileVerificationView {
  const Profile& profile;
};
template <class V>
void fields(V& v, const ProfileVerificationView& x) {
  const auto& p = x.profile;
  v("sessionId", p.session ? std::optional(p.session->id) : std::nullopt);
  v("sessionStatus", p.session ? std::optional(p.session->status) : std::nullopt);
  v("trustStatus", p.trust_status), v("documentsUploaded", p.documents_uploaded);
  v("requiredDocuments", p.required_documents), v("requiredDocumentsUploaded", p.required_documents_uploaded);
  v("finalRequest", p.final_request);
}

struct ProfileView {
  const Profile& profile;
};
template <class V>
void fields(V& v, const ProfileView& x) {
  const auto& p = x.profile;
  v("id", p.user.id), v("fullName", p.user.full_name), v("email", p.user.email), v("avatarUrl", p.user.avatar_url);
  v("profileCompletionPercent", p.completion_percent), v("trustScoreLabel", p.trust_label);
  v("verificationStatus", p.trust_status), v("verification", ProfileVerificationView{p});
}

struct ProfileAnswer {
  Profile profile;
};
template <class V>
void fields(V& v, const ProfileAnswer& x) {
  v("profile", ProfileView{x.profile});
}

}  // namespace api
}  // namespace senpai
