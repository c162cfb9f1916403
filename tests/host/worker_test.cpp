// The worker: mail that is retried, leases, purges that take only what may go, and a run that ends when asked.

#include <atomic>
#include <thread>

#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

/// A world on a database file that the test can look into.
struct Workshop {
  explicit Workshop(const std::function<void(Options&)>& adjust = {})
      : world([&](Options& options) {
          options.storage = open_sqlite({.path = path().string(), .durable = false, .readers = 2});
          options.storage->migrate();
          if (adjust) adjust(options);
        }),
        file(path()) {}

  std::filesystem::path path() const { return folder.path() / "worker.db"; }
  std::string state() { return file.text("SELECT state FROM queue_jobs"); }
  Worker worker(const WorkerOptions& options = {}) { return world.platform->worker(options); }
  /// Uploads of somebody that nobody has registered in time.
  void abandon(std::initializer_list<const char*> keys) {
    world.register_user();
    for (const std::string key : keys)
      file.exec("INSERT INTO uploads VALUES ('" + key + "', (SELECT id FROM users), 'image/png', 1, 'c', 'PENDING', "
                "'2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z')");
  }

  TemporaryFolder folder;
  World world;
  SqliteFile file;
};

int confirm(Workshop& shop, const Credentials& user) {
  return shop.world.post("/auth/email-verification/verify", {{"email", user.email}, {"code", user.code}}).status;
}

/// Objects of which those whose key begins with `stuck` cannot be removed.
class StuckObjects final : public ObjectStorage {
 public:
  ObjectLink upload_url(const UploadRequest&) override { return {}; }
  ObjectLink download_url(const DownloadRequest&) override { return {}; }
  std::string file_url(std::string_view) override { return {}; }
  std::optional<ObjectInfo> inspect(std::string_view) override { return std::nullopt; }
  void remove(std::string_view key) override {
    ++asked;
    if (key.starts_with(stuck)) throw Error(ErrorKind::unavailable, "storage_unavailable", "away");
  }
  void sweep(Timestamp) override { ++swept; }
  std::string stuck = "kyc/";
  int asked = 0;
  int swept = 0;
};

/// A store that fails for a while.
class MoodyStorage final : public Storage {
 public:
  explicit MoodyStorage(std::shared_ptr<Storage> inner) : inner_(std::move(inner)) {}
  void read(const Work& work) override {
    trouble();
    inner_->read(work);
  }
  void write(const Work& work) override {
    trouble();
    inner_->write(work);
  }
  std::vector<std::string> migrate() override { return inner_->migrate(); }
  std::vector<MigrationState> migrations() override { return inner_->migrations(); }
  std::atomic<int> failures{0};

 private:
  void trouble() {
    if (failures.fetch_sub(1) <= 0) return;
    if (failures % 2) throw Error(ErrorKind::unavailable, "service_unavailable", "away");
    throw std::runtime_error("a defect of a driver");
  }
  std::shared_ptr<Storage> inner_;
};

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- mail

TEST_CASE("worker: a registration's mail is sent once, with the code that confirms it") {
  Workshop shop;
  auto worker = shop.worker();
  CHECK_FALSE(worker.run_once());
  const auto user = shop.world.register_user("Rina <b>& リナ");
  CHECK(shop.world.mails.empty());
  CHECK(worker.run_once());
  CHECK_FALSE(worker.run_once());
  REQUIRE(shop.world.mails.size() == 1);
  const auto& mail = shop.world.mails.front();
  CHECK(mail.to == user.email);
  CHECK(mail.code.reveal() == user.code);
  CHECK(mail.text.find(user.code) != std::string::npos);
  CHECK(mail.html.find(user.code) != std::string::npos);
  CHECK(mail.text.find("10 minutes") != std::string::npos);
  CHECK(mail.html.find("Rina &lt;b&gt;&amp; リナ") != std::string::npos);
  CHECK(mail.html.find("<b>") == std::string::npos);
  CHECK(mail.idempotency_key != "");
  CHECK(shop.state() == "DONE");
  CHECK(shop.file.text("SELECT payload FROM queue_jobs").find(user.code) == std::string::npos);
}

TEST_CASE("worker: a mail that fails is tried again after 5 s, 10 s, 20 s and so on, and stays as dead at last") {
  std::vector<std::string> keys;
  Workshop shop([&](Options& options) {
    options.send_email = [&](const Email& mail) {
      keys.push_back(mail.idempotency_key);
      throw std::runtime_error("the mail service is away");
    };
    options.auth.code_ttl = hours(24);
  });
  shop.world.register_user();
  auto worker = shop.worker({.max_attempts = 5});
  auto pause = seconds(5);
  for (int attempt = 1; attempt <= 5; ++attempt) {
    CAPTURE(attempt);
    CHECK(worker.run_once());
    CHECK(keys.size() == static_cast<std::size_t>(attempt));
    CHECK(shop.file.number("SELECT attempt FROM queue_jobs") == attempt);
    CHECK(shop.file.text("SELECT last_error FROM queue_jobs") == "the mail service is away");
    if (attempt == 5) break;
    CHECK(shop.state() == "READY");
    shop.world.now += pause - milliseconds(1);
    CHECK_FALSE(worker.run_once());
    shop.world.now += milliseconds(1);
    pause *= 2;
  }
  CHECK(shop.state() == "DEAD");
  CHECK(shop.world.observer->count("queue.job_failed") == 4);
  CHECK(shop.world.observer->count("queue.job_dead") == 1);
  shop.world.now += hours(24 * 365);
  CHECK_FALSE(worker.run_once());
  worker.purge();
  CHECK(shop.file.count("queue_jobs") == 1);
  for (const auto& key : keys) CHECK(key == keys.front());
}

TEST_CASE("worker: the pause between tries never exceeds 15 minutes") {
  Workshop shop([](Options& options) {
    options.send_email = [](const Email&) { throw std::runtime_error("away"); };
    options.auth.code_ttl = hours(24);
  });
  shop.world.register_user();
  auto worker = shop.worker({.max_attempts = 40});
  for (int attempt = 1; attempt <= 14; ++attempt) {
    CHECK(worker.run_once());
    shop.world.now += seconds(900);
  }
  CHECK(shop.file.number("SELECT attempt FROM queue_jobs") == 14);
}

TEST_CASE("worker: a mail succeeds in the end when the service comes back") {
  int failures = 2;
  std::vector<Email> sent;
  Workshop shop([&](Options& options) {
    options.send_email = [&](const Email& mail) {
      if (failures-- > 0) throw std::runtime_error("away");
      sent.push_back(mail);
    };
  });
  const auto user = shop.world.register_user();
  auto worker = shop.worker();
  for (const int wait : {0, 5, 10}) {
    shop.world.now += seconds(wait);
    CHECK(worker.run_once());
  }
  REQUIRE(sent.size() == 1);
  CHECK(sent.front().code.reveal() == user.code);
  CHECK(shop.state() == "DONE");
}

TEST_CASE("worker: a mail that has become pointless is not sent") {
  SUBCASE("because the code expired") {
    Workshop shop;
    shop.world.register_user();
    shop.world.now += seconds(600);
    CHECK(shop.worker().run_once());
    CHECK(shop.world.mails.empty());
    CHECK(shop.state() == "DONE");
  }
  SUBCASE("because the address is confirmed") {
    Workshop shop;
    const auto user = shop.world.register_user();
    CHECK(confirm(shop, user) == 200);
    CHECK(shop.worker().run_once());
    CHECK(shop.world.mails.empty());
    CHECK(shop.state() == "DONE");
  }
  SUBCASE("because a newer code has taken its place") {
    Workshop shop;
    const auto user = shop.world.register_user();
    shop.world.now += seconds(60);
    const auto again = shop.world.post("/auth/email-verification/resend", {{"email", user.email}});
    REQUIRE(again.status == 200);
    while (shop.worker().run_once()) {
    }
    REQUIRE(shop.world.mails.size() == 1);
    CHECK(shop.world.mails.front().code.reveal() == again.body["developmentCode"]);
    CHECK(shop.state() == "DONE");
  }
  SUBCASE("because the user is gone") {
    Workshop shop;
    shop.world.register_user();
    shop.file.exec("DELETE FROM users");
    CHECK(shop.worker().run_once());
    CHECK(shop.world.mails.empty());
    CHECK(shop.state() == "DONE");
  }
}

TEST_CASE("worker: a mail queued before the token secret was rotated still holds the right code") {
  Workshop shop;
  const auto user = shop.world.register_user();
  shop.world.restart([](Options& options) {
    options.auth.previous_token_secrets = {options.auth.token_secret};
    options.auth.token_secret = "a new secret after the rotation, 32 bytes";
  });
  CHECK(shop.worker().run_once());
  REQUIRE(shop.world.mails.size() == 1);
  CHECK(shop.world.mails.front().code.reveal() == user.code);
  CHECK(confirm(shop, user) == 200);
}

TEST_CASE("worker: a job of an unknown kind fails and is reported, the others are done") {
  Workshop shop;
  shop.world.register_user();
  write(*shop.world.platform->options().storage, [&](Stores& s) {
    s.queue.push(QueueId("6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f"), "from.the.future", "x", "key",
                 shop.world.now - seconds(1));
  });
  auto worker = shop.worker();
  CHECK(worker.run_once());
  CHECK(shop.world.observer->last("queue.job_failed")["kind"] == "from.the.future");
  CHECK(worker.run_once());
  CHECK(shop.world.mails.size() == 1);
}

// -------------------------------------------------------------------------------------------------------------- leases

TEST_CASE("worker: one that takes longer than its lease loses the job, and cannot finish it any more") {
  Workshop* shop_of_sender = nullptr;
  int sent = 0;
  Workshop shop([&](Options& options) {
    options.send_email = [&](const Email&) {
      if (++sent > 1) return;
      // While this mail is under way, its lease runs out and another worker takes the job.
      shop_of_sender->world.now += seconds(61);
      CHECK(shop_of_sender->worker().run_once());
    };
  });
  shop_of_sender = &shop;
  shop.world.register_user();
  auto worker = shop.worker();
  CHECK(worker.run_once());
  CHECK(sent == 2);
  CHECK(shop.world.observer->count("queue.lease_lost") == 1);
  CHECK(shop.state() == "DONE");
  CHECK(shop.file.number("SELECT attempt FROM queue_jobs") == 2);
  CHECK_FALSE(worker.run_once());
}

TEST_CASE("worker: a job whose worker died is done by another one when the lease has run out") {
  Workshop shop;
  shop.world.register_user();
  auto& storage = *shop.world.platform->options().storage;
  const auto claimed = write(storage, [&](Stores& s) {
    return s.queue.claim(shop.world.now, "of the dead", shop.world.now + seconds(60));
  });
  REQUIRE(claimed);
  auto worker = shop.worker();
  CHECK_FALSE(worker.run_once());
  shop.world.now += seconds(61);
  CHECK(worker.run_once());
  CHECK(shop.world.mails.size() == 1);
}

TEST_CASE("worker: a job that ends every worker that tries it is dead after its tries") {
  Workshop shop;
  shop.world.register_user();
  auto& storage = *shop.world.platform->options().storage;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(write(storage, [&](Stores& s) {
      return s.queue.claim(shop.world.now, "of the dead", shop.world.now + seconds(60));
    }));
    shop.world.now += seconds(61);
  }
  auto worker = shop.worker({.max_attempts = 3});
  CHECK(worker.run_once());
  CHECK(shop.world.mails.empty());
  CHECK(shop.state() == "DEAD");
  CHECK(shop.world.observer->count("queue.job_dead") == 1);
}

TEST_CASE("worker: many workers on one store send each mail once") {
  std::atomic<int> sent{0};
  Workshop shop([&](Options& options) { options.send_email = [&](const Email&) { ++sent; }; });
  for (int i = 0; i < 10; ++i) shop.world.register_user();
  at_once(4, [&](int) {
    auto worker = shop.worker();
    while (worker.run_once()) {
    }
  });
  CHECK(sent == 10);
  CHECK(shop.file.count("queue_jobs WHERE state = 'DONE' AND attempt = 1") == 10);
}

// -------------------------------------------------------------------------------------------------------------- purges

TEST_CASE("worker: sessions go when they ended longer ago than their retention, not before") {
  Workshop shop;
  const auto user = shop.world.register_user();
  const auto other = shop.world.register_user();
  CHECK(shop.world.post("/auth/logout", {{"refreshToken", other.refresh_token}}).status == 204);
  const auto refreshed = shop.world.post("/auth/refresh", {{"refreshToken", user.refresh_token}});
  REQUIRE(refreshed.status == 200);
  CHECK(shop.file.count("sessions") == 3);
  auto worker = shop.worker();
  shop.world.now += hours(24);
  worker.purge();
  CHECK(shop.file.count("sessions") == 3);
  shop.world.now += milliseconds(1);
  worker.purge();
  CHECK(shop.file.count("sessions") == 2);  // the one logged out went
  // A rotated token is remembered until it would have expired, so that its reuse is still seen as theft.
  CHECK(shop.world.post("/auth/refresh", {{"refreshToken", user.refresh_token}}).status == 401);
  CHECK(shop.world.post("/auth/refresh", {{"refreshToken", refreshed.body["refreshToken"]}}).status == 401);
  shop.world.now += hours(24 * 8);
  worker.purge();
  CHECK(shop.file.count("sessions") == 0);
}

TEST_CASE("worker: codes go when they expired longer ago than their retention, and a new one can be asked for") {
  Workshop shop;
  const auto user = shop.world.register_user();
  auto worker = shop.worker();
  shop.world.now += seconds(600) + hours(24);
  worker.purge();
  CHECK(shop.file.count("email_verification_challenges") == 1);
  shop.world.now += milliseconds(1);
  worker.purge();
  CHECK(shop.file.count("email_verification_challenges") == 0);
  CHECK(shop.world.post("/auth/email-verification/resend", {{"email", user.email}}).status == 200);
}

TEST_CASE("worker: the wrong codes of a day count though their codes are kept shorter") {
  Workshop shop([](Options& options) { options.auth.code_max_daily_attempts = 5; });
  const auto user = shop.world.register_user();
  const std::string wrong = user.code == "000000" ? "000001" : "000000";
  for (int i = 0; i < 5; ++i)
    shop.world.post("/auth/email-verification/verify", {{"email", user.email}, {"code", wrong}});
  shop.world.now += hours(20);
  shop.worker({.code_retention = seconds(0)}).purge();
  const auto again = shop.world.post("/auth/email-verification/resend", {{"email", user.email}});
  REQUIRE(again.status == 200);
  const auto answer = shop.world.post("/auth/email-verification/verify",
                                      {{"email", user.email}, {"code", again.body["developmentCode"]}});
  CHECK(answer.code() == "verification_code_locked");
}

TEST_CASE("worker: done jobs go after their retention, waiting and dead ones stay") {
  Workshop shop;
  shop.world.register_user();
  auto worker = shop.worker();
  worker.run_once();
  shop.world.register_user();
  shop.world.now += hours(24 * 7);
  worker.purge();
  CHECK(shop.file.count("queue_jobs") == 2);
  shop.world.now += milliseconds(1);
  worker.purge();
  CHECK(shop.file.count("queue_jobs") == 1);
  CHECK(shop.state() == "READY");
}

TEST_CASE("worker: webhook keys go after their time, and a key is not forgotten before") {
  Workshop shop;
  const std::string body = R"({"metadata":{"a":1}})";
  const auto deliver = [&] {
    return shop.world.raw("POST", "/identity/kyc/provider-webhook", body, shop.world.webhook_headers("evt", body));
  };
  CHECK(deliver().status == 202);
  auto worker = shop.worker();
  shop.world.now += seconds(86399);
  worker.purge();
  CHECK(deliver().body["duplicate"] == true);
  CHECK(shop.file.count("webhook_deliveries") == 1);
  shop.world.now += seconds(2);
  worker.purge();
  CHECK(shop.file.count("webhook_deliveries") == 0);
  CHECK(deliver().body["duplicate"] == false);
}

TEST_CASE("worker: a purge never touches accounts, identity checks, documents, events or the audit trail") {
  Workshop shop;
  const auto user = shop.world.register_user();
  const auto session = shop.world.submitted_kyc(user);
  const Json decision{{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "ops"}};
  REQUIRE(shop.world.post("/admin/kyc/review", decision, World::admin()).status == 200);
  const std::vector<std::string> kept{"users", "user_roles", "kyc_sessions", "identity_documents",
                                      "kyc_status_events", "audit_events", "jobs", "feed_posts"};
  std::vector<long long> before;
  for (const auto& table : kept) before.push_back(shop.file.count(table));
  shop.world.now += hours(24 * 365 * 5);
  CHECK(shop.worker().purge() > 0);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    CAPTURE(kept[i]);
    CHECK(shop.file.count(kept[i]) == before[i]);
  }
}

TEST_CASE("worker: a purge takes everything that is due in batches and says how many rows went") {
  Workshop shop;
  shop.world.register_user();
  const std::string owner = shop.file.text("SELECT id FROM users");
  for (int i = 0; i < 25; ++i) {
    const std::string n = std::to_string(i);
    shop.file.exec("INSERT INTO webhook_deliveries VALUES ('k" + n + "', 'h', '2020-01-01T00:00:00.000Z')");
    shop.file.exec("INSERT INTO uploads VALUES ('kyc/" + n + "', '" + owner +
                   "', 'image/png', 1, 'c', 'PENDING', '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z')");
  }
  CHECK(shop.worker({.purge_batch = 4}).purge() == 50);
  CHECK(shop.file.count("webhook_deliveries") == 0);
  CHECK(shop.file.count("uploads") == 0);
}

// ---------------------------------------------------------------------------------------------------------------- runs

TEST_CASE("worker: a run ends promptly when asked, also in the middle of a long pause") {
  Workshop shop;
  auto worker = shop.worker({.poll_interval = seconds(600)});
  std::jthread thread([&](std::stop_token stop) { worker.run(std::move(stop)); });
  std::this_thread::sleep_for(milliseconds(100));
  const auto begin = steady_clock::now();
  thread.request_stop();
  thread.join();
  CHECK(steady_clock::now() - begin < seconds(2));
}

TEST_CASE("worker: a run survives a store that fails, a sender that fails, and does what is due afterwards") {
  std::atomic<int> sent{0};
  std::shared_ptr<MoodyStorage> moody;
  Workshop shop([&](Options& options) {
    moody = std::make_shared<MoodyStorage>(options.storage);
    options.storage = moody;
    options.send_email = [&](const Email&) { ++sent; };
  });
  shop.world.register_user();
  moody->failures = 7;
  auto worker = shop.worker({.poll_interval = milliseconds(5)});
  {
    std::jthread thread([&](std::stop_token stop) { worker.run(std::move(stop)); });
    for (int i = 0; i < 1000 && sent == 0; ++i) std::this_thread::sleep_for(milliseconds(5));
  }
  CHECK(sent == 1);
  CHECK(moody->failures < 0);
  CHECK(shop.world.observer->count("worker.trouble") >= 3);
}

TEST_CASE("worker: a run purges at its interval even while jobs keep coming") {
  Workshop shop([](Options& options) {
    options.clock = [] { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); };
  });
  shop.file.exec("INSERT INTO webhook_deliveries VALUES ('k', 'h', '2020-01-01T00:00:00.000Z')");
  auto worker = shop.worker({.poll_interval = milliseconds(10), .purge_interval = seconds(1)});
  {
    std::jthread thread([&](std::stop_token stop) { worker.run(std::move(stop)); });
    for (int i = 0; i < 500 && shop.file.count("webhook_deliveries") > 0; ++i)
      std::this_thread::sleep_for(milliseconds(10));
  }
  CHECK(shop.file.count("webhook_deliveries") == 0);
}

TEST_CASE("worker: work for a moment does what is due, and purges once in an interval whoever does it") {
  Workshop shop;
  shop.world.register_user();
  shop.file.exec("INSERT INTO webhook_deliveries VALUES ('k', 'h', '2020-01-01T00:00:00.000Z')");
  const auto work = [&] { return shop.worker().work(seconds(10)); };
  const WorkDone first = work();
  CHECK(first.jobs == 1);
  CHECK(first.sealed > 0);
  CHECK(first.purged == 0);
  shop.world.now += seconds(61);
  CHECK(work().purged == 1);
  shop.file.exec("INSERT INTO webhook_deliveries VALUES ('k', 'h', '2020-01-01T00:00:00.000Z')");
  CHECK(work().purged == 0);
  shop.world.now += seconds(61);
  CHECK(work().purged == 1);
}

TEST_CASE("worker: nothing is purged while the clock of this machine is far from the store's") {
  class ClockedStorage final : public Storage {
   public:
    explicit ClockedStorage(std::shared_ptr<Storage> inner) : inner_(std::move(inner)) {}
    void read(const Work& work) override { inner_->read(work); }
    void write(const Work& work) override { inner_->write(work); }
    std::vector<std::string> migrate() override { return inner_->migrate(); }
    std::vector<MigrationState> migrations() override { return inner_->migrations(); }
    std::optional<Timestamp> clock() override {
      return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) - ahead;
    }
    seconds ahead{0};

   private:
    std::shared_ptr<Storage> inner_;
  };
  std::shared_ptr<ClockedStorage> clocked;
  Workshop shop([&](Options& options) {
    options.clock = nullptr;
    options.storage = clocked = std::make_shared<ClockedStorage>(options.storage);
  });
  shop.file.exec("INSERT INTO webhook_deliveries VALUES ('k', 'h', '2020-01-01T00:00:00.000Z')");
  for (const seconds ahead : {hours(240), hours(-240)}) {
    clocked->ahead = ahead;
    CHECK(shop.worker().purge() == 0);
    CHECK(std::abs(shop.world.observer->last("clock.differs")["aheadSec"].get<int>()) == 864000);
  }
  clocked->ahead = seconds(200);
  CHECK(shop.worker().purge() == 1);
}

TEST_CASE("worker: a purge that fails at one kind is reported and comes back") {
  const auto objects = std::make_shared<StuckObjects>();
  Workshop shop([&](Options& options) { options.objects = objects; });
  shop.abandon({"kyc/1"});
  auto worker = shop.worker();
  CHECK_THROWS_AS(worker.purge(), Error);
  CHECK(shop.file.text("SELECT state FROM uploads") == "ABANDONED");
  objects->stuck = "none";
  CHECK(worker.purge() == 1);
  CHECK(shop.file.count("uploads") == 0);
}

TEST_CASE("worker: an object that cannot be removed keeps no other, and storage that is away is not asked for each") {
  const auto objects = std::make_shared<StuckObjects>();
  Workshop shop([&](Options& options) { options.objects = objects; });
  shop.abandon({"kyc/1", "kyc/2", "kyc/3", "kyc/4", "kyc/5"});
  auto worker = shop.worker();
  CHECK_THROWS_AS(worker.purge(), Error);
  CHECK(objects->asked == 3);
  CHECK(shop.file.count("uploads") == 5);
  objects->stuck = "kyc/1";
  CHECK_THROWS_AS(worker.purge(), Error);
  CHECK(shop.file.text("SELECT group_concat(object_key) FROM uploads") == "kyc/1");
  CHECK(objects->swept == 2);
  objects->stuck = "kyc/a";
  shop.abandon({"kyc/a1", "kyc/a2", "kyc/a3", "kyc/b1", "kyc/b2", "kyc/b3", "kyc/b4"});
  for (int i = 0; i < 10; ++i, shop.world.now += seconds(61)) CHECK_THROWS_AS(worker.purge(), Error);
  CHECK(shop.file.text("SELECT group_concat(object_key) FROM (SELECT object_key FROM uploads ORDER BY 1)") ==
        "kyc/a1,kyc/a2,kyc/a3");
}
