// Uploads, registered documents and previews: the part of KycService that deals with files.

#include <algorithm>
#include <cmath>
#include <senpai/kyc.hpp>

#include "kyc/documents.hpp"
#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::seconds;

std::string checked_type(std::string_view given) {
  std::string type = text::upper(text::trim(given));
  if (!text::fits(type, 1, max_document_type_length))
    reject("invalid_document_type", "Please name the type of document, at most 64 characters.");
  return type;
}

std::string checked_checksum(std::string_view given) {
  std::string checksum = text::lower(text::trim(given));
  if (!text::is_sha256_hex(checksum))
    reject("invalid_checksum_sha256", "checksumSha256 must be the SHA-256 of the file as 64 hexadecimal digits.");
  return checksum;
}

std::string checked_content_type(const KycOptions& options, std::string_view given) {
  std::string type = text::lower(text::trim(given));
  const auto& allowed = options.allowed_content_types;
  if (std::find(allowed.begin(), allowed.end(), type) != allowed.end()) return type;
  std::string names;
  for (const auto& name : allowed) names += (names.empty() ? "" : ", ") + name;
  reject("invalid_content_type", "This kind of file is not accepted. Please upload one of: " + names + ".");
}

std::int64_t checked_length(const KycOptions& options, Number given) {
  // Written so that NaN fails as well.
  if (!given || !(*given >= 1 && std::floor(*given) <= static_cast<double>(options.max_file_bytes)))
    reject("invalid_content_length",
           "The file must not be empty and at most " + std::to_string(options.max_file_bytes) + " bytes.");
  return static_cast<std::int64_t>(*given);
}

/// `20260210090000123`
std::string stamp(Timestamp now) {
  std::string digits;
  for (const char c : to_text(now))
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

std::string prefix_of(const KycSession& session) {
  return "kyc/" + session.user_id.text() + "/" + session.id.text() + "/";
}

/// Is what arrived what was promised? An object issued by the original service has no upload row: then its checksum
/// alone must do.
void check_stored(Runtime& runtime, const std::optional<UploadRow>& declared, std::string_view key,
                  std::string_view checksum) {
  const auto refuse_absent = [] {
    conflict("document_not_uploaded", "The file has not arrived yet. Please upload it to the link first.");
  };
  if (declared && declared->state == UploadState::abandoned) refuse_absent();
  const auto stored = runtime.objects().inspect(key);
  if (!stored) refuse_absent();
  const bool same_bytes = !stored->checksum_sha256 || *stored->checksum_sha256 == checksum;
  const bool as_declared = !declared || (declared->checksum_sha256 == checksum && declared->content_length == stored->size &&
                                         stored->content_type.value_or(declared->content_type) == declared->content_type);
  if (!same_bytes || !as_declared)
    conflict("document_mismatch", "The uploaded file is not the one that was declared. Please upload it again.");
}

}  // namespace

UploadTicket KycService::upload_url(const Actor& owner, const UploadDeclaration& in) {
  const auto& options = runtime_.options.kyc;
  const Timestamp now = runtime_.now();
  UploadTicket ticket;
  ticket.session = read(runtime_.storage(), [&](Stores& s) { return own_session(s, owner.user, in.session_id); });
  check_open(ticket.session);
  const std::string type = checked_type(in.document_type);
  const auto file_name = text::trim(in.file_name);
  if (!text::fits(file_name, 1, max_file_name_length))
    reject("invalid_file_name", "Please give the file a name of at most 180 characters.");
  UploadRow upload;
  upload.content_type = checked_content_type(options, in.content_type);
  upload.content_length = checked_length(options, in.content_length);
  upload.checksum_sha256 = checked_checksum(in.checksum_sha256);
  upload.user_id = owner.user;
  upload.object_key = prefix_of(ticket.session) + stamp(now) + "-" + text::key_part(type, "document") + "-" +
                      runtime_.new_id() + "-" + text::key_part(file_name, "document.bin");
  const auto link = runtime_.objects().upload_url({upload.object_key, upload.content_type, upload.content_length,
                                                   upload.checksum_sha256, now, options.upload_link_ttl});
  upload.expires_at = link.expires_at;
  upload.created_at = now;
  write(runtime_.storage(), [&](Stores& s) {
    if (options.verify_uploads && s.uploads.declared_bytes(owner.user) + upload.content_length > options.upload_quota_bytes)
      conflict("upload_quota_exceeded", "You have uploaded as much as this account may. Please contact support.");
    s.uploads.insert(upload);
  });
  ticket.object_key = upload.object_key;
  ticket.url = link.url;
  ticket.method = link.method;
  ticket.headers = link.headers;
  ticket.expires_at = link.expires_at;
  return ticket;
}

RegisteredDocument KycService::add_document(const Actor& owner, const DocumentDeclaration& in) {
  const bool verify = runtime_.options.kyc.verify_uploads;
  RegisteredDocument result;
  KycDocument& document = result.document;
  const auto refuse_duplicate = [] {
    conflict("duplicate_document", "This file is already part of the identity check.");
  };

  const auto declared = read(runtime_.storage(), [&](Stores& s) {
    const KycSession session = own_session(s, owner.user, in.session_id);
    check_open(session);
    document.session_id = session.id;
    document.document_type = checked_type(in.document_type);
    document.object_key = std::string(text::trim(in.object_key));
    if (!text::is_object_key(*document.object_key)) reject("invalid_object_key", "objectKey is not a valid key.");
    document.checksum_sha256 = checked_checksum(in.checksum_sha256);
    if (in.metadata.is_unusable()) reject("invalid_metadata", "metadata must be a JSON object.");
    if (in.metadata.has_value()) document.metadata = *in.metadata;
    if (document.metadata.text().size() > max_metadata_bytes)
      reject("invalid_metadata", "metadata may be at most 64 KiB.");
    if (!document.object_key->starts_with(prefix_of(session)))
      reject("invalid_object_key", "objectKey must be the one that came with your upload link.");
    if (s.kyc.has_document(session.id, document.checksum_sha256)) refuse_duplicate();
    if (s.kyc.count_documents(session.id) >= max_documents_per_session)
      conflict("document_limit_reached", "This identity check has as many documents as it can take.");
    return s.uploads.find(*document.object_key);
  });
  if (verify) check_stored(runtime_, declared, *document.object_key, document.checksum_sha256);

  document.id = KycDocumentId(runtime_.new_id());
  document.metadata = document.metadata.with("objectKey", *document.object_key);
  document.file_url = runtime_.objects().file_url(*document.object_key);
  document.created_at = runtime_.now();
  write(runtime_.storage(), [&](Stores& s) {
    // The session may have been decided, and the upload given up, since we looked.
    result.session = own_session(s, owner.user, document.session_id.text());
    check_open(result.session);
    if (!s.kyc.insert_document(document)) refuse_duplicate();
    if (declared && !s.uploads.mark_registered(*document.object_key) && verify)
      conflict("document_not_uploaded", "The upload took too long and was given up. Please upload the file again.");
  });
  return result;
}

PreviewLink KycService::preview(const Actor& admin, const KycDocumentId& id, const Patch<double>& expires_sec) {
  const auto& options = runtime_.options.kyc;
  const Timestamp now = runtime_.now();
  struct Found {
    std::optional<KycDocument> document;
    std::optional<UploadRow> upload;
  };
  const auto found = read(runtime_.storage(), [&](Stores& s) {
    Found f{s.kyc.find_document(id), {}};
    if (f.document && f.document->object_key) f.upload = s.uploads.find(*f.document->object_key);
    return f;
  });
  if (!found.document) missing("document_not_found", "There is no such document.");
  const std::string key = found.document->object_key.value_or("");
  if (!text::is_object_key(key)) reject("invalid_object_key", "This document has no file that could be shown.");
  seconds ttl = options.preview_default;
  if (!expires_sec.absent() && !expires_sec.is_null()) {
    const double asked = expires_sec.has_value() ? std::floor(*expires_sec) : 0;
    if (!(asked >= 60 && asked <= static_cast<double>(options.preview_max.count())))
      reject("invalid_expires_sec", "expiresSec must be between 60 and " + std::to_string(options.preview_max.count()) + ".");
    ttl = seconds(static_cast<std::int64_t>(asked));
  }
  const auto link = runtime_.objects().download_url({key, found.upload ? found.upload->content_type : "", now, ttl});
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    s.audit.append(audit_row, {.actor = admin, .action = "kyc.document_previewed", .entity_type = "KYC_DOCUMENT",
                               .entity_id = id.text(), .at = now});
  });
  const std::string expires_at = to_text(link.expires_at);
  runtime_.observer().log(LogLevel::info, "audit.kyc.document_preview_issued",
                          {{"documentId", std::string_view(id.text())},
                           {"kycSessionId", std::string_view(found.document->session_id.text())},
                           {"objectKey", std::string_view(key)},
                           {"expiresSec", std::int64_t{ttl.count()}},
                           {"expiresAt", std::string_view(expires_at)}});
  return {id, found.document->session_id, key, link.url, link.method, link.expires_at};
}

}  // namespace senpai
