#include <senpai/platform.hpp>

#include <senpai/error.hpp>

#include "runtime.hpp"
#include "support/crypto.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

void require(bool usable, const char* what) {
  if (!usable) throw Error(ErrorKind::invalid_argument, "invalid_option", what);
}

void check(const AuthOptions& auth) {
  using std::chrono::seconds;
  require(!auth.token_secret.empty(), "auth.token_secret must not be empty");
  require(auth.access_token_ttl > seconds(0), "auth.access_token_ttl must be positive");
  require(auth.refresh_token_ttl > seconds(0), "auth.refresh_token_ttl must be positive");
  require(auth.code_ttl > seconds(0), "auth.code_ttl must be positive");
  require(auth.code_resend_cooldown >= seconds(0), "auth.code_resend_cooldown must not be negative");
  require(auth.code_max_attempts >= 1, "auth.code_max_attempts must be at least 1");
  require(auth.hash_queue >= 0 && auth.hash_concurrency >= 0,
          "auth.hash_queue and hash_concurrency must not be negative");
  require(auth.hash_cost.memory_kib >= 8 && auth.hash_cost.iterations >= 1 && auth.hash_cost.parallelism >= 1,
          "auth.hash_cost is below what Argon2 allows");
  const std::string& code = auth.static_code.reveal();
  require(code.empty() || (code.size() == 6 && code.find_first_not_of("0123456789") == std::string::npos),
          "auth.static_code must be six digits");
}

void check(const KycOptions& kyc) {
  using std::chrono::seconds;
  require(kyc.preview_default >= seconds(60) && kyc.preview_default <= seconds(3600),
          "kyc.preview_default must be between 60 and 3600 seconds");
  require(kyc.preview_max >= kyc.preview_default && kyc.preview_max <= seconds(3600),
          "kyc.preview_max must be between kyc.preview_default and 3600 seconds");
  require(kyc.upload_link_ttl >= seconds(60) && kyc.upload_link_ttl <= seconds(3600),
          "kyc.upload_link_ttl must be between 60 and 3600 seconds");
  require(kyc.max_file_bytes > 0, "kyc.max_file_bytes must be positive");
  require(!kyc.allowed_content_types.empty(), "kyc.allowed_content_types must name at least one type");
}

void check(const WebhookOptions& webhook) {
  using std::chrono::seconds;
  require(webhook.max_skew > seconds(0), "kyc_webhook.max_skew must be positive");
  require(webhook.idempotency_ttl > seconds(0), "kyc_webhook.idempotency_ttl must be positive");
}

/// A wire form of roles: trimmed and lower case.
std::vector<std::string> normalised(const std::vector<std::string>& roles) {
  std::vector<std::string> result;
  for (const auto& role : roles) result.push_back(text::lower(text::trim(role)));
  return result;
}

Options complete(Options options) {
  require(options.storage != nullptr, "storage is required; see backends.hpp");
  check(options.auth);
  check(options.kyc);
  check(options.kyc_webhook);
  options.auth.admin_roles = normalised(options.auth.admin_roles);
  // A secret of blanks is none: it would be compared trimmed, and match the empty text.
  std::erase_if(options.kyc_webhook.secrets, [](const Secret& s) { return text::trim(s.reveal()).empty(); });
  if (!options.objects) options.objects = memory_objects();
  if (!options.observer) options.observer = std::make_shared<Observer>();
  if (!options.send_email) options.send_email = [](const Email&) {};
  if (!options.clock)
    options.clock = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
  if (!options.new_id) options.new_id = crypto::random_uuid;
  return options;
}

}  // namespace

struct Platform::Parts {
  explicit Parts(Options options) : runtime(complete(std::move(options))) {}
  Runtime runtime;
  AuthService auth{runtime};
  KycService kyc{runtime};
  JobService jobs{runtime};
  ApplicationService applications{runtime};
  FeedService feed{runtime};
  ProfileService profile{runtime};
  OrganizationService organizations{runtime};
  AdminService admin{runtime};
  AuditService audit{runtime};
};

Platform::Platform(Options options) : parts_(std::make_unique<Parts>(std::move(options))) {}
Platform::Platform(Platform&&) noexcept = default;
Platform& Platform::operator=(Platform&&) noexcept = default;
Platform::~Platform() = default;

std::vector<std::string> pending_migrations(Storage& storage) {
  std::vector<std::string> pending;
  for (auto& migration : storage.migrations())
    if (!migration.applied_at) pending.push_back(std::move(migration.name));
  return pending;
}

std::vector<std::string> Platform::migrate() { return parts_->runtime.storage().migrate(); }

AuthService& Platform::auth() { return parts_->auth; }
KycService& Platform::kyc() { return parts_->kyc; }
JobService& Platform::jobs() { return parts_->jobs; }
ApplicationService& Platform::applications() { return parts_->applications; }
FeedService& Platform::feed() { return parts_->feed; }
ProfileService& Platform::profile() { return parts_->profile; }
OrganizationService& Platform::organizations() { return parts_->organizations; }
AdminService& Platform::admin() { return parts_->admin; }
AuditService& Platform::audit() { return parts_->audit; }
Worker Platform::worker(WorkerOptions options) { return Worker(parts_->runtime, options); }
const Options& Platform::options() const { return parts_->runtime.options; }

}  // namespace senpai
