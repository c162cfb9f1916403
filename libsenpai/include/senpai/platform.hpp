#pragma once
// One running trust backend: options in, services out.

#include <memory>
#include <senpai/admin.hpp>
#include <senpai/applications.hpp>
#include <senpai/audit.hpp>
#include <senpai/auth.hpp>
#include <senpai/feed.hpp>
#include <senpai/jobs.hpp>
#include <senpai/kyc.hpp>
#include <senpai/objects.hpp>
#include <senpai/organizations.hpp>
#include <senpai/ports/object_storage.hpp>
#include <senpai/ports/observer.hpp>
#include <senpai/ports/storage.hpp>
#include <senpai/profile.hpp>
#include <senpai/queue.hpp>
#include <senpai/webhook.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// Everything has a default except `storage` and `auth.token_secret`.
struct Options {
  std::shared_ptr<Storage> storage{};        ///< Required; see backends.hpp.
  std::shared_ptr<ObjectStorage> objects{};  ///< Defaults to memory_objects().
  std::shared_ptr<Observer> observer{};      ///< Defaults to one that ignores everything.
  EmailSender send_email{};                  ///< Defaults to one that drops mail. Called from the worker only.
  Clock clock{};                             ///< Defaults to the system clock.
  IdSource new_id{};                         ///< Defaults to random UUIDs (version 4).
  AuthOptions auth{};
  KycOptions kyc{};
  WebhookOptions kyc_webhook{};
  AuditOptions audit{};
};

/// Reads no environment, starts no thread, prints nothing. Several may live in one process.
/// Every service method may be called from any thread; the platform must outlive the calls.
class Platform {
 public:
  /// @throws Error invalid_argument "invalid_option" naming the option that is unusable.
  explicit Platform(Options);
  Platform(Platform&&) noexcept;
  Platform& operator=(Platform&&) noexcept;
  ~Platform();

  /// Brings the schema to this version. Safe to race. Returns what was applied.
  std::vector<std::string> migrate();

  AuthService& auth();
  KycService& kyc();
  JobService& jobs();
  ApplicationService& applications();
  FeedService& feed();
  ProfileService& profile();
  OrganizationService& organizations();
  AdminService& admin();
  AuditService& audit();

  /// You own the thread: `worker.run(stop_token)`.
  Worker worker(WorkerOptions = {});

  const Options& options() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace senpai
