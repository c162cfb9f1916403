// Jobs and posts as they change: lifecycle, edits, deletion, what users saved, search, and totals.

#include <algorithm>

#include "contract/parts.hpp"

namespace senpai::contract {
namespace {

Job new_job(int n, const std::string& title = "Night Baker", Lifecycle lifecycle = {.published_at = at(0)}) {
  Job job;
  job.summary = {.id = JobId(uuid(n)),
                 .title = title,
                 .employment_type = EmploymentType::part_time,
                 .visa_sponsorship = true,
                 .location = {.country_code = "JP", .city = "Sendai", .display_label = "Sendai, JP"},
                 .employer = {.id = "emp_aoba",
                              .name = "Aoba Bakery",
                              .logo_url = "https://e.test/l",
                              .is_verified = true},
                 .lifecycle = lifecycle};
  job.description = "Bakes bread 🌸 for the early trains.";
  job.requirements = {"早起き", "Likes 'flour'"};
  job.latitude = 38.2682;
  job.longitude = -140.5;
  return job;
}

FeedPost new_post(int n, Timestamp published, Lifecycle lifecycle = {}) {
  FeedPost post{.id = PostId(uuid(n)), .title = "Renting", .excerpt = "Deposits", .category = "LIFESTYLE",
                .author = "Desk", .image_url = "https://e.test/i", .lifecycle = lifecycle, .created_at = at(n)};
  post.lifecycle.published_at = published;
  return post;
}

JobId add_job(const Store& store, const Job& job, Timestamp created, const std::string& search = "night baker") {
  store([&](Stores& s) { s.jobs.insert(job, {search, "sendai, jp"}, created); });
  return job.summary.id;
}

PostId add_post(const Store& store, const FeedPost& post, const std::string& search = "renting") {
  store([&](Stores& s) { s.feed.insert(post, search, post.created_at); });
  return post.id;
}

Page<JobSummary> visible_jobs(const Store& store, Timestamp now, const std::string& search = "",
                              const std::optional<UserId>& viewer = {}) {
  return store.look([&](Stores& s) {
    return s.jobs.list_visible({.search = search, .viewer = viewer, .now = now, .window = {.offset = 0, .limit = 50}});
  });
}

Page<Job> all_jobs(const Store& store, const std::string& search = "", PageWindow window = {.offset = 0, .limit = 50}) {
  return store.look([&](Stores& s) { return s.jobs.list_all({.search = search, .window = window}); });
}

Page<FeedPost> visible_posts(const Store& store, Timestamp now, const std::string& category = "") {
  return store.look([&](Stores& s) {
    return s.feed.list_visible({.category = category, .now = now, .window = {.offset = 0, .limit = 50}});
  });
}

bool shows(const Page<JobSummary>& page, const JobId& id) {
  return std::any_of(page.items.begin(), page.items.end(), [&](const JobSummary& j) { return j.id == id; });
}

bool shows(const Page<FeedPost>& page, const PostId& id) {
  return std::any_of(page.items.begin(), page.items.end(), [&](const FeedPost& p) { return p.id == id; });
}

std::optional<Job> find(const Store& store, const JobId& id) {
  return store.look([&](Stores& s) { return s.jobs.find(id, std::nullopt); });
}

bool update(const Store& store, const Job& job) {
  return store([&](Stores& s) { return s.jobs.update(job, {"night baker", "sendai, jp"}, at(100)); });
}

std::optional<bool> save(const Store& store, const UserId& user, const JobId& id, int row) {
  return store([&](Stores& s) { return s.jobs.save(uuid(row), user, id, at(row)); });
}

std::optional<bool> unsave(const Store& store, const UserId& user, const JobId& id) {
  return store([&](Stores& s) { return s.jobs.unsave(user, id); });
}

Page<JobSummary> saved(const Store& store, const UserId& user) {
  return store.look([&](Stores& s) { return s.jobs.list_saved(user, {.offset = 0, .limit = 50}); });
}

void jobs_changed(const Fresh& fresh) {
  SUBCASE("content: a new job is found with everything that was written, and comes last") {
    const Store store(fresh());
    const Job given = new_job(1);
    const auto id = add_job(store, given, at(1));
    const auto found = find(store, id);
    REQUIRE(found);
    CHECK(found->summary.title == given.summary.title);
    CHECK(found->summary.employment_type == given.summary.employment_type);
    CHECK(found->summary.location == given.summary.location);
    CHECK(found->summary.employer == given.summary.employer);
    CHECK(found->summary.lifecycle == given.summary.lifecycle);
    CHECK(found->description == given.description);
    CHECK(found->requirements == given.requirements);
    CHECK(found->latitude == doctest::Approx(given.latitude));
    CHECK(found->longitude == doctest::Approx(given.longitude));
    const auto all = all_jobs(store);
    CHECK(all.total == 5);
    CHECK(all.items.back().summary.id == id);
    CHECK(all.items.back().requirements == given.requirements);
  }
  SUBCASE("content: a change needs the revision it saw, and of many at once exactly one wins") {
    const Store store(fresh());
    const auto id = add_job(store, new_job(1), at(1));
    Job changed = *find(store, id);
    changed.summary.title = "Day Baker";
    changed.requirements = {"one"};
    changed.summary.lifecycle = {.status = LifecycleStatus::draft};
    CHECK(update(store, changed));
    CHECK_FALSE(update(store, changed));
    const auto found = find(store, id);
    CHECK(found->summary.title == "Day Baker");
    CHECK(found->requirements == std::vector<std::string>{"one"});
    CHECK(found->summary.lifecycle == changed.summary.lifecycle);
    CHECK(all_jobs(store).items.back().revision == found->revision);
    CHECK(winners(6, [&](int i) {
            Job job = *found;
            job.summary.title = "Title " + std::to_string(i);
            return update(store, job);
          }) == 1);
    CHECK_FALSE(update(store, new_job(2)));
  }
  SUBCASE("content: what is scheduled is listed and counted from its time on, and a draft never") {
    const Store store(fresh());
    const auto scheduled =
        add_job(store, new_job(1, "A", {.status = LifecycleStatus::scheduled, .scheduled_at = at(60)}), at(1));
    const auto draft = add_job(store, new_job(2, "B", {.status = LifecycleStatus::draft}), at(2));
    const auto undated = add_job(store, new_job(3, "C", {.status = LifecycleStatus::scheduled}), at(3));
    CHECK_FALSE(shows(visible_jobs(store, at(59)), scheduled));
    CHECK(visible_jobs(store, at(59)).total == 4);
    CHECK(shows(visible_jobs(store, at(60)), scheduled));
    CHECK(visible_jobs(store, at(60)).total == 5);
    CHECK_FALSE(shows(visible_jobs(store, at(60)), draft));
    CHECK_FALSE(shows(visible_jobs(store, at(60)), undated));
    CHECK(all_jobs(store).total == 7);
    CHECK(store.look([&](Stores& s) { return s.jobs.lifecycle(scheduled); })->scheduled_at == at(60));
  }
  SUBCASE("content: jobs made at one time keep the order they were made in, over pages too") {
    const Store store(fresh());
    for (const int n : {9, 3, 7, 5}) add_job(store, new_job(n), at(1));
    std::vector<std::string> order;
    for (int offset = 4; offset < 8; ++offset) {
      const auto page = all_jobs(store, "", {.offset = offset, .limit = 1});
      CHECK(page.total == 8);
      REQUIRE(page.items.size() == 1);
      order.push_back(page.items[0].summary.id.text());
    }
    CHECK(order == std::vector<std::string>{uuid(9), uuid(3), uuid(7), uuid(5)});
  }
}

void content_removed(const Fresh& fresh) {
  SUBCASE("content: a hidden or destroyed job is absent everywhere, and its totals go with it") {
    for (const bool for_real : {false, true}) {
      const Store store(fresh());
      const auto user = add_user(store, 90);
      const auto id = add_job(store, new_job(1), at(1));
      CHECK(save(store, user, id, 91) == true);
      const auto remove = [&] {
        return store([&](Stores& s) { return for_real ? s.jobs.destroy(id, at(5)) : s.jobs.hide(id, at(5)); });
      };
      CHECK(remove());
      CHECK_FALSE(remove());
      CHECK_FALSE(find(store, id));
      CHECK_FALSE(store.look([&](Stores& s) { return s.jobs.lifecycle(id); }));
      CHECK(all_jobs(store).total == 4);
      CHECK(visible_jobs(store, at(9)).total == 4);
      CHECK(all_jobs(store, "night baker").total == 0);
      CHECK(saved(store, user).items.empty());
      CHECK(saved(store, user).total == 0);
      CHECK_FALSE(update(store, new_job(1)));
      CHECK_FALSE(save(store, user, id, 92).has_value());
      CHECK_FALSE(unsave(store, user, id).has_value());
    }
  }
  SUBCASE("content: of many who remove one job or post at once exactly one is told so") {
    const Store store(fresh());
    const auto job = add_job(store, new_job(1), at(1));
    const auto post = add_post(store, new_post(2, at(1)));
    CHECK(winners(6, [&](int) { return store([&](Stores& s) { return s.jobs.hide(job, at(5)); }); }) == 1);
    CHECK(winners(6, [&](int i) {
            return store([&](Stores& s) { return i % 2 ? s.feed.hide(post, at(5)) : s.feed.destroy(post, at(5)); });
          }) == 1);
    CHECK_FALSE(store.look([&](Stores& s) { return s.feed.find(post); }));
  }
}

void content_saved(const Fresh& fresh) {
  SUBCASE("saved: the first of many simultaneous saves reports it, and removal likewise") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const JobId job("job_osaka_cnc_operator_002");
    CHECK(winners(6, [&](int i) { return save(store, user, job, 10 + i).value_or(false); }) == 1);
    CHECK(saved(store, user).total == 1);
    CHECK(winners(6, [&](int) { return unsave(store, user, job).value_or(false); }) == 1);
    CHECK(saved(store, user).total == 0);
    CHECK(unsave(store, user, job) == false);
    CHECK_FALSE(save(store, user, JobId("job_none"), 30).has_value());
    CHECK_FALSE(unsave(store, user, JobId("job_none")).has_value());
    const auto nobody = uuid(99);
    CHECK_FALSE(save(store, UserId(nobody), job, 31).has_value());
  }
  SUBCASE("saved: what is not public cannot be saved, and what was saved before can be removed") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto hidden = add_job(store, new_job(2, "A", {.status = LifecycleStatus::draft}), at(1));
    const auto scheduled =
        add_job(store, new_job(3, "B", {.status = LifecycleStatus::scheduled, .scheduled_at = at(50)}), at(1));
    CHECK_FALSE(save(store, user, hidden, 10).has_value());
    CHECK_FALSE(save(store, user, scheduled, 49).has_value());
    CHECK(save(store, user, scheduled, 50) == true);
    CHECK(save(store, user, scheduled, 51) == false);
    CHECK_FALSE(save(store, user, scheduled, 49).has_value());
    CHECK(unsave(store, user, hidden) == false);
    CHECK(unsave(store, user, scheduled) == true);
  }
  SUBCASE("saved: the latest comes first, a repeat keeps its place, and others see nothing of it") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto other = add_user(store, 2);
    const JobId first("job_osaka_cnc_operator_002"), second("job_tokyo_senior_welder_001");
    CHECK(save(store, user, first, 10) == true);
    CHECK(save(store, user, second, 11) == true);
    CHECK(save(store, user, first, 12) == false);
    const auto page = saved(store, user);
    REQUIRE(page.items.size() == 2);
    CHECK(page.items[0].id == second);
    CHECK(page.items[1].id == first);
    CHECK(page.items[0].saved);
    const auto second_page = store.look([&](Stores& s) { return s.jobs.list_saved(user, {.offset = 1, .limit = 1}); });
    CHECK(second_page.total == 2);
    REQUIRE(second_page.items.size() == 1);
    CHECK(second_page.items[0].id == first);
    CHECK(store.look([&](Stores& s) { return s.jobs.list_saved(user, {.offset = 0, .limit = 1}); }).items.size() == 1);
    CHECK(saved(store, other).total == 0);
    for (const auto& job : visible_jobs(store, at(0), "", user).items)
      CHECK(job.saved == (job.id == first || job.id == second));
    for (const auto& job : visible_jobs(store, at(0), "", other).items) CHECK_FALSE(job.saved);
    CHECK(store.look([&](Stores& s) { return s.jobs.find(first, user); })->summary.saved);
    CHECK_FALSE(store.look([&](Stores& s) { return s.jobs.find(first, other); })->summary.saved);
  }
  SUBCASE("saved: a job that became a draft stays, with its true lifecycle") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto id = add_job(store, new_job(3), at(1));
    CHECK(save(store, user, id, 10) == true);
    Job job = *find(store, id);
    job.summary.lifecycle = {.status = LifecycleStatus::draft};
    CHECK(update(store, job));
    REQUIRE(saved(store, user).items.size() == 1);
    CHECK(saved(store, user).items[0].lifecycle.status == LifecycleStatus::draft);
  }
}

void content_searched(const Fresh& fresh) {
  SUBCASE("search: letters of any script and any number are found in the middle of a text, and follow a change") {
    const Store store(fresh());
    const auto id = add_job(store, new_job(1), at(1), "night baker 早起き sendai");
    const auto total = [&](const std::string& text) { return all_jobs(store, text).total; };
    for (const char* part : {"k", "ak", "bake", "起", "早起き", "baker 早", "t b"}) {
      CAPTURE(part);
      CHECK(shows(visible_jobs(store, at(9), part), id));
      CHECK(total(part) >= 1);
    }
    CHECK(total("早起き sendai") == 1);
    CHECK(total("night  baker") == 0);
    const Job job = *find(store, id);
    CHECK(store([&](Stores& s) { return s.jobs.update(job, {"day miller", "sendai, jp"}, at(5)); }));
    CHECK(total("早起き") == 0);
    CHECK(total("day mill") == 1);
  }
}

void posts_changed(const Fresh& fresh) {
  SUBCASE("feed: posts come newest first, those of one date by creation, and drafts last") {
    const Store store(fresh());
    FeedPost draft = new_post(4, at(0), {.status = LifecycleStatus::draft});
    draft.lifecycle.published_at.reset();
    for (const auto& post : {new_post(1, at(50)), new_post(2, at(60)), new_post(3, at(50)), draft})
      add_post(store, post);
    const auto page = store.look([](Stores& s) {
      return s.feed.list_all({.category = "LIFESTYLE", .window = {.offset = 0, .limit = 50}});
    });
    std::vector<std::string> order;
    for (const auto& post : page.items)
      if (post.title == "Renting") order.push_back(post.id.text());
    CHECK(order == std::vector<std::string>{uuid(2), uuid(3), uuid(1), uuid(4)});
    CHECK_FALSE(shows(visible_posts(store, at(99)), draft.id));
    const auto all = [&](const std::string& search, PageWindow window) {
      return store.look([&](Stores& s) { return s.feed.list_all({.search = search, .window = window}); });
    };
    CHECK(all("", {.offset = 0, .limit = 50}).total == 8);
    CHECK(all("renting", {.offset = 0, .limit = 50}).total == 4);
    const auto second = all("renting", {.offset = 1, .limit = 1});
    CHECK(second.total == 4);
    REQUIRE(second.items.size() == 1);
    CHECK(second.items[0].id.text() == uuid(3));
  }
  SUBCASE("feed: a scheduled post is listed and counted from its time on, a change needs the revision it saw") {
    const Store store(fresh());
    const auto id =
        add_post(store, new_post(1, at(60), {.status = LifecycleStatus::scheduled, .scheduled_at = at(60)}));
    CHECK_FALSE(shows(visible_posts(store, at(59)), id));
    CHECK(visible_posts(store, at(59)).total == 4);
    CHECK(shows(visible_posts(store, at(60)), id));
    CHECK(visible_posts(store, at(60)).total == 5);
    FeedPost changed = *store.look([&](Stores& s) { return s.feed.find(id); });
    CHECK(changed.image_url == "https://e.test/i");
    changed.category = "VISA";
    changed.former_published_at = at(7);
    const auto change = [&] { return store([&](Stores& s) { return s.feed.update(changed, "moving", at(70)); }); };
    const auto found_by = [&](const char* search) {
      return store.look([&](Stores& s) { return s.feed.list_all({.search = search, .window = {.limit = 50}}); }).total;
    };
    const auto before = visible_posts(store, at(99), "VISA").total;
    CHECK(change());
    CHECK_FALSE(change());
    CHECK(visible_posts(store, at(99), "VISA").total == before + 1);
    CHECK(found_by("renting") == 0);
    CHECK(found_by("moving") == 1);
    CHECK(store.look([&](Stores& s) { return s.feed.find(id); })->former_published_at == at(7));
  }
}

void posts_saved(const Fresh& fresh) {
  SUBCASE("feed: a post is saved once, the latest first, and gone when the post is") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto keep = add_post(store, new_post(2, at(2)));
    const auto drop = add_post(store, new_post(3, at(3)));
    const auto save_post = [&](const PostId& id, int row) {
      return store([&](Stores& s) { return s.feed.save(uuid(row), user, id, at(row)); });
    };
    const auto list = [&] { return store.look([&](Stores& s) { return s.feed.list_saved(user, {.limit = 50}); }); };
    CHECK(save_post(keep, 10) == true);
    CHECK(save_post(drop, 11) == true);
    CHECK(save_post(keep, 12) == false);
    REQUIRE(list().items.size() == 2);
    CHECK(list().items[0].id == drop);
    CHECK(list().items[0].saved);
    const auto page = store.look([&](Stores& s) { return s.feed.list_saved(user, {.offset = 1, .limit = 1}); });
    CHECK(page.total == 2);
    REQUIRE(page.items.size() == 1);
    CHECK(page.items[0].id == keep);
    CHECK(store.look([&](Stores& s) { return s.feed.list_saved(user, {.offset = 0, .limit = 1}); }).items.size() == 1);
    const auto visible = store.look([&](Stores& s) {
      return s.feed.list_visible({.viewer = user, .now = at(99), .window = {.offset = 0, .limit = 50}});
    });
    for (const auto& post : visible.items) CHECK(post.saved == (post.id == keep || post.id == drop));
    CHECK(store([&](Stores& s) { return s.feed.destroy(drop, at(20)); }));
    CHECK(list().total == 1);
    CHECK_FALSE(save_post(drop, 13).has_value());
    const auto unsave_post = [&](const PostId& id) {
      return store([&](Stores& s) { return s.feed.unsave(user, id); });
    };
    CHECK(unsave_post(keep) == true);
    CHECK(unsave_post(keep) == false);
    CHECK_FALSE(unsave_post(drop).has_value());
    const auto draft = add_post(store, new_post(4, at(4), {.status = LifecycleStatus::draft}));
    CHECK_FALSE(save_post(draft, 14).has_value());
  }
}

}  // namespace

void content(const Fresh& fresh) {
  jobs_changed(fresh);
  content_removed(fresh);
  content_saved(fresh);
  content_searched(fresh);
  posts_changed(fresh);
  posts_saved(fresh);
}

}  // namespace senpai::contract
