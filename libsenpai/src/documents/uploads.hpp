#pragma once
// What uploads of every module have in common: the checks of a declaration, the link, and the look at what arrived.

#include <senpai/kyc.hpp>
#include <senpai/ports/storage.hpp>
#include <span>

namespace senpai {

/// Upper case. @throws invalid_document_type.
std::string checked_document_type(std::string_view given);
/// @throws invalid_file_name.
std::string checked_file_name(std::string_view given);
/// Lower case. @param allowed  named to the caller. @throws invalid_content_type.
std::string checked_content_type(std::span<const std::string> allowed, std::string_view given);
/// @throws invalid_content_length.
std::int64_t checked_content_length(std::int64_t max_bytes, Number given);
/// @throws invalid_object_key.
std::string checked_object_key(std::string_view given);
/// Lower case. @throws invalid_checksum_sha256.
std::string checked_checksum(std::string_view given);

/// A declaration that has passed the checks.
struct DeclaredFile {
  std::string document_type{};
  std::string file_name{};
  std::string content_type{};
  std::int64_t content_length = 0;
  std::string checksum_sha256{};
};

/// Remembers what was declared and gives a link to upload it to.
/// @param folder  of the object, with a slash at its end. @throws upload_quota_exceeded, storage_unavailable.
UploadLink issue_upload(Runtime&, const UserId& owner, const std::string& folder, const DeclaredFile&);

/// What somebody says has been uploaded. Type and length are compared only if given.
struct UploadClaim {
  std::string_view object_key{};
  std::string_view checksum_sha256{};
  std::optional<std::string_view> content_type{};
  std::optional<std::int64_t> content_length{};
};

/// Is what arrived what was promised? Does nothing without KycOptions::verify_uploads. An object issued by the original
/// service was not declared: then its checksum alone must do.
/// @throws document_not_uploaded, document_mismatch, storage_unavailable.
void check_stored(Runtime&, const std::optional<UploadRow>& declared, const UploadClaim&);

/// Is what is stored still what was declared? Some stores let a file be replaced for as long as its upload link lives.
/// Documents issued by the original service were not declared and pass, and so does everything without
/// KycOptions::verify_uploads. @throws document_mismatch, storage_unavailable.
void check_unchanged(Runtime&, const std::optional<UploadRow>& declared);

/// Called in the transaction that registers the document: its upload may have been given up since it was checked.
/// @throws document_not_uploaded.
void claim_upload(Runtime&, Stores&, const std::optional<UploadRow>& declared);

/// How long a preview link lives. @param given  absent, null or blank: `standard`; fractions are cut.
/// @throws invalid_expires_sec.
std::chrono::seconds checked_preview_ttl(const Patch<double>& given, std::chrono::seconds standard,
                                         std::chrono::seconds max);

}  // namespace senpai
