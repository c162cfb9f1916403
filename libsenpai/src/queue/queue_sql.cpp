// The job queue.

#include "queue/queue_store.hpp"

namespace senpai::sql {
namespace {

constexpr Query push_job{"queue.push", R"(
  INSERT INTO queue_jobs (id, kind, payload, unique_key, state, run_at, created_at)
  VALUES ($1, $2, $3, $4, 'READY', $5, $5)
  ON CONFLICT (unique_key) DO NOTHING)"};

constexpr Query find_due{"queue.has_due", R"(
  SELECT 1 WHERE EXISTS (SELECT 1 FROM queue_jobs WHERE state = 'READY' AND run_at <= $1)
              OR EXISTS (SELECT 1 FROM queue_jobs WHERE state = 'RUNNING' AND lease_until < $1))"};

// One statement decides who gets a job. A lease that ran out counts as ready.
constexpr Query claim_job{"queue.claim", R"(
  UPDATE queue_jobs SET state = 'RUNNING', attempt = attempt + 1, lease_token = $2, lease_until = $3
   WHERE id = (SELECT id FROM queue_jobs
                WHERE (state = 'READY' AND run_at <= $1) OR (state = 'RUNNING' AND lease_until < $1)
                ORDER BY run_at, sequence LIMIT 1)
  RETURNING id, kind, payload, attempt)"};

// PostgreSQL has many writers: without the lock two of them would choose the same job.
constexpr Query claim_job_among_writers{"queue.claim", R"(
  UPDATE queue_jobs SET state = 'RUNNING', attempt = attempt + 1, lease_token = $2, lease_until = $3
   WHERE id = (SELECT id FROM queue_jobs
                WHERE (state = 'READY' AND run_at <= $1) OR (state = 'RUNNING' AND lease_until < $1)
                ORDER BY run_at, sequence LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, payload, attempt)"};

constexpr Query complete_job{"queue.complete", R"(
  UPDATE queue_jobs SET state = 'DONE', finished_at = $3, lease_token = NULL
   WHERE id = $1 AND lease_token = $2 AND state = 'RUNNING')"};

constexpr Query retry_job{"queue.retry", R"(
  UPDATE queue_jobs SET state = 'READY', run_at = $4, last_error = $3, lease_token = NULL
   WHERE id = $1 AND lease_token = $2 AND state = 'RUNNING')"};

constexpr Query bury_job{"queue.bury", R"(
  UPDATE queue_jobs SET state = 'DEAD', finished_at = $4, last_error = $3, lease_token = NULL
   WHERE id = $1 AND lease_token = $2 AND state = 'RUNNING')"};

constexpr Query purge_jobs{"queue.purge", R"(
  DELETE FROM queue_jobs WHERE id IN (
    SELECT id FROM queue_jobs WHERE state = 'DONE' AND finished_at < $1 LIMIT $2)
     AND state = 'DONE')"};

}  // namespace

void SqlQueueStore::push(const QueueId& id, std::string_view kind, std::string_view payload,
                         std::string_view unique_key, Timestamp run_at) {
  db_.send(push_job, {id, kind, payload, unique_key, run_at});
}

bool SqlQueueStore::has_due(Timestamp now) { return db_.run(find_due, {now}) > 0; }

std::optional<QueueJob> SqlQueueStore::claim(Timestamp now, const std::string& lease, Timestamp lease_until) {
  const Query& query = db_.dialect() == Dialect::postgres ? claim_job_among_writers : claim_job;
  return db_.one(query, {now, lease, lease_until}, [&](const Row& row) {
    QueueJob job;
    Columns column(row);
    column(job.id), column(job.kind), column(job.payload), column(job.attempt);
    job.lease = lease;
    return job;
  });
}

bool SqlQueueStore::complete(const QueueId& id, std::string_view lease, Timestamp now) {
  return db_.run(complete_job, {id, lease, now}) == 1;
}

bool SqlQueueStore::fail(const QueueId& id, std::string_view lease, std::string_view error,
                         std::optional<Timestamp> run_at, Timestamp now) {
  return run_at ? db_.run(retry_job, {id, lease, error, *run_at}) == 1
                : db_.run(bury_job, {id, lease, error, now}) == 1;
}

std::int64_t SqlQueueStore::purge(Timestamp finished_before, int limit) {
  return db_.run(purge_jobs, {finished_before, limit});
}

}  // namespace senpai::sql
