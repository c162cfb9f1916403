#include <senpai/organizations.hpp>

#include <algorithm>

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

[[noreturn]] void refuse_organization() { missing("org_not_found", "There is no such organization."); }
[[noreturn]] void refuse_verification() {
  missing("org_verification_not_found", "Nothing has been submitted for this organization yet.");
}

std::string checked_country(std::string_view given) {
  auto code = text::country_code(given);
  if (!code) reject("invalid_country_code", "countryCode must be two letters, for example ID or JP.");
  return std::move(*code);
}

/// An object key as organizations give them: no white list of characters, because no link was given out for them.
bool is_supporting_key(std::string_view key) {
  return text::fits(key, 1, max_object_key_length) && !key.starts_with('/') && key.find("..") == std::string_view::npos;
}

std::vector<std::string> checked_keys(const Patch<std::vector<std::string>>& given) {
  if (given.absent() || given.is_null()) return {};
  if (given.is_unusable() || given->size() > max_supporting_objects)
    reject("invalid_supporting_object_keys", "supportingObjectKeys must be a list of at most 20 object keys.");
  std::vector<std::string> keys;
  for (const auto& item : *given) {
    const auto key = text::trim(item);
    if (!is_supporting_key(key))
      reject("invalid_supporting_object_key",
             "Each object key needs 1 to 1024 characters, without a leading slash and without two dots in a row.");
    keys.emplace_back(key);
  }
  return keys;
}

std::vector<std::string> checked_reasons(const Patch<std::vector<std::string>>& given) {
  if (given.absent() || given.is_null()) return {};
  if (given.is_unusable() || given->size() > max_reason_codes)
    reject("invalid_reason_codes", "reasonCodes must be a list of at most 20 codes.");
  std::vector<std::string> codes;
  for (const auto& item : *given) {
    const auto code = text::trim(item);
    if (!text::fits(code, 1, max_reason_code_length))
      reject("invalid_reason_code", "Each reason code needs 1 to 64 characters.");
    codes.emplace_back(code);
  }
  return codes;
}

/// How many keys do not stand in a folder of this user. There is no upload route for organizations yet, so they are
/// accepted, and operators can see how often it happens.
std::int64_t foreign_keys(const std::vector<std::string>& keys, const UserId& owner) {
  const std::string folder = "/" + owner.text() + "/";
  return std::count_if(keys.begin(), keys.end(),
                       [&](const std::string& key) { return key.find(folder) == std::string::npos; });
}

Organization own_organization(Stores& s, const UserId& owner, const OrganizationId& id) {
  auto organization = s.organizations.find(id);
  if (!organization || organization->owner != owner) refuse_organization();
  return std::move(*organization);
}

AuditEntry audit_entry(const Actor& actor, const char* action, const OrganizationId& id, Timestamp now) {
  return {.actor = actor, .action = action, .entity_type = "ORGANIZATION", .entity_id = id.text(), .at = now};
}

}  // namespace

Organization OrganizationService::create(const Actor& owner, const OrganizationDraft& in) {
  Organization organization;
  organization.name = std::string(text::trim(in.name));
  if (!text::fits(organization.name, 2, max_organization_name_length))
    reject("invalid_org_name", "Please enter the organization's name, 2 to 180 characters.");
  if (!in.type.has_value()) reject("invalid_org_type", "orgType must be " + names_of<OrganizationType>() + ".");
  organization.type = *in.type;
  organization.country_code = checked_country(in.country_code);
  organization.id = OrganizationId(runtime_.new_id());
  organization.owner = owner.user;
  organization.created_at = runtime_.now();
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    s.organizations.insert(organization);
    s.audit.append(audit_row, audit_entry(owner, "organization.created", organization.id, organization.created_at));
  });
  return organization;
}

OrganizationVerification OrganizationService::submit(const Actor& owner, const OrganizationId& id,
                                                     const VerificationSubmission& in) {
  const Timestamp now = runtime_.now();
  const OrganizationVerificationId new_id(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();
  std::int64_t foreign = 0;
  auto result = write(runtime_.storage(), [&](Stores& s) {
    own_organization(s, owner.user, id);
    SubmittedVerification submission{.id = new_id, .organization_id = id};
    submission.registration_number = std::string(text::trim(in.registration_number));
    if (!text::fits(submission.registration_number, 1, max_registration_number_length))
      reject("invalid_registration_number", "Please enter the registration number, at most 128 characters.");
    submission.legal_name = std::string(text::trim(in.legal_name));
    if (!text::fits(submission.legal_name, 2, max_organization_name_length))
      reject("invalid_legal_name", "Please enter the legal name, 2 to 180 characters.");
    submission.supporting_object_keys = checked_keys(in.supporting_object_keys);
    foreign = foreign_keys(submission.supporting_object_keys, owner.user);

    const auto before = s.organizations.lock_verification(id);
    auto verification = s.organizations.submit(submission, now);
    AuditEntry entry = audit_entry(owner, "organization.verification_submitted", id, now);
    if (before) entry.from_state = std::string(wire_name(before->status));
    entry.to_state = std::string(wire_name(verification.status));
    s.audit.append(audit_row, entry);
    return verification;
  });
  if (foreign > 0)
    runtime_.observer().log(LogLevel::warn, "organization.foreign_object_keys",
                            {{"orgId", id.text()}, {"userId", owner.user.text()}, {"count", foreign}});
  return result;
}

OrganizationVerification OrganizationService::verification(const UserId& owner, const OrganizationId& id) {
  return read(runtime_.storage(), [&](Stores& s) {
    own_organization(s, owner, id);
    auto verification = s.organizations.verification(id);
    if (!verification) refuse_verification();
    return std::move(*verification);
  });
}

Page<OrganizationCase> OrganizationService::list(const OrganizationQuery& query) {
  OrganizationFilter filter;
  filter.window = check_page(query.page, organization_list);
  if (const std::string type = text::upper(text::trim(query.type)); !type.empty()) {
    filter.type = parse_wire<OrganizationType>(type);
    if (!filter.type) reject("invalid_org_type", "orgType must be " + names_of<OrganizationType>() + ".");
  }
  if (const std::string status = text::upper(text::trim(query.verification_status)); !status.empty()) {
    filter.status = parse_wire<OrganizationStatus>(status);
    if (!filter.status)
      reject("invalid_verification_status",
             "verificationStatus must be " + names_of<OrganizationStatus>() + ".");
  }
  return read(runtime_.storage(), [&](Stores& s) { return s.organizations.list(filter); });
}

OrganizationVerification OrganizationService::decide(const Actor& admin, const OrganizationId& id,
                                                     const OrganizationDecision& in) {
  require_administrator(admin);
  if (!in.status.has_value())
    reject("invalid_verification_status", "status must be " + names_of<OrganizationStatus>() + ".");
  const auto reasons = checked_reasons(in.reason_codes);
  // The decision is about what was there when it arrived. Read before the transaction, because in it a submission that
  // was faster could no longer be told from the one that was reviewed.
  const auto reviewed = read(runtime_.storage(), [&](Stores& s) {
    if (!s.organizations.find(id)) refuse_organization();
    auto verification = s.organizations.verification(id);
    if (!verification) refuse_verification();
    return std::move(*verification);
  });
  const Timestamp now = runtime_.now();
  const std::string audit_row = runtime_.new_id();
  return write(runtime_.storage(), [&](Stores& s) {
    // Of simultaneous decisions each follows the other, and the audit trail says which came first.
    const auto seen = s.organizations.lock_verification(id);
    if (!seen) refuse_verification();
    if (seen->submission != reviewed.submission || !s.organizations.decide(*seen, *in.status, reasons, now))
      conflict("org_verification_changed", "This organization has just sent new data. Please look at it again.");
    AuditEntry entry = audit_entry(admin, "organization.verification_decided", id, now);
    entry.from_state = std::string(wire_name(seen->status));
    entry.to_state = std::string(wire_name(*in.status));
    s.audit.append(audit_row, entry);
    return *s.organizations.verification(id);
  });
}

}  // namespace senpai
