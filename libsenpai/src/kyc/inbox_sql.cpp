// Keys of the vendors' deliveries, so that each is applied once.

#include "kyc/kyc_store.hpp"

namespace senpai::sql {
namespace {

constexpr Query remember_delivery{"inbox.remember", R"(
  INSERT INTO webhook_deliveries (idempotency_key, payload_sha256, first_seen_at) VALUES ($1, $2, $3)
  ON CONFLICT (idempotency_key) DO UPDATE SET payload_sha256 = $2, first_seen_at = $3
   WHERE webhook_deliveries.first_seen_at <= $4
  RETURNING 1)"};

constexpr Query find_delivery{"inbox.find", R"(
  SELECT payload_sha256 FROM webhook_deliveries WHERE idempotency_key = $1)"};

// The condition outside is looked at again after waiting for a delivery that renews its key at the same moment.
constexpr Query purge_deliveries{"inbox.purge", R"(
  DELETE FROM webhook_deliveries WHERE idempotency_key IN (
    SELECT idempotency_key FROM webhook_deliveries WHERE first_seen_at < $1 LIMIT $2)
     AND first_seen_at < $1)"};

}  // namespace

Receipt SqlInboxStore::receive(const Delivery& d) {
  bool fresh = false;
  db_.send(remember_delivery, {d.key, d.payload_sha256, d.at, d.fresh_before}, [&](const Row&) { fresh = true; });
  Receipt receipt{.session = SqlKycStore(db_).lock_provider_metadata(d.session)};
  if (fresh) return receipt;
  const auto known = db_.one(find_delivery, {d.key}, [](const Row& row) { return row.get<std::string>(0); });
  receipt.outcome = known == d.payload_sha256 ? InboxOutcome::duplicate : InboxOutcome::conflicting;
  return receipt;
}

std::int64_t SqlInboxStore::purge(Timestamp seen_before, int limit) {
  return db_.run(purge_deliveries, {seen_before, limit});
}

}  // namespace senpai::sql
