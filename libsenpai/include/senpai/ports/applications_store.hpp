#pragma once
// Persistence of applications; part of ports/storage.hpp. Applications for a deleted job are absent everywhere.

#include <senpai/applications.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// An application as it is first stored, SUBMITTED.
struct NewApplication {
  ApplicationId id{};
  UserId user_id{};
  JobId job_id{};
  std::string employer_id{};
  std::optional<std::string> note{};
  std::string search_job{};        ///< Folded title and employer of the job.
  std::string search_applicant{};  ///< Folded name and e-mail address of the applicant.
  Timestamp created_at{};
};

/// A checked OwnApplicationQuery.
struct OwnApplicationFilter {
  UserId user_id{};
  std::optional<ApplicationStatus> status{};
  PageWindow window{};
};

/// A checked ApplicationQuery.
struct ApplicationFilter {
  std::optional<ApplicationStatus> status{};
  std::optional<JobId> job_id{};
  std::optional<std::string> employer_id{};
  std::string search{};  ///< Folded text; empty: any.
  PageWindow window{};
};

/// Keeps applications and their steps.
class ApplicationStore {
 public:
  virtual ~ApplicationStore() = default;
  /// False when this user applied for this job before; nothing is written then.
  [[nodiscard]] virtual bool insert(const NewApplication&) = 0;
  virtual std::optional<ApplicationCase> find(const ApplicationId&) = 0;
  /// Until the transaction ends, others who lock the same application or change or delete it wait.
  virtual void lock(const ApplicationId&) = 0;
  virtual std::optional<Application> find_of(const UserId&, const JobId&) = 0;
  /// Latest change first, ties by creation and id, newest first. Two statements.
  virtual Page<Application> list_own(const OwnApplicationFilter&) = 0;
  /// In the same order. Two statements, last events included.
  virtual Page<ApplicationCase> list(const ApplicationFilter&) = 0;
  /// False when the status is no longer `from`.
  [[nodiscard]] virtual bool change_status(const ApplicationId&, ApplicationStatus from, ApplicationStatus to,
                                           Timestamp now) = 0;
  virtual void insert_event(const JourneyEvent&) = 0;
  virtual std::vector<JourneyEvent> events(const ApplicationId&) = 0;  ///< Oldest first.
  /// For whoever applies: until the transaction ends, relabel_applicant() for the same user waits, so that no
  /// application keeps a former name.
  virtual void lock_applicant(const UserId&) = 0;
  /// Replaces NewApplication::search_job of one application, whose job was renamed while it was stored.
  virtual void relabel(const ApplicationId&, std::string_view search_job) = 0;
  /// The same of all applications for a job that is renamed.
  virtual void relabel_job(const JobId&, std::string_view search_job) = 0;
  /// Replaces NewApplication::search_applicant of all applications of a user who is renamed; see lock_applicant().
  virtual void relabel_applicant(const UserId&, std::string_view search_applicant) = 0;
};

/// Keeps what is known of the files attached to applications.
class ApplicationDocumentStore {
 public:
  virtual ~ApplicationDocumentStore() = default;
  /// False when the application has this checksum or any application this object key; nothing is written then.
  [[nodiscard]] virtual bool insert(const ApplicationDocument&) = 0;
  /// Whether insert() would find one of the two.
  virtual bool is_taken(const ApplicationId&, std::string_view checksum_sha256, std::string_view object_key) = 0;
  virtual std::int64_t count(const ApplicationId&) = 0;
  virtual std::vector<ApplicationDocument> list(const ApplicationId&) = 0;  ///< Newest first.
  virtual std::optional<ApplicationDocument> find(const ApplicationDocumentId&) = 0;
  /// Stores the review in `reviewed`; false when review status, reason or reviewer are no longer those of `seen`.
  [[nodiscard]] virtual bool review(const ApplicationDocument& seen, const ApplicationDocument& reviewed) = 0;
};

}  // namespace senpai
