#include "documents/uploads.hpp"

#include <algorithm>
#include <cmath>

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::seconds;

/// `20260210090000123`
std::string stamp(Timestamp now) {
  std::string digits;
  for (const char c : to_text(now))
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

[[noreturn]] void refuse_absent() {
  conflict("document_not_uploaded", "The file has not arrived yet. Please upload it to the link first.");
}

}  // namespace

std::string checked_document_type(std::string_view given) {
  std::string type = text::upper(text::trim(given));
  if (!text::fits(type, 1, max_document_type_length))
    reject("invalid_document_type", "Please name the type of document in 1 to 64 characters.");
  return type;
}

std::string checked_file_name(std::string_view given) {
  const auto name = text::trim(given);
  if (!text::fits(name, 1, max_file_name_length))
    reject("invalid_file_name", "Please give the file a name of 1 to 180 characters.");
  return std::string(name);
}

std::string checked_content_type(std::span<const std::string> allowed, std::string_view given) {
  std::string type = text::lower(text::trim(given));
  if (std::find(allowed.begin(), allowed.end(), type) != allowed.end()) return type;
  std::string names;
  for (const auto& name : allowed) names += (names.empty() ? "" : ", ") + name;
  reject("invalid_content_type", "This kind of file is not accepted. Please upload one of: " + names + ".");
}

std::int64_t checked_content_length(std::int64_t max_bytes, Number given) {
  // Written so that NaN fails as well.
  if (!given || !(*given >= 1 && std::floor(*given) <= static_cast<double>(max_bytes)))
    reject("invalid_content_length", "The file must have 1 to " + std::to_string(max_bytes) + " bytes.");
  return static_cast<std::int64_t>(*given);
}

std::string checked_object_key(std::string_view given) {
  const auto key = text::trim(given);
  if (!text::is_object_key(key))
    reject("invalid_object_key", "objectKey must be the one that came with your upload link.");
  return std::string(key);
}

std::string checked_checksum(std::string_view given) {
  std::string checksum = text::lower(text::trim(given));
  if (!text::is_sha256_hex(checksum))
    reject("invalid_checksum_sha256", "checksumSha256 must be the SHA-256 of the file as 64 hexadecimal digits.");
  return checksum;
}

namespace {

/// The end of a long name, where its type stands: file systems allow 255 bytes for the last part of a key.
std::string short_key_part(std::string_view name, std::string_view fallback, std::size_t max) {
  const std::string part = text::key_part(name, fallback);
  return part.size() <= max ? part : part.substr(part.size() - max);
}

}  // namespace

UploadLink issue_upload(Runtime& runtime, const UserId& owner, const std::string& folder, const DeclaredFile& file) {
  const auto& options = runtime.options.kyc;
  const Timestamp now = runtime.now();
  UploadRow upload;
  upload.content_type = file.content_type;
  upload.content_length = file.content_length;
  upload.checksum_sha256 = file.checksum_sha256;
  upload.user_id = owner;
  upload.object_key = folder + stamp(now) + "-" + short_key_part(file.document_type, "document", 64) + "-" +
                      runtime.new_id() + "-" + short_key_part(file.file_name, "document.bin", 120);
  const auto link = runtime.objects().upload_url({upload.object_key, upload.content_type, upload.content_length,
                                                  upload.checksum_sha256, now, options.upload_link_ttl});
  upload.expires_at = link.expires_at;
  upload.created_at = now;
  write(runtime.storage(), [&](Stores& s) {
    if (options.verify_uploads && s.uploads.declared_bytes(owner) + upload.content_length > options.upload_quota_bytes)
      conflict("upload_quota_exceeded", "You have uploaded as much as this account may. Please contact support.");
    s.uploads.insert(upload);
  });
  return {upload.object_key, link.url, link.method, link.headers, link.expires_at};
}

void check_stored(Runtime& runtime, const std::optional<UploadRow>& declared, const UploadClaim& claim) {
  if (!runtime.options.kyc.verify_uploads) return;
  if (declared && declared->state == UploadState::abandoned) refuse_absent();
  const auto stored = runtime.objects().inspect(claim.object_key);
  if (!stored) refuse_absent();
  bool same = !stored->checksum_sha256 || *stored->checksum_sha256 == claim.checksum_sha256;
  if (declared) {
    same &= declared->checksum_sha256 == claim.checksum_sha256 && declared->content_length == stored->size;
    same &= stored->content_type.value_or(declared->content_type) == declared->content_type;
    same &= claim.content_type.value_or(declared->content_type) == declared->content_type;
    same &= claim.content_length.value_or(declared->content_length) == declared->content_length;
  }
  if (!same)
    conflict("document_mismatch", "The uploaded file is not the one that was declared. Please upload it again.");
}

void check_unchanged(Runtime& runtime, const std::optional<UploadRow>& declared) {
  if (!declared || !runtime.options.kyc.verify_uploads) return;
  const auto stored = runtime.objects().inspect(declared->object_key);
  if (stored && stored->checksum_sha256 && *stored->checksum_sha256 != declared->checksum_sha256)
    conflict("document_mismatch",
             "The stored file is not the one that was registered: somebody has replaced it. Do not rely on it.");
}

void claim_upload(Runtime& runtime, Stores& s, const std::optional<UploadRow>& declared) {
  if (declared && !s.uploads.mark_registered(declared->object_key) && runtime.options.kyc.verify_uploads)
    conflict("document_not_uploaded", "The upload took too long and was given up. Please upload the file again.");
}

seconds checked_preview_ttl(const Patch<double>& given, seconds standard, seconds max) {
  if (given.absent() || given.is_null()) return standard;
  const double asked = given.has_value() ? std::floor(*given) : 0;
  if (!(asked >= 60 && asked <= static_cast<double>(max.count())))
    reject("invalid_expires_sec", "expiresSec must be between 60 and " + std::to_string(max.count()) + ".");
  return seconds(static_cast<std::int64_t>(asked));
}

}  // namespace senpai
