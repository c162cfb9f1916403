#include "config.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>

#include "settings.hpp"

namespace senpai::server {
namespace {

using Text = std::string_view;

constexpr Text default_admin_key = "dev-admin-api-key";
constexpr Text example_admin_password = "Admin12345";
constexpr std::size_t min_token_secret_bytes = 32;
constexpr std::size_t min_shared_secret_bytes = 16;
constexpr std::size_t max_secret_file_bytes = 65536;

// ------------------------------------------------------------------------------------------------------------ reading

/// Text for a message: one line, not endless.
std::string quoted(Text text) {
  std::string out = "\"";
  for (const char c : text.substr(0, 80)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out + (text.size() > 80 ? "...\"" : "\"");
}

[[noreturn]] void refuse(Text name, const std::string& why) { throw ConfigError(std::string(name) + ": " + why); }

std::string complaint(const Setting& setting, Text value) {
  const std::string shown = setting.secrecy == Secrecy::open ? quoted(value) : "its value";
  return shown + " cannot be used; valid: " + std::string(setting.valid);
}

std::string secret_from_file(Text name, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(max_secret_file_bytes + 1, '\0');
  if (!file || (file.read(text.data(), static_cast<std::streamsize>(text.size())), file.bad()))
    refuse(std::string(name) + "_FILE", quoted(path) + " cannot be read; valid: a readable file with the secret");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > max_secret_file_bytes)
    refuse(std::string(name) + "_FILE", quoted(path) + " is larger than 64 KiB; valid: a file with the secret only");
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (trimmed(text).empty())
    refuse(std::string(name) + "_FILE", quoted(path) + " is empty; valid: a file with the secret");
  return text;
}

struct Given {
  std::string value{};
  Source source = Source::environment;
};

/// The value the operator gave under this name.
std::optional<Given> given(const Lookup& lookup, const Setting& setting) {
  std::string value = lookup(setting.name).value_or("");
  if (!setting.keeps_blanks) value = trimmed(value);
  const auto file_name = setting.secrecy == Secrecy::open ? std::nullopt : lookup(std::string(setting.name) + "_FILE");
  if (!file_name || trimmed(*file_name).empty())
    return value.empty() ? std::nullopt : std::optional(Given{std::move(value)});
  if (!value.empty())
    refuse(setting.name, "it is set together with " + std::string(setting.name) + "_FILE; valid: one of them");
  value = secret_from_file(setting.name, std::string(trimmed(*file_name)));
  return Given{setting.keeps_blanks ? value : std::string(trimmed(value)), Source::file};
}

std::string shown_value(const Setting& setting, Text value) {
  if (value.empty() || setting.secrecy == Secrecy::open) return std::string(value);
  if (setting.secrecy == Secrecy::url_with_password && value.starts_with("sqlite:")) return std::string(value);
  if (value == setting.standard) return "******** (the default, known to everybody)";
  return "********";
}

const Setting& setting_named(Text name) { return *std::ranges::find(settings(), name, &Setting::name); }

std::string valid_for(Text name) { return std::string(setting_named(name).valid); }

void read_setting(Config& config, const Lookup& lookup, const Setting& setting) {
  ShownSetting shown{.name = setting.name};
  auto found = given(lookup, setting);
  const Setting* read = &setting;
  if (!found && !setting.other_name.empty()) {
    read = &setting_named(setting.other_name);
    if ((found = given(lookup, *read))) shown.read_from = read->name;
  }
  const std::string standard = setting.derived ? setting.derived(config) : std::string(setting.standard);
  std::string value = found ? found->value : standard;
  if (found) shown.source = found->source;
  if (setting.apply && found && !setting.apply(config, value)) {
    const std::string why = complaint(setting, value);
    if (!setting.falls_back) refuse(read->name, why);
    config.warnings.push_back(std::string(read->name) + ": " + why + "; " + quoted(standard) + " is used instead");
    shown.source = Source::fallback;
    value = standard;
    found.reset();
  }
  if (setting.apply && !found && !value.empty()) setting.apply(config, value);
  shown.value = shown_value(setting, value);
  config.shown.push_back(std::move(shown));
}

// ----------------------------------------------------------------------------------------------- rules across settings

bool was_set(const Config& config, Text name) {
  const auto& shown = *std::ranges::find(config.shown, name, &ShownSetting::name);
  return shown.source != Source::standard;
}

/// Refuses in production, warns elsewhere.
void unsafe(Config& config, Text name, const std::string& what) {
  if (config.production) refuse(name, what);
  config.warnings.push_back(std::string(name) + ": " + what);
}

/// Whether one becomes the other by a letter that is added, left out or exchanged, by two in long names, but not right
/// at the beginning.
bool is_slip_of(Text given, Text meant) {
  const std::size_t max_slips = meant.size() < 12 ? 1 : 2;
  if (given.substr(0, 3) != meant.substr(0, 3)) return false;
  std::vector<std::size_t> row(meant.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < given.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < meant.size(); ++j) {
      const std::size_t same = diagonal + (given[i] == meant[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({same, diagonal + 1, row[j] + 1});
    }
  }
  return row.back() <= max_slips;
}

void check_store(Config& config) {
  config.store_was_set = was_set(config, "AUTH_STORE");
  if (!config.store_was_set && !config.database_url.empty())
    unsafe(config, "DATABASE_URL",
           "it is ignored, because AUTH_STORE is not set: NOTHING IS KEPT after a restart; set AUTH_STORE=sqlite "
           "or postgres to use the database, or AUTH_STORE=memory if that is meant");
  if (config.store == StoreKind::postgres) {
    const Text url = config.database_url;
    if (url.empty() || url.starts_with("sqlite:"))
      refuse("DATABASE_URL", "AUTH_STORE=postgres needs it; valid: " + valid_for("DATABASE_URL"));
    config.postgres.url = config.database_url;
  }
  if (config.store == StoreKind::memory && config.production)
    config.warnings.emplace_back("AUTH_STORE: memory FORGETS EVERYTHING, accounts and identity checks, when the server "
                                 "ends; set sqlite or postgres");
  if (config.store != StoreKind::sqlite) return;
  Text path = config.database_url;
  const bool usable = path.starts_with("sqlite:") && (!path.starts_with("sqlite://") || path.starts_with("sqlite:///"));
  if (!usable) refuse("DATABASE_URL", "AUTH_STORE=sqlite needs it; valid: " + valid_for("DATABASE_URL"));
  path.remove_prefix(path.starts_with("sqlite:///") ? 9 : 7);
  if (path.empty() || path.back() == '/' || path == ":memory:")
    refuse("DATABASE_URL", "it names no file; valid: sqlite:PATH, and AUTH_STORE=memory for a store without a file");
  config.database_path = path;
}

void check_secrets(Config& config) {
  const auto& token = config.auth.token_secret.reveal();
  const std::string advice = "; set a random text of at least 32 bytes, for example from: openssl rand -hex 32";
  if (token == default_token_secret)
    unsafe(config, "AUTH_TOKEN_SECRET", "the default is known to everybody, so anybody can sign in as anyone" + advice);
  else if (token.size() < min_token_secret_bytes)
    unsafe(config, "AUTH_TOKEN_SECRET", "it is shorter than 32 bytes and could be guessed" + advice);
  for (const auto& previous : config.auth.previous_token_secrets)
    if (previous.reveal() == default_token_secret)
      unsafe(config, "AUTH_TOKEN_SECRETS_PREVIOUS", "it holds the default secret, which everybody knows; remove it");
  if (config.auth.admin_api_key.reveal() == default_admin_key)
    unsafe(config, "ADMIN_API_KEY", "this example key is known to everybody; set a random text or leave it empty");
  if (config.admin.password.reveal() == example_admin_password)
    unsafe(config, "BOOTSTRAP_ADMIN_PASSWORD", "this example password is known to everybody; choose another one");
  if (!config.production) return;
  if (config.audit.key.empty())
    config.warnings.emplace_back("AUDIT_KEY: it is not set, so the audit trail is sealed with AUTH_TOKEN_SECRET and "
                                 "cannot be verified any more once that is replaced; set it to the present "
                                 "AUTH_TOKEN_SECRET, or on a new database to a random text");
  // Only warned about, because servers run with such ones.
  const auto check_length = [&](Text name, const Secret& secret) {
    if (!secret.empty() && secret.reveal().size() < min_shared_secret_bytes)
      config.warnings.push_back(std::string(name) + ": IT CAN BE GUESSED, because it is shorter than 16 bytes; set a "
                                                    "random text, for example from: openssl rand -hex 32");
  };
  check_length("ADMIN_API_KEY", config.auth.admin_api_key);
  for (const auto& secret : config.webhook.secrets)
    check_length(&secret == &config.webhook.secrets.front() ? "KYC_PROVIDER_WEBHOOK_SECRET"
                                                            : "KYC_PROVIDER_WEBHOOK_SECRETS_PREVIOUS", secret);
}

void check_email(Config& config) {
  if (config.email.provider == EmailProvider::resend) {
    if (config.email.resend_api_key.empty())
      refuse("AUTH_EMAIL_RESEND_API_KEY", "AUTH_EMAIL_PROVIDER=resend needs it; valid: the key of your Resend account");
    if (config.email.from.empty())
      refuse("AUTH_EMAIL_FROM", "AUTH_EMAIL_PROVIDER=resend needs it; valid: " + valid_for("AUTH_EMAIL_FROM"));
  }
  if (!config.production) return;
  auto warn = [&](const char* text) { config.warnings.emplace_back(text); };
  if (config.email.provider == EmailProvider::log)
    warn(config.email.log_codes ? "AUTH_EMAIL_PROVIDER: no mail is sent; one-time codes are written to the log in clear"
                                : "AUTH_EMAIL_PROVIDER: no mail is sent and codes are masked in the log, so nobody can "
                                  "confirm an address; set resend, or AUTH_EMAIL_LOG_CODES=true");
  if (!config.auth.static_code.empty())
    warn("AUTH_EMAIL_VERIFICATION_STATIC_CODE: one code confirms every address; remove it outside test environments");
  if (config.auth.expose_code)
    warn("AUTH_EMAIL_VERIFICATION_EXPOSE_CODE: answers contain the code, so addresses are not really confirmed");
}

void check_s3(Config& config) {
  const auto& objects = config.objects;
  const auto require = [](bool given, Text name) {
    if (!given) refuse(name, "OBJECT_STORAGE_PROVIDER=s3 needs it; valid: " + valid_for(name));
  };
  require(!objects.access_key_id.empty(), "OBJECT_STORAGE_ACCESS_KEY_ID");
  require(!objects.secret_access_key.empty(), "OBJECT_STORAGE_SECRET_ACCESS_KEY");
  constexpr Text of_names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
  if (objects.bucket.find_first_not_of(of_names) != std::string::npos)
    refuse("OBJECT_STORAGE_BUCKET", quoted(objects.bucket) + " is no name of a bucket; valid: letters, digits, . - _");
  if (!config.production) return;
  const std::string unencrypted = ": documents travel unencrypted; use an https:// address";
  if (objects.endpoint.starts_with("http://")) config.warnings.push_back("OBJECT_STORAGE_ENDPOINT" + unencrypted);
  if (objects.public_endpoint != objects.endpoint && objects.public_endpoint.starts_with("http://"))
    config.warnings.push_back("OBJECT_STORAGE_PUBLIC_ENDPOINT" + unencrypted);
}

void check_objects(Config& config) {
  const auto kind = config.objects.kind;
  for (const auto& type : config.kyc.allowed_content_types)
    if (type.find('/') == std::string::npos)
      config.warnings.push_back("OBJECT_STORAGE_ALLOWED_CONTENT_TYPES: no file has the type " + quoted(type));
  if (kind == ObjectsKind::s3) check_s3(config);
  if (kind == ObjectsKind::memory && config.kyc.verify_uploads)
    refuse("OBJECT_STORAGE_VERIFY_UPLOADS",
           "OBJECT_STORAGE_PROVIDER=memory keeps no bytes, so every document would be refused; valid: false");
  if (kind == ObjectsKind::memory && config.production)
    config.warnings.emplace_back(
        "OBJECT_STORAGE_PROVIDER: memory keeps no document, and links to documents lead nowhere; set s3 or filesystem");
  if (kind != ObjectsKind::filesystem) return;
  if (config.objects.directory.empty())
    refuse("OBJECT_STORAGE_DIR",
           "OBJECT_STORAGE_PROVIDER=filesystem needs it; valid: " + valid_for("OBJECT_STORAGE_DIR"));
  if (was_set(config, "API_PUBLIC_URL")) return;
  if (config.port == 0)
    config.warnings.emplace_back("API_PUBLIC_URL: set it, or links to files lead nowhere, as API_PORT is 0");
  if (config.production)
    config.warnings.emplace_back("API_PUBLIC_URL: links to documents start with " + config.public_url +
                                 "; set the address under which clients reach this server");
}

void check_roles_and_webhook(Config& config) {
  for (const auto& role : config.auth.admin_roles)
    if (!is_role(role)) config.warnings.push_back("ADMIN_ROLE_CODES: nobody can have the unknown role " + quoted(role));
  for (const auto& role : config.admin.roles)
    if (!is_role(role))
      config.warnings.push_back("BOOTSTRAP_ADMIN_ROLE_CODES: the administrator does not get the unknown role " +
                                quoted(role));
  const std::string& every = config.auth.default_role;
  if (every == "super_admin" || std::ranges::find(config.auth.admin_roles, every) != config.auth.admin_roles.end())
    unsafe(config, "AUTH_DEFAULT_ROLE_CODE",
           "whoever registers would be an administrator; set a role that ADMIN_ROLE_CODES does not name");
  if (!config.webhook.secrets.empty() && !config.webhook.require_signature)
    config.warnings.emplace_back(
        "KYC_PROVIDER_WEBHOOK_REQUIRE_SIGNATURE: deliveries without a signature are accepted, so a recorded one can be "
        "sent again after its key is forgotten");
}

Text to_text(Source source) {
  switch (source) {
    case Source::environment: return "environment";
    case Source::file: return "file";
    case Source::standard: return "default";
    case Source::fallback: return "fallback";
  }
  return {};
}

}  // namespace

Config read_config(const Lookup& lookup) {
  Config config;
  for (const auto& setting : settings()) read_setting(config, lookup, setting);
  const Text mode = std::ranges::find(config.shown, "NODE_ENV", &ShownSetting::name)->value;
  const bool shortened = mode.size() >= 3 && Text("production").starts_with(mode);
  if (!config.production && (shortened || is_slip_of(mode, "production")))
    config.warnings.push_back("NODE_ENV: " + quoted(mode) + " is not production; did you mean that?");
  check_store(config);
  check_secrets(config);
  check_email(config);
  check_objects(config);
  check_roles_and_webhook(config);
  return config;
}

std::vector<std::string> misspelt_settings(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& setting : settings()) {
    known.emplace_back(setting.name);
    if (setting.secrecy != Secrecy::open) known.push_back(std::string(setting.name) + "_FILE");
  }
  std::vector<std::string> warnings;
  for (const auto& name : names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto meant = std::ranges::find_if(known, [&](const auto& setting) { return is_slip_of(name, setting); });
    if (meant != known.end()) warnings.push_back(name + ": there is no such setting; did you mean " + *meant + "?");
  }
  return warnings;
}

std::string describe(const Config& config) {
  std::size_t name_width = 0;
  for (const auto& row : config.shown) name_width = std::max(name_width, row.name.size());
  std::string out;
  for (const auto& row : config.shown) {
    std::string line(row.name);
    line.append(name_width + 2 - line.size(), ' ');
    line += row.value.empty() ? "(not set)" : row.value;
    if (!row.value.empty()) {
      line += "  [" + std::string(to_text(row.source));
      if (!row.read_from.empty()) line += " " + std::string(row.read_from);
      line += "]";
    }
    out += line + "\n";
  }
  for (const auto& warning : config.warnings) out += "warning: " + warning + "\n";
  return out;
}

std::string settings_markdown() {
  std::string out = "| Variable | Default | Valid | Meaning |\n|---|---|---|---|\n";
  for (const auto& row : settings()) {
    const Text note = row.standard_note.empty() ? row.standard : row.standard_note;
    std::string meaning(row.meaning);
    if (row.secrecy != Secrecy::open) meaning += " Secret; `" + std::string(row.name) + "_FILE` works too.";
    if (row.falls_back) meaning += " A bad value warns and gives way to the default.";
    const std::string standard = note.empty() ? "-" : row.derived ? std::string(note) : "`" + std::string(note) + "`";
    out += "| `" + std::string(row.name) + "` | " + standard + " | " + std::string(row.valid);
    out += " | " + meaning + " |\n";
  }
  return out;
}

}  // namespace senpai::server
