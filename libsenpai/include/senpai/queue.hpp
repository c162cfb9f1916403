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
  std::chrono::seconds code_retention{86400};       ///< Of expired one-time codes; a day at least.
  std::chrono::seconds queue_retention{604800};     ///< Of finished jobs.
  std::chrono::seconds upload_retention{86400};     ///< Of uploads never registered, after their link expired.
};

/// What Worker::work() did.
struct WorkDone {
  std::int64_t jobs = 0;    ///< Tried, whether they succeeded or not.
  std::int64_t sealed = 0;  ///< Rows of the audit trail.
  std::int64_t purged = 0;  ///< Rows.
};

/// Any number of workers may run on one store, also in several processes. One belongs to its platform and must not
/// outlive it; threads may share it.
class Worker {
 public:
  Worker(Runtime& runtime, WorkerOptions options) : runtime_(runtime), options_(options) {}

  /// Does one due job. False when there was none. What a job throws is logged and tried again later.
  /// @throws what the store throws.
  bool run_once();
  /// Purges until nothing expired is left; returns how many rows went. None go while this machine's clock and the
  /// store's are more than five minutes apart: with one that is ahead everything would seem to have expired.
  /// @throws what store and object storage throw.
  std::int64_t purge();
  /// Does what is due until nothing is or the time is up, one piece in any case; purges once in a purge_interval. For
  /// hosts that have a timer and no thread to spare: call it about once a second.
  /// @throws what run_once() and purge() throw.
  WorkDone work(std::chrono::milliseconds time);
  /// Works until asked to stop. What the parts of the platform throw is logged and waited out, never thrown.
  void run(std::stop_token);

 private:
  bool takes_purge();
  bool clocks_agree();

  Runtime& runtime_;
  WorkerOptions options_;
};

}  // namespace senpai
