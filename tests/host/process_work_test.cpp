// Several server processes on one database share what is to be done in the background.

#include <algorithm>
#include <set>

#include "contract/sqlite_file.hpp"
#include "host/cluster.hpp"
#include "host/fake_resend.hpp"
#include "postgres.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// One statement on the database of the servers, of whatever kind; the first column of its first row.
std::string sql(const Cluster& cluster, const std::string& text) {
  const std::string& url = cluster.environment().at("DATABASE_URL");
  if (url.starts_with("sqlite:")) return SqliteFile(url.substr(7)).text(text);
  return PostgresSession(url).text(text);
}

template <class Condition>
bool in_time(Condition condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

/// What a server writes when background work went wrong.
void check_no_trouble(const Cluster& cluster) {
  for (const auto& server : cluster.servers())
    for (const std::string event : {"worker.trouble", "queue.lease_lost", "queue.job_failed", "queue.job_dead"}) {
      CAPTURE(event);
      CHECK(server->output().find(event) == std::string::npos);
    }
}

}  // namespace

TEST_CASE("processes: each queued mail is sent once, and all seal one whole chain") {
  constexpr std::size_t people = 24;
  const FakeResend resend;
  Cluster cluster({{"AUTH_EMAIL_PROVIDER", "resend"},
                   {"AUTH_EMAIL_RESEND_API_KEY", FakeResend::api_key},
                   {"AUTH_EMAIL_RESEND_BASE_URL", resend.url()},
                   {"AUTH_EMAIL_FROM", "Senpai <no-reply@example.test>"},
                   {"WORKER_POLL_INTERVAL_MS", "10"}});
  const auto registered = cluster.at_once(people, [](int i) {
    return Cluster::Call{"POST", "/auth/register",
                         {{"fullName", "Rina Hartono"},
                          {"email", "mail" + std::to_string(i) + "@example.test"},
                          {"password", "Kirei-na-hana-42"}}};
  });
  CHECK(count(registered, 201) == people);
  CHECK(in_time([&] { return sql(cluster, "SELECT COUNT(*) FROM queue_jobs WHERE state <> 'DONE'") == "0"; }));
  // What a receiver that ignores the key of a repeated mail would send.
  CHECK(resend.requests().size() == people);
  std::set<std::string> receivers;
  for (const auto& mail : resend.mails()) receivers.insert(mail["to"].dump());
  CHECK(receivers.size() == people);
  CHECK(sql(cluster, "SELECT COUNT(*) FROM queue_jobs WHERE attempt = 1") == std::to_string(people));

  CHECK(in_time([&] { return sql(cluster, "SELECT COUNT(*) FROM audit_events WHERE number IS NULL") == "0"; }));
  const auto verified = run_server({"audit", "verify"}, cluster.environment());
  CAPTURE(verified.output);
  CHECK(verified.exit_code == 0);
  CHECK(sql(cluster, "SELECT COUNT(*) FROM audit_events") == sql(cluster, "SELECT MAX(number) FROM audit_events"));
  check_no_trouble(cluster);
}

TEST_CASE("processes: all purge at the same time, and what is due goes and nothing else") {
  Cluster cluster(
      {{"WORKER_PURGE_INTERVAL_SEC", "1"}, {"WORKER_PURGE_BATCH", "25"}, {"WORKER_POLL_INTERVAL_MS", "10"}});
  const auto remember = [&](const std::string& name, const std::string& seen) {
    sql(cluster, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                 " INSERT INTO webhook_deliveries (idempotency_key, payload_sha256, first_seen_at)"
                 " SELECT '" + name + "-' || i, 'x', '" + seen + "' FROM n");
  };
  remember("fresh", "2999-01-01T00:00:00.000Z");
  remember("old", "2020-01-01T00:00:00.000Z");
  CHECK(in_time([&] { return sql(cluster, "SELECT COUNT(*) FROM webhook_deliveries") == "1000"; }));
  CHECK(sql(cluster, "SELECT COUNT(*) FROM webhook_deliveries WHERE idempotency_key LIKE 'fresh-%'") == "1000");
  check_no_trouble(cluster);
}
