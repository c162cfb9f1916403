#include <senpai/profile.hpp>

#include "api/endpoint.hpp"
#include "profile/profile_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, ProfileUpdate& x) {
  v("fullName", x.full_name), v("avatarUrl", x.avatar_url);
}

template <class V>
void fields(V& v, FinalRequestDraft& x) {
  v("source", x.source), v("note", x.note);
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

struct SessionSummary {
  const KycSession& session;
};
template <class V>
void fields(V& v, const SessionSummary& x) {
  v("id", x.session.id), v("status", x.session.status), v("trustStatus", trust_status(x.session.status));
  v("submittedAt", x.session.submitted_at), v("reviewedAt", x.session.reviewed_at),
      v("updatedAt", x.session.updated_at);
}

struct ChecklistSummary {
  const Checklist& list;
};
template <class V>
void fields(V& v, const ChecklistSummary& x) {
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
  std::optional<SessionSummary> session;
  if (x.list.session) session.emplace(SessionSummary{*x.list.session});
  v("session", session), v("documents", x.list.items), v("summary", ChecklistSummary{x.list});
}

struct FinalRequestAnswer {
  FinalRequestResult result;
};
template <class V>
void fields(V& v, const FinalRequestAnswer& x) {
  v("created", x.result.created), v("request", x.result.request), v("session", SessionSummary{x.result.session});
}

ProfileAnswer get(Context& c) { return {c.platform.profile().get(c.user->id)}; }
ProfileAnswer update(Context& c, const ProfileUpdate& in) { return {c.platform.profile().update(c.actor, in)}; }
ChecklistAnswer checklist(Context& c) { return {c.platform.profile().checklist(c.user->id)}; }

Reply<FinalRequestAnswer> request_final_check(Context& c, const FinalRequestDraft& in) {
  auto result = c.platform.profile().request_final_check(c.actor, in);
  const int status = result.created ? 201 : 200;
  return {status, {std::move(result)}};
}

constexpr Endpoint table[] = {
    endpoint<&get>("profile.get", "GET /users/me/profile", Access::user, 200, "Own profile."),
    endpoint<&update>("profile.update", "PATCH /users/me/profile", Access::user, 200, "Change name or picture."),
    endpoint<&get>("profile.getLegacy", "GET /trust/profile", Access::user, 200, "Own profile, under its former path."),
    endpoint<&checklist>("profile.checklist", "GET /users/me/verification-documents", Access::user, 200,
                         "Which documents are there and which are missing."),
    endpoint<&request_final_check>("profile.requestFinalCheck", "POST /users/me/verification/final-request",
                                   Access::user, 201, "Ask for the final check of the latest session, once."),
};

}  // namespace

std::span<const Endpoint> profile_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
