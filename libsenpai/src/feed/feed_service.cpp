#include <senpai/feed.hpp>

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {

Page<FeedPost> FeedService::list(const FeedQuery& query, const std::optional<UserId>& viewer) {
  FeedFilter filter;
  filter.window = check_page(query.page, {});
  filter.search = search_text(query.search);
  filter.category = text::upper(text::trim(query.category));
  filter.viewer = viewer;
  filter.now = runtime_.now();
  return read(runtime_.storage(), [&](Stores& s) { return s.feed.list_visible(filter); });
}

}  // namespace senpai
