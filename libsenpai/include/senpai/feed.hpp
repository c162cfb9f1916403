#pragma once
// Articles for candidates.

#include <senpai/jobs.hpp>

namespace senpai {

struct FeedPost {
  PostId id{};
  std::string title{};
  std::string excerpt{};
  std::string category{};  ///< Upper case, free text.
  std::string author{};
  std::optional<std::string> image_url{};
  Lifecycle lifecycle{};
  Timestamp created_at{};
  bool saved = false;  ///< By the viewer.

  /// The date shown to readers; never missing, because mobile clients cannot decode a post without one.
  Timestamp shown_date() const { return lifecycle.published_at.value_or(created_at); }
};

struct FeedQuery {
  std::string search{};    ///< Literal substring of title, excerpt, author and category; case is ignored.
  std::string category{};  ///< Blank: all.
  PageQuery page{};        ///< Limit 20, 1..50, whole numbers.
};

/// Every method may be called from any thread.
class FeedService {
 public:
  explicit FeedService(Runtime& runtime) : runtime_(runtime) {}

  /// Publicly visible posts, newest first. @throws invalid_cursor, invalid_limit.
  Page<FeedPost> list(const FeedQuery&, const std::optional<UserId>& viewer = {});

 private:
  Runtime& runtime_;
};

}  // namespace senpai
