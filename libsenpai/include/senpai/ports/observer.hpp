#pragma once
// How the library tells its host what happens. The library itself never prints.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace [[gnu::visibility("default")]] senpai {

/// How much an event matters.
enum class LogLevel { debug, info, warn, error };

/// One named value of a log event. A null text is written as null, several texts as a list.
struct LogField {
  using Value =
      std::variant<std::nullptr_t, bool, std::int64_t, double, std::string_view, std::span<const std::string>>;
  std::string_view name;
  Value value;
};

/// Implement it to see what happens; every method has an empty body to start from.
/// Called from any thread, must not throw, and should return quickly: a request is waiting.
class Observer {
 public:
  virtual ~Observer() = default;
  /// Something happened: `kyc.provider_webhook.received` and `.rejected`, `audit.kyc.status_transition`,
  /// `audit.kyc.document_preview_issued`, `audit.sealed`, `.rewritten` and `.key_differs`,
  /// `auth.refresh_token_reused`, `auth.email_verification.too_late`, `organization.foreign_object_keys`,
  /// `queue.job_failed`, `.job_dead` and `.lease_lost`, `worker.trouble`, `clock.differs`, `storage.failed`,
  /// `request.unavailable`, `database.trouble`, `.lost`, `.found` and `.full`, `migration.applied`, `.building` and
  /// `.waiting`, `search.folded`. Views are valid during the call only. Never holds a secret.
  virtual void log(LogLevel, std::string_view event, std::initializer_list<LogField> fields) noexcept {
    (void)event, (void)fields;
  }
  /// Something that took time: `name` is "query" (of a store; `label` names the statement) or "storage" (of
  /// s3_objects(); `label` names the request). Labels come from a finite set.
  virtual void measure(std::string_view name, std::string_view label, std::int64_t microseconds) noexcept {
    (void)name, (void)label, (void)microseconds;
  }
};

}  // namespace senpai
