#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <senpai/queue.hpp>

#include "auth/verification_mail.hpp"
#include "queue/job_kinds.hpp"
#include "runtime.hpp"
#include "support/thrown.hpp"

namespace senpai {
namespace {

using std::chrono::seconds;

/// Sends the mail of a challenge, unless it has become pointless.
void send_verification_mail(Runtime& runtime, const QueueJob& job) {
  struct Found {
    std::optional<ChallengeRow> challenge;
    std::optional<User> user;
    bool is_latest = false;
  };
  const auto found = read(runtime.storage(), [&](Stores& s) {
    Found f{s.challenges.find(ChallengeId(job.payload)), {}, {}};
    if (!f.challenge) return f;
    f.user = s.users.find(f.challenge->user_id);
    const auto latest = s.challenges.latest(f.challenge->user_id);
    f.is_latest = latest && latest->id == f.challenge->id;
    return f;
  });
  if (!found.user || !found.is_latest || found.challenge->verified_at) return;
  if (runtime.now() >= found.challenge->expires_at)
    return runtime.observer().log(LogLevel::warn, "auth.email_verification.too_late",
                                  {{"userId", std::string_view(found.user->id.text())}});
  const auto code = runtime.credentials.recover_code(found.challenge->id, found.challenge->code_hash);
  if (!code) throw std::runtime_error("the token secret that made this code is not configured any more");
  const auto validity =
      std::chrono::round<std::chrono::minutes>(found.challenge->expires_at - found.challenge->created_at);
  Email mail = verification_mail(*found.user, *code, std::max(validity, std::chrono::minutes(1)));
  mail.idempotency_key = job.id.text();
  runtime.options.send_email(mail);
}

void perform(Runtime& runtime, const QueueJob& job, int max_attempts) {
  if (job.attempt > max_attempts)
    throw std::runtime_error("it was tried as often as it may be, and nobody told how that ended");
  if (job.kind == verification_mail_job) return send_verification_mail(runtime, job);
  if (job.kind == abandon_files_job)
    return write(runtime.storage(), [&](Stores& s) { s.jobs.abandon_files(JobId(job.payload)); });
  throw std::runtime_error("no handler for this kind of job");
}

/// What `work` threw, if it did: mailers and stores are not ours and may throw anything.
template <class Work>
std::optional<std::string> failure_of(Work work) {
  try {
    work();
    return std::nullopt;
  } catch (...) {
    return error_in_flight().cause();
  }
}

/// 5 s, 10 s, 20 s … 15 min.
seconds pause_after(int attempt) { return std::min(seconds(5) * (1 << std::min(attempt - 1, 10)), seconds(900)); }

/// Runs a batch deletion until it finds less than a batch.
template <class Purge>
std::int64_t drain(Runtime& runtime, int batch, Purge purge) {
  std::int64_t total = 0;
  for (;;) {
    const std::int64_t gone = write(runtime.storage(), [&](Stores& s) { return purge(s); });
    total += gone;
    if (gone < batch) return total;
  }
}

/// Removes objects; `gone` gets the keys of those that are. One that cannot be removed does not keep the others, but
/// several in a row mean that the storage is away. @returns what the last failure was, if there was one.
std::exception_ptr remove_objects(ObjectStorage& objects, const std::vector<std::string>& keys,
                                  std::vector<std::string>& gone) {
  constexpr int max_failures_in_a_row = 3;
  std::exception_ptr trouble;
  int failures_in_a_row = 0;
  for (const auto& key : keys) {
    try {
      objects.remove(key);
      gone.push_back(key);
      failures_in_a_row = 0;
    } catch (...) {
      trouble = std::current_exception();
      if (++failures_in_a_row == max_failures_in_a_row) break;
    }
  }
  return trouble;
}

/// Objects go first and rows last, so an interrupted purge is taken up again.
std::int64_t purge_uploads(Runtime& runtime, Timestamp expired_before, int batch) {
  std::int64_t total = 0;
  for (;;) {
    auto keys = write(runtime.storage(), [&](Stores& s) { return s.uploads.abandon(expired_before, batch); });
    // They come in one order each time; some that are stuck at its beginning must not hide the others for ever.
    const std::int64_t moment = std::max<std::int64_t>(0, expired_before.time_since_epoch().count() / 1000);
    const auto first = moment % std::max<std::int64_t>(1, std::ssize(keys));
    std::rotate(keys.begin(), keys.begin() + first, keys.end());
    std::vector<std::string> gone;
    const auto trouble = remove_objects(runtime.objects(), keys, gone);
    write(runtime.storage(), [&](Stores& s) {
      for (const auto& key : gone) s.uploads.forget(key);
    });
    if (trouble) std::rethrow_exception(trouble);
    total += static_cast<std::int64_t>(gone.size());
    if (static_cast<int>(keys.size()) < batch) return total;
  }
}

}  // namespace

bool Worker::run_once() {
  const Timestamp now = runtime_.now();
  const std::string lease = runtime_.new_id();
  // Most of the time nothing waits, and looking must not take the one writer.
  if (!read(runtime_.storage(), [&](Stores& s) { return s.queue.has_due(now); })) return false;
  const auto job =
      write(runtime_.storage(), [&](Stores& s) { return s.queue.claim(now, lease, now + options_.lease); });
  if (!job) return false;
  const std::optional<std::string> error = failure_of([&] { perform(runtime_, *job, options_.max_attempts); });
  const Timestamp done = runtime_.now();
  const bool last = job->attempt >= options_.max_attempts;
  const bool mine = write(runtime_.storage(), [&](Stores& s) {
    if (!error) return s.queue.complete(job->id, lease, done);
    std::optional<Timestamp> again;
    if (!last) again = done + pause_after(job->attempt);
    return s.queue.fail(job->id, lease, error->substr(0, 500), again, done);
  });
  if (error)
    runtime_.observer().log(last ? LogLevel::error : LogLevel::warn, last ? "queue.job_dead" : "queue.job_failed",
                            {{"jobId", std::string_view(job->id.text())},
                             {"kind", std::string_view(job->kind)},
                             {"attempt", std::int64_t{job->attempt}},
                             {"error", std::string_view(*error)}});
  if (!mine)
    runtime_.observer().log(LogLevel::warn, "queue.lease_lost", {{"jobId", std::string_view(job->id.text())}});
  return true;
}

bool Worker::clocks_agree() {
  constexpr std::chrono::minutes tolerated{5};
  const auto there = runtime_.own_clock ? runtime_.storage().clock() : std::nullopt;
  const auto ahead = there ? runtime_.now() - *there : Timestamp::duration(0);
  if (std::chrono::abs(ahead) <= tolerated) return true;
  runtime_.observer().log(LogLevel::error, "clock.differs",
                          {{"aheadSec", std::int64_t{std::chrono::round<seconds>(ahead).count()}}});
  return false;
}

std::int64_t Worker::purge() {
  if (!clocks_agree()) return 0;
  const Timestamp now = runtime_.now();
  const int batch = options_.purge_batch;
  std::int64_t total = 0;
  total += drain(runtime_, batch, [&](Stores& s) { return s.sessions.purge(now - options_.session_retention, batch); });
  // The wrong codes of a day count, whatever became of the codes.
  const Timestamp codes_before = now - std::max<seconds>(options_.code_retention, std::chrono::hours(24));
  total += drain(runtime_, batch, [&](Stores& s) { return s.challenges.purge(codes_before, batch); });
  total += drain(runtime_, batch, [&](Stores& s) { return s.queue.purge(now - options_.queue_retention, batch); });
  const Timestamp keys_before = now - runtime_.options.kyc_webhook.idempotency_ttl;
  total += drain(runtime_, batch, [&](Stores& s) { return s.inbox.purge(keys_before, batch); });
  drain(runtime_, batch, [&](Stores& s) { return s.search.fold(batch); });
  runtime_.objects().sweep(now - std::chrono::hours(1));
  return total + purge_uploads(runtime_, now - options_.upload_retention, batch);
}

/// Of all workers of a platform one purges, once in an interval and not right after the start.
bool Worker::takes_purge() {
  const Timestamp now = runtime_.now();
  Timestamp due = runtime_.next_purge.load();
  const bool starting = due == Timestamp();
  const bool set_back = due - now > options_.purge_interval;  // The clock was ahead when this was noted.
  if (!starting && !set_back && now < due) return false;
  return runtime_.next_purge.compare_exchange_strong(due, now + options_.purge_interval) && !starting;
}

WorkDone Worker::work(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  WorkDone done;
  bool worked = true;
  do {
    const bool job = run_once();
    const int rows = AuditService(runtime_).seal(options_.audit_batch);
    done.jobs += job, done.sealed += rows;
    worked = job || rows > 0;
  } while (worked && std::chrono::steady_clock::now() < until);
  if (takes_purge()) done.purged = purge();
  return done;
}

void Worker::run(std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    bool worked = false;
    const auto trouble = failure_of([&] {
      const WorkDone done = work(std::chrono::milliseconds(0));
      worked = done.jobs > 0 || done.sealed > 0;
    });
    // The store is away or full; the rows wait for us.
    if (trouble)
      runtime_.observer().log(LogLevel::error, "worker.trouble", {{"error", std::string_view(*trouble)}});
    if (worked && !trouble) continue;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, options_.poll_interval, [] { return false; });
  }
}

}  // namespace senpai
