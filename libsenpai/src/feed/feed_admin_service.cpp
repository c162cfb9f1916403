// Posts as administrators create, change and delete them.

#include <senpai/feed.hpp>

#include "content/content.hpp"
#include "support/search_text.hpp"

namespace senpai {
namespace {

std::string search_text_of(const FeedPost& p) {
  return post_search_text(p.title, p.excerpt, p.author, p.category);
}

struct PostContent {
  using Id = PostId;
  using Item = FeedPost;
  static constexpr ContentNames names{.entity_type = "FEED_POST",
                                      .created = "feed.created",
                                      .updated = "feed.updated",
                                      .published = "feed.published",
                                      .unpublished = "feed.unpublished",
                                      .scheduled = "feed.scheduled",
                                      .deleted = "feed.deleted",
                                      .invalid_ids = "invalid_post_ids",
                                      .ids_field = "postIds"};
  static constexpr bool date_is_schedule = true;

  static Lifecycle& lifecycle(FeedPost& post) { return post.lifecycle; }
  static std::optional<FeedPost> find(Stores& s, const PostId& id) { return s.feed.find(id); }
  static std::optional<Lifecycle> find_lifecycle(Stores& s, const PostId& id) { return s.feed.lifecycle(id); }

  static std::vector<std::string> changes(const FeedPost& before, FeedPost& after, Timestamp now) {
    // Whoever saved it while it was public still sees that date.
    const bool was_public = before.lifecycle.effective(now) == LifecycleStatus::published;
    if (was_public && before.lifecycle.published_at) after.former_published_at = before.lifecycle.published_at;
    std::vector<std::string> fields;
    const auto note = [&](const char* field, bool same) {
      if (!same) fields.emplace_back(field);
    };
    note("title", before.title == after.title);
    note("excerpt", before.excerpt == after.excerpt);
    note("category", before.category == after.category);
    note("author", before.author == after.author);
    note("imageUrl", before.image_url == after.image_url);
    note("lifecycle", before.lifecycle == after.lifecycle);
    return fields;
  }

  static bool update(Stores& s, const FeedPost&, const FeedPost& after, Timestamp now) {
    return s.feed.update(after, search_text_of(after), now);
  }
  static bool hide(Stores& s, const PostId& id, Timestamp now) { return s.feed.hide(id, now); }
  static bool destroy(Stores& s, const PostId& id, Timestamp now) { return s.feed.destroy(id, now); }
  static void after_removal(Stores&, const PostId&, const QueueId&, Timestamp) {}
  [[noreturn]] static void refuse_absent() { missing("post_not_found", "There is no such article."); }
};

/// Checks and takes over the texts of a draft, all of them or those that are given.
void put_fields(FeedPost& post, const PostDraft& in, bool all) {
  const auto wanted = [&](const auto& member) { return all || !member.absent(); };
  if (wanted(in.title))
    post.title =
        checked_text(in.title, 2, max_post_title_length, "invalid_title", "The title");
  if (wanted(in.excerpt))
    post.excerpt = checked_text(in.excerpt, 2, max_post_excerpt_length, "invalid_excerpt",
                                "The excerpt");
  if (wanted(in.category)) {
    post.category = text::upper(checked_text(in.category, 1, max_post_category_length, "invalid_category",
                                             "The category"));
  }
  if (wanted(in.author))
    post.author =
        checked_text(in.author, 2, max_post_author_length, "invalid_author", "The author");
  if (wanted(in.image_url))
    post.image_url = checked_url(in.image_url, max_content_url_length, "invalid_image_url",
                                 "imageUrl");
}

/// Whether the block itself says something about the date, be it wrong.
bool has_own_date(const LifecycleDraft& draft) {
  return draft.published_at.has_value() || draft.published_at.is_unusable();
}

/// The new date of a change, if it has one.
std::optional<Timestamp> changed_date(const PostDraft& in, Timestamp now) {
  const LifecycleDraft& draft = in.lifecycle.value();
  if (has_own_date(draft)) return checked_date(draft.published_at, "publishedAt");
  if (in.published_at.absent()) return std::nullopt;
  if (in.published_at.is_unusable())
    reject("invalid_published_at", "publishedAt must be a date and time, for example 2030-04-01T09:00:00Z.");
  return in.published_at.has_value() ? *in.published_at : now;
}

Lifecycle changed_lifecycle(const Lifecycle& before, const PostDraft& in, Timestamp now) {
  const auto date = changed_date(in, now);
  const auto published = date ? date : before.published_at;
  if (in.lifecycle.absent()) return {before.status, published, before.scheduled_at};
  const LifecycleDraft& draft = in.lifecycle.value();
  const auto status = checked_status(draft);
  const auto scheduled = checked_date(draft.scheduled_at, "scheduledAt");
  return settled(status.value_or(before.status), published,
                 draft.scheduled_at.absent() ? before.scheduled_at : scheduled, PostContent::date_is_schedule, now);
}

}  // namespace

Page<FeedPost> FeedService::list_all(const FeedQuery& query) {
  FeedFilter filter;
  filter.window = check_page(query.page, short_list);
  filter.search = search_text(query.search);
  filter.category = text::upper(text::trim(query.category));
  return read(runtime_.storage(), [&](Stores& s) { return s.feed.list_all(filter); });
}

FeedPost FeedService::create(const Actor& admin, const PostDraft& in) {
  require_administrator(admin);
  const Timestamp now = runtime_.now();
  const LifecycleDraft& draft = in.lifecycle.value();
  FeedPost post;
  post.lifecycle = new_lifecycle(in.lifecycle, has_own_date(draft) ? draft.published_at : in.published_at,
                                 PostContent::date_is_schedule, now);
  put_fields(post, in, true);
  post.id = PostId(runtime_.new_id());
  post.created_at = now;
  const AuditEntry entry = content_entry(admin, PostContent::names.created, PostContent::names, post.id.text(), {},
                                         nullptr, &post.lifecycle, now);
  const std::string audit_row = runtime_.new_id();
  const std::string search = search_text_of(post);
  write(runtime_.storage(), [&](Stores& s) {
    s.feed.insert(post, search, now);
    s.audit.append(audit_row, entry);
  });
  return post;
}

FeedPost FeedService::update(const Actor& admin, const PostId& id, const PostDraft& in) {
  return change_content<PostContent>(runtime_, admin, id, PostContent::names.updated,
                                     [&](FeedPost& post, Timestamp now) {
                                       check_lifecycle_shape(in.lifecycle);
                                       put_fields(post, in, false);
                                       post.lifecycle = changed_lifecycle(post.lifecycle, in, now);
                                     });
}

void FeedService::remove(const Actor& admin, const PostId& id) { remove_content<PostContent>(runtime_, admin, id); }

FeedPost FeedService::publish(const Actor& admin, const PostId& id, const Patch<Timestamp>& at) {
  return act_on_content<PostContent>(runtime_, admin, id, BulkAction::publish, at, {});
}

FeedPost FeedService::unpublish(const Actor& admin, const PostId& id) {
  return act_on_content<PostContent>(runtime_, admin, id, BulkAction::unpublish, {}, {});
}

FeedPost FeedService::schedule(const Actor& admin, const PostId& id, const Patch<Timestamp>& at) {
  return act_on_content<PostContent>(runtime_, admin, id, BulkAction::schedule, {}, at);
}

BulkResult FeedService::bulk(const Actor& admin, const BulkRequest& in) {
  return act_in_bulk<PostContent>(runtime_, admin, in);
}

}  // namespace senpai
