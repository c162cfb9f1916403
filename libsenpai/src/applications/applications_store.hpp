#pragma once
// The stores of applications and their documents on a connection.

#include <senpai/ports/applications_store.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlApplicationStore final : public ApplicationStore {
 public:
  explicit SqlApplicationStore(Connection& db) : db_(db) {}
  bool insert(const NewApplication&) override;
  std::optional<ApplicationCase> find(const ApplicationId&) override;
  void lock(const ApplicationId&) override;
  std::optional<Application> find_of(const UserId&, const JobId&) override;
  Page<Application> list_own(const OwnApplicationFilter&) override;
  Page<ApplicationCase> list(const ApplicationFilter&) override;
  bool change_status(const ApplicationId&, ApplicationStatus from, ApplicationStatus to, Timestamp now) override;
  void insert_event(const JourneyEvent&) override;
  std::vector<JourneyEvent> events(const ApplicationId&) override;
  void lock_applicant(const UserId&) override;
  void relabel(const ApplicationId&, std::string_view search_job) override;
  void relabel_job(const JobId&, std::string_view search_job) override;
  void relabel_applicant(const UserId&, std::string_view search_applicant) override;

 private:
  Connection& db_;
};

class SqlApplicationDocumentStore final : public ApplicationDocumentStore {
 public:
  explicit SqlApplicationDocumentStore(Connection& db) : db_(db) {}
  bool insert(const ApplicationDocument&) override;
  bool is_taken(const ApplicationId&, std::string_view checksum_sha256, std::string_view object_key) override;
  std::int64_t count(const ApplicationId&) override;
  std::vector<ApplicationDocument> list(const ApplicationId&) override;
  std::optional<ApplicationDocument> find(const ApplicationDocumentId&) override;
  bool review(const ApplicationDocument& seen, const ApplicationDocument& reviewed) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
