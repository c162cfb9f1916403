#include "open.hpp"

#include <filesystem>
#include <stdexcept>

#include "backup.hpp"
#include "http_client.hpp"
#include "resend_email.hpp"

namespace senpai::server {
namespace {

/// A path that was mistyped, or a disk that is not mounted, must not become an empty system: `migrate` alone makes one.
void require_database(const Config& config) {
  if (config.store == StoreKind::sqlite && !std::filesystem::exists(config.database_path))
    throw std::runtime_error("DATABASE_URL: there is no database at " + config.database_path +
                             "; check the path and whether its disk is mounted, or create it: senpai-server migrate");
}

/// A bucket that clients reach at another address than this server does: that of the links.
class SplitObjects final : public S3Objects {
 public:
  SplitObjects(std::shared_ptr<S3Objects> own, std::shared_ptr<S3Objects> links)
      : own_(std::move(own)), links_(std::move(links)) {}
  ObjectLink upload_url(const UploadRequest& request) override { return links_->upload_url(request); }
  ObjectLink download_url(const DownloadRequest& request) override { return links_->download_url(request); }
  std::string file_url(std::string_view key) override { return own_->file_url(key); }
  std::optional<ObjectInfo> inspect(std::string_view key) override { return own_->inspect(key); }
  void remove(std::string_view key) override { own_->remove(key); }
  void check() override { own_->check(); }
  bool ensure_bucket() override { return own_->ensure_bucket(); }

 private:
  const std::shared_ptr<S3Objects> own_, links_;
};

std::shared_ptr<S3Objects> open_s3(const ObjectsConfig& config, std::shared_ptr<Observer> observer) {
  const auto bucket_at = [&](const std::string& endpoint) {
    return s3_objects({.endpoint = endpoint,
                       .region = config.region,
                       .bucket = config.bucket,
                       .path_style = config.force_path_style,
                       .access_key_id = config.access_key_id,
                       .secret_access_key = config.secret_access_key,
                       .session_token = config.session_token,
                       .http = http_client({.ca_file = config.ca_file}),
                       .observer = observer,
                       .timeout = config.timeout});
  };
  auto own = bucket_at(config.endpoint);
  if (config.public_endpoint == config.endpoint) return own;
  return std::make_shared<SplitObjects>(std::move(own), bucket_at(config.public_endpoint));
}

std::shared_ptr<ObjectStorage> open_objects(const Config& config, std::shared_ptr<Observer> observer) {
  if (config.objects.kind == ObjectsKind::memory)
    return memory_objects({.base_url = config.objects.base_url, .bucket = config.objects.bucket});
  if (config.objects.kind == ObjectsKind::s3) return open_s3(config.objects, std::move(observer));
  return file_objects({.directory = config.objects.directory,
                       .public_url = config.public_url,
                       .secret = config.auth.token_secret,
                       .previous_secrets = config.auth.previous_token_secrets,
                       .bucket = config.objects.bucket});
}

EmailSender email_sender(const Config& config, Observer& observer) {
  if (config.email.provider == EmailProvider::log) return log_email_sender(observer, config.email.log_codes);
  return resend_email_sender({.base_url = config.email.resend_base_url,
                              .api_key = config.email.resend_api_key,
                              .from = config.email.from},
                             observer);
}

}  // namespace

std::shared_ptr<Storage> open_store(const Config& config, std::shared_ptr<Observer> observer, bool may_create) {
  if (config.store == StoreKind::postgres) {
    PostgresOptions options = config.postgres;
    options.observer = std::move(observer);
    return open_postgres(options);
  }
  if (config.store == StoreKind::sqlite) check_no_restore_was_killed(config.database_path);
  if (!may_create) require_database(config);
  return open_sqlite({.path = config.store == StoreKind::sqlite ? config.database_path : "",
                      .durable = config.sqlite_durable,
                      .readers = config.sqlite_readers,
                      .timeout = config.sqlite_timeout,
                      .observer = std::move(observer)});
}

Platform open_platform(const Config& config, const std::shared_ptr<Observer>& observer) {
  return Platform({.storage = open_store(config, observer),
                   .objects = open_objects(config, observer),
                   .observer = observer,
                   .send_email = email_sender(config, *observer),
                   .auth = config.auth,
                   .kyc = config.kyc,
                   .kyc_webhook = config.webhook,
                   .audit = config.audit});
}

void require_schema(const Config& config, Platform& platform) {
  if (config.store == StoreKind::memory) {
    platform.migrate();
    return;
  }
  const auto pending = pending_migrations(*platform.options().storage);
  if (pending.empty()) return;
  throw std::runtime_error("the database lacks " + std::to_string(pending.size()) + " migrations, the next is " +
                           pending.front() + "; run: senpai-server migrate");
}

}  // namespace senpai::server
