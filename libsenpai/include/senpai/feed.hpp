#pragma once
// Articles for candidates.

#include <senpai/jobs.hpp>

namespace [[gnu::visibility("default")]] senpai {

// Text limits count UTF-16 code units after trimming.
constexpr int max_post_title_length = 180;
constexpr int max_post_excerpt_length = 600;
constexpr int max_post_category_length = 64;
constexpr int max_post_author_length = 120;

/// An article.
struct FeedPost {
  PostId id{};
  std::string title{};
  std::string excerpt{};
  std::string category{};  ///< Upper case, free text.
  std::string author{};
  std::optional<std::string> image_url{};
  Lifecycle lifecycle{};
  std::optional<Timestamp> former_published_at{};  ///< Of a post that was public before.
  Timestamp created_at{};
  bool saved = false;         ///< By the viewer.
  std::int64_t revision = 0;  ///< Counts changes, so that simultaneous edits see each other; never shown.

  /// The date shown to readers; never missing, because mobile clients cannot decode a post without one.
  Timestamp shown_date() const { return lifecycle.published_at.value_or(former_published_at.value_or(created_at)); }
};

/// Which posts, as asked for.
struct FeedQuery {
  std::string search{};    ///< Literal substring of title, excerpt, author and category; case is ignored.
  std::string category{};  ///< Any case; blank: all.
  PageQuery page{};        ///< Limit 20, 1..50, whole numbers.
};

/// A new post, which needs its texts, or a change, where what is absent stays as it is.
struct PostDraft {
  Patch<std::string> title{};      ///< 2..180
  Patch<std::string> excerpt{};    ///< 2..600
  Patch<std::string> category{};   ///< 1..64, any case.
  Patch<std::string> author{};     ///< 2..120
  Patch<std::string> image_url{};  ///< http or https, at most 2048; null or blank: none.
  /// Stands in for the date of `lifecycle` where that has none. Null or blank in a change: now. In a change without
  /// `lifecycle` it is stored whatever the status, which stays.
  Patch<Timestamp> published_at{};
  Patch<LifecycleDraft> lifecycle{};
};

/// Every method may be called from any thread. Deleted posts are found by nobody; they are kept for the record, except
/// with AuthOptions::compat_rollback, where only a copy remains.
class FeedService {
 public:
  explicit FeedService(Runtime& runtime) : runtime_(runtime) {}

  /// Publicly visible posts, newest first. @throws invalid_cursor, invalid_limit.
  Page<FeedPost> list(const FeedQuery&, const std::optional<UserId>& viewer = {});

  // For candidates.

  /// What a user saved, latest first, also what is not public any more. @throws invalid_cursor, invalid_limit.
  Page<FeedPost> saved(const UserId&, const PageQuery& = {});

  /// Remembers a public post. True when it was not saved before; of simultaneous calls exactly one gets that.
  /// @throws invalid_post_id when blank, post_not_found.
  bool save(const UserId&, std::string_view post);

  /// True when it was saved. @throws post_not_found.
  bool unsave(const UserId&, const PostId&);

  // For administrators.

  /// Posts in every state, newest first, those without a date last. @throws invalid_cursor, invalid_limit.
  Page<FeedPost> list_all(const FeedQuery& = {});

  /// A new post, public at once unless its lifecycle says otherwise.
  /// @throws invalid_lifecycle, invalid_lifecycle_status, invalid_lifecycle_date, invalid_title, invalid_excerpt,
  ///         invalid_category, invalid_author, invalid_image_url.
  FeedPost create(const Actor& admin, const PostDraft&);

  /// All or nothing. @throws post_not_found, invalid_published_at, else as create().
  FeedPost update(const Actor& admin, const PostId&, const PostDraft&);

  /// Deletes a post. @throws post_not_found, also the second time.
  void remove(const Actor& admin, const PostId&);

  /// @param at  shown as the date of publication; absent or null: now. @throws post_not_found, invalid_lifecycle_date.
  FeedPost publish(const Actor& admin, const PostId&, const Patch<Timestamp>& at = {});

  /// Back to a draft. @throws post_not_found.
  FeedPost unpublish(const Actor& admin, const PostId&);

  /// Public from `at` on. @throws post_not_found, invalid_lifecycle_date when there is no date.
  FeedPost schedule(const Actor& admin, const PostId&, const Patch<Timestamp>& at);

  /// Each post on its own: what is wrong with one is in its item. Trouble with the store ends the whole; what was done
  /// before stays. @throws invalid_bulk_action, invalid_post_ids.
  BulkResult bulk(const Actor& admin, const BulkRequest&);

 private:
  Runtime& runtime_;
};

}  // namespace senpai
