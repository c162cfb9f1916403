#include <iostream>
#include <senpai/senpai.hpp>
using namespace senpai;

int main() {
  Platform platform({.storage = open_sqlite({}), .auth = {.token_secret = "at least thirty-two bytes of secret"}});
  platform.migrate();
  const UserId ayu = platform.auth().register_user(
      {.full_name = "Ayu Lestari", .email = "ayu@example.com", .password = "correct horse"}).user.id;

  auto& kyc = platform.kyc();
  const auto check = kyc.start(ayu);
  const auto to = kyc.upload_url(ayu, {.document_type = "KTP", .file_name = "ktp.png", .content_type = "image/png",
                                       .content_length = 52133, .checksum_sha256 = std::string(64, 'a')});
  kyc.add_document(ayu, {.document_type = "KTP", .object_key = to.object_key, .checksum_sha256 = std::string(64, 'a')});
  kyc.submit(ayu, check.id);
  const auto end = kyc.decide(Actor::api_key(), check.id.text(), {.status = KycStatus::verified, .reviewed_by = "you"});

  const Timestamp now{std::chrono::seconds(1893456000)};  // of your clock
  const auto verdict = verify_webhook({.secrets = {"ours"}}, {.secret = "ours", .id = "1", .timestamp = "1893456000",
                                      .signature = sign_webhook("ours", "1", now, "{}"), .body = "{}"}, now);
  std::cout << wire_name(end.status) << (verdict == WebhookVerdict::accepted_signed ? ", webhook genuine\n" : "\n");
}
