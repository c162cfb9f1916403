#include <senpai/profile.hpp>

#include <algorithm>
#include <map>

#include "runtime.hpp"
#include "support/search_text.hpp"

namespace senpai {
namespace {

constexpr std::array<std::string_view, 2> required_types{"PASSPORT", "SELFIE"};

TrustLabel label_of(TrustStatus status) {
  switch (status) {
    case TrustStatus::not_started: return TrustLabel::unverified;
    case TrustStatus::in_progress: return TrustLabel::building_trust;
    case TrustStatus::manual_review: return TrustLabel::under_review;
    case TrustStatus::verified: return TrustLabel::trusted;
    case TrustStatus::rejected: return TrustLabel::action_required;
  }
  return TrustLabel::unverified;
}

/// The stored request counts only if it has an id and a time.
std::optional<FinalRequest> final_request(const JsonText& metadata) {
  const auto stored = metadata.object(final_request_member);
  if (!stored) return std::nullopt;
  FinalRequest request;
  request.id = stored->string("id").value_or("");
  request.requested_at = stored->string("requestedAt").value_or("");
  if (text::trim(request.id).empty() || text::trim(request.requested_at).empty()) return std::nullopt;
  request.session_id = stored->string("sessionId");
  request.status = stored->string("status").value_or("REQUESTED");
  request.source = stored->string("source").value_or("UNKNOWN");
  request.note = stored->string("note");
  if (const auto count = stored->number("documentsCount"); count && *count >= 0)
    request.documents_count = static_cast<std::int64_t>(*count);
  return request;
}

int completion(const Profile& profile) {
  int percent = 0;
  if (!text::trim(profile.user.full_name).empty()) percent += 25;
  if (!text::trim(profile.user.email).empty()) percent += 15;
  if (profile.session) percent += 20;
  if (profile.documents_uploaded > 0) percent += 20;
  if (profile.required_documents_uploaded == profile.required_documents) percent += 10;
  if (profile.session && profile.session->status != KycStatus::created) percent += 10;
  return percent;
}

Profile load(Stores& s, User user) {
  Profile profile;
  profile.user = std::move(user);
  profile.session = s.kyc.latest_session(profile.user.id);
  profile.required_documents = static_cast<int>(required_types.size());
  if (profile.session) {
    const auto documents = s.kyc.documents(profile.session->id);
    profile.documents_uploaded = static_cast<int>(documents.size());
    profile.required_documents_uploaded =
        static_cast<int>(std::count_if(required_types.begin(), required_types.end(), [&](std::string_view type) {
          return std::any_of(documents.begin(), documents.end(),
                             [&](const auto& d) { return d.document_type == type; });
        }));
    profile.trust_status = trust_status(profile.session->status);
    profile.final_request = final_request(profile.session->provider_metadata);
  }
  profile.trust_label = label_of(profile.trust_status);
  profile.completion_percent = completion(profile);
  return profile;
}

Profile load(Stores& s, const UserId& id) {
  auto user = s.users.find(id);
  if (!user) missing("user_not_found", "This account does not exist any more.");
  return load(s, std::move(*user));
}

ChecklistStatus status_of(const KycDocument& document, KycStatus session) {
  if (document.verified_at || session == KycStatus::verified) return ChecklistStatus::verified;
  return session == KycStatus::rejected ? ChecklistStatus::rejected : ChecklistStatus::pending;
}

FinalRequest checked_final_request(const FinalRequestDraft& in) {
  FinalRequest request;
  request.status = "REQUESTED";
  request.source = checked_optional(in.source, max_final_request_source_length, "invalid_source",
                                    "The source").value_or("UNKNOWN");
  request.note = checked_optional(in.note, max_final_request_note_length, "invalid_note",
                                  "The note");
  return request;
}

JsonText to_json(const FinalRequest& request) {
  JsonText json = JsonText().with("id", request.id).with("status", request.status).with("source", request.source);
  json = json.with("requestedAt", request.requested_at).with("sessionId", request.session_id.value());
  json = json.with("documentsCount", request.documents_count.value());
  return request.note ? json.with("note", *request.note) : json.with_null("note");
}

/// Puts the request into the system's column and over everything else in the merged view.
void store_final_request(Stores& s, ProviderMetadata& locked, const FinalRequest& request, Timestamp now) {
  const JsonText stored = to_json(request);
  locked.system = locked.system.with(final_request_member, stored);
  locked.session.provider_metadata = locked.session.provider_metadata.with(final_request_member, stored);
  locked.session.updated_at = std::max(now, locked.session.updated_at);
  s.kyc.update_provider_metadata(locked);
}

/// The latest session, if it may have a final request.
KycSession session_to_finish(Stores& s, const UserId& owner) {
  auto session = s.kyc.latest_session(owner);
  if (!session) conflict("verification_session_required", "Please start your identity check first.");
  if (session->status == KycStatus::created)
    conflict("kyc_session_not_submitted", "Please submit your identity check first.");
  return std::move(*session);
}

}  // namespace

Profile ProfileService::get(const UserId& id) {
  return read(runtime_.storage(), [&](Stores& s) { return load(s, id); });
}

Profile ProfileService::get(const User& user) {
  return read(runtime_.storage(), [&](Stores& s) { return load(s, user); });
}

Profile ProfileService::update(const Actor& owner, const ProfileUpdate& in) {
  std::optional<std::string> name;
  if (!in.full_name.absent()) {
    name = std::string(text::trim(in.full_name.value()));
    if (!text::fits(*name, min_name_length, max_profile_name_length) || text::has_control(*name))
      reject("invalid_full_name", "Please enter your full name in one line, 2 to 120 characters.");
  }
  std::optional<std::optional<std::string>> avatar;
  if (!in.avatar_url.absent()) {
    avatar = checked_url(in.avatar_url, max_avatar_url_length, "invalid_avatar_url", "avatarUrl");
  }
  if (!name && !avatar) reject("invalid_profile_update", "Please send a fullName or an avatarUrl to change.");
  const Timestamp now = runtime_.now();
  AuditEntry entry{.actor = owner, .action = "user.profile_updated", .entity_type = "USER",
                   .entity_id = owner.user.text(), .at = now};
  entry.details = entry.details.with("changed", !avatar ? "fullName" : !name ? "avatarUrl" : "fullName,avatarUrl");
  const std::string audit_row = runtime_.new_id();
  return write(runtime_.storage(), [&](Stores& s) {
    if (!s.users.update_profile(owner.user, name, avatar, now))
      missing("user_not_found", "This account does not exist any more.");
    Profile profile = load(s, owner.user);
    if (name)
      s.applications.relabel_applicant(owner.user, search_label(profile.user.full_name, profile.user.email));
    s.audit.append(audit_row, entry);
    return profile;
  });
}

Checklist ProfileService::checklist(const UserId& id) {
  return read(runtime_.storage(), [&](Stores& s) {
    Checklist list;
    list.session = s.kyc.latest_session(id);
    std::map<std::string, KycDocument> newest;  // by type; documents come oldest first
    if (list.session)
      for (auto& document : s.kyc.documents(list.session->id)) newest[document.document_type] = std::move(document);
    for (const auto type : required_types) {
      ChecklistItem item{.document_type = std::string(type), .required = true};
      if (const auto found = newest.find(item.document_type); found != newest.end()) {
        item.status = status_of(found->second, list.session->status);
        item.document = std::move(found->second);
        newest.erase(found);
      }
      list.items.push_back(std::move(item));
    }
    for (auto& [type, document] : newest) {
      const auto status = status_of(document, list.session->status);
      list.items.push_back({.document_type = type, .status = status, .document = std::move(document)});
    }
    return list;
  });
}

FinalRequestResult ProfileService::request_final_check(const Actor& owner, const FinalRequestDraft& in) {
  const Timestamp now = runtime_.now();
  const std::string id = runtime_.new_id();
  const std::string audit_row = runtime_.new_id();
  return write(runtime_.storage(), [&](Stores& s) -> FinalRequestResult {
    // Locked, so that of simultaneous requests the later ones find the first.
    auto locked = s.kyc.lock_provider_metadata(session_to_finish(s, owner.user).id).value();
    const KycSession& session = locked.session;
    const std::int64_t documents = s.kyc.count_documents(session.id);
    if (documents == 0)
      conflict("verification_documents_missing", "Please upload at least one document first.");
    if (auto existing = final_request(session.provider_metadata)) return {false, std::move(*existing), session};
    FinalRequest request = checked_final_request(in);
    request.id = id;
    request.session_id = session.id.text();
    request.requested_at = to_text(now);
    request.documents_count = documents;
    store_final_request(s, locked, request, now);
    s.audit.append(audit_row, {.actor = owner, .action = "kyc.final_check_requested", .entity_type = "KYC_SESSION",
                               .entity_id = session.id.text(), .at = now});
    return {true, std::move(request), session};
  });
}

}  // namespace senpai
