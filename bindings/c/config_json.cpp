#include "config_json.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace senpai::c {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::invalid_argument, "invalid_option", what);
}

/// One object of the configuration. Reading it says its members; what is left over is a mistake of the caller.
class Section {
 public:
  Section(std::string path, const Json& object) : path_(std::move(path)), object_(object) {
    if (!object.is_object()) refuse((path_.empty() ? "The configuration" : path_) + " must be a JSON object.");
  }

  bool has(const char* name) const { return object_.contains(name); }

  /// Leaves `target` as it is when the member is absent.
  template <class T>
  void operator()(const char* name, T& target) {
    known_.insert(name);
    const auto found = object_.find(name);
    if (found != object_.end()) read(name, *found, target);
  }

  /// A member that is an object of its own.
  template <class Read>
  void section(const char* name, Read read_members) {
    known_.insert(name);
    const auto found = object_.find(name);
    if (found == object_.end()) return;
    Section inner(full(name), *found);
    read_members(inner);
    inner.done();
  }

  void done() const {
    for (const auto& [name, ignored] : object_.items())
      if (!known_.contains(name)) refuse(full(name) + " is not a known option.");
  }

 private:
  std::string full(const std::string& name) const { return path_.empty() ? name : path_ + "." + name; }
  [[noreturn]] void must_be(const std::string& name, const char* what) const {
    refuse(full(name) + " must be " + what);
  }

  void read(const char* name, const Json& value, bool& target) const {
    if (!value.is_boolean()) must_be(name, "true or false.");
    target = value.get<bool>();
  }
  void read(const char* name, const Json& value, std::string& target) const {
    if (!value.is_string()) must_be(name, "a string.");
    target = value.get<std::string>();
    // A path with one would be cut where it stands.
    if (target.find('\0') != std::string::npos) must_be(name, "text without NUL.");
  }
  void read(const char* name, const Json& value, Secret& target) const {
    std::string text;
    read(name, value, text);
    target = std::move(text);
  }
  template <std::integral T>
  void read(const char* name, const Json& value, T& target) const {
    using Limits = std::numeric_limits<T>;
    // Nothing is this large in earnest, and durations stay clear of overflow when they are converted.
    constexpr std::int64_t most = std::int64_t{1} << 40;
    const bool whole = value.is_number_unsigned() ? value.get<std::uint64_t>() <= std::uint64_t{most}
                                                  : value.is_number_integer() && value.get<std::int64_t>() >= -most;
    if (!whole) must_be(name, "a whole number.");
    const auto number = value.get<std::int64_t>();
    if (std::cmp_less(number, Limits::min()) || std::cmp_greater(number, Limits::max()))
      must_be(name, "a number that is not out of range.");
    target = static_cast<T>(number);
  }
  template <class Rep, class Period>
  void read(const char* name, const Json& value, std::chrono::duration<Rep, Period>& target) const {
    std::int64_t count = 0;
    read(name, value, count);
    target = std::chrono::duration<Rep, Period>(count);
  }
  template <class T>
  void read(const char* name, const Json& value, std::vector<T>& target) const {
    if (!value.is_array()) must_be(name, "a list of strings.");
    target.clear();
    for (const auto& item : value) read(name, item, target.emplace_back());
  }

  std::string path_;
  const Json& object_;
  std::set<std::string> known_;
};

void read_auth(Section& v, AuthOptions& x) {
  v("tokenSecret", x.token_secret), v("previousTokenSecrets", x.previous_token_secrets);
  v("accessTokenTtlSec", x.access_token_ttl), v("refreshTokenTtlSec", x.refresh_token_ttl);
  v("refreshReuseWindowSec", x.refresh_reuse_window);
  v("defaultRole", x.default_role), v("adminRoles", x.admin_roles), v("adminApiKey", x.admin_api_key);
  v("codeTtlSec", x.code_ttl), v("codeResendCooldownSec", x.code_resend_cooldown);
  v("codeMaxAttempts", x.code_max_attempts), v("codeMaxDailyAttempts", x.code_max_daily_attempts);
  v("neutralResend", x.neutral_resend), v("exposeCode", x.expose_code), v("staticCode", x.static_code);
  v("compatRollback", x.compat_rollback), v("compatHashIterations", x.compat_hash_iterations);
  v.section("hashCost", [&](Section& cost) {
    cost("memoryKib", x.hash_cost.memory_kib), cost("iterations", x.hash_cost.iterations);
    cost("parallelism", x.hash_cost.parallelism);
  });
  v("hashConcurrency", x.hash_concurrency), v("hashQueue", x.hash_queue), v("hashWaitMs", x.hash_wait);
}

void read_kyc(Section& v, KycOptions& x) {
  v("previewDefaultSec", x.preview_default), v("previewMaxSec", x.preview_max);
  v("uploadLinkTtlSec", x.upload_link_ttl), v("maxFileBytes", x.max_file_bytes);
  v("allowedContentTypes", x.allowed_content_types), v("verifyUploads", x.verify_uploads);
  v("uploadQuotaBytes", x.upload_quota_bytes);
}

void read_webhook(Section& v, WebhookOptions& x) {
  v("secrets", x.secrets), v("requireSignature", x.require_signature);
  v("maxSkewSec", x.max_skew), v("idempotencyTtlSec", x.idempotency_ttl);
}

void read_postgres(Section& v, PostgresOptions& x) {
  v("url", x.url), v("connections", x.connections), v("preparedStatements", x.prepared_statements);
  v("acquireTimeoutMs", x.acquire_timeout), v("connectTimeoutMs", x.connect_timeout);
  v("statementTimeoutMs", x.statement_timeout), v("lockTimeoutMs", x.lock_timeout);
  if (x.url.empty()) refuse("postgres.url must be given.");
}

/// Files below a folder when one is named, else links that lead nowhere.
void read_objects(Section& v, Options& options) {
  if (!v.has("directory")) {
    MemoryObjectsOptions memory;
    v("baseUrl", memory.base_url), v("bucket", memory.bucket);
    options.objects = memory_objects(memory);
    return;
  }
  FileObjectsOptions files{.secret = options.auth.token_secret,
                           .previous_secrets = options.auth.previous_token_secrets};
  v("directory", files.directory), v("publicUrl", files.public_url), v("bucket", files.bucket);
  v("secret", files.secret), v("previousSecrets", files.previous_secrets);
  if (files.secret.empty()) refuse("objects.secret or auth.tokenSecret must be given.");
  options.objects = file_objects(files);
  options.kyc.verify_uploads = true;
}

}  // namespace

Options read_options(std::string_view json, std::shared_ptr<Observer> observer) {
  const Json root = Json::parse(json, nullptr, false);
  if (root.is_discarded()) refuse("The configuration must be valid JSON in UTF-8.");
  Section v("", root);
  Options options;
  v.section("auth", [&](Section& s) { read_auth(s, options.auth); });
  v.section("objects", [&](Section& s) { read_objects(s, options); });
  v.section("kyc", [&](Section& s) { read_kyc(s, options.kyc); });
  v.section("kycWebhook", [&](Section& s) { read_webhook(s, options.kyc_webhook); });
  v.section("audit", [&](Section& s) {
    s("key", options.audit.key), s("inActivity", options.audit.in_activity);
  });
  SqliteOptions sqlite{.observer = observer};
  v.section("sqlite", [&](Section& s) {
    s("path", sqlite.path), s("durable", sqlite.durable), s("readers", sqlite.readers);
    s("timeoutMs", sqlite.timeout);
  });
  PostgresOptions postgres{.observer = observer};
  v.section("postgres", [&](Section& s) { read_postgres(s, postgres); });
  v.done();
  if (options.auth.token_secret.empty()) refuse("auth.tokenSecret must be given.");
  if (v.has("sqlite") && v.has("postgres")) refuse("Only one of sqlite and postgres can be given.");
  options.storage = v.has("postgres") ? open_postgres(postgres) : open_sqlite(sqlite);
  options.observer = std::move(observer);
  return options;
}

}  // namespace senpai::c
