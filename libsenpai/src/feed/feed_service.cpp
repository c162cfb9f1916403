// Posts as everybody sees them, and those a candidate has saved.

#include <senpai/feed.hpp>

#include "content/content.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

[[noreturn]] void refuse_absent() { missing("post_not_found", "This article is no longer available."); }

}  // namespace

Page<FeedPost> FeedService::list(const FeedQuery& query, const std::optional<UserId>& viewer) {
  FeedFilter filter;
  filter.window = check_page(query.page, short_list);
  filter.search = search_text(query.search);
  filter.category = text::upper(text::trim(query.category));
  filter.viewer = viewer;
  filter.now = runtime_.now();
  return read(runtime_.storage(), [&](Stores& s) { return s.feed.list_visible(filter); });
}

Page<FeedPost> FeedService::saved(const UserId& user, const PageQuery& page) {
  const PageWindow window = check_page(page, short_list);
  return read(runtime_.storage(), [&](Stores& s) { return s.feed.list_saved(user, window); });
}

bool FeedService::save(const UserId& user, std::string_view given) {
  const auto id = PostId::parse(checked_content_id(given, "invalid_post_id", "Please name the article in postId."));
  const Timestamp now = runtime_.now();
  const std::string row = runtime_.new_id();
  const auto created = write(runtime_.storage(), [&](Stores& s) { return s.feed.save(row, user, id, now); });
  if (!created) refuse_absent();
  return *created;
}

bool FeedService::unsave(const UserId& user, const PostId& id) {
  const auto removed = write(runtime_.storage(), [&](Stores& s) { return s.feed.unsave(user, id); });
  if (!removed) refuse_absent();
  return *removed;
}

}  // namespace senpai
