// Uploads, registered documents and previews: the part of KycService that deals with files.

#include <senpai/kyc.hpp>

#include "documents/uploads.hpp"
#include "kyc/sessions.hpp"
#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

std::string folder_of(const KycSession& session) {
  return "kyc/" + session.user_id.text() + "/" + session.id.text() + "/";
}

/// A page of the review queue carries all documents of its sessions, whatever their owners wrote.
void check_room(Stores& s, const KycSessionId& session, std::size_t added) {
  const auto documents = s.kyc.documents(session);
  if (documents.size() >= max_documents_per_session)
    conflict("document_limit_reached", "An identity check can have at most 100 documents.");
  std::size_t bytes = added;
  for (const auto& document : documents) bytes += document.metadata.text().size();
  // A document without any is welcome in a session of the original service, too.
  if (added > 0 && bytes > max_documents_metadata_bytes)
    reject("invalid_metadata", "The metadata of all documents of an identity check may be at most 256 KiB in all.");
}

}  // namespace

UploadTicket KycService::upload_url(const Actor& owner, const UploadDeclaration& in) {
  const auto& options = runtime_.options.kyc;
  const auto session = read(runtime_.storage(), [&](Stores& s) { return own_session(s, owner.user, in.session_id); });
  check_open(session);
  DeclaredFile file;
  file.document_type = checked_document_type(in.document_type);
  file.file_name = checked_file_name(in.file_name);
  file.content_type = checked_content_type(options.allowed_content_types, in.content_type);
  file.content_length = checked_content_length(options.max_file_bytes, in.content_length);
  file.checksum_sha256 = checked_checksum(in.checksum_sha256);
  return {issue_upload(runtime_, owner.user, folder_of(session), file), session};
}

RegisteredDocument KycService::add_document(const Actor& owner, const DocumentDeclaration& in) {
  RegisteredDocument result;
  KycDocument& document = result.document;
  std::size_t metadata_bytes = 0;  // Of what was given.
  const auto refuse_duplicate = [] {
    conflict("duplicate_document", "This file is already part of the identity check.");
  };

  const auto declared = read(runtime_.storage(), [&](Stores& s) {
    const KycSession session = own_session(s, owner.user, in.session_id);
    check_open(session);
    document.session_id = session.id;
    document.document_type = checked_document_type(in.document_type);
    document.object_key = checked_object_key(in.object_key);
    document.checksum_sha256 = checked_checksum(in.checksum_sha256);
    if (in.metadata.is_unusable()) reject("invalid_metadata", "metadata must be a JSON object without U+0000.");
    if (in.metadata.has_value()) document.metadata = *in.metadata;
    if (!document.metadata.empty()) metadata_bytes = document.metadata.text().size();
    if (metadata_bytes > max_metadata_bytes)
      reject("invalid_metadata", "metadata may be at most 64 KiB.");
    if (!document.object_key->starts_with(folder_of(session)))
      reject("invalid_object_key", "objectKey must be the one that came with your upload link.");
    if (s.kyc.has_document(session.id, document.checksum_sha256)) refuse_duplicate();
    check_room(s, session.id, metadata_bytes);  // Also here, because its refusals come before the look at the file.
    return s.uploads.find(*document.object_key);
  });
  check_stored(runtime_, declared, {.object_key = *document.object_key, .checksum_sha256 = document.checksum_sha256});

  document.id = KycDocumentId(runtime_.new_id());
  document.metadata = document.metadata.with("objectKey", *document.object_key);
  document.file_url = runtime_.objects().file_url(*document.object_key);
  document.created_at = runtime_.now();
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    // The session may have been decided, and the upload given up, since we looked.
    const auto locked = s.kyc.lock_provider_metadata(document.session_id);  // Others who add to it wait.
    if (!locked) refuse_kyc_session();
    result.session = locked->session;
    check_open(result.session);
    check_room(s, document.session_id, metadata_bytes);
    if (!s.kyc.insert_document(document)) refuse_duplicate();
    claim_upload(runtime_, s, declared);
    s.audit.append(audit_row, {.actor = owner, .action = "kyc.document_added", .entity_type = "KYC_DOCUMENT",
                               .entity_id = document.id.text(), .at = document.created_at});
  });
  return result;
}

PreviewLink KycService::preview(const Actor& admin, const KycDocumentId& id, const Patch<double>& expires_sec) {
  require_administrator(admin);
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
  const auto ttl = checked_preview_ttl(expires_sec, options.preview_default, options.preview_max);
  check_unchanged(runtime_, found.upload);
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
