// The settings of the server: defaults, bounds, fallbacks, secrets in files, and what production refuses.

#include "server/config.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <senpai/platform.hpp>
#include <sstream>

#include "support.hpp"

namespace {

using namespace senpai;
using namespace senpai::server;
using Environment = std::map<std::string, std::string, std::less<>>;

const std::string good_secret = "0123456789abcdef0123456789abcdef";

Config read(const Environment& environment) {
  return read_config([&](std::string_view name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  });
}

/// The message with which the settings are refused, empty when they are accepted.
std::string refusal(const Environment& environment) {
  try {
    read(environment);
    return "";
  } catch (const ConfigError& error) {
    return error.what();
  }
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool warns(const Config& config, std::string_view part) {
  for (const auto& warning : config.warnings)
    if (has(warning, part)) return true;
  return false;
}

const ShownSetting& shown(const Config& config, std::string_view name) {
  for (const auto& row : config.shown)
    if (row.name == name) return row;
  throw std::runtime_error("there is no such setting");
}

/// Settings with which production starts.
Environment production() { return {{"NODE_ENV", "Production"}, {"AUTH_TOKEN_SECRET", good_secret}}; }

Environment with(Environment base, const Environment& more) {
  for (const auto& [name, value] : more) base[name] = value;
  return base;
}

std::string file_with(const test::TemporaryFolder& folder, const std::string& text) {
  const auto path = folder.path() / "secret";
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

}  // namespace

TEST_CASE("config: without any setting the defaults of the published contract are in force") {
  const Config config = read({});
  CHECK_FALSE(config.production);
  CHECK(config.host.empty());
  CHECK(config.port == 4000);
  CHECK(config.public_url == "http://localhost:4000");
  CHECK(config.shutdown_timeout == std::chrono::seconds(10));
  CHECK(config.log_level == LogLevel::info);
  CHECK(config.store == StoreKind::memory);
  CHECK(config.postgres.connections == 10);
  CHECK(config.sqlite_durable);
  CHECK(config.auth.token_secret.reveal() == "dev-insecure-token-secret-change-me");
  CHECK(config.auth.admin_api_key.empty());
  CHECK(config.auth.expose_code);
  CHECK(config.auth.static_code.empty());
  CHECK(config.email.provider == EmailProvider::log);
  CHECK(config.email.log_codes);
  CHECK(config.webhook.secrets.empty());
  CHECK(config.objects.kind == ObjectsKind::memory);
  CHECK(config.objects.base_url == "http://localhost:9000");
  CHECK(config.objects.region == "ap-northeast-1");
  CHECK(config.objects.force_path_style);
}

TEST_CASE("config: the defaults of the table are those of the library") {
  const Config config = read({});
  const Options library;
  CHECK(config.auth.access_token_ttl == library.auth.access_token_ttl);
  CHECK(config.auth.refresh_token_ttl == library.auth.refresh_token_ttl);
  CHECK(config.auth.refresh_reuse_window == library.auth.refresh_reuse_window);
  CHECK(config.auth.default_role == library.auth.default_role);
  CHECK(config.auth.admin_roles == library.auth.admin_roles);
  CHECK(config.auth.code_ttl == library.auth.code_ttl);
  CHECK(config.auth.code_resend_cooldown == library.auth.code_resend_cooldown);
  CHECK(config.auth.code_max_attempts == library.auth.code_max_attempts);
  CHECK(config.auth.code_max_daily_attempts == library.auth.code_max_daily_attempts);
  CHECK(config.auth.compat_rollback == library.auth.compat_rollback);
  CHECK(config.auth.hash_concurrency == library.auth.hash_concurrency);
  CHECK(config.auth.hash_queue == library.auth.hash_queue);
  CHECK(config.auth.hash_wait == library.auth.hash_wait);
  CHECK(config.kyc.preview_default == library.kyc.preview_default);
  CHECK(config.kyc.preview_max == library.kyc.preview_max);
  CHECK(config.kyc.upload_link_ttl == library.kyc.upload_link_ttl);
  CHECK(config.kyc.max_file_bytes == library.kyc.max_file_bytes);
  CHECK(config.kyc.allowed_content_types == library.kyc.allowed_content_types);
  CHECK(config.kyc.verify_uploads == library.kyc.verify_uploads);
  CHECK(config.kyc.upload_quota_bytes == library.kyc.upload_quota_bytes);
  CHECK(config.webhook.require_signature == library.kyc_webhook.require_signature);
  CHECK(config.webhook.max_skew == library.kyc_webhook.max_skew);
  CHECK(config.webhook.idempotency_ttl == library.kyc_webhook.idempotency_ttl);
  const WorkerOptions worker;
  CHECK(config.worker.poll_interval == worker.poll_interval);
  CHECK(config.worker.lease == worker.lease);
  CHECK(config.worker.max_attempts == worker.max_attempts);
  CHECK(config.worker.purge_interval == worker.purge_interval);
  CHECK(config.worker.purge_batch == worker.purge_batch);
  CHECK(config.worker.session_retention == worker.session_retention);
  CHECK(config.worker.code_retention == worker.code_retention);
  CHECK(config.worker.queue_retention == worker.queue_retention);
  CHECK(config.worker.upload_retention == worker.upload_retention);
  const BootstrapAdmin admin;
  CHECK(config.admin.full_name == admin.full_name);
  CHECK(config.admin.roles == admin.roles);
  CHECK(config.admin.reset_password == admin.reset_password);
  CHECK(config.objects.bucket == FileObjectsOptions{}.bucket);
}

TEST_CASE("config: the port follows API_PORT, else PORT, else 4000") {
  CHECK(read({{"PORT", "5000"}}).port == 5000);
  CHECK(read({{"PORT", "5000"}, {"API_PORT", "6000"}}).port == 6000);
  CHECK(read({{"PORT", "nonsense"}, {"API_PORT", "6000"}}).port == 6000);
  CHECK(read({{"API_PORT", "0"}}).port == 0);
  CHECK(read({{"PORT", "5000"}}).public_url == "http://localhost:5000");
  CHECK(shown(read({{"PORT", "5000"}}), "API_PORT").read_from == "PORT");
  CHECK(has(refusal({{"PORT", "70000"}}), "PORT: \"70000\" cannot be used; valid: a whole number from 0 to 65535"));
  for (const char* bad : {"-1", "65536", "80x", "4.5", "1e3", "0x50", "nan", "inf"}) {
    CAPTURE(bad);
    CHECK(refusal({{"API_PORT", bad}}).starts_with("API_PORT: "));
  }
}

TEST_CASE("config: values are trimmed, and an empty value is no value") {
  CHECK(read({{"API_PORT", "  5000\n"}}).port == 5000);
  CHECK(read({{"API_PORT", "   "}}).port == 4000);
  CHECK(read({{"ADMIN_API_KEY", " key "}}).auth.admin_api_key.reveal() == "key");
  CHECK(shown(read({{"API_PORT", ""}}), "API_PORT").source == Source::standard);
}

TEST_CASE("config: the token secret keeps its blanks") {
  const std::string blanks = " " + good_secret + " ";
  CHECK(read({{"AUTH_TOKEN_SECRET", blanks}}).auth.token_secret.reveal() == blanks);
}

TEST_CASE("config: a bootstrap password with outer blanks is refused, because nobody could sign in with it") {
  CHECK(read({{"BOOTSTRAP_ADMIN_PASSWORD", "inner blank"}}).admin.password.reveal() == "inner blank");
  CHECK(has(refusal({{"BOOTSTRAP_ADMIN_PASSWORD", " password1"}}), "no blank at either end"));
  CHECK(has(refusal({{"BOOTSTRAP_ADMIN_PASSWORD", "password1 "}}), "BOOTSTRAP_ADMIN_PASSWORD: "));
  CHECK_FALSE(has(refusal({{"BOOTSTRAP_ADMIN_PASSWORD", "password1 "}}), "password1"));
  CHECK(has(refusal({{"BOOTSTRAP_ADMIN_PASSWORD", "short"}}), "8 to 1024 characters"));
  CHECK(has(refusal({{"BOOTSTRAP_ADMIN_PASSWORD", std::string(1025, 'x')}}), "8 to 1024 characters"));
}

TEST_CASE("config: an unusable value stops the start with one line that names the setting and what is valid") {
  const std::pair<const char*, const char*> unusable[] = {
      {"AUTH_STORE", "mysql"},
      {"API_PUBLIC_URL", "example.com"},
      {"API_PUBLIC_URL", "http://"},
      {"API_PUBLIC_URL", "https://example.com/?a=b"},
      {"API_SHUTDOWN_TIMEOUT_SEC", "soon"},
      {"API_THREADS", "0"},
      {"SQLITE_SYNCHRONOUS", "off"},
      {"COMPAT_ROLLBACK", "maybe"},
      {"AUTH_ACCESS_TOKEN_TTL_SEC", "0"},
      {"AUTH_ACCESS_TOKEN_TTL_SEC", "0.5"},
      {"AUTH_REFRESH_TOKEN_TTL_SEC", "-5"},
      {"AUTH_REFRESH_TOKEN_TTL_SEC", "1e300"},
      {"AUTH_DEFAULT_ROLE_CODE", "boss"},
      {"BOOTSTRAP_ADMIN_EMAIL", "admin"},
      {"BOOTSTRAP_ADMIN_EMAIL", "a@b"},
      {"BOOTSTRAP_ADMIN_FULL_NAME", "A"},
      {"AUTH_EMAIL_VERIFICATION_CODE_TTL_SEC", "ten"},
      {"AUTH_EMAIL_VERIFICATION_RESEND_COOLDOWN_SEC", "-1"},
      {"AUTH_EMAIL_VERIFICATION_MAX_ATTEMPTS", "0"},
      {"AUTH_EMAIL_VERIFICATION_MAX_DAILY_ATTEMPTS", "0"},
      {"AUTH_EMAIL_VERIFICATION_EXPOSE_CODE", "perhaps"},
      {"AUTH_EMAIL_VERIFICATION_STATIC_CODE", "12345"},
      {"AUTH_EMAIL_VERIFICATION_STATIC_CODE", "12345a"},
      {"OBJECT_STORAGE_PROVIDER", "ftp"},
      {"OBJECT_STORAGE_VERIFY_UPLOADS", "perhaps"},
      {"OBJECT_STORAGE_UPLOAD_QUOTA_BYTES", "0"},
      {"WORKER_PURGE_BATCH", "0"},
      {"RETENTION_SESSIONS_SEC", "-1"},
      {"DB_POOL_MAX", "0"},
      {"MINIO_PORT", "none"},
  };
  for (const auto& [name, value] : unusable) {
    CAPTURE(name);
    CAPTURE(value);
    const std::string line = refusal({{name, value}});
    CHECK(line.starts_with(std::string(name) + ": "));
    CHECK(has(line, "valid: "));
    CHECK_FALSE(has(line, "\n"));
  }
  CHECK_FALSE(has(refusal({{"AUTH_STORE", "a\nb\x1b[31m"}}), "\n"));
  CHECK(has(refusal({{"AUTH_REFRESH_TOKEN_TTL_SEC", "99999999999"}}), "to 315619200"));
}

TEST_CASE("config: settings that always fell back still do, with a warning") {
  const std::tuple<const char*, const char*, const char*> forgiven[] = {
      {"LOG_LEVEL", "loud", "info"},
      {"EMAIL_PROVIDER", "pigeon", "log"},
      {"AUTH_EMAIL_PROVIDER", "pigeon", "log"},
      {"ADMIN_ROLE_CODES", " , ", "super_admin"},
      {"BOOTSTRAP_ADMIN_RESET_PASSWORD", "maybe", "false"},
      {"KYC_PROVIDER_WEBHOOK_IDEMPOTENCY_TTL_SEC", "0", "86400"},
      {"KYC_PROVIDER_WEBHOOK_REQUIRE_SIGNATURE", "perhaps", "true"},
      {"KYC_PROVIDER_WEBHOOK_MAX_SKEW_SEC", "-1", "300"},
      {"KYC_PREVIEW_URL_DEFAULT_EXPIRES_SEC", "59", "120"},
      {"KYC_PREVIEW_URL_MAX_EXPIRES_SEC", "119", "300"},
      {"KYC_PREVIEW_URL_MAX_EXPIRES_SEC", "3601", "300"},
      {"OBJECT_STORAGE_PRESIGN_EXPIRES_SEC", "3601", "900"},
      {"OBJECT_STORAGE_MAX_FILE_BYTES", "none", "10485760"},
      {"OBJECT_STORAGE_ALLOWED_CONTENT_TYPES", ",", "image/jpeg,image/png,application/pdf"},
      {"OBJECT_STORAGE_FORCE_PATH_STYLE", "perhaps", "true"},
  };
  for (const auto& [name, value, standard] : forgiven) {
    CAPTURE(name);
    const Config config = read({{name, value}});
    CHECK(warns(config, std::string(name) + ": "));
    const auto& row = shown(config, std::string_view(name) == "EMAIL_PROVIDER" ? "AUTH_EMAIL_PROVIDER" : name);
    CHECK(row.source == Source::fallback);
    CHECK(row.value == standard);
  }
  CHECK(read({{"KYC_PROVIDER_WEBHOOK_MAX_SKEW_SEC", "-1"}}).webhook.max_skew == std::chrono::seconds(300));
}

TEST_CASE("config: words are read in any case, fractions of seconds are cut, lists are normalised") {
  CHECK(read({{"LOG_LEVEL", "WARN"}}).log_level == LogLevel::warn);
  CHECK(read({{"AUTH_STORE", "Memory"}}).store == StoreKind::memory);
  CHECK(read({{"OBJECT_STORAGE_PRESIGN_EXPIRES_SEC", "60.9"}}).kyc.upload_link_ttl == std::chrono::seconds(60));
  const Config config = read({{"ADMIN_ROLE_CODES", " LPK, ,super_admin,boss "}});
  CHECK(config.auth.admin_roles == std::vector<std::string>{"lpk", "super_admin", "boss"});
  CHECK(warns(config, "unknown role \"boss\""));
  CHECK(read({{"BOOTSTRAP_ADMIN_EMAIL", " Admin@Example.COM "}}).admin.email == "admin@example.com");
  CHECK(read({{"API_PUBLIC_URL", "https://api.example.com//"}}).public_url == "https://api.example.com");
  CHECK(read({{"AUTH_EMAIL_VERIFICATION_STATIC_CODE", " 12 34 56 "}}).auth.static_code.reveal() == "123456");
}

TEST_CASE("config: the longest preview is never shorter than the usual one") {
  CHECK(read({{"KYC_PREVIEW_URL_DEFAULT_EXPIRES_SEC", "600"}}).kyc.preview_max == std::chrono::seconds(600));
  const Config config =
      read({{"KYC_PREVIEW_URL_DEFAULT_EXPIRES_SEC", "600"}, {"KYC_PREVIEW_URL_MAX_EXPIRES_SEC", "300"}});
  CHECK(config.kyc.preview_max == std::chrono::seconds(600));
  CHECK(warns(config, "KYC_PREVIEW_URL_MAX_EXPIRES_SEC"));
}

TEST_CASE("config: AUTH_STORE=sqlite takes its file from DATABASE_URL") {
  const auto path = [](const char* url) {
    return read({{"AUTH_STORE", "sqlite"}, {"DATABASE_URL", url}}).database_path;
  };
  CHECK(path("sqlite:data/senpai.db") == "data/senpai.db");
  CHECK(path("sqlite:/var/lib/senpai.db") == "/var/lib/senpai.db");
  CHECK(path("sqlite:///var/lib/senpai.db") == "/var/lib/senpai.db");
  CHECK(refusal({{"AUTH_STORE", "sqlite"}}).starts_with("DATABASE_URL: "));
  for (const char* bad : {"sqlite:", "sqlite://", "sqlite:///", "sqlite://senpai.db", "sqlite::memory:", "senpai.db",
                          "postgres://user:hidden@db/senpai"}) {
    CAPTURE(bad);
    const std::string line = refusal({{"AUTH_STORE", "sqlite"}, {"DATABASE_URL", bad}});
    CHECK(line.starts_with("DATABASE_URL: "));
    CHECK_FALSE(has(line, "hidden"));
  }
}

TEST_CASE("config: AUTH_STORE=postgres takes its database from DATABASE_URL and its limits from variables of its own") {
  const Environment base{{"AUTH_STORE", "postgres"},
                         {"DATABASE_URL", "postgresql://u:hidden@db/senpai?sslmode=require"}};
  const Config config = read(with(base, {{"DB_POOL_MAX", "3"}, {"DB_LOCK_TIMEOUT_MS", "250"},
                                         {"DB_PREPARED_STATEMENTS", "off"}}));
  CHECK(config.postgres.url.reveal() == base.at("DATABASE_URL"));
  CHECK(config.postgres.connections == 3);
  CHECK(config.postgres.lock_timeout == std::chrono::milliseconds(250));
  CHECK_FALSE(config.postgres.prepared_statements);
  CHECK(read(base).postgres.prepared_statements);
  CHECK_FALSE(has(describe(config), "hidden"));
  for (const char* bad : {"", "sqlite:senpai.db"})
    CHECK(refusal(with(base, {{"DATABASE_URL", bad}})).starts_with("DATABASE_URL: AUTH_STORE=postgres needs it"));
  CHECK(refusal(with(base, {{"DB_POOL_MAX", "0"}})).starts_with("DB_POOL_MAX: "));
  // What the library would refuse, naming no variable.
  const std::string most = std::to_string(max_postgres_connections);
  CHECK(read(with(base, {{"DB_POOL_MAX", most}})).postgres.connections == max_postgres_connections);
  const std::string too_many = refusal(with(base, {{"DB_POOL_MAX", std::to_string(max_postgres_connections + 1)}}));
  CHECK(too_many.starts_with("DB_POOL_MAX: "));
  CHECK(has(too_many, "1 to " + most));
  CHECK(refusal(with(base, {{"DB_STATEMENT_TIMEOUT_MS", "50"}})).starts_with("DB_STATEMENT_TIMEOUT_MS: "));
  CHECK(refusal(with(base, {{"DB_PREPARED_STATEMENTS", "on"}})).starts_with("DB_PREPARED_STATEMENTS: "));
}

TEST_CASE("config: a DATABASE_URL that nobody reads is a loud warning, in production a refusal") {
  CHECK(warns(read({{"DATABASE_URL", "postgres://db/x"}}), "NOTHING IS KEPT"));
  CHECK(refusal(with(production(), {{"DATABASE_URL", "postgres://db/x"}})).starts_with("DATABASE_URL: "));
  CHECK(refusal(with(production(), {{"DATABASE_URL", "postgres://db/x"}, {"AUTH_STORE", "memory"}})).empty());
}

TEST_CASE("config: a store that forgets everything is warned about in production") {
  CHECK(warns(read(production()), "FORGETS EVERYTHING"));
  CHECK_FALSE(warns(read(with(production(), {{"AUTH_STORE", "sqlite"}, {"DATABASE_URL", "sqlite:a.db"}})),
                    "FORGETS EVERYTHING"));
  CHECK_FALSE(warns(read({}), "FORGETS EVERYTHING"));
}

TEST_CASE("config: names that are nearly those of settings are warned about, and others are not") {
  const std::vector<std::string> slips{"AUDITKEY", "AUDIT_KEYS", "DATABASE_URL_FLIE", "RETENTION_SESSION_SEC",
                                       "KYC_PROVIDER_WEBHOOK_SECRET_PREVIOUS"};
  const auto warnings = misspelt_settings(slips);
  REQUIRE(warnings.size() == slips.size());
  CHECK(warnings[1] == "AUDIT_KEYS: there is no such setting; did you mean AUDIT_KEY?");
  CHECK(misspelt_settings({"AUDIT_KEY", "AUDIT_KEY_FILE", "APP_PORT", "PATH", "HOME", "DATABASE", "LOG_DIR"}).empty());
  CHECK(warns(read({{"NODE_ENV", "prodution"}}), "did you mean that?"));
  CHECK_FALSE(warns(read({{"NODE_ENV", "staging"}}), "NODE_ENV"));
  CHECK(warns(read({{"BOOTSTRAP_ADMIN_ROLE_CODES", "sdm,boss"}}), "the unknown role \"boss\""));
  CHECK(warns(read({{"OBJECT_STORAGE_ALLOWED_CONTENT_TYPES", "jpeg;png"}}), "no file has the type"));
}

TEST_CASE("config: documents in a bucket need a key and are verified") {
  const Environment bare{{"OBJECT_STORAGE_PROVIDER", "S3"}};
  CHECK(refusal(bare).starts_with("OBJECT_STORAGE_ACCESS_KEY_ID: "));
  const Environment half = with(bare, {{"OBJECT_STORAGE_ACCESS_KEY_ID", "id"}});
  CHECK(refusal(half).starts_with("OBJECT_STORAGE_SECRET_ACCESS_KEY: "));
  const Environment whole = with(half, {{"OBJECT_STORAGE_SECRET_ACCESS_KEY", "hidden-key"}});
  const Config config = read(whole);
  CHECK(config.objects.kind == ObjectsKind::s3);
  CHECK(config.objects.endpoint == "http://localhost:9000");
  CHECK(config.objects.region == "ap-northeast-1");
  CHECK(config.objects.force_path_style);
  CHECK(config.kyc.verify_uploads);
  CHECK_FALSE(has(describe(config), "hidden-key"));
  CHECK_FALSE(read(with(whole, {{"OBJECT_STORAGE_VERIFY_UPLOADS", "off"}})).kyc.verify_uploads);
  const Environment minio{{"OBJECT_STORAGE_PROVIDER", "s3"}, {"MINIO_ROOT_USER", "a"}, {"MINIO_ROOT_PASSWORD", "b"},
                          {"OBJECT_STORAGE_SESSION_TOKEN", "hidden-token"}, {"MINIO_PORT", "9100"}};
  CHECK(read(minio).objects.access_key_id == "a");
  CHECK(read(minio).objects.endpoint == "http://localhost:9100");
  CHECK(read(minio).objects.public_endpoint == "http://localhost:9100");
  const Environment split = with(whole, {{"OBJECT_STORAGE_ENDPOINT", "https://minio"},
                                         {"OBJECT_STORAGE_PUBLIC_ENDPOINT", "http://files.example.com"}});
  CHECK(read(split).objects.endpoint == "https://minio");
  CHECK(read(split).objects.public_endpoint == "http://files.example.com");
  CHECK(warns(read(with(split, production())), "OBJECT_STORAGE_PUBLIC_ENDPOINT"));
  CHECK_FALSE(warns(read(with(whole, production())), "OBJECT_STORAGE_PUBLIC_ENDPOINT"));
  CHECK_FALSE(has(describe(read(minio)), "hidden-token"));
  CHECK(refusal(with(whole, {{"OBJECT_STORAGE_BUCKET", "a/b"}})).starts_with("OBJECT_STORAGE_BUCKET: "));
  CHECK(refusal(with(whole, {{"OBJECT_STORAGE_CA_FILE", "/nowhere"}})).starts_with("OBJECT_STORAGE_CA_FILE: "));
  CHECK(warns(read(with(whole, production())), "OBJECT_STORAGE_ENDPOINT"));
}

TEST_CASE("config: documents on disk need a folder and are verified") {
  CHECK(refusal({{"OBJECT_STORAGE_PROVIDER", "filesystem"}}).starts_with("OBJECT_STORAGE_DIR: "));
  const Environment folder{{"OBJECT_STORAGE_PROVIDER", "filesystem"}, {"OBJECT_STORAGE_DIR", "objects"}};
  CHECK(read(folder).kyc.verify_uploads);
  CHECK_FALSE(read(with(folder, {{"OBJECT_STORAGE_VERIFY_UPLOADS", "off"}})).kyc.verify_uploads);
  CHECK(refusal({{"OBJECT_STORAGE_VERIFY_UPLOADS", "on"}}).starts_with("OBJECT_STORAGE_VERIFY_UPLOADS: "));
  CHECK(warns(read(with(folder, {{"API_PORT", "0"}})), "API_PUBLIC_URL"));
  CHECK(warns(read(with(folder, production())), "API_PUBLIC_URL"));
  CHECK_FALSE(warns(read(with(folder, production())), "OBJECT_STORAGE_PROVIDER"));
  CHECK(warns(read(production()), "OBJECT_STORAGE_PROVIDER: memory keeps no document"));
}

TEST_CASE("config: known and short secrets are a warning, in production a refusal") {
  const std::pair<const char*, const char*> known[] = {
      {"AUTH_TOKEN_SECRET", "dev-insecure-token-secret-change-me"},
      {"AUTH_TOKEN_SECRET", "short"},
      {"AUTH_TOKEN_SECRETS_PREVIOUS", "dev-insecure-token-secret-change-me"},
      {"ADMIN_API_KEY", "dev-admin-api-key"},
      {"BOOTSTRAP_ADMIN_PASSWORD", "Admin12345"},
  };
  for (const auto& [name, value] : known) {
    CAPTURE(name);
    CHECK(warns(read({{name, value}}), std::string(name) + ": "));
    CHECK(refusal(with(production(), {{name, value}})).starts_with(std::string(name) + ": "));
  }
  CHECK(warns(read({}), "AUTH_TOKEN_SECRET: "));
  CHECK(refusal({{"NODE_ENV", "production"}}).starts_with("AUTH_TOKEN_SECRET: "));
  CHECK(refusal(production()).empty());
}

TEST_CASE("config: who registers is never an administrator in production") {
  const Environment super{{"AUTH_DEFAULT_ROLE_CODE", "super_admin"}};
  const Environment listed{{"AUTH_DEFAULT_ROLE_CODE", "lpk"}, {"ADMIN_ROLE_CODES", "lpk"}};
  for (const auto& environment : {super, listed, with(super, {{"ADMIN_ROLE_CODES", "lpk"}})}) {
    CHECK(refusal(with(production(), environment)).starts_with("AUTH_DEFAULT_ROLE_CODE: "));
    CHECK(warns(read(environment), "AUTH_DEFAULT_ROLE_CODE: "));
  }
  CHECK(refusal(with(production(), {{"AUTH_DEFAULT_ROLE_CODE", "lpk"}})).empty());
}

TEST_CASE("config: keys and webhook secrets that can be guessed are warned about in production") {
  const Environment guessable{{"ADMIN_API_KEY", "a"},
                              {"KYC_PROVIDER_WEBHOOK_SECRET", "b"},
                              {"KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS", "c"}};
  const Environment long_enough{{"ADMIN_API_KEY", "sixteen bytes..."},
                                {"KYC_PROVIDER_WEBHOOK_SECRET", "sixteen bytes..."},
                                {"KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS", "sixteen bytes..."}};
  for (const auto& [name, value] : guessable) {
    CAPTURE(name);
    CHECK(warns(read(with(production(), guessable)), name + ": IT CAN BE GUESSED"));
    CHECK_FALSE(warns(read(with(production(), long_enough)), name + ": IT CAN BE GUESSED"));
  }
}

TEST_CASE("config: without a key of its own the audit trail depends on the token secret and production is warned") {
  CHECK(warns(read(production()), "AUDIT_KEY: "));
  CHECK_FALSE(warns(read(with(production(), {{"AUDIT_KEY", "a key of its own"}})), "AUDIT_KEY: "));
  CHECK_FALSE(warns(read({}), "AUDIT_KEY: "));
}

TEST_CASE("config: one-time codes are exposed outside production, unless EXPOSE_CODE says otherwise") {
  const auto exposed = [](const Environment& environment) { return read(environment).auth.expose_code; };
  const Environment yes{{"AUTH_EMAIL_VERIFICATION_EXPOSE_CODE", "TRUE"}};
  const Environment no{{"AUTH_EMAIL_VERIFICATION_EXPOSE_CODE", "false"}};
  CHECK(exposed({}));
  CHECK(exposed({{"NODE_ENV", "staging"}}));
  CHECK_FALSE(exposed(no));
  CHECK_FALSE(exposed(production()));
  CHECK(exposed(with(production(), yes)));
  CHECK(warns(read(with(production(), yes)), "AUTH_EMAIL_VERIFICATION_EXPOSE_CODE"));
}

TEST_CASE("config: in production codes are written to the log only when asked for, and a static code is warned about") {
  CHECK_FALSE(read(production()).email.log_codes);
  CHECK(warns(read(production()), "AUTH_EMAIL_PROVIDER: no mail is sent and codes are masked"));
  const Config open = read(with(production(), {{"AUTH_EMAIL_LOG_CODES", "true"}}));
  CHECK(open.email.log_codes);
  CHECK(warns(open, "in clear"));
  CHECK_FALSE(read({{"AUTH_EMAIL_LOG_CODES", "false"}}).email.log_codes);
  CHECK(warns(read(with(production(), {{"AUTH_EMAIL_VERIFICATION_STATIC_CODE", "123456"}})), "STATIC_CODE"));
}

TEST_CASE("config: Resend needs a key and a sender, under either name") {
  const Environment resend{{"EMAIL_PROVIDER", "resend"}};
  CHECK(refusal(resend).starts_with("AUTH_EMAIL_RESEND_API_KEY: "));
  CHECK(refusal(with(resend, {{"RESEND_API_KEY", "re_1"}})).starts_with("AUTH_EMAIL_FROM: "));
  const Config config = read(with(resend, {{"RESEND_API_KEY", "re_1"}, {"EMAIL_FROM", "a@example.com"}}));
  CHECK(config.email.provider == EmailProvider::resend);
  CHECK(config.email.resend_api_key.reveal() == "re_1");
  CHECK(config.email.from == "a@example.com");
  CHECK(config.email.resend_base_url == "https://api.resend.com");
  CHECK(read({{"EMAIL_PROVIDER", "resend"}, {"AUTH_EMAIL_PROVIDER", "log"}}).email.provider == EmailProvider::log);
}

TEST_CASE("config: former secrets follow the current one") {
  const Config config = read({{"KYC_PROVIDER_WEBHOOK_SECRET", "now"},
                              {"KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS", "before, long ago"},
                              {"AUTH_TOKEN_SECRET", good_secret},
                              {"AUTH_TOKEN_SECRETS_PREVIOUS", "old"}});
  REQUIRE(config.webhook.secrets.size() == 3);
  CHECK(config.webhook.secrets[0].reveal() == "now");
  CHECK(config.webhook.secrets[1].reveal() == "before");
  CHECK(config.webhook.secrets[2].reveal() == "long ago");
  REQUIRE(config.auth.previous_token_secrets.size() == 1);
  CHECK(config.auth.previous_token_secrets[0].reveal() == "old");
  const std::string line = refusal({{"KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS", "before"}});
  CHECK(line.starts_with("KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS: "));
  CHECK_FALSE(has(line, "before"));
}

TEST_CASE("config: a webhook that accepts unsigned deliveries is warned about") {
  const Environment off{{"KYC_PROVIDER_WEBHOOK_REQUIRE_SIGNATURE", "no"}, {"KYC_PROVIDER_WEBHOOK_SECRET", "s"}};
  CHECK_FALSE(read(off).webhook.require_signature);
  CHECK(warns(read(off), "KYC_PROVIDER_WEBHOOK_REQUIRE_SIGNATURE"));
}

TEST_CASE("config: every secret can come from a file") {
  const test::TemporaryFolder folder;
  CHECK(read({{"ADMIN_API_KEY_FILE", file_with(folder, "key\n")}}).auth.admin_api_key.reveal() == "key");
  CHECK(read({{"AUTH_TOKEN_SECRET_FILE", file_with(folder, " two lines \n\n")}}).auth.token_secret.reveal() ==
        " two lines \n");
  CHECK(read({{"RESEND_API_KEY_FILE", file_with(folder, "re\r\n")}}).email.resend_api_key.reveal() == "re");
  const Config config = read({{"AUTH_TOKEN_SECRET_FILE", file_with(folder, good_secret)}});
  CHECK(config.auth.token_secret.reveal() == good_secret);
  CHECK(shown(config, "AUTH_TOKEN_SECRET").source == Source::file);
}

TEST_CASE("config: a secret given twice, or in a file that cannot be used, stops the start") {
  const test::TemporaryFolder folder;
  const std::string file = file_with(folder, "key");
  CHECK(has(refusal({{"ADMIN_API_KEY", "a"}, {"ADMIN_API_KEY_FILE", file}}), "together with ADMIN_API_KEY_FILE"));
  CHECK(refusal({{"ADMIN_API_KEY", ""}, {"ADMIN_API_KEY_FILE", file}}).empty());
  CHECK(refusal({{"ADMIN_API_KEY_FILE", "/nowhere/at/all"}}).starts_with("ADMIN_API_KEY_FILE: "));
  CHECK(refusal({{"ADMIN_API_KEY_FILE", folder.path().string()}}).starts_with("ADMIN_API_KEY_FILE: "));
  CHECK(has(refusal({{"ADMIN_API_KEY_FILE", file_with(folder, "\n")}}), "is empty"));
  CHECK(has(refusal({{"ADMIN_API_KEY_FILE", file_with(folder, std::string(70000, 'x'))}}), "larger than 64 KiB"));
}

TEST_CASE("config: the description names values and sources and masks secrets") {
  const std::string text = describe(read({{"API_PORT", "5000"},
                                          {"LOG_LEVEL", "loud"},
                                          {"AUTH_TOKEN_SECRET", "hidden-" + good_secret},
                                          {"ADMIN_API_KEY", "hidden-key"},
                                          {"BOOTSTRAP_ADMIN_PASSWORD", "hidden-password"},
                                          {"KYC_PROVIDER_WEBHOOK_SECRET", "hidden-hook"},
                                          {"RESEND_API_KEY", "hidden-resend"},
                                          {"AUTH_EMAIL_VERIFICATION_STATIC_CODE", "987654"},
                                          {"DATABASE_URL", "postgres://user:hidden@db/senpai"}}));
  CHECK_FALSE(has(text, "hidden"));
  CHECK_FALSE(has(text, "987654"));
  CHECK(has(text, "********"));
  CHECK(has(text, "5000  [environment]"));
  CHECK(has(text, "info  [fallback]"));
  CHECK(has(text, "[environment RESEND_API_KEY]"));
  CHECK(has(text, "(not set)"));
  CHECK(has(text, "warning: LOG_LEVEL: "));
  CHECK(has(describe(read({{"AUTH_STORE", "sqlite"}, {"DATABASE_URL", "sqlite:a.db"}})), "sqlite:a.db"));
}

TEST_CASE("config: the table in docs/OPERATIONS.md is that of the code") {
  std::ifstream file(SENPAI_SOURCE_DIR "/docs/OPERATIONS.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string document = text.str();
  const std::string begin = "<!-- settings:begin -->\n";
  const auto from = document.find(begin);
  const auto to = document.find("<!-- settings:end -->");
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  INFO("to renew it: senpai-server config --markdown");
  CHECK(document.substr(from + begin.size(), to - from - begin.size()) == settings_markdown());
}
