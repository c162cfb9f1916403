#pragma once
// What the clients that are in use demand of each answer, and a decoder as strict as theirs.

#include "support.hpp"

namespace senpai::test::clients {

/// Why a strict client could not decode `answer`, one complaint a line; empty when it can.
///
/// A shape has one word for each mandatory field, `path:type`. Dots lead into objects and `[]` through every item of a
/// list, which must have one. Below a member that ends in `?` nothing is demanded when it is absent or null.
/// Types: `s` text, `t` date-time, `i` integer, `n` number, `b` boolean, `l` list, `o` object, `m` object of texts,
/// `c` decimal text, as cursors are. A type that ends in `?` may be null, but must be there.
std::string undecodable(const Json& answer, const std::string& shape);

/// The same shape below a path.
std::string at(const std::string& path, const std::string& shape);

/// A signed-in client: sends what it always sends and decodes every answer strictly.
struct Client {
  World& world;
  std::string prefix{};  ///< `/v1`, or nothing.
  World::Headers always{};
  bool refreshes = false;  ///< Answers a 401 by one refresh and one retry, as iOS and the web administration do.
  std::string access_token{};
  std::string refresh_token{};
  int refreshed = 0;

  World::Headers headers() const;
  /// The body of a successful answer; every complaint fails the test.
  Json call(const std::string& method, const std::string& path, const Json& body, const std::string& shape);
  Json get(const std::string& path, const std::string& shape) { return call("GET", path, nullptr, shape); }
  Json post(const std::string& path, const Json& body, const std::string& shape) {
    return call("POST", path, body, shape);
  }
  /// Takes over the tokens of a session answer.
  void keep(const Json& session);
};

/// `2030-01-02T03:04:05.678Z` and nothing else.
bool is_wire_date(const std::string&);

// ------------------------------------------------------------------------------------ complete objects of the contract

inline const std::string user =
    "id:s fullName:s email:s emailVerified:b emailVerifiedAt:t? createdAt:t roles:l roles[]:s ";
inline const std::string tokens = "accessToken:s refreshToken:s ";
inline const std::string challenge =
    "required:b verified:b email:s sent:b expiresInSec:i resendAvailableInSec:i ";
inline const std::string page = "pageInfo.cursor:c pageInfo.nextCursor:c? pageInfo.limit:i pageInfo.total:i ";

inline const std::string lifecycle_shape =
    "lifecycle.status:s lifecycle.effectiveStatus:s lifecycle.publishedAt:t? lifecycle.scheduledAt:t? ";
inline const std::string job_card =
    "id:s title:s employmentType:s visaSponsorship:b location.countryCode:s location.city:s location.displayLabel:s "
    "employer.id:s employer.name:s employer.logoUrl:s? employer.isVerifiedEmployer:b ";
inline const std::string job_viewer =
    "viewerState.authenticated:b viewerState.saved:b viewerState.canApply:b viewerState.applyCta:s ";
inline const std::string job_summary = job_card + lifecycle_shape + job_viewer;
inline const std::string job_detail = job_card + lifecycle_shape +
                                      "location.latitude:n location.longitude:n description:s requirements:l "
                                      "requirements[]:s ";
inline const std::string admin_post =
    "id:s title:s excerpt:s category:s author:s imageUrl:s? publishedAt:t? " + lifecycle_shape;
inline const std::string post =
    "id:s title:s excerpt:s category:s author:s imageUrl:s? publishedAt:t " + lifecycle_shape +
    "viewerState.authenticated:b viewerState.saved:b ";

inline const std::string kyc_session =
    "id:s status:s provider:s providerRef:s? providerMetadata:o submittedAt:t? reviewedBy:s? reviewedAt:t? "
    "createdAt:t updatedAt:t ";
inline const std::string kyc_document =
    "id:s kycSessionId:s documentType:s objectKey:s? fileUrl:s checksumSha256:s metadata:o verifiedAt:t? createdAt:t ";
inline const std::string kyc_event =
    "id:s kycSessionId:s fromStatus:s? toStatus:s actorType:s actorId:s? reason:s? createdAt:t ";
inline const std::string kyc_envelope = "status:s " + at("session", kyc_session);
inline const std::string upload = "objectKey:s uploadUrl:s method:s headers:m expiresAt:t ";
inline const std::string preview = "documentId:s url:s method:s expiresAt:t ";

inline const std::string application =
    "id:s jobId:s status:s note:s? createdAt:t updatedAt:t " + at("job", job_card);
inline const std::string journey_event =
    "id:s status:s title:s description:s actorType:s? actorId:s? createdAt:t ";
inline const std::string application_document =
    "id:s applicationId:s userId:s documentType:s fileName:s contentType:s contentLength:i checksumSha256:s "
    "reviewStatus:s reviewReason:s? reviewedAt:t? reviewedBy:s? createdAt:t updatedAt:t ";
inline const std::string applicant = "id:s fullName:s? email:s? ";

inline const std::string final_request =
    "id:s sessionId:s? status:s source:s note:s? requestedAt:t documentsCount:i? ";
inline const std::string profile =
    "id:s fullName:s email:s avatarUrl:s? profileCompletionPercent:i trustScoreLabel:s verificationStatus:s "
    "verification.sessionId:s? verification.sessionStatus:s? verification.trustStatus:s "
    "verification.documentsUploaded:i verification.requiredDocuments:i verification.requiredDocumentsUploaded:i "
    "verification.finalRequest:o? " +
    at("verification.finalRequest?", final_request);
inline const std::string session_summary = "id:s status:s trustStatus:s submittedAt:t? reviewedAt:t? updatedAt:t ";
inline const std::string checklist =
    at("session?", session_summary) +
    at("documents[]", "documentType:s status:s required:b documentId:s? objectKey:s? uploadedAt:t? reviewedAt:t? ") +
    at("summary", "requiredTotal:i uploadedRequired:i verifiedRequired:i missingRequired:i allRequiredUploaded:b ");

inline const std::string organization = "id:s name:s orgType:s countryCode:s ";
inline const std::string org_verification = "id:s orgId:s status:s reasonCodes:l lastCheckedAt:t ";

}  // namespace senpai::test::clients
