#pragma once
// Background work: delivers queued e-mail, seals the audit trail and purges what has expired. The library starts no
// thread; you give it one.

#include <functional>
#include <senpai/vocabulary.hpp>
#include <stop_token>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

/// A mail ready to be sent.
struct Email {
  std::string to{};
  std::string subject{};
  std::string text{};
  std::string html{};
  std::string idempotency_key{};  ///< The same for each try of one mail.
  Secret code{};                  ///< The one-time code in it, for senders that hand it over in another way.
};

/// Sends one mail or throws, whatever it likes; then it is tried again later, so the receiver should honour the
/// idempotency key. Called by Worker only; it may take its time, but not longer than WorkerOptions::lease.
using EmailSender = std::function<void(const Email&)>;

/// How often the worker looks, and how long things are kept. Times and numbers are positive; those that say how long
/// something is kept may be 0.
struct WorkerOptions {
  std::chrono::milliseconds poll_interval{500};
  std::chrono::seconds lease{60};  ///< How long a job may run before somebody else may take it.
  int max_attempts = 8;            ///< Then a job stays as dead. Pauses double from 5 s up to 15 min.
  std::chrono::seconds purge_interval{60};
  int purge_batch = 500;  ///< Rows per transaction.
  int audit_batch = 200;  ///< Audit rows sealed per transaction.
  std::chrono::seconds session_retention{86400};    ///< Of expired or revoked sessions.
  std::chrono::seconds code_retention{86400};       ///< Of expired one-time codes.
  std::chrono::seconds queue_retention{604800};     ///< Of finished jobs.
  std::chrono::seconds upload_retention{86400};     ///< Of uploads never registered, after their link expired.
};

/// Any number of workers may run on one store, also in several processes. One belongs to its platform and must not
/// outlive it.
class Worker {
 public:
  Worker(Runtime& runtime, WorkerOptions options) : runtime_(runtime), options_(options) {}

  /// Does one due job. False when there was none. What a job throws is logged and tried again later.
  /// @throws what the store throws.
  bool run_once();
  /// Purges until nothing expired is left; returns how many rows went. @throws what store and object storage throw.
  std::int64_t purge();
  /// Works until asked to stop. What the parts of the platform throw is logged and waited out, never thrown.
  void run(std::stop_token);

 private:
  Runtime& runtime_;
  WorkerOptions options_;
};

}  // namespace senpai
