#include <senpai/admin.hpp>

#include <algorithm>

#include "auth/account_rules.hpp"
#include "runtime.hpp"
#include "support/search_text.hpp"

namespace senpai {
namespace {

using Codes = std::vector<std::string>;

constexpr std::size_t max_named_codes = 5;
constexpr int max_named_code_length = 40;

[[noreturn]] void refuse_user() { missing("user_not_found", "There is no user with this id."); }
[[noreturn]] void refuse_roles() { reject("invalid_roles", "roles must be a list with at least one role."); }

bool contains(const Codes& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string joined(const Codes& codes) {
  std::string text;
  for (const auto& code : codes) text += (text.empty() ? "" : ", ") + code;
  return text;
}

/// Codes as they are stored: trimmed, lower case, each once, in order.
Codes checked_shape(const Patch<Codes>& given) {
  if (!given.has_value()) refuse_roles();
  Codes codes;
  for (const auto& item : *given)
    if (std::string code = text::lower(text::trim(item)); !code.empty()) codes.push_back(std::move(code));
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  if (codes.empty()) refuse_roles();
  return codes;
}

void check_known(const Codes& codes, const Codes& known) {
  Codes unknown;
  bool complete = true;
  for (const auto& code : codes) {
    if (contains(known, code)) continue;
    if (unknown.size() == max_named_codes) complete = false;
    else unknown.push_back(text::fits(code, 1, max_named_code_length) ? code : "(not a role code)");
  }
  if (unknown.empty()) return;
  reject("invalid_roles",
         "Unknown roles: " + joined(unknown) + (complete ? "" : ", ...") + ". Possible are " + joined(known) + ".");
}

/// Brings the roles of a user to exactly these; called inside the transaction that holds the user's row.
void replace_roles(Stores& s, const User& user, const Codes& wanted, const Codes& row_ids, Timestamp now) {
  for (const auto& code : user.roles)
    if (!contains(wanted, code)) s.administration.revoke_role(user.id, code);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (!contains(user.roles, wanted[i]) && !s.users.grant_role(user.id, wanted[i], row_ids[i], now))
      check_known(wanted, s.users.known_roles());
}

Codes new_ids(const Runtime& runtime, std::size_t count) {
  Codes ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(runtime.new_id());
  return ids;
}

AuditEntry audit_entry(const Actor& actor, const char* action, const UserId& user, Timestamp now) {
  return {.actor = actor, .action = action, .entity_type = "USER", .entity_id = user.text(), .at = now};
}

}  // namespace

Page<User> AdminService::users(const UserQuery& query) {
  UserFilter filter;
  filter.window = check_page(query.page, long_list);
  filter.search = search_text(query.search);
  return read(runtime_.storage(), [&](Stores& s) { return s.administration.list_users(filter); });
}

User AdminService::user(const UserId& id) {
  auto user = read(runtime_.storage(), [&](Stores& s) { return s.users.find(id); });
  if (!user) refuse_user();
  return std::move(*user);
}

User AdminService::create_user(const Actor& admin, const AccountDraft& in) {
  require_administrator(admin);
  User user;
  user.full_name = checked_name(in.full_name);
  user.email = checked_email(in.email);
  check_password(in.password);
  user.roles = in.roles.absent() ? Codes{std::string(super_admin_role)} : checked_shape(in.roles);
  const auto refuse_taken = [] {
    conflict("email_exists", "An account with this e-mail address exists already.");
  };
  read(runtime_.storage(), [&](Stores& s) {
    check_known(user.roles, s.users.known_roles());
    if (s.users.find_credential(user.email)) refuse_taken();
    return true;
  });

  const std::string hash = runtime_.credentials.hash_password(in.password);
  user.id = UserId(runtime_.new_id());
  user.created_at = runtime_.now();
  const Codes role_rows = new_ids(runtime_, user.roles.size());
  const std::string audit_row = runtime_.new_id();
  write(runtime_.storage(), [&](Stores& s) {
    if (!s.users.insert({user.id, user.full_name, user.email, hash, user.created_at})) refuse_taken();
    User without_roles = user;
    without_roles.roles.clear();
    replace_roles(s, without_roles, user.roles, role_rows, user.created_at);
    AuditEntry entry = audit_entry(admin, "user.created", user.id, user.created_at);
    entry.details = entry.details.with("roles", joined(user.roles));
    s.audit.append(audit_row, entry);
  });
  return user;
}

User AdminService::update_user(const Actor& admin, const UserId& id, const AccountUpdate& in) {
  require_administrator(admin);
  const auto known = read(runtime_.storage(), [&](Stores& s) -> std::optional<Codes> {
    if (!s.users.find(id)) return std::nullopt;
    return s.users.known_roles();
  });
  if (!known) refuse_user();
  const bool new_roles = !in.roles.absent();
  const Codes roles = new_roles ? checked_shape(in.roles) : Codes{};
  if (!new_roles && in.full_name.absent() && in.password.absent())
    reject("invalid_request", "Please send a fullName, a password or roles to change.");
  AccountChange change;
  if (!in.full_name.absent()) change.full_name = checked_name(in.full_name.value());
  if (!in.password.absent()) check_password(in.password.value());
  check_known(roles, *known);

  // Nothing is left that could be refused, and the one writer does not wait for the hash.
  if (!in.password.absent()) change.password_hash = runtime_.credentials.hash_password(in.password.value());
  const Timestamp now = runtime_.now();
  const Codes role_rows = new_ids(runtime_, roles.size());
  const std::string audit_row = runtime_.new_id();
  return write(runtime_.storage(), [&](Stores& s) {
    // The update comes first: whoever else changes this user has to wait for its row.
    if (!s.administration.update_user(id, change, now)) refuse_user();
    AuditEntry entry = audit_entry(admin, "user.updated", id, now);
    if (change.full_name) entry.details = entry.details.with("fullName", "changed");
    if (change.password_hash) {
      const auto ended = s.sessions.revoke_all(id, now);
      entry.details = entry.details.with("password", "changed").with("endedSessions", std::to_string(ended));
    }
    if (new_roles) {
      const auto user = s.users.find(id);
      if (!user) refuse_user();
      replace_roles(s, *user, roles, role_rows, now);
      entry.details = entry.details.with("rolesBefore", joined(user->roles)).with("roles", joined(roles));
    }
    s.audit.append(audit_row, entry);
    auto updated = s.users.find(id);
    if (!updated) refuse_user();
    // Applications are found by the name of who applied.
    if (change.full_name) s.applications.relabel_applicant(id, search_label(updated->full_name, updated->email));
    return std::move(*updated);
  });
}

Profile AdminService::profile(const UserId& id) { return ProfileService(runtime_).get(id); }

KycHistory AdminService::kyc_history(const UserId& id, std::string_view session_id) {
  user(id);
  return KycService(runtime_).history(id, session_id);
}

}  // namespace senpai
