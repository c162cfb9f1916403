#include "sql/sql_storage.hpp"

#include <senpai/error.hpp>
#include <thread>

#include "admin/admin_store.hpp"
#include "applications/applications_store.hpp"
#include "audit/audit_store.hpp"
#include "auth/auth_store.hpp"
#include "documents/uploads_store.hpp"
#include "feed/feed_store.hpp"
#include "jobs/jobs_store.hpp"
#include "kyc/kyc_store.hpp"
#include "organizations/organizations_store.hpp"
#include "queue/queue_store.hpp"
#include "sql/search_store.hpp"

namespace senpai::sql {
namespace {

constexpr int max_tries = 3;
constexpr std::chrono::seconds retry_after{2};
constexpr Query read_clock{"postgres.clock", "SELECT clock_timestamp()"};

/// Everything a unit of work may touch, on one connection.
struct BoundStores {
  explicit BoundStores(Connection& db)
      : users(db), sessions(db), challenges(db), kyc(db), uploads(db), jobs(db), feed(db), queue(db), inbox(db),
        audit(db), organizations(db), administration(db), activity(db), applications(db),
        application_documents(db), search(db) {}

  SqlUserStore users;
  SqlSessionStore sessions;
  SqlChallengeStore challenges;
  SqlKycStore kyc;
  SqlUploadStore uploads;
  SqlJobStore jobs;
  SqlFeedStore feed;
  SqlQueueStore queue;
  SqlInboxStore inbox;
  SqlAuditStore audit;
  SqlOrganizationStore organizations;
  SqlAdminStore administration;
  SqlActivityStore activity;
  SqlApplicationStore applications;
  SqlApplicationDocumentStore application_documents;
  SqlSearchStore search;
  Stores stores{users, sessions, challenges, kyc, uploads, jobs, feed, queue, inbox, audit,
                organizations, administration, activity, applications, application_documents, search};
};

/// What a driver reports, as what a caller can act on. The text of a defect is for the log of the host.
[[noreturn]] void rethrow_for_caller(const Failure& failure) {
  switch (failure.kind()) {
    case Failure::Kind::busy:
    case Failure::Kind::locked:
    case Failure::Kind::unavailable:
      throw Error(ErrorKind::unavailable, "service_unavailable",
                  "The service cannot reach its database right now. Please try again in a moment.", retry_after);
    case Failure::Kind::unknown_outcome:
      throw Error(ErrorKind::unavailable, "service_unavailable",
                  "It is not known whether this was saved. Please check before you try again.", retry_after);
    case Failure::Kind::foreign_key:
      throw Error(ErrorKind::not_found, "reference_not_found", "What this refers to does not exist.");
    default: throw Error::internal(failure.what());
  }
}

/// As far as can be seen while something is wrong anyway; what else is wrong with migrations is not for callers.
bool lacks_migrations(Storage& storage) {
  try {
    return !pending_migrations(storage).empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

/// Throws what a request may be told about this failure. Tables that are missing because nobody has migrated are no
/// defect.
void SqlStorage::fail(const Failure& failure) {
  using Kind = Failure::Kind;
  const Kind kind = failure.kind();
  if (kind == Kind::other && lacks_migrations(*this))
    throw Error(ErrorKind::unavailable, "service_unavailable",
                "The database has not been brought to this version. Please run its migrations (migrate) first.",
                retry_after);
  if (kind != Kind::other && kind != Kind::foreign_key && kind != Kind::unique) tell(failure.what());
  rethrow_for_caller(failure);
}

/// The caller learns that the database is away; whoever runs it has to learn why, once a second.
void SqlStorage::tell(const char* why) {
  {
    const std::lock_guard lock(told_mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now < quiet_until_) return;
    quiet_until_ = now + std::chrono::seconds(1);
  }
  observer_->log(LogLevel::error, "database.trouble", {{"error", why}});
}

void SqlStorage::read(const Work& work) {
  try {
    database_->read([&](Connection& db) {
      BoundStores bound(db);
      work(bound.stores);
    });
  } catch (const Failure& failure) {
    fail(failure);
  }
}

std::optional<Timestamp> SqlStorage::clock() {
  std::optional<Timestamp> now;
  try {
    database_->read([&](Connection& db) {
      if (db.dialect() == Dialect::postgres)
        now = db.one(read_clock, {}, [](const Row& row) { return row.get<Timestamp>(0); });
    });
  } catch (const Failure& failure) {
    fail(failure);
  }
  return now;
}

/// Runs `work` again when the database undid it for the sake of somebody else.
void SqlStorage::transaction(const Database::Work& work) {
  for (int tries = 1;; ++tries) {
    try {
      return database_->transaction(work);
    } catch (const Failure& failure) {
      if (failure.kind() != Failure::Kind::busy || tries == max_tries) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(5 * tries));
    }
  }
}

void SqlStorage::write(const Work& work) {
  try {
    transaction([&](Connection& db) {
      BoundStores bound(db);
      work(bound.stores);
    });
  } catch (const Failure& failure) {
    fail(failure);
  }
}

std::vector<std::string> SqlStorage::migrate() {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  try {
    auto applied = sql::migrate(*database_, migrations_, now, *observer_);
    fold();
    return applied;
  } catch (const Failure& failure) {
    using Kind = Failure::Kind;
    if (failure.kind() == Kind::busy || failure.kind() == Kind::locked || failure.kind() == Kind::unavailable)
      throw Error(ErrorKind::unavailable, "service_unavailable",
                  std::string("the database cannot be used: ") + failure.what());
    rethrow_for_caller(failure);
  }
}

/// Makes rows findable that another program wrote.
void SqlStorage::fold() {
  constexpr int batch = 1000;
  std::int64_t total = 0;
  for (std::int64_t folded = batch; folded == batch;) {
    transaction([&](Connection& db) { folded = SqlSearchStore(db).fold(batch); });
    if (folded > 0) observer_->log(LogLevel::info, "search.folded", {{"rows", total += folded}});
  }
}

std::vector<MigrationState> SqlStorage::migrations() {
  try {
    return sql::migration_states(*database_, migrations_);
  } catch (const Failure& failure) {
    tell(failure.what());
    rethrow_for_caller(failure);
  }
}

}  // namespace senpai::sql
