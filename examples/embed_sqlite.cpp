// The trust backend inside a program: register, check an identity, decide, verify a webhook.
#include <iostream>
#include <senpai/senpai.hpp>

int main() {
  senpai::Platform platform({
      .storage = senpai::open_sqlite({}),  // in memory; give it a path to keep the data
      .auth = {.token_secret = "at least thirty-two bytes of secret"},
      .kyc_webhook = {.secrets = {"current", "previous"}},
  });
  platform.migrate();

  const auto account = platform.auth().register_user(
      {.full_name = "Ayu Lestari", .email = "ayu@example.com", .password = "correct horse"});

  const auto check = platform.kyc().start(account.user.id);
  const auto upload = platform.kyc().upload_url(account.user.id, {.document_type = "PASSPORT",
                                                                  .file_name = "passport.jpg",
                                                                  .content_type = "image/jpeg",
                                                                  .content_length = 52133,
                                                                  .checksum_sha256 = std::string(64, 'a')});
  platform.kyc().add_document(account.user.id, {.document_type = "PASSPORT",
                                                .object_key = upload.object_key,
                                                .checksum_sha256 = std::string(64, 'a')});
  platform.kyc().submit(account.user.id, check.id);
  const auto decided = platform.kyc().decide(
      senpai::Actor::api_key(), check.id.text(),
      {.status = senpai::KycStatus::verified, .reviewed_by = "ops@example.com"});

  std::cout << account.user.full_name << " is " << wire_name(decided.status) << '\n';
  return decided.status == senpai::KycStatus::verified ? 0 : 1;
}
