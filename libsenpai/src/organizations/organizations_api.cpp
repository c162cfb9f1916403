#include <senpai/organizations.hpp>

#include "api/endpoint.hpp"
#include "kyc/kyc_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, OrganizationDraft& x) {
  v("name", x.name), v("orgType", x.type), v("countryCode", x.country_code);
}

template <class V>
void fields(V& v, VerificationSubmission& x) {
  v("registrationNumber", x.registration_number), v("legalName", x.legal_name);
  v("supportingObjectKeys", x.supporting_object_keys);
}

template <class V>
void fields(V& v, OrganizationDecision& x) {
  v("status", x.status), v("reasonCodes", x.reason_codes);
}

template <class V>
void fields(V& v, OrganizationQuery& x) {
  api::page_fields(v, x.page), v("orgType", x.type), v("verificationStatus", x.verification_status);
}

template <class V>
void fields(V& v, const Organization& x) {
  v("id", x.id), v("name", x.name), v("orgType", x.type), v("countryCode", x.country_code);
}

template <class V>
void fields(V& v, const OrganizationVerification& x) {
  v("id", x.id), v("orgId", x.organization_id), v("status", x.status), v("reasonCodes", x.reason_codes);
  v("lastCheckedAt", x.last_checked_at);
}

template <class V>
void fields(V& v, const OrganizationCase& x) {
  v("organization", x.organization), v("verification", x.verification), v("owner", x.owner);
}

namespace api {
namespace {

Organization create(Context& c, const OrganizationDraft& in) { return c.platform.organizations().create(c.actor, in); }

OrganizationVerification submit(Context& c, const VerificationSubmission& in) {
  return c.platform.organizations().submit(c.actor, c.id<OrganizationId>("orgId"), in);
}

OrganizationVerification status(Context& c) {
  return c.platform.organizations().verification(c.user->id, c.id<OrganizationId>("orgId"));
}

Page<OrganizationCase> list(Context& c, const OrganizationQuery& in) { return c.platform.organizations().list(in); }

OrganizationVerification decide(Context& c, const OrganizationDecision& in) {
  return c.platform.organizations().decide(c.actor, c.id<OrganizationId>("orgId"), in);
}

constexpr Endpoint table[] = {
    endpoint<&create>("organizations.create", "POST /organizations", Access::user, 201, "Create an organization."),
    endpoint<&submit>("organizations.submitVerification", "POST /organizations/{orgId}/verification", Access::user, 202,
                      "Ask for the verification of an organization."),
    endpoint<&status>("organizations.verificationStatus", "GET /organizations/{orgId}/verification/status",
                      Access::user, 200, "How the verification of an organization stands."),
    endpoint<&list>("organizations.list", "GET /admin/organizations", Access::admin, 200,
                    "Organizations with owner and verification, newest first."),
    endpoint<&decide>("organizations.decideVerification", "PATCH /admin/organizations/{orgId}/verification",
                      Access::admin, 200, "Decide on the verification of an organization."),
};

}  // namespace

std::span<const Endpoint> organizations_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
