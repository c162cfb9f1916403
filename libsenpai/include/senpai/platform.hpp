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

/// The longest time that any option may be. Longer ones would lead out of the years that can be written.
constexpr std::chrono::seconds longest_option = std::chrono::days(3653);

/// Everything has a default except `storage` and `auth.token_secret`. What you bring lives as long as the platform and
/// is called from the threads that call the platform; what it throws comes out of the call that needed it.
struct Options {
  std::shared_ptr<Storage> storage{};        ///< Required; see backends.hpp.
  std::shared_ptr<ObjectStorage> objects{};  ///< Defaults to memory_objects().
  std::shared_ptr<Observer> observer{};      ///< Defaults to one that ignores everything.
  EmailSender send_email{};                  ///< Defaults to one that drops mail. Called by Worker only.
  Clock clock{};                             ///< Defaults to the system clock.
  IdSource new_id{};                         ///< Defaults to random UUIDs (version 4).
  RandomSource random{};                     ///< Defaults to the generator of the operating system.
  AuthOptions auth{};
  KycOptions kyc{};
  WebhookOptions kyc_webhook{};
  AuditOptions audit{};
};

/// Reads no environment, starts no thread, prints nothing. (What it is linked to has settings of its own: OpenSSL reads
/// OPENSSL_CONF, SQLite TMPDIR for what does not fit in memory, libpq PG… and ~/.pgpass for what a URL leaves open.)
/// Several may live in one process. Every service method may be called from any thread.
///
/// Services and workers belong to the platform and must not outlive it; they survive moving it. An api::Api refers to
/// the Platform object itself, which must neither go nor be moved meanwhile. A platform that was moved from can only be
/// destroyed or assigned to.
class Platform {
 public:
  /// Opens nothing and asks nobody. Until migrate() has run somewhere, calls fail with unavailable and say so.
  /// @throws Error invalid_argument "invalid_option" naming the option that is unusable.
  explicit Platform(Options);
  Platform(Platform&&) noexcept;
  Platform& operator=(Platform&&) noexcept;
  ~Platform();

  /// Brings the schema to this version, as Storage::migrate() does. Safe to race. Returns what was applied.
  /// @throws with the stores of the library migration_failed and migration_changed (conflict) when somebody has to put
  ///         the database right, direct_connection_needed (conflict) behind a pooler, migration_locked (unavailable).
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

  /// You own the thread: `worker.run(stop_token)`. @throws Error invalid_argument "invalid_option".
  Worker worker(WorkerOptions = {});

  /// As given, with every default filled in.
  const Options& options() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace senpai
