#include "settings.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <senpai/platform.hpp>

namespace senpai::server {
namespace {

using namespace std::string_view_literals;
using Text = std::string_view;

// ---------------------------------------------------------------------------------------------------- reading values

constexpr Text blanks = " \t\r\n\v\f";

std::string lower(Text text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Items of a comma list, trimmed, without blank ones.
std::vector<std::string> items(Text text) {
  std::vector<std::string> out;
  while (true) {
    const auto comma = text.find(',');
    if (const Text item = trimmed(text.substr(0, comma)); !item.empty()) out.emplace_back(item);
    if (comma == Text::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

bool lower_items(std::vector<std::string>& out, Text text) {
  auto list = items(lower(text));
  if (list.empty()) return false;
  out = std::move(list);
  return true;
}

bool secret_items(std::vector<Secret>& out, Text text) {
  for (auto& item : items(text)) out.emplace_back(std::move(item));
  return true;
}

bool assign(std::string& out, Text text) {
  out = text;
  return true;
}

bool assign(Secret& out, Text text) {
  out = Secret(std::string(text));
  return true;
}

/// A number, its fraction cut off, from low to high.
std::optional<std::int64_t> number(Text text, std::int64_t low, std::int64_t high) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  value = std::floor(value);
  if (value < static_cast<double>(low) || value > static_cast<double>(high)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

bool count(int& out, Text text, int low, int high = std::numeric_limits<int>::max()) {
  const auto value = number(text, low, high);
  if (!value || text.find_first_of(".eE") != Text::npos) return false;
  out = static_cast<int>(*value);
  return true;
}

bool bytes(std::int64_t& out, Text text) {
  const auto value = number(text, 1, std::int64_t{1} << 53);
  if (value) out = *value;
  return value.has_value();
}

bool seconds(std::chrono::seconds& out, Text text, std::int64_t low, std::int64_t high = longest_option.count()) {
  const auto value = number(text, low, high);
  if (value) out = std::chrono::seconds(*value);
  return value.has_value();
}

bool milliseconds(std::chrono::milliseconds& out, Text text, std::int64_t low, std::int64_t high) {
  const auto value = number(text, low, high);
  if (value) out = std::chrono::milliseconds(*value);
  return value.has_value();
}

bool flag(bool& out, Text text) {
  const std::string word = lower(text);
  const bool yes = word == "1" || word == "true" || word == "yes" || word == "on";
  const bool no = word == "0" || word == "false" || word == "no" || word == "off";
  if (yes || no) out = yes;
  return yes || no;
}

template <class E, std::size_t N>
bool choice(E& out, Text text, const std::array<std::pair<Text, E>, N>& options) {
  const std::string word = lower(text);
  for (const auto& [name, value] : options)
    if (name == word) return out = value, true;
  return false;
}

constexpr std::array store_kinds{std::pair{"memory"sv, StoreKind::memory}, std::pair{"sqlite"sv, StoreKind::sqlite},
                                 std::pair{"postgres"sv, StoreKind::postgres}};
constexpr std::array objects_kinds{std::pair{"memory"sv, ObjectsKind::memory},
                                   std::pair{"filesystem"sv, ObjectsKind::filesystem},
                                   std::pair{"s3"sv, ObjectsKind::s3}};
constexpr std::array email_providers{std::pair{"log"sv, EmailProvider::log},
                                     std::pair{"resend"sv, EmailProvider::resend}};
constexpr std::array log_levels{std::pair{"debug"sv, LogLevel::debug}, std::pair{"info"sv, LogLevel::info},
                                std::pair{"warn"sv, LogLevel::warn}, std::pair{"error"sv, LogLevel::error}};

/// An http or https address, kept without trailing slashes.
bool url(std::string& out, Text text) {
  const std::string start = lower(text.substr(0, 8));
  const std::size_t scheme = start.starts_with("http://") ? 7 : start.starts_with("https://") ? 8 : 0;
  if (scheme == 0 || text.find_first_of(" \t\r\n\"<>?#\\") != Text::npos) return false;
  while (text.size() > scheme && text.back() == '/') text.remove_suffix(1);
  const Text host = text.substr(scheme, text.find('/', scheme) - scheme);
  if (host.empty() || host.starts_with(':') || host.find('@') != Text::npos) return false;
  return assign(out, text);
}

bool email_address(std::string& out, Text text) {
  const auto at = text.find('@');
  if (at == 0 || at == Text::npos || text.find('@', at + 1) != Text::npos) return false;
  if (text.find_first_of(blanks) != Text::npos) return false;
  const auto dot = text.find('.', at + 2);
  if (dot == Text::npos || dot + 1 == text.size()) return false;
  out = lower(text);
  return true;
}

bool one_time_code(Secret& out, Text text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return blanks.find(c) != Text::npos; });
  const bool usable = digits.size() == 6 && digits.find_first_not_of("0123456789") == std::string::npos;
  return usable && assign(out, digits);
}

// ---------------------------------------------------------------------------------------------------------- the table

using C = Config&;
constexpr auto secret = Secrecy::secret;

constexpr Text valid_text = "any text";
constexpr Text valid_flag = "1, true, yes, on or 0, false, no, off";
constexpr Text valid_count = "a whole number from 1";
constexpr Text valid_bytes = "a number of bytes from 1";
constexpr Text valid_seconds = "a number of seconds from 1 to 315619200 (ten years)";
constexpr Text valid_seconds_0 = "a number of seconds from 0 to 315619200";
constexpr Text valid_url = "an http:// or https:// address without query";
constexpr Text valid_roles = "a comma list of sdm, lpk, tsk, kaisha, super_admin";

// clang-format off
constexpr Setting table[] = {
  // --- server
  {.name = "NODE_ENV", .valid = valid_text, .meaning = "`production` (any case) makes unsafe settings a refusal.",
   .apply = [](C c, Text v) { c.production = lower(v) == "production"; return true; }},
  {.name = "API_HOST", .valid = "an address of this machine",
   .meaning = "Address to listen on. Not set: all interfaces, IPv4 and IPv6.",
   .apply = [](C c, Text v) { return assign(c.host, v); }},
  {.name = "API_PORT", .standard = "4000", .valid = "a whole number from 0 to 65535",
   .meaning = "Port to listen on; 0 picks a free one.", .other_name = "PORT",
   .apply = [](C c, Text v) { return count(c.port, v, 0, 65535); }},
  {.name = "PORT", .valid = "as API_PORT", .meaning = "Other name of API_PORT, which wins."},
  {.name = "API_PUBLIC_URL", .derived = [](const Config& c) { return "http://localhost:" + std::to_string(c.port); },
   .standard_note = "http://localhost:{port}", .valid = valid_url,
   .meaning = "Address under which clients reach this server; links to documents start with it.",
   .apply = [](C c, Text v) { return url(c.public_url, v); }},
  {.name = "API_THREADS", .standard = "64", .valid = "a whole number from 1 to 4096",
   .meaning = "Connections served at the same time.",
   .apply = [](C c, Text v) { return count(c.http_threads, v, 1, 4096); }},
  {.name = "API_IDLE_TIMEOUT_SEC", .standard = "5", .valid = "1 to 3600 seconds",
   .meaning = "How long an idle connection stays open.",
   .apply = [](C c, Text v) { return seconds(c.idle_timeout, v, 1, 3600); }},
  {.name = "API_HEAD_TIMEOUT_SEC", .standard = "5", .valid = "1 to 3600 seconds",
   .meaning = "Time for the head of a request to arrive.",
   .apply = [](C c, Text v) { return seconds(c.head_timeout, v, 1, 3600); }},
  {.name = "API_BODY_TIMEOUT_SEC", .standard = "30", .valid = "1 to 3600 seconds",
   .meaning = "Time for the body of a request to arrive and for an answer to leave; a second more for each 32 KiB.",
   .apply = [](C c, Text v) { return seconds(c.body_timeout, v, 1, 3600); }},
  {.name = "API_SHUTDOWN_TIMEOUT_SEC", .standard = "10", .valid = "0 to 3600 seconds",
   .meaning = "How long a stop waits for running requests.",
   .apply = [](C c, Text v) { return seconds(c.shutdown_timeout, v, 0, 3600); }},
  {.name = "LOG_LEVEL", .standard = "info", .valid = "debug, info, warn or error",
   .meaning = "Least level that is logged.", .falls_back = true,
   .apply = [](C c, Text v) { return choice(c.log_level, v, log_levels); }},
  // --- store
  {.name = "AUTH_STORE", .standard = "memory", .valid = "memory, sqlite or postgres",
   .meaning = "Where everything is kept. `memory` forgets it at the end.",
   .apply = [](C c, Text v) { return choice(c.store, v, store_kinds); }},
  {.name = "DATABASE_URL",
   .valid = "sqlite:PATH or sqlite:///ABSOLUTE/PATH; for postgres a URL as psql takes it: "
            "postgresql://USER:PASSWORD@HOST/DATABASE",
   .meaning = "The database of AUTH_STORE=sqlite or postgres.", .secrecy = Secrecy::url_with_password,
   .apply = [](C c, Text v) { return assign(c.database_url, v); }},
  {.name = "SQLITE_SYNCHRONOUS", .standard = "full", .valid = "full or normal",
   .meaning = "`full`: an answer means that the data survives a power cut. `normal`: faster, a power cut may lose the "
              "last commits.",
   .apply = [](C c, Text v) { return choice(c.sqlite_durable, v, std::array{std::pair{"full"sv, true},
                                                                          std::pair{"normal"sv, false}}); }},
  {.name = "SQLITE_READERS", .standard = "8", .valid = "a whole number from 1 to 64",
   .meaning = "Connections for reading beside the one writer.",
   .apply = [](C c, Text v) { return count(c.sqlite_readers, v, 1, 64); }},
  {.name = "SQLITE_TIMEOUT_MS", .standard = "5000", .valid = "1 to 600000 milliseconds",
   .meaning = "How long to wait for a connection or for another process's write.",
   .apply = [](C c, Text v) { return milliseconds(c.sqlite_timeout, v, 1, 600000); }},
  {.name = "DB_POOL_MAX", .standard = "10", .valid = "a whole number from 1 to 256",
   .meaning = "Connections of this process to PostgreSQL at most.",
   .apply = [](C c, Text v) { return count(c.postgres.connections, v, 1, max_postgres_connections); }},
  {.name = "DB_ACQUIRE_TIMEOUT_MS", .standard = "5000", .valid = "1 to 600000 milliseconds",
   .meaning = "How long a request waits for a free connection, in the order of asking.",
   .apply = [](C c, Text v) { return milliseconds(c.postgres.acquire_timeout, v, 1, 600000); }},
  {.name = "DB_CONNECT_TIMEOUT_MS", .standard = "5000", .valid = "2000 to 600000 milliseconds",
   .meaning = "How long connecting to one host of PostgreSQL may take.",
   .apply = [](C c, Text v) { return milliseconds(c.postgres.connect_timeout, v, 2000, 600000); }},
  {.name = "DB_STATEMENT_TIMEOUT_MS", .standard = "15000", .valid = "100 to 600000 milliseconds",
   .meaning = "How long one statement may run in PostgreSQL; migrations take as long as they need.",
   .apply = [](C c, Text v) { return milliseconds(c.postgres.statement_timeout, v, 100, 600000); }},
  {.name = "DB_LOCK_TIMEOUT_MS", .standard = "5000", .valid = "10 to 600000 milliseconds",
   .meaning = "How long a statement may wait for a row or table that another transaction holds.",
   .apply = [](C c, Text v) { return milliseconds(c.postgres.lock_timeout, v, 10, 600000); }},
  {.name = "DB_PREPARED_STATEMENTS", .standard = "auto", .valid = "auto or off",
   .meaning = "`off` behind a pooler that lends connections per transaction and does not know prepared statements, "
              "such as PgBouncer before 1.21.",
   .apply = [](C c, Text v) { return choice(c.postgres.prepared_statements, v, std::array{std::pair{"auto"sv, true},
                                                                                      std::pair{"off"sv, false}}); }},
  {.name = "COMPAT_ROLLBACK", .standard = "false", .valid = valid_flag,
   .meaning = "Write password and code hashes in the form of the original service, so that it can take over again.",
   .apply = [](C c, Text v) { return flag(c.auth.compat_rollback, v); }},
  // --- tokens and roles
  {.name = "AUTH_TOKEN_SECRET", .standard = default_token_secret, .valid = "at least 32 bytes; blanks count",
   .meaning = "Signs access tokens and links; other keys are derived from it.", .secrecy = secret, .keeps_blanks = true,
   .apply = [](C c, Text v) { return assign(c.auth.token_secret, v); }},
  {.name = "AUTH_TOKEN_SECRETS_PREVIOUS", .valid = "a comma list of secrets",
   .meaning = "Former token secrets, still accepted, never used for new tokens.", .secrecy = secret,
   .apply = [](C c, Text v) { return secret_items(c.auth.previous_token_secrets, v); }},
  {.name = "AUDIT_KEY", .valid = "any text",
   .meaning = "Keys the chain that seals the audit trail; unset, it is derived from the token secret, and replacing "
              "that one makes the trail unverifiable.", .secrecy = secret,
   .apply = [](C c, Text v) { return assign(c.audit.key, v); }},
  {.name = "ACTIVITY_ALL_TYPES", .standard = "false", .valid = valid_flag,
   .meaning = "Show events of jobs, posts, organizations and accounts in the activity routes as well.",
   .apply = [](C c, Text v) { return flag(c.audit.in_activity, v); }},
  {.name = "AUTH_ACCESS_TOKEN_TTL_SEC", .standard = "900", .valid = valid_seconds,
   .meaning = "Life of an access token.", .apply = [](C c, Text v) { return seconds(c.auth.access_token_ttl, v, 1); }},
  {.name = "AUTH_REFRESH_TOKEN_TTL_SEC", .standard = "604800", .valid = valid_seconds,
   .meaning = "Life of a refresh token.", .apply = [](C c, Text v) { return seconds(c.auth.refresh_token_ttl, v, 1); }},
  {.name = "AUTH_REFRESH_REUSE_WINDOW_SEC", .standard = "60", .valid = valid_seconds_0,
   .meaning = "Reuse of a replaced refresh token within this time is only refused; later it ends the whole family.",
   .apply = [](C c, Text v) { return seconds(c.auth.refresh_reuse_window, v, 0); }},
  {.name = "AUTH_DEFAULT_ROLE_CODE", .standard = "sdm", .valid = "sdm, lpk, tsk, kaisha or super_admin",
   .meaning = "Role of a new account; in production none that may administrate.",
   .apply = [](C c, Text v) { c.auth.default_role = lower(v); return is_role(c.auth.default_role); }},
  {.name = "AUTH_HASH_CONCURRENCY", .standard = "0", .valid = "a whole number from 0 to 1024",
   .meaning = "Passwords hashed at the same time, 19 MiB each; 0 means one per core.",
   .apply = [](C c, Text v) { return count(c.auth.hash_concurrency, v, 0, 1024); }},
  {.name = "AUTH_HASH_QUEUE", .standard = "64", .valid = "a whole number from 0 to 65535",
   .meaning = "Requests that may wait for hashing; one more is answered `server_busy`.",
   .apply = [](C c, Text v) { return count(c.auth.hash_queue, v, 0, 65535); }},
  {.name = "AUTH_HASH_WAIT_MS", .standard = "5000", .valid = "1 to 60000 milliseconds",
   .meaning = "How long a request waits for hashing before it is answered `server_busy`.",
   .apply = [](C c, Text v) { return milliseconds(c.auth.hash_wait, v, 1, 60000); }},
  // --- administrators
  {.name = "ADMIN_ROLE_CODES", .standard = "super_admin", .valid = valid_roles,
   .meaning = "Roles that may administrate; unknown ones are warned about.", .falls_back = true,
   .apply = [](C c, Text v) { return lower_items(c.auth.admin_roles, v); }},
  {.name = "ADMIN_API_KEY", .valid = valid_text, .meaning = "Key for `x-admin-api-key`. Not set: no access by key.",
   .secrecy = secret, .apply = [](C c, Text v) { return assign(c.auth.admin_api_key, v); }},
  {.name = "BOOTSTRAP_ADMIN_EMAIL", .valid = "an e-mail address",
   .meaning = "Administrator to create at start; needs BOOTSTRAP_ADMIN_PASSWORD.",
   .apply = [](C c, Text v) { return email_address(c.admin.email, v); }},
  {.name = "BOOTSTRAP_ADMIN_PASSWORD", .valid = "8 to 1024 characters, no blank at either end",
   .meaning = "Password of that administrator.", .secrecy = secret, .keeps_blanks = true,
   .apply =
       [](C c, Text v) {
         return v == trimmed(v) && v.size() >= min_password_length && v.size() <= max_password_length &&
                assign(c.admin.password, v);
       }},
  {.name = "BOOTSTRAP_ADMIN_FULL_NAME", .standard = "Admin Senpai", .valid = "at least 2 characters",
   .meaning = "Name of that administrator.",
   .apply = [](C c, Text v) { return v.size() >= 2 && assign(c.admin.full_name, v); }},
  {.name = "BOOTSTRAP_ADMIN_ROLE_CODES", .standard = "super_admin,sdm,lpk,tsk,kaisha", .valid = valid_roles,
   .meaning = "Roles that administrator gets, none is ever taken away; unknown ones are warned about.",
   .falls_back = true,
   .apply = [](C c, Text v) { return lower_items(c.admin.roles, v); }},
  {.name = "BOOTSTRAP_ADMIN_RESET_PASSWORD", .standard = "false", .valid = valid_flag,
   .meaning = "Set the password of an existing administrator to BOOTSTRAP_ADMIN_PASSWORD at every start.",
   .falls_back = true, .apply = [](C c, Text v) { return flag(c.admin.reset_password, v); }},
  // --- e-mail
  {.name = "AUTH_EMAIL_PROVIDER", .standard = "log", .valid = "log or resend",
   .meaning = "How mail leaves: into the log, or through Resend.", .falls_back = true, .other_name = "EMAIL_PROVIDER",
   .apply = [](C c, Text v) { return choice(c.email.provider, v, email_providers); }},
  {.name = "EMAIL_PROVIDER", .valid = "as AUTH_EMAIL_PROVIDER",
   .meaning = "Other name of AUTH_EMAIL_PROVIDER, which wins."},
  {.name = "AUTH_EMAIL_LOG_CODES",
   .derived = [](const Config& c) -> std::string { return c.production ? "false" : "true"; },
   .standard_note = "true, in production false", .valid = valid_flag,
   .meaning = "Whether the provider `log` writes one-time codes in clear.",
   .apply = [](C c, Text v) { return flag(c.email.log_codes, v); }},
  {.name = "AUTH_EMAIL_RESEND_API_KEY", .valid = valid_text,
   .meaning = "Key of Resend; needed for the provider `resend`.", .secrecy = secret, .other_name = "RESEND_API_KEY",
   .apply = [](C c, Text v) { return assign(c.email.resend_api_key, v); }},
  {.name = "RESEND_API_KEY", .valid = "as AUTH_EMAIL_RESEND_API_KEY",
   .meaning = "Other name of AUTH_EMAIL_RESEND_API_KEY, which wins.", .secrecy = secret},
  {.name = "AUTH_EMAIL_RESEND_BASE_URL", .standard = "https://api.resend.com", .valid = valid_url,
   .meaning = "Where Resend is reached.", .apply = [](C c, Text v) { return url(c.email.resend_base_url, v); }},
  {.name = "AUTH_EMAIL_FROM", .valid = "an address, for example Senpai <no-reply@example.com>",
   .meaning = "Sender of mails; needed for the provider `resend`.", .other_name = "EMAIL_FROM",
   .apply = [](C c, Text v) { return v.find('@') != Text::npos && assign(c.email.from, v); }},
  {.name = "EMAIL_FROM", .valid = "as AUTH_EMAIL_FROM", .meaning = "Other name of AUTH_EMAIL_FROM, which wins."},
  {.name = "AUTH_EMAIL_VERIFICATION_CODE_TTL_SEC", .standard = "600", .valid = valid_seconds,
   .meaning = "Life of a one-time code.", .apply = [](C c, Text v) { return seconds(c.auth.code_ttl, v, 1); }},
  {.name = "AUTH_EMAIL_VERIFICATION_RESEND_COOLDOWN_SEC", .standard = "60", .valid = valid_seconds_0,
   .meaning = "Pause before another code may be asked for.",
   .apply = [](C c, Text v) { return seconds(c.auth.code_resend_cooldown, v, 0); }},
  {.name = "AUTH_EMAIL_VERIFICATION_MAX_ATTEMPTS", .standard = "5", .valid = valid_count,
   .meaning = "Wrong tries that lock a code.",
   .apply = [](C c, Text v) { return count(c.auth.code_max_attempts, v, 1); }},
  {.name = "AUTH_EMAIL_VERIFICATION_MAX_DAILY_ATTEMPTS", .standard = "50", .valid = valid_count,
   .meaning = "Wrong tries per account and day, over all its codes.",
   .apply = [](C c, Text v) { return count(c.auth.code_max_daily_attempts, v, 1); }},
  {.name = "AUTH_EMAIL_VERIFICATION_NEUTRAL_RESEND", .standard = "false", .valid = valid_flag,
   .meaning = "Answer every request for another code alike, so that nobody learns which addresses have accounts.",
   .apply = [](C c, Text v) { return flag(c.auth.neutral_resend, v); }},
  {.name = "AUTH_EMAIL_VERIFICATION_EXPOSE_CODE",
   .derived = [](const Config& c) -> std::string { return c.production ? "false" : "true"; },
   .standard_note = "true, in production false", .valid = "true or false",
   .meaning = "Put the one-time code into answers as `developmentCode`.",
   .apply = [](C c, Text v) { return choice(c.auth.expose_code, v, std::array{std::pair{"true"sv, true},
                                                                            std::pair{"false"sv, false}}); }},
  {.name = "AUTH_EMAIL_VERIFICATION_STATIC_CODE", .valid = "six digits",
   .meaning = "Used instead of generated codes, in test environments.", .secrecy = secret,
   .apply = [](C c, Text v) { return one_time_code(c.auth.static_code, v); }},
  // --- identity checks
  {.name = "KYC_PROVIDER_WEBHOOK_SECRET", .valid = valid_text,
   .meaning = "Shared with the vendor. Not set: webhook off.", .secrecy = secret,
   .apply = [](C c, Text v) { c.webhook.secrets.emplace_back(std::string(v)); return true; }},
  {.name = "KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS",
   .valid = "a comma list of secrets, together with KYC_PROVIDER_WEBHOOK_SECRET",
   .meaning = "Former webhook secrets, still accepted while the vendor changes over.", .secrecy = secret,
   .apply = [](C c, Text v) { return !c.webhook.secrets.empty() && secret_items(c.webhook.secrets, v); }},
  {.name = "KYC_PROVIDER_WEBHOOK_REQUIRE_SIGNATURE", .standard = "true", .valid = valid_flag,
   .meaning = "Refuse deliveries without a signature.", .falls_back = true,
   .apply = [](C c, Text v) { return flag(c.webhook.require_signature, v); }},
  {.name = "KYC_PROVIDER_WEBHOOK_MAX_SKEW_SEC", .standard = "300", .valid = valid_seconds,
   .meaning = "How far a delivery's timestamp may be from now.", .falls_back = true,
   .apply = [](C c, Text v) { return seconds(c.webhook.max_skew, v, 1); }},
  {.name = "KYC_PROVIDER_WEBHOOK_IDEMPOTENCY_TTL_SEC", .standard = "86400", .valid = valid_seconds,
   .meaning = "How long a delivery's key is remembered; then it is purged.", .falls_back = true,
   .apply = [](C c, Text v) { return seconds(c.webhook.idempotency_ttl, v, 1); }},
  {.name = "KYC_PREVIEW_URL_DEFAULT_EXPIRES_SEC", .standard = "120", .valid = "60 to 3600 seconds",
   .meaning = "Life of a preview link when none is asked for.", .falls_back = true,
   .apply = [](C c, Text v) { return seconds(c.kyc.preview_default, v, 60, 3600); }},
  {.name = "KYC_PREVIEW_URL_MAX_EXPIRES_SEC",
   .derived = [](const Config& c) { return std::to_string(std::max(300L, c.kyc.preview_default.count())); },
   .standard_note = "300, or KYC_PREVIEW_URL_DEFAULT_EXPIRES_SEC if that is more",
   .valid = "seconds from KYC_PREVIEW_URL_DEFAULT_EXPIRES_SEC to 3600", .meaning = "Longest life of a preview link.",
   .falls_back = true,
   .apply = [](C c, Text v) { return seconds(c.kyc.preview_max, v, c.kyc.preview_default.count(), 3600); }},
  // --- documents
  {.name = "OBJECT_STORAGE_PROVIDER", .standard = "memory", .valid = "memory, filesystem or s3",
   .meaning = "Where uploaded files live. `memory` keeps no bytes.",
   .apply = [](C c, Text v) { return choice(c.objects.kind, v, objects_kinds); }},
  {.name = "OBJECT_STORAGE_DIR", .valid = "a folder this server may write to",
   .meaning = "Folder of OBJECT_STORAGE_PROVIDER=filesystem.",
   .apply = [](C c, Text v) { return assign(c.objects.directory, v); }},
  {.name = "OBJECT_STORAGE_VERIFY_UPLOADS",
   .derived = [](const Config& c) -> std::string { return c.objects.kind == ObjectsKind::memory ? "false" : "true"; },
   .standard_note = "true, with OBJECT_STORAGE_PROVIDER=memory false", .valid = valid_flag,
   .meaning = "Accept a document only if its file is stored as declared.",
   .apply = [](C c, Text v) { return flag(c.kyc.verify_uploads, v); }},
  {.name = "OBJECT_STORAGE_UPLOAD_QUOTA_BYTES", .standard = "209715200", .valid = valid_bytes,
   .meaning = "Bytes a user may have declared for uploads that are not purged.",
   .apply = [](C c, Text v) { return bytes(c.kyc.upload_quota_bytes, v); }},
  {.name = "OBJECT_STORAGE_BUCKET", .standard = "senpaijepang-kyc", .valid = valid_text,
   .meaning = "Name of the bucket.", .apply = [](C c, Text v) { return assign(c.objects.bucket, v); }},
  {.name = "OBJECT_STORAGE_PRESIGN_EXPIRES_SEC", .standard = "900", .valid = "60 to 3600 seconds",
   .meaning = "Life of an upload link.", .falls_back = true,
   .apply = [](C c, Text v) { return seconds(c.kyc.upload_link_ttl, v, 60, 3600); }},
  {.name = "OBJECT_STORAGE_MAX_FILE_BYTES", .standard = "10485760", .valid = valid_bytes,
   .meaning = "Largest KYC document.", .falls_back = true,
   .apply = [](C c, Text v) { return bytes(c.kyc.max_file_bytes, v); }},
  {.name = "OBJECT_STORAGE_ALLOWED_CONTENT_TYPES", .standard = "image/jpeg,image/png,application/pdf",
   .valid = "a comma list of media types", .meaning = "Types of KYC documents.", .falls_back = true,
   .apply = [](C c, Text v) { return lower_items(c.kyc.allowed_content_types, v); }},
  {.name = "MINIO_PORT", .standard = "9000", .valid = "a whole number from 1 to 65535",
   .meaning = "Used in the defaults below.",
   .apply = [](C c, Text v) { return count(c.objects.minio_port, v, 1, 65535); }},
  {.name = "OBJECT_STORAGE_BASE_URL",
   .derived = [](const Config& c) { return "http://localhost:" + std::to_string(c.objects.minio_port); },
   .standard_note = "http://localhost:{MINIO_PORT}", .valid = valid_url, .meaning = "Start of the links of `memory`.",
   .apply = [](C c, Text v) { return url(c.objects.base_url, v); }},
  {.name = "OBJECT_STORAGE_ENDPOINT",
   .derived = [](const Config& c) { return "http://localhost:" + std::to_string(c.objects.minio_port); },
   .standard_note = "http://localhost:{MINIO_PORT}", .valid = valid_url, .meaning = "Address of the S3 service.",
   .apply = [](C c, Text v) { return url(c.objects.endpoint, v); }},
  {.name = "OBJECT_STORAGE_PUBLIC_ENDPOINT", .derived = [](const Config& c) { return c.objects.endpoint; },
   .standard_note = "OBJECT_STORAGE_ENDPOINT", .valid = valid_url,
   .meaning = "Address of the S3 service in links, where clients reach it otherwise than this server does.",
   .apply = [](C c, Text v) { return url(c.objects.public_endpoint, v); }},
  {.name = "OBJECT_STORAGE_REGION", .standard = "ap-northeast-1", .valid = valid_text,
   .meaning = "Region of the S3 bucket.", .apply = [](C c, Text v) { return assign(c.objects.region, v); }},
  {.name = "OBJECT_STORAGE_ACCESS_KEY_ID", .valid = valid_text, .meaning = "S3 access key.",
   .other_name = "MINIO_ROOT_USER", .apply = [](C c, Text v) { return assign(c.objects.access_key_id, v); }},
  {.name = "MINIO_ROOT_USER", .valid = "as OBJECT_STORAGE_ACCESS_KEY_ID",
   .meaning = "Other name of OBJECT_STORAGE_ACCESS_KEY_ID, which wins."},
  {.name = "OBJECT_STORAGE_SECRET_ACCESS_KEY", .valid = valid_text, .meaning = "S3 secret key.", .secrecy = secret,
   .other_name = "MINIO_ROOT_PASSWORD", .apply = [](C c, Text v) { return assign(c.objects.secret_access_key, v); }},
  {.name = "MINIO_ROOT_PASSWORD", .valid = "as OBJECT_STORAGE_SECRET_ACCESS_KEY",
   .meaning = "Other name of OBJECT_STORAGE_SECRET_ACCESS_KEY, which wins.", .secrecy = secret},
  {.name = "OBJECT_STORAGE_SESSION_TOKEN", .valid = valid_text,
   .meaning = "Belongs to a temporary S3 key; links end with it at the latest.", .secrecy = secret,
   .apply = [](C c, Text v) { return assign(c.objects.session_token, v); }},
  {.name = "OBJECT_STORAGE_CA_FILE", .valid = "a readable PEM file",
   .meaning = "Certificates to trust for the S3 service instead of the system's.",
   .apply = [](C c, Text v) { return std::ifstream(std::string(v)).good() && assign(c.objects.ca_file, v); }},
  {.name = "OBJECT_STORAGE_TIMEOUT_SEC", .standard = "10", .valid = "1 to 60 seconds",
   .meaning = "How long one use of the S3 service may take, tries included.",
   .apply = [](C c, Text v) { return seconds(c.objects.timeout, v, 1, 60); }},
  {.name = "OBJECT_STORAGE_FORCE_PATH_STYLE", .standard = "true", .valid = valid_flag,
   .meaning = "S3 links carry the bucket in the path.", .falls_back = true,
   .apply = [](C c, Text v) { return flag(c.objects.force_path_style, v); }},
  // --- background work
  {.name = "WORKER_THREADS", .standard = "1", .valid = "a whole number from 1 to 16",
   .meaning = "Threads that send mail and purge.",
   .apply = [](C c, Text v) { return count(c.worker_threads, v, 1, 16); }},
  {.name = "WORKER_POLL_INTERVAL_MS", .standard = "500", .valid = "10 to 60000 milliseconds",
   .meaning = "How often the queue is looked at.",
   .apply = [](C c, Text v) { return milliseconds(c.worker.poll_interval, v, 10, 60000); }},
  {.name = "WORKER_LEASE_SEC", .standard = "60", .valid = "20 to 3600 seconds",
   .meaning = "How long a job may run before another worker may take it.",
   .apply = [](C c, Text v) { return seconds(c.worker.lease, v, 20, 3600); }},
  {.name = "WORKER_MAX_ATTEMPTS", .standard = "8", .valid = "a whole number from 1 to 100",
   .meaning = "Tries before a job stays as dead.",
   .apply = [](C c, Text v) { return count(c.worker.max_attempts, v, 1, 100); }},
  {.name = "WORKER_PURGE_INTERVAL_SEC", .standard = "60", .valid = "1 to 86400 seconds",
   .meaning = "Pause between purges.",
   .apply = [](C c, Text v) { return seconds(c.worker.purge_interval, v, 1, 86400); }},
  {.name = "WORKER_PURGE_BATCH", .standard = "500", .valid = "a whole number from 1 to 10000",
   .meaning = "Rows purged per transaction.",
   .apply = [](C c, Text v) { return count(c.worker.purge_batch, v, 1, 10000); }},
  {.name = "RETENTION_SESSIONS_SEC", .standard = "86400", .valid = valid_seconds_0,
   .meaning = "How long expired or revoked sessions are kept.",
   .apply = [](C c, Text v) { return seconds(c.worker.session_retention, v, 0); }},
  {.name = "RETENTION_CODES_SEC", .standard = "86400", .valid = valid_seconds_0,
   .meaning = "How long expired one-time codes are kept, a day at least: the wrong codes of a day count.",
   .apply = [](C c, Text v) { return seconds(c.worker.code_retention, v, 0); }},
  {.name = "RETENTION_QUEUE_SEC", .standard = "604800", .valid = valid_seconds_0,
   .meaning = "How long finished jobs are kept.",
   .apply = [](C c, Text v) { return seconds(c.worker.queue_retention, v, 0); }},
  {.name = "RETENTION_UPLOADS_SEC", .standard = "86400", .valid = valid_seconds_0,
   .meaning = "How long uploads that were never registered are kept after their link expired.",
   .apply = [](C c, Text v) { return seconds(c.worker.upload_retention, v, 0); }},
};
// clang-format on

template <class E, std::size_t N>
Text name_of(E value, const std::array<std::pair<Text, E>, N>& options) {
  return std::ranges::find(options, value, &std::pair<Text, E>::second)->first;
}

}  // namespace

std::string_view to_text(StoreKind kind) { return name_of(kind, store_kinds); }
std::string_view to_text(ObjectsKind kind) { return name_of(kind, objects_kinds); }

std::span<const Setting> settings() { return table; }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_role(std::string_view code) { return std::ranges::find(known_roles, code) != known_roles.end(); }

}  // namespace senpai::server
