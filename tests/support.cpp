#include "support.hpp"

#include <openssl/evp.h>
#include <unistd.h>

#include <barrier>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "openapi.hpp"
#include "postgres.hpp"

namespace senpai::test {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "senpai-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

namespace {

/// A migrated file to copy from: migrating takes longer than most tests, so it is done once.
const std::filesystem::path& migrated_file() {
  static const TemporaryFolder folder;
  static const std::filesystem::path path = [] {
    auto file = folder.path() / "migrated.db";
    open_sqlite({.path = file.string(), .durable = false})->migrate();
    if (!close_sqlite(file.string())) throw std::runtime_error("somebody has the migrated database open");
    return file;
  }();
  return path;
}

}  // namespace

std::shared_ptr<Storage> fresh_storage(const TemporaryFolder& folder, std::shared_ptr<Observer> observer) {
  const char* kind = std::getenv("SENPAI_TEST_STORE");
  if (kind && std::string(kind) == "postgres" && has_postgres()) return fresh_postgres(std::move(observer));
  SqliteOptions options;
  options.observer = std::move(observer);
  if (kind && std::string(kind) == "file") {
    options.path = (folder.path() / "senpai.db").string();
    options.durable = false;  // Nobody cuts the power of a test.
    std::filesystem::copy_file(migrated_file(), options.path, std::filesystem::copy_options::overwrite_existing);
  }
  auto storage = open_sqlite(options);
  storage->migrate();
  return storage;
}

void RecordingObserver::log(LogLevel, std::string_view event, std::initializer_list<LogField> fields) noexcept {
  Json values = Json::object();
  for (const auto& field : fields)
    std::visit(
        [&](const auto& v) {
          if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::span<const std::string>>)
            values[std::string(field.name)] = std::vector<std::string>(v.begin(), v.end());
          else values[std::string(field.name)] = v;
        },
        field.value);
  const std::lock_guard lock(mutex_);
  events_.emplace_back(event, std::move(values));
}

void RecordingObserver::measure(std::string_view name, std::string_view label, std::int64_t) noexcept {
  if (name != "query" || label.starts_with("sqlite.")) return;
  const std::lock_guard lock(mutex_);
  statements_.emplace_back(label);
}

std::vector<std::string> RecordingObserver::take_statements() {
  const std::lock_guard lock(mutex_);
  return std::exchange(statements_, {});
}

Json RecordingObserver::last(const std::string& event) const {
  const std::lock_guard lock(mutex_);
  for (auto e = events_.rbegin(); e != events_.rend(); ++e)
    if (e->first == event) return e->second;
  return nullptr;
}

int RecordingObserver::count(const std::string& event) const {
  const std::lock_guard lock(mutex_);
  int count = 0;
  for (const auto& e : events_) count += e.first == event;
  return count;
}

World::World(const std::function<void(Options&)>& adjust)
    : now(*parse_timestamp("2030-01-02T03:04:05.678Z")), storage(fresh_storage(folder, observer)) {
  Options options{
      .storage = storage,
      .observer = observer,
      .send_email = [this](const Email& mail) { mails.push_back(mail); },
      .clock = [this] { return now; },
      .auth = {.token_secret = token_secret,
               .admin_api_key = admin_key,
               .expose_code = true,
               .hash_cost = {.memory_kib = 64, .iterations = 1, .parallelism = 1}},
      .kyc_webhook = {.secrets = {webhook_secret}},
  };
  if (adjust) adjust(options);
  platform = std::make_unique<Platform>(std::move(options));
  api = std::make_unique<api::Api>(*platform, api::HostHandlers{});
}

void World::restart(const std::function<void(Options&)>& adjust) {
  Options options = platform->options();
  if (adjust) adjust(options);
  api.reset();
  platform = std::make_unique<Platform>(std::move(options));
  api = std::make_unique<api::Api>(*platform, api::HostHandlers{});
}

namespace {

/// What every refusal owes the person who reads it, on a phone or in a log.
void check_error(const Answer& answer) {
  CAPTURE(answer.text);
  const auto& error = answer.body["error"];
  const std::string message = error["message"];
  CHECK(message.ends_with('.'));
  // The roles that exist are listed with the unknown ones.
  CHECK(message.size() <= (error["code"] == "invalid_roles" ? 320 : 120));
  CHECK(error["requestId"] == answer.response.request_id);
  if (answer.status == 429 || error.contains("retryAfterSec")) {
    const std::string wait = error["retryAfterSec"].dump();
    CHECK(answer.response.header("Retry-After") == wait);
    if (answer.status == 429) CHECK(message.find(wait + " second") != std::string::npos);
  }
}

/// Every answer of every test is as the OpenAPI document says.
void check_documented(const std::string& method, const api::Response& response) {
  if (method == "OPTIONS" || response.route == "(unmatched)") return;
  const auto offence = answer_offence(method, response.route, response.status, response.body);
  if (!offence.empty()) FAIL_CHECK(offence);
}

}  // namespace

Answer World::raw(const std::string& method, const std::string& target, const std::string& body,
                  const Headers& headers) {
  Answer answer;
  answer.response = api->handle({.method = method, .target = target, .headers = headers, .body = body,
                                 .remote_address = "127.0.0.1"});
  check_documented(method, answer.response);
  answer.status = answer.response.status;
  answer.text = answer.response.body;
  answer.body = Json::parse(answer.text, nullptr, false);
  if (!answer.code().empty()) check_error(answer);
  return answer;
}

Answer World::call(const std::string& method, const std::string& target, const Json& body, const Headers& headers) {
  return raw(method, target, body.is_null() ? std::string() : body.dump(), headers);
}

Credentials World::register_user(const std::string& name) {
  static std::atomic<int> number{0};
  Credentials c;
  c.email = "person" + std::to_string(++number) + "@example.test";
  c.password = "Kirei-na-hana-42";
  const auto answer = post("/auth/register", {{"fullName", name}, {"email", c.email}, {"password", c.password}});
  REQUIRE(answer.status == 201);
  c.user_id = answer.body["user"]["id"];
  c.access_token = answer.body["accessToken"];
  c.refresh_token = answer.body["refreshToken"];
  if (answer.body["emailVerification"].contains("developmentCode"))
    c.code = answer.body["emailVerification"]["developmentCode"];
  return c;
}

Credentials World::register_with_roles(const std::vector<std::string>& roles) {
  const auto c = register_user("Admin " + roles.front());
  platform->auth().ensure_admin({.full_name = "Admin", .email = c.email, .password = c.password, .roles = roles});
  return c;
}

std::string World::start_kyc(const Credentials& c) {
  const auto answer = post("/identity/kyc/sessions", Json::object(), as(c));
  REQUIRE(answer.status == 201);
  return answer.body["session"]["id"];
}

Answer World::add_document(const Credentials& c, const std::string& session, const std::string& type,
                           const std::string& seed) {
  return post("/identity/kyc/documents",
              {{"sessionId", session},
               {"documentType", type},
               {"objectKey", "kyc/" + c.user_id + "/" + session + "/" + seed + ".jpg"},
               {"checksumSha256", checksum(seed)}},
              as(c));
}

std::string World::submitted_kyc(const Credentials& c) {
  const auto session = start_kyc(c);
  REQUIRE(add_document(c, session).status == 201);
  REQUIRE(post("/identity/kyc/sessions/" + session + "/submit", nullptr, as(c)).status == 200);
  return session;
}

std::vector<AuditRow> World::audit_rows(const std::string& action) {
  return read(*storage, [&](Stores& s) {
    std::vector<AuditRow> rows;
    for (const auto& some : {s.audit.sealed_from(1, 10000), s.audit.unsealed(10000)})
      for (const auto& row : some)
        if (row.action == action) rows.push_back(row);
    return rows;
  });
}

World::Headers World::webhook_headers(const std::string& key, const std::string& body) const {
  return {{"x-kyc-webhook-secret", webhook_secret},
          {"x-idempotency-key", key},
          {"x-kyc-webhook-timestamp", std::to_string(now.time_since_epoch().count())},
          {"x-kyc-webhook-signature", sign_webhook(webhook_secret, key, now, body)}};
}

std::string keys(const Json& object) {
  if (!object.is_object()) return object.is_null() ? "(null)" : "(no object)";
  std::string names;
  for (const auto& [name, ignored] : object.items()) names += (names.empty() ? "" : " ") + name;
  return names;
}

std::string sha256_hex(const std::string& bytes) {
  unsigned char digest[32];
  EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char c : digest) {
    constexpr char digits[] = "0123456789abcdef";
    hex += digits[c >> 4];
    hex += digits[c & 15];
  }
  return hex;
}

std::string checksum(const std::string& seed) { return sha256_hex(seed); }

void at_once(int count, const std::function<void(int)>& work) {
  std::barrier start(count);
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      work(i);
    });
}

}  // namespace senpai::test
