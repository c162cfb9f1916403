#pragma once
// Persistence of jobs and posts; part of ports/storage.hpp. What is deleted is absent everywhere.

#include <senpai/feed.hpp>
#include <senpai/jobs.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// A checked JobQuery.
struct JobFilter {
  std::string search{};  ///< Folded text; empty: any.
  std::optional<EmploymentType> employment_type{};
  std::optional<bool> visa_sponsorship{};
  std::string location{};  ///< Folded text; empty: any.
  std::optional<UserId> viewer{};
  Timestamp now{};
  PageWindow window{};
};

/// A checked FeedQuery.
struct FeedFilter {
  std::string search{};  ///< Folded text; empty: any.
  std::string category{};
  std::optional<UserId> viewer{};
  Timestamp now{};
  PageWindow window{};
};

/// What a job is found by: lower case by Unicode.
struct JobSearchText {
  std::string all{};
  std::string location{};
};

/// Keeps jobs, and who saved them.
class JobStore {
 public:
  virtual ~JobStore() = default;
  /// Public at `now`, oldest first, ties in order of insertion. Two statements.
  virtual Page<JobSummary> list_visible(const JobFilter&) = 0;
  /// In every state, in the same order; of the filter only search and window count. Two statements.
  virtual Page<Job> list_all(const JobFilter&) = 0;
  virtual std::optional<Job> find(const JobId&, const std::optional<UserId>& viewer) = 0;
  virtual std::optional<Lifecycle> lifecycle(const JobId&) = 0;

  virtual void insert(const Job&, const JobSearchText&, Timestamp now) = 0;
  /// Stores everything of a job; false when its revision is no longer that of `job`.
  [[nodiscard]] virtual bool update(const Job&, const JobSearchText&, Timestamp now) = 0;
  /// Hides a job and all that hangs on it; false when there is none.
  [[nodiscard]] virtual bool hide(const JobId&, Timestamp now) = 0;
  /// Deletes it with all that hangs on it and keeps a copy; false when there is none.
  [[nodiscard]] virtual bool destroy(const JobId&, Timestamp now) = 0;
  /// Gives up the files attached to applications for a deleted job, so that the purge of uploads removes them.
  virtual void abandon_files(const JobId&) = 0;

  /// Saves a job that is public at `now`. True when it was not saved before, which of simultaneous calls exactly one
  /// gets; nothing when the job is not public or there is no such user. A unit of work by itself: nothing else is
  /// written in one with it.
  virtual std::optional<bool> save(const std::string& row_id, const UserId&, const JobId&, Timestamp now) = 0;
  /// False when it was not saved; nothing when there is no such job. A unit of work by itself, as save().
  virtual std::optional<bool> unsave(const UserId&, const JobId&) = 0;
  /// Latest first. Two statements.
  virtual Page<JobSummary> list_saved(const UserId&, const PageWindow&) = 0;
};

/// As JobStore; posts come newest first, those without a date last, ties by creation and id.
class FeedStore {
 public:
  virtual ~FeedStore() = default;
  virtual Page<FeedPost> list_visible(const FeedFilter&) = 0;
  virtual Page<FeedPost> list_all(const FeedFilter&) = 0;
  virtual std::optional<FeedPost> find(const PostId&) = 0;
  virtual std::optional<Lifecycle> lifecycle(const PostId&) = 0;

  virtual void insert(const FeedPost&, std::string_view search_text, Timestamp now) = 0;
  [[nodiscard]] virtual bool update(const FeedPost&, std::string_view search_text, Timestamp now) = 0;
  [[nodiscard]] virtual bool hide(const PostId&, Timestamp now) = 0;
  [[nodiscard]] virtual bool destroy(const PostId&, Timestamp now) = 0;

  virtual std::optional<bool> save(const std::string& row_id, const UserId&, const PostId&, Timestamp now) = 0;
  virtual std::optional<bool> unsave(const UserId&, const PostId&) = 0;
  virtual Page<FeedPost> list_saved(const UserId&, const PageWindow&) = 0;
};

}  // namespace senpai
