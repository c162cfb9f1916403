#include <senpai/platform.hpp>

#include <senpai/error.hpp>

#include "runtime.hpp"
#include "support/crypto.hpp"
#include "support/options.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

using std::chrono::seconds;

void require_time(seconds given, seconds least, const std::string& name) {
  const char* lower_end = least > seconds(0) ? " must be positive" : " must not be negative";
  require_option(given >= least && given <= longest_option, name + lower_end + " and at most ten years");
}

void check(const HashCost& cost) {
  const auto within = [](std::uint32_t value, std::uint32_t max) { return value >= 1 && value <= max; };
  const auto& max = crypto::max_argon2_cost;
  require_option(within(cost.parallelism, max.lanes), "auth.hash_cost.parallelism must be between 1 and 16");
  require_option(within(cost.iterations, max.iterations), "auth.hash_cost.iterations must be between 1 and 1000");
  require_option(cost.memory_kib >= 8 * cost.parallelism && cost.memory_kib <= max.memory_kib,
                 "auth.hash_cost.memory_kib must be between 8 times the parallelism and 4194304");
}

void check(const AuthOptions& auth) {
  require_option(!auth.token_secret.empty(), "auth.token_secret must not be empty");
  // Anybody can sign with an empty one.
  for (const Secret& former : auth.previous_token_secrets)
    require_option(!former.empty(), "auth.previous_token_secrets must not hold an empty secret; leave it out");
  require_time(auth.access_token_ttl, seconds(1), "auth.access_token_ttl");
  require_time(auth.refresh_token_ttl, seconds(1), "auth.refresh_token_ttl");
  require_time(auth.refresh_reuse_window, seconds(0), "auth.refresh_reuse_window");
  require_time(auth.code_ttl, seconds(1), "auth.code_ttl");
  require_time(auth.code_resend_cooldown, seconds(0), "auth.code_resend_cooldown");
  require_option(auth.code_max_attempts >= 1, "auth.code_max_attempts must be at least 1");
  require_option(auth.code_max_daily_attempts >= 1, "auth.code_max_daily_attempts must be at least 1");
  require_option(auth.hash_queue >= 0 && auth.hash_concurrency >= 0 && auth.hash_concurrency <= 1024,
                 "auth.hash_queue and hash_concurrency must not be negative, and the latter at most 1024");
  require_option(auth.hash_wait >= seconds(0) && auth.hash_wait <= seconds(600),
                 "auth.hash_wait must be between 0 and 600000 milliseconds");
  require_option(auth.compat_hash_iterations >= 1 && auth.compat_hash_iterations <= max_pbkdf2_iterations,
                 "auth.compat_hash_iterations must be between 1 and 10000000");
  check(auth.hash_cost);
  const std::string& code = auth.static_code.reveal();
  require_option(code.empty() || (code.size() == 6 && code.find_first_not_of("0123456789") == std::string::npos),
                 "auth.static_code must be six digits");
}

void check(const KycOptions& kyc) {
  require_option(kyc.preview_default >= seconds(60) && kyc.preview_default <= seconds(3600),
                 "kyc.preview_default must be between 60 and 3600 seconds");
  require_option(kyc.preview_max >= kyc.preview_default && kyc.preview_max <= seconds(3600),
                 "kyc.preview_max must be between kyc.preview_default and 3600 seconds");
  require_option(kyc.upload_link_ttl >= seconds(60) && kyc.upload_link_ttl <= seconds(3600),
                 "kyc.upload_link_ttl must be between 60 and 3600 seconds");
  require_option(kyc.max_file_bytes > 0, "kyc.max_file_bytes must be positive");
  require_option(kyc.upload_quota_bytes > 0, "kyc.upload_quota_bytes must be positive");
  require_option(!kyc.allowed_content_types.empty(), "kyc.allowed_content_types must name at least one type");
}

void check(const WebhookOptions& webhook) {
  require_time(webhook.max_skew, seconds(1), "kyc_webhook.max_skew");
  require_time(webhook.idempotency_ttl, seconds(1), "kyc_webhook.idempotency_ttl");
}

void check(const WorkerOptions& worker) {
  using std::chrono::milliseconds;
  require_option(worker.poll_interval >= milliseconds(1) && worker.poll_interval <= longest_option,
                 "poll_interval must be at least one millisecond and at most ten years");
  require_time(worker.lease, seconds(1), "lease");
  require_time(worker.purge_interval, seconds(1), "purge_interval");
  require_option(worker.max_attempts >= 1 && worker.purge_batch >= 1 && worker.audit_batch >= 1,
                 "max_attempts, purge_batch and audit_batch must be positive");
  require_time(worker.session_retention, seconds(0), "session_retention");
  require_time(worker.code_retention, seconds(0), "code_retention");
  require_time(worker.queue_retention, seconds(0), "queue_retention");
  require_time(worker.upload_retention, seconds(0), "upload_retention");
}

/// Names of roles and types as requests are compared with them.
std::string normalised(std::string_view name) { return text::lower(text::trim(name)); }

void normalise(std::vector<std::string>& names) {
  for (auto& name : names) name = normalised(name);
}

Options complete(Options options) {
  require_option(options.storage != nullptr, "storage is required; see backends.hpp");
  check(options.auth);
  check(options.kyc);
  check(options.kyc_webhook);
  options.auth.default_role = normalised(options.auth.default_role);
  normalise(options.auth.admin_roles);
  normalise(options.kyc.allowed_content_types);
  // A secret of blanks is none: it would be compared trimmed, and match the empty text.
  std::erase_if(options.kyc_webhook.secrets, [](const Secret& s) { return text::trim(s.reveal()).empty(); });
  if (!options.objects) options.objects = memory_objects();
  if (!options.observer) options.observer = std::make_shared<Observer>();
  if (!options.send_email) options.send_email = [](const Email&) {};
  if (!options.clock)
    options.clock = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
  if (!options.random) options.random = crypto::fill_random;
  if (!options.new_id) options.new_id = [random = options.random] { return crypto::random_uuid(random); };
  return options;
}

}  // namespace

struct Platform::Parts {
  explicit Parts(const Options& options) : runtime(complete(options), !options.clock) {}
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

Platform::Platform(Options options) : parts_(std::make_unique<Parts>(options)) {}
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
Worker Platform::worker(WorkerOptions options) {
  check(options);
  return Worker(parts_->runtime, options);
}
const Options& Platform::options() const { return parts_->runtime.options; }

}  // namespace senpai
