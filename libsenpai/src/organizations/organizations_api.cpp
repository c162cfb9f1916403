#include <senpai/organizations.hpp>

#include "api/endpoint.hpp"
#include "kyc/kyc_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, OrganizationDraft& x) {
  v("name", x.name, must("LPK Harapan Bandung").length(2, max_organization_name_length));
  v("orgType", x.type, must("LPK"));
  v("countryCode", x.country_code, must("ID").pattern("^[A-Za-z]{2}$"));
}

template <class V>
void fields(V& v, VerificationSubmission& x) {
  v("registrationNumber", x.registration_number, must("LPK-32/0184/2024").length(1, max_registration_number_length));
  v("legalName", x.legal_name, must("Lembaga Pelatihan Kerja Harapan").length(2, max_organization_name_length));
  v("supportingObjectKeys", x.supporting_object_keys,
    may(R"(["organizations/harapan/licence.pdf"])").items(0, max_supporting_objects).each(1, max_object_key_length)
        .nullable());
}

template <class V>
void fields(V& v, OrganizationDecision& x) {
  v("status", x.status, must("MISMATCH"));
  v("reasonCodes", x.reason_codes,
    may(R"(["LEGAL_NAME_DIFFERS"])").items(0, max_reason_codes).each(1, max_reason_code_length).nullable());
}

template <class V>
void fields(V& v, OrganizationQuery& x) {
  api::page_fields(v, x.page, organization_list);
  v("orgType", x.type, may().one_of<OrganizationType>());
  v("verificationStatus", x.verification_status, may().one_of<OrganizationStatus>());
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
    endpoint<&create>("organizations.create", "POST /organizations", Access::user, 201, "Create an organization.",
                      "400 invalid_org_name invalid_org_type invalid_country_code"),
    endpoint<&submit>("organizations.submitVerification", "POST /organizations/{orgId}/verification", Access::user, 202,
                      "Ask for the verification of an organization.",
                      "404 org_not_found, 400 invalid_registration_number invalid_legal_name "
                      "invalid_supporting_object_keys invalid_supporting_object_key",
                      "Asking again with new data makes it PENDING, whatever it was."),
    endpoint<&status>("organizations.verificationStatus", "GET /organizations/{orgId}/verification/status",
                      Access::user, 200, "How the verification of an organization stands.",
                      "404 org_not_found org_verification_not_found"),
    endpoint<&list>("organizations.list", "GET /admin/organizations", Access::admin, 200,
                    "Organizations with owner and verification, newest first.",
                    "400 invalid_org_type invalid_verification_status"),
    endpoint<&decide>("organizations.decideVerification", "PATCH /admin/organizations/{orgId}/verification",
                      Access::admin, 200, "Decide on the verification of an organization.",
                      "400 invalid_verification_status invalid_reason_codes invalid_reason_code, "
                      "404 org_not_found org_verification_not_found, 409 org_verification_changed"),
};

}  // namespace

std::span<const Endpoint> organizations_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
