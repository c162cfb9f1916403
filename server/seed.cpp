#include "seed.hpp"

#include <array>
#include <iostream>

#include "sample_photo.hpp"
#include "sha256.hpp"

namespace senpai::server {
namespace {

constexpr const char* password = "Senpai-demo-2030";

/// How far a candidate's identity check has come.
struct Candidate {
  const char* name;
  const char* email;
  std::optional<KycStatus> status;
  const char* reason;
};

constexpr std::array candidates{
    Candidate{"Ayu Lestari", "ayu@example.com", std::nullopt, ""},
    Candidate{"Budi Santoso", "budi@example.com", KycStatus::created, ""},
    Candidate{"Citra Dewi", "citra@example.com", KycStatus::submitted, ""},
    Candidate{"Dewi Anggraini", "dewi@example.com", KycStatus::manual_review, "The photo is blurred; please compare."},
    Candidate{"Eko Prasetyo", "eko@example.com", KycStatus::verified, "All documents are in order."},
    Candidate{"Fitri Handayani", "fitri@example.com", KycStatus::rejected, "The passport has expired."},
};

/// Does what a client does with an upload link, without a network.
void store(Platform& platform, const UploadTicket& ticket, const std::string& bytes, const std::string& checksum) {
  const auto files = std::dynamic_pointer_cast<FileObjects>(platform.options().objects);
  if (!files) return;  // The storage keeps no bytes.
  const std::string token = ticket.url.substr(ticket.url.rfind('/') + 1);
  const UploadHeaders headers{.content_type = "image/jpeg",
                              .content_length = static_cast<std::int64_t>(bytes.size()),
                              .checksum_sha256 = checksum};
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto upload = files->open_upload(token, headers, now);
  upload->write(bytes);
  upload->finish();
}

void add_document(Platform& platform, const User& user, const KycSession& session, const std::string& type) {
  const std::string bytes = sample_photo_with(type);  // A session takes each file once.
  const std::string checksum = sha256_hex(bytes);
  const auto ticket = platform.kyc().upload_url(user.id, {.session_id = session.id.text(),
                                                          .document_type = type,
                                                          .file_name = "sample.jpg",
                                                          .content_type = "image/jpeg",
                                                          .content_length = static_cast<double>(bytes.size()),
                                                          .checksum_sha256 = checksum});
  store(platform, ticket, bytes, checksum);
  platform.kyc().add_document(user.id, {.session_id = session.id.text(),
                                        .document_type = type,
                                        .object_key = ticket.object_key,
                                        .checksum_sha256 = checksum});
}

void advance(Platform& platform, const User& user, const Candidate& candidate) {
  if (!candidate.status) return;
  const auto session = platform.kyc().start(user.id, "manual");
  if (candidate.status == KycStatus::created) return;
  for (const char* type : {"PASSPORT", "SELFIE"}) add_document(platform, user, session, type);
  platform.kyc().submit(user.id, session.id);
  if (candidate.status == KycStatus::submitted) return;
  const Decision decision{.status = *candidate.status, .reviewed_by = "seed", .reason = candidate.reason};
  platform.kyc().decide(Actor{}, session.id.text(), decision);
}

std::string_view status_of(Platform& platform, const UserId& user) {
  const auto session = platform.kyc().latest(user);
  return session ? wire_name(session->status) : "no identity check";
}

void seed(Platform& platform, const Candidate& candidate) {
  std::string_view what = "created";
  User user;
  try {
    user = platform.auth()
               .register_user({.full_name = candidate.name, .email = candidate.email, .password = password})
               .user;
    advance(platform, user, candidate);
  } catch (const Error& error) {
    if (error.code() != std::string_view("email_exists")) throw;
    what = "exists already";
    // Signing in finds the account; somebody may have changed its password since.
    try {
      user = platform.auth().login({.identifier = candidate.email, .password = password}).user;
    } catch (const Error&) {
      std::cout << candidate.email << "  exists already, with another password\n";
      return;
    }
    // A former run may have been interrupted after the account.
    if (!platform.kyc().latest(user.id)) advance(platform, user, candidate);
  }
  std::cout << candidate.email << "  " << what << ", " << status_of(platform, user.id) << "\n";
}

}  // namespace

int run_seed(Platform& platform) {
  for (const auto& candidate : candidates) seed(platform, candidate);
  std::cout << "Password of all: " << password << std::endl;
  return 0;
}

}  // namespace senpai::server
