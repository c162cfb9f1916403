#pragma once
// A store of your own: people come from the company's directory, everything else stays in the store of the library.

#include <map>
#include <senpai/ports/storage.hpp>

/// What the company knows about its people, by e-mail address. Yours would ask LDAP or an HR system, before the
/// transaction and not inside of it.
using Directory = std::map<std::string, std::string, std::less<>>;

/// Whoever the directory knows is called what the directory says, to themselves and wherever a person is found by id or
/// address. Rows stay with us, because others refer to them; lists show what is in the rows.
class DirectoryUsers final : public senpai::UserStore {
 public:
  DirectoryUsers(senpai::UserStore& rows, const Directory& directory) : rows_(rows), directory_(directory) {}

  bool insert(const senpai::NewUser& user) override { return rows_.insert(user); }
  std::optional<senpai::User> find(const senpai::UserId& id) override {
    auto user = rows_.find(id);
    if (user) rename(*user);
    return user;
  }
  std::optional<senpai::Credential> find_credential(std::string_view email) override {
    auto credential = rows_.find_credential(email);
    if (credential) rename(credential->user);
    return credential;
  }
  std::vector<std::string> known_roles() override { return rows_.known_roles(); }
  bool grant_role(const senpai::UserId& id, std::string_view code, const std::string& row,
                  senpai::Timestamp now) override {
    return rows_.grant_role(id, code, row, now);
  }
  bool replace_password_hash(const senpai::UserId& id, std::string_view seen, std::string_view hash,
                             senpai::Timestamp now) override {
    return rows_.replace_password_hash(id, seen, hash, now);
  }
  void mark_email_verified(const senpai::UserId& id, senpai::Timestamp now) override {
    rows_.mark_email_verified(id, now);
  }
  bool update_profile(const senpai::UserId& id, const std::optional<std::string>& name,
                      const std::optional<std::optional<std::string>>& avatar, senpai::Timestamp now) override {
    return rows_.update_profile(id, name, avatar, now);
  }

 private:
  void rename(senpai::User& user) const {
    if (const auto known = directory_.find(user.email); known != directory_.end()) user.full_name = known->second;
  }

  senpai::UserStore& rows_;
  const Directory& directory_;
};

class CompanyStorage final : public senpai::Storage {
 public:
  CompanyStorage(std::shared_ptr<senpai::Storage> rest, Directory directory)
      : rest_(std::move(rest)), directory_(std::move(directory)) {}

  void read(const Work& work) override {
    rest_->read([&](senpai::Stores& stores) { with_our_users(stores, work); });
  }
  void write(const Work& work) override {
    rest_->write([&](senpai::Stores& stores) { with_our_users(stores, work); });
  }
  std::vector<std::string> migrate() override { return rest_->migrate(); }
  std::vector<senpai::MigrationState> migrations() override { return rest_->migrations(); }

 private:
  void with_our_users(senpai::Stores& s, const Work& work) const {
    DirectoryUsers users(s.users, directory_);
    senpai::Stores ours{users,           s.sessions,       s.challenges, s.kyc,          s.uploads, s.jobs, s.feed,
                        s.queue,         s.inbox,          s.audit,      s.organizations, s.administration,
                        s.activity,      s.applications,   s.application_documents,       s.search};
    work(ours);
  }

  std::shared_ptr<senpai::Storage> rest_;
  Directory directory_;
};
