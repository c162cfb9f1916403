#include <senpai/profile.hpp>

#include "api/endpoint.hpp"
#include "profile/profile_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, ProfileUpdate& x) {
  v("fullName", x.full_name, may("Rina Hartono").length(min_name_length, max_profile_name_length));
  v("avatarUrl", x.avatar_url, may("https://files.example.com/avatars/rina.jpg").format("uri")
                                   .length(0, max_avatar_url_length).nullable().about("Null takes the picture away."));
}

template <class V>
void fields(V& v, FinalRequestDraft& x) {
  v("source", x.source, may("MOBILE_PROFILE").length(0, max_final_request_source_length).otherwise("UNKNOWN"));
  v("note", x.note, may("My passport was renewed last month.").length(0, max_final_request_note_length));
}

template <class V>
void fields(V& v, const ChecklistItem& x) {
  const bool there = x.document.has_value();
  v("documentType", x.document_type), v("status", x.status), v("required", x.required);
  v("documentId", there ? std::optional(x.document->id) : std::nullopt);
  v("objectKey", there ? x.document->object_key : std::nullopt);
  v("uploadedAt", there ? std::optional(x.document->created_at) : std::nullopt);
  v("reviewedAt", there ? x.document->verified_at : std::nullopt);
}

namespace api {
namespace {

struct SessionSummaryView {
  const KycSession& session;
};
template <class V>
void fields(V& v, const SessionSummaryView& x) {
  v("id", x.session.id), v("status", x.session.status), v("trustStatus", trust_status(x.session.status));
  v("submittedAt", x.session.submitted_at), v("reviewedAt", x.session.reviewed_at),
      v("updatedAt", x.session.updated_at);
}

struct ChecklistSummaryView {
  const Checklist& list;
};
template <class V>
void fields(V& v, const ChecklistSummaryView& x) {
  int required = 0, uploaded = 0, verified = 0;
  for (const auto& item : x.list.items) {
    if (!item.required) continue;
    ++required;
    uploaded += item.status != ChecklistStatus::missing;
    verified += item.status == ChecklistStatus::verified;
  }
  v("requiredTotal", required), v("uploadedRequired", uploaded), v("verifiedRequired", verified);
  v("missingRequired", required - uploaded), v("allRequiredUploaded", uploaded == required);
}

struct ChecklistAnswer {
  Checklist list;
};
template <class V>
void fields(V& v, const ChecklistAnswer& x) {
  std::optional<SessionSummaryView> session;
  if (x.list.session) session.emplace(SessionSummaryView{*x.list.session});
  v("session", session), v("documents", x.list.items), v("summary", ChecklistSummaryView{x.list});
}

struct FinalRequestAnswer {
  FinalRequestResult result;
};
template <class V>
void fields(V& v, const FinalRequestAnswer& x) {
  v("created", x.result.created), v("request", x.result.request), v("session", SessionSummaryView{x.result.session});
}

ProfileAnswer get(Context& c) { return {c.platform.profile().get(*c.user)}; }
ProfileAnswer update(Context& c, const ProfileUpdate& in) { return {c.platform.profile().update(c.actor, in)}; }
ChecklistAnswer checklist(Context& c) { return {c.platform.profile().checklist(c.user->id)}; }

Reply<FinalRequestAnswer> request_final_check(Context& c, const FinalRequestDraft& in) {
  auto result = c.platform.profile().request_final_check(c.actor, in);
  const int status = result.created ? 201 : 200;
  return {status, {std::move(result)}};
}

constexpr Endpoint table[] = {
    endpoint<&get>("profile.get", "GET /users/me/profile", Access::user, 200, "Own profile.",
                   "404 user_not_found"),
    endpoint<&update>("profile.update", "PATCH /users/me/profile", Access::user, 200, "Change name or picture.",
                      "400 invalid_full_name invalid_avatar_url invalid_profile_update, 404 user_not_found"),
    endpoint<&get>("profile.getLegacy", "GET /trust/profile", Access::user, 200, "Own profile, under its former path.",
                   "404 user_not_found"),
    endpoint<&checklist>("profile.checklist", "GET /users/me/verification-documents", Access::user, 200,
                         "Which documents are there and which are missing."),
    endpoint<&request_final_check>("profile.requestFinalCheck", "POST /users/me/verification/final-request",
                                   Access::user, 201, "Ask for the final check of the latest session, once.",
                                   "409 verification_session_required kyc_session_not_submitted "
                                   "verification_documents_missing, 400 invalid_source invalid_note",
                                   "201 for a new request, 200 with the one that is there."),
};

}  // namespace

std::span<const Endpoint> profile_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
