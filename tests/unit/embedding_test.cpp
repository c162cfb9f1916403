// What embedders bring themselves, and what happens when it is not what it should be.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <new>
#include <senpai/testing.hpp>
#include <thread>

#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using test::RecordingObserver;
using test::TemporaryFolder;
using testing::Sandbox;

namespace {

AuthSession register_ayu(Platform& platform) {
  return platform.auth().register_user(
      {.full_name = "Ayu Lestari", .email = "ayu@example.com", .password = "Kirei-na-hana-42"});
}

template <class Work>
std::string refusal(Work work, ErrorKind kind = ErrorKind::invalid_argument) {
  try {
    work();
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    return error.code();
  }
  return "";
}

/// A store that fails in ways a store should not.
class FailingStorage final : public Storage {
 public:
  explicit FailingStorage(std::function<void()> fail) : fail_(std::move(fail)) {}
  std::atomic<bool> broken{false};

  void read(const Work& work) override {
    if (broken) fail_();
    rest_->read(work);
  }
  void write(const Work& work) override {
    if (broken) fail_();
    rest_->write(work);
  }
  std::vector<std::string> migrate() override { return rest_->migrate(); }
  std::vector<MigrationState> migrations() override {
    if (broken) fail_();
    return rest_->migrations();
  }

 private:
  std::function<void()> fail_;
  std::shared_ptr<Storage> rest_ = open_sqlite({});
};

}  // namespace

TEST_SUITE("embedding") {
  TEST_CASE("a mail is tried again whatever the mailer throws") {
    const std::vector<std::function<void()>> ways{[] { throw 7; }, [] { throw std::runtime_error(""); },
                                                  [] { throw std::runtime_error("\xff\xfe broken"); }};
    for (std::size_t i = 0; i < ways.size(); ++i) {
      CAPTURE(i);
      Timestamp now(std::chrono::seconds(1893456000));
      int tries = 0;
      Platform platform({.storage = open_sqlite({}),
                         .send_email = [&](const Email&) { ++tries, ways[i](); },
                         .clock = [&] { return now; },
                         .auth = {.token_secret = "secret", .hash_cost = {.memory_kib = 8, .iterations = 1}}});
      platform.migrate();
      register_ayu(platform);
      CHECK(platform.worker().run_once());
      CHECK_FALSE(platform.worker().run_once());
      now += std::chrono::minutes(1);
      CHECK(platform.worker().run_once());
      CHECK(tries == 2);
    }
  }

  TEST_CASE("a worker outlives a store and a clock that throw what is no exception and goes on afterwards") {
    const auto storage = std::make_shared<FailingStorage>([] { throw 42; });
    std::atomic<int> troubles{0}, mails{0};
    struct Counting final : Observer {
      explicit Counting(std::atomic<int>& count) : count_(count) {}
      void log(LogLevel, std::string_view event, std::initializer_list<LogField>) noexcept override {
        count_ += event == "worker.trouble";
      }
      std::atomic<int>& count_;
    };
    std::atomic<bool> clock_works{true};
    Platform platform({.storage = storage,
                       .observer = std::make_shared<Counting>(troubles),
                       .send_email = [&](const Email&) { ++mails; },
                       .clock = [&]() -> Timestamp {
                         if (!clock_works) throw "no time";
                         return Timestamp(std::chrono::seconds(1893456000));
                       },
                       .auth = {.token_secret = "secret", .hash_cost = {.memory_kib = 8, .iterations = 1}}});
    platform.migrate();
    register_ayu(platform);
    storage->broken = true;
    clock_works = false;
    std::jthread thread(
        [&](std::stop_token stop) { platform.worker({.poll_interval = std::chrono::milliseconds(1)}).run(stop); });
    const auto wait_for = [](auto condition) {
      for (int i = 0; i < 5000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    wait_for([&] { return troubles > 2; });
    clock_works = true;
    const int before = troubles;
    wait_for([&] { return troubles > before + 2; });
    CHECK(troubles > before + 2);
    CHECK(mails == 0);
    storage->broken = false;
    wait_for([&] { return mails > 0; });
    CHECK(mails == 1);
  }

  TEST_CASE("a request is answered whatever the store throws") {
    for (const bool is_exception : {true, false}) {
      const auto storage = std::make_shared<FailingStorage>([=] {
        if (is_exception) throw std::domain_error("disk on fire");
        throw 42;
      });
      Sandbox sandbox([&](Options& options) { options.storage = storage; });
      storage->broken = true;
      const auto answer = sandbox.request("GET", "/jobs");
      CHECK(answer.status == 500);
      CHECK(answer.error_code == "internal_error");
      CHECK(answer.body.find("fire") == std::string::npos);
      CHECK(answer.failure.find(is_exception ? "disk on fire" : "no std::exception") != std::string::npos);
      CHECK(sandbox.request("GET", "/ready").status == 503);
      if (is_exception) CHECK_THROWS_AS(sandbox->jobs().list({}), std::domain_error);
      else CHECK_THROWS_AS(sandbox->jobs().list({}), int);
    }
  }

  TEST_CASE("a request that finds no memory is told to come again and the log says why") {
    const auto storage = std::make_shared<FailingStorage>([] { throw std::bad_alloc(); });
    const auto observer = std::make_shared<RecordingObserver>();
    Sandbox sandbox([&](Options& options) { options.storage = storage, options.observer = observer; });
    storage->broken = true;
    const auto answer = sandbox.request("GET", "/jobs");
    CHECK(answer.status == 503);
    CHECK(answer.error_code == "server_busy");
    CHECK(answer.header("Retry-After") == "2");
    CHECK(observer->last("request.unavailable")["error"] == "out of memory");
    CHECK_THROWS_AS(sandbox->jobs().list({}), std::bad_alloc);
  }

  TEST_CASE("a request id that could harm a header or a log is replaced") {
    Sandbox sandbox;
    const auto id_of = [&](const std::string& given) {
      return sandbox.api().handle({.method = "GET", .target = "/jobs", .id = given}).request_id;
    };
    CHECK(id_of("018f:abc-DEF_1.2") == "018f:abc-DEF_1.2");
    CHECK(id_of(std::string(128, 'x')) == std::string(128, 'x'));
    for (const std::string& bad : {std::string("a\r\nSet-Cookie: b"), std::string("a\0b", 3), std::string(129, 'x'),
                                  std::string("a b"), std::string("é")}) {
      CAPTURE(bad);
      CHECK(is_uuid(id_of(bad)));
      const auto refused = api::Api::refuse({.id = bad}, Error(ErrorKind::internal, "x", "y"));
      CHECK(is_uuid(refused.request_id));
    }
  }

  TEST_CASE("ids of one's own are UUIDs in any case and anything else is told") {
    int count = 0;
    const char* form = "6F1D2C34-5B6A-4C7D-8E9F-%012d";
    Sandbox sandbox([&](Options& options) {
      options.new_id = [&] {
        char id[64];
        std::snprintf(id, sizeof id, form, ++count);
        return std::string(id);
      };
    });
    const auto ayu = register_ayu(sandbox.platform());
    CHECK(ayu.user.id.text().starts_with("6f1d2c34-"));
    CHECK(sandbox->auth().authenticate(ayu.access_token.reveal()).id == ayu.user.id);
    form = "id-%d";
    CHECK(refusal([&] { sandbox->kyc().start(ayu.user.id); }, ErrorKind::internal) == "internal_error");
  }

  TEST_CASE("a webhook may be as old as any number of seconds says") {
    const Timestamp now(std::chrono::seconds(1893456000));
    const std::string signature = sign_webhook("s", "1", now, "{}");
    const SignedRequest request{.secret = "s", .id = "1", .timestamp = "1893456000", .signature = signature,
                                .body = "{}"};
    const auto verdict = [&](std::chrono::seconds max_skew, Timestamp at) {
      return verify_webhook({.secrets = {"s"}, .max_skew = max_skew}, request, at);
    };
    CHECK(verdict(std::chrono::seconds::max(), now) == WebhookVerdict::accepted_signed);
    CHECK(verdict(std::chrono::seconds(5), now + std::chrono::milliseconds(5000)) == WebhookVerdict::accepted_signed);
    CHECK(verdict(std::chrono::seconds(5), now + std::chrono::milliseconds(5001)) == WebhookVerdict::stale_timestamp);
  }

  TEST_CASE("randomness of one's own decides salts and tokens and ids and its failure comes out") {
    const auto token_with = [](std::byte first) {
      Sandbox sandbox([&](Options& options) {
        options.random = [next = first](std::span<std::byte> bytes) mutable {
          for (auto& byte : bytes) byte = next, next = static_cast<std::byte>(static_cast<int>(next) + 1);
        };
      });
      const auto session = register_ayu(sandbox.platform());
      return session.user.id.text() + " " + session.refresh_token.reveal();
    };
    CHECK(token_with(std::byte{1}) == token_with(std::byte{1}));
    CHECK(token_with(std::byte{1}) != token_with(std::byte{2}));
    Sandbox sandbox([](Options& options) {
      options.random = [](std::span<std::byte>) { throw std::domain_error("the generator is gone"); };
    });
    CHECK_THROWS_AS(register_ayu(sandbox.platform()), std::domain_error);
  }

  TEST_CASE("a person who is not there is an error with a code and so is a value that no type should let through") {
    Sandbox sandbox;
    const UserId nobody("11111111-1111-4111-8111-111111111111");
    const auto kind = ErrorKind::not_found;
    CHECK(refusal([&] { sandbox->kyc().start(nobody); }, kind) == "reference_not_found");
    CHECK(refusal([&] { sandbox->kyc().start(Actor::api_key()); }, kind) == "reference_not_found");
    CHECK(refusal([&] { sandbox->organizations().create(nobody, {.name = "PT", .type = OrganizationType::lpk,
                                                                 .country_code = "ID"}); }, kind) ==
          "reference_not_found");
    try {
      sandbox->jobs().update(Actor::api_key(), JobId("job_osaka_cnc_operator_002"),
                             {.employment_type = static_cast<EmploymentType>(77)});
      FAIL("an unknown kind of employment was stored");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::internal);
      CHECK(std::string(error.what()).find("CHECK") == std::string::npos);
      CHECK(std::string(error.cause()).find("employment_type") != std::string::npos);
    }
  }

  TEST_CASE("whoever is no administrator cannot act as one by oversight") {
    Sandbox sandbox;
    const User user = register_ayu(sandbox.platform()).user;
    const auto kind = ErrorKind::forbidden;
    const std::string refused = "insufficient_admin_role";
    const JobId job("job_osaka_cnc_operator_002");
    const PostId post("post_visa_update_002");
    CHECK(refusal([&] { sandbox->kyc().decide(user.id, "x", {.status = KycStatus::verified}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->kyc().preview(user.id, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->jobs().create(user.id, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->jobs().publish(user.id, job); }, kind) == refused);
    CHECK(refusal([&] { sandbox->jobs().remove(user.id, job); }, kind) == refused);
    CHECK(refusal([&] { sandbox->feed().create(user.id, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->feed().update(user.id, post, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->organizations().decide(user.id, {}, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->applications().change_status(user.id, {}, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->applications().review_document(user.id, {}, {}, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->applications().preview(user.id, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->admin().create_user(user.id, {}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->admin().update_user(user.id, user.id, {.full_name = "Ayu"}); }, kind) == refused);
    CHECK(refusal([&] { sandbox->admin().act_on_case(user.id, "x", {}); }, kind) == refused);
    CHECK(refusal([&] { (void)sandbox->auth().administrator(user); }, kind) == refused);

    const auto made = sandbox->auth().ensure_admin({.email = "admin@example.com", .password = "Kirei-na-hana-42"});
    const Actor admin = sandbox->auth().administrator(made.user);
    CHECK(admin.type == ActorType::admin);
    CHECK(admin.name == "admin@example.com");
    CHECK(sandbox->admin().update_user(admin, user.id, {.full_name = "Ayu"}).full_name == "Ayu");
  }

  TEST_CASE("roles and types of options mean the same however they are written") {
    Platform platform({.storage = open_sqlite({}),
                       .auth = {.token_secret = "s", .default_role = " LPK"},
                       .kyc = {.allowed_content_types = {"Image/PNG "}, .verify_uploads = false}});
    platform.migrate();
    const User user = register_ayu(platform).user;
    CHECK(user.roles == std::vector<std::string>{"lpk"});
    platform.kyc().start(user.id);
    const std::string checksum(64, 'a');
    CHECK(refusal([&] {
            platform.kyc().upload_url(user.id, {.document_type = "KTP", .file_name = "a.png",
                                                .content_type = "image/png", .content_length = 1,
                                                .checksum_sha256 = checksum});
          }) == "");
  }

  TEST_CASE("a session without an id is no session and not the latest one") {
    Sandbox sandbox;
    const User user = register_ayu(sandbox.platform()).user;
    sandbox->kyc().start(user.id);
    const auto kind = ErrorKind::not_found;
    CHECK(refusal([&] { sandbox->kyc().submit(user.id, {}); }, kind) == "kyc_session_not_found");
    CHECK(refusal([&] { sandbox->kyc().attach_provider_data(user.id, {}, {.provider_ref = "r"}); }, kind) ==
          "kyc_session_not_found");
    CHECK(sandbox->kyc().history(user.id).session.has_value());
  }

  TEST_CASE("options of workers and of what is opened are checked") {
    Sandbox sandbox;
    const std::string unusable = "invalid_option";
    using std::chrono::seconds;
    CHECK(refusal([&] { sandbox->worker({.lease = seconds(0)}); }) == unusable);
    CHECK(refusal([&] { sandbox->worker({.max_attempts = 0}); }) == unusable);
    CHECK(refusal([&] { sandbox->worker({.purge_batch = 0}); }) == unusable);
    CHECK(refusal([&] { sandbox->worker({.audit_batch = -1}); }) == unusable);
    CHECK(refusal([&] { sandbox->worker({.poll_interval = seconds(0)}); }) == unusable);
    CHECK(refusal([&] { sandbox->worker({.session_retention = seconds::max()}); }) == unusable);
    CHECK(refusal([&] { sandbox->worker({.session_retention = seconds(0)}); }) == "");

    const TemporaryFolder folder;
    const std::string path = (folder.path() / "a.db").string();
    CHECK(refusal([&] { open_sqlite({.path = path + std::string("\0b", 2)}); }) == unusable);
    CHECK(refusal([&] { open_sqlite({.path = ":memory:"}); }) == unusable);
    CHECK(refusal([&] { open_sqlite({.path = "file:" + path + "?mode=memory"}); }) == unusable);
    CHECK(refusal([&] { open_sqlite({.path = path, .readers = 0}); }) == unusable);
    CHECK(refusal([&] { open_sqlite({.path = path, .timeout = std::chrono::milliseconds::max()}); }) == unusable);
    CHECK(std::filesystem::is_empty(folder.path()));
    const std::string url = "https://api.example";
    CHECK(refusal([&] { file_objects({.public_url = url, .secret = "s"}); }) == unusable);
    CHECK(refusal([&] { file_objects({.directory = folder.path().string(), .public_url = url}); }) == unusable);
    CHECK(refusal([&] { file_objects({.directory = folder.path().string(), .secret = "s"}); }) == unusable);
    // Anybody can sign with an empty secret, such as a variable of the environment that is not set.
    CHECK(refusal([&] {
            file_objects({.directory = folder.path().string(), .public_url = url, .secret = "s",
                          .previous_secrets = {Secret(nullptr)}});
          }) == unusable);
    CHECK(refusal([&] {
            Platform platform({.storage = open_sqlite({}),
                               .auth = {.token_secret = "s", .previous_token_secrets = {Secret(nullptr)}}});
          }) == unusable);
    CHECK(std::filesystem::is_empty(folder.path()));
  }

  TEST_CASE("copying a database to a place that somebody uses is refused instead of waiting for ever") {
    const TemporaryFolder folder;
    const std::string from = (folder.path() / "a.db").string(), to = (folder.path() / "b.db").string();
    open_sqlite({.path = from})->migrate();
    test::SqliteFile other(to);
    other.exec("CREATE TABLE mine (x)");
    other.exec("BEGIN IMMEDIATE");
    CHECK(refusal([&] { copy_sqlite(from, to); }, ErrorKind::unavailable) == "service_unavailable");
    other.exec("COMMIT");
    CHECK(other.count("mine") == 0);
    CHECK(refusal([&] { copy_sqlite(from, to); }) == "");
  }

  TEST_CASE("Argon2 with several lanes is computed by the calling thread and as libargon2 does it") {
    Sandbox sandbox([](Options& options) {
      options.auth.hash_cost = {.memory_kib = 1024, .iterations = 4, .parallelism = 4};
    });
    const auto threads = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}); };
    const auto login = [&](const char* password) {
      return refusal([&] { sandbox->auth().login({.email = "ayu@example.com", .password = password}); },
                     ErrorKind::unauthenticated);
    };
    register_ayu(sandbox.platform());
    std::atomic<bool> done{false};
    const auto with_one_more = threads() + 1;
    std::jthread hashing([&] {
      for (int i = 0; i < 10; ++i) CHECK(login("Kirei-na-hana-42") == "");
      done = true;
    });
    while (!done) CHECK(threads() <= with_one_more);

    Storage& storage = *sandbox->options().storage;
    const auto stored = [&] {
      return *read(storage, [](Stores& s) { return s.users.find_credential("ayu@example.com"); });
    };
    CHECK(stored().password_hash.starts_with("$argon2id$v=19$m=1024,t=4,p=4$"));
    const auto store = [&](const std::string& hash) {
      const auto seen = stored();
      write(storage, [&](Stores& s) {
        CHECK(s.users.replace_password_hash(seen.user.id, seen.password_hash, hash, sandbox.now()));
      });
    };
    // As libargon2 writes them for "correct horse".
    const std::string salt = "$MDEyMzQ1Njc4OWFiY2RlZg$";
    for (const auto& hash :
         {"$argon2id$v=19$m=64,t=2,p=4" + salt + "8rOAt6gh1R7Pes8VSWbICOvQozpOYBm7knxY5VpDxqs",
          "$argon2id$v=19$m=8,t=1,p=1" + salt + "M7jw0GQI4Kfcxf+xPldfNRYttP89scc9XVAYAcaZ0U0"}) {
      store(hash);
      CHECK(login("correct house") == "invalid_credentials");
      CHECK(login("correct horse") == "");
    }
    for (const char* broken : {"", "$argon2id$", "$argon2id$v=19$m=4294967295,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAA",
                               "$argon2id$v=19$m=64,t=2,p=4$MDEyMzQ1Njc4OWFiY2RlZg",
                               "$argon2id$v=19$m=8,t=1,p=4$YWE$YWE"}) {
      store(broken);
      CHECK(login("correct horse") == "invalid_credentials");
    }
  }
}
