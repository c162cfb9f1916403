// The catalogue, the work queue, the webhook inbox and the unit of work.

#include <algorithm>
#include <stdexcept>

#include "contract/parts.hpp"

namespace senpai::contract {
namespace {

using std::chrono::seconds;

// ---------------------------------------------------------------------------------------------------- jobs and feed

const std::vector<std::string> seeded_jobs{"job_tokyo_senior_welder_001", "job_osaka_cnc_operator_002",
                                           "job_nagoya_warehouse_staff_003", "job_fukuoka_eldercare_assistant_004"};
const std::vector<std::string> seeded_posts{"post_life_in_tokyo_004", "post_interview_tips_003", "post_visa_update_002",
                                            "post_jp_work_culture_001"};

Page<JobSummary> jobs(const Store& store, const std::function<void(JobFilter&)>& change = {}) {
  JobFilter filter{.now = at(0), .window = {.offset = 0, .limit = 50}};
  if (change) change(filter);
  return store.look([&](Stores& s) { return s.jobs.list_visible(filter); });
}

Page<FeedPost> posts(const Store& store, const std::function<void(FeedFilter&)>& change = {}) {
  FeedFilter filter{.now = at(0), .window = {.offset = 0, .limit = 50}};
  if (change) change(filter);
  return store.look([&](Stores& s) { return s.feed.list_visible(filter); });
}

template <class T>
std::vector<std::string> ids(const Page<T>& page) {
  std::vector<std::string> texts;
  for (const auto& item : page.items) texts.push_back(item.id.text());
  return texts;
}

void jobs_listed(const Fresh& fresh) {
  SUBCASE("jobs: the four samples come in their order, with their total and nothing saved") {
    const Store store(fresh());
    const auto page = jobs(store);
    CHECK(ids(page) == seeded_jobs);
    CHECK(page.total == 4);
    const auto& first = page.items.front();
    CHECK(first.title == "Senior Welder");
    CHECK(first.employment_type == EmploymentType::full_time);
    CHECK(first.visa_sponsorship);
    CHECK(first.location.country_code == "JP");
    CHECK(first.location.city == "Tokyo");
    CHECK(first.location.display_label == "Tokyo, JP");
    CHECK(first.employer.id == "emp_tokyo_construction");
    CHECK(first.employer.is_verified);
    CHECK_FALSE(first.employer.logo_url);
    CHECK(first.lifecycle.status == LifecycleStatus::published);
    CHECK(first.lifecycle.published_at == parse_timestamp("2026-01-01T09:00:00.000Z"));
    CHECK_FALSE(page.items[2].employer.is_verified);
    const auto viewer = add_user(store, 1);
    for (const auto& job : jobs(store, [&](JobFilter& f) { f.viewer = viewer; }).items) CHECK_FALSE(job.saved);
  }
  SUBCASE("jobs: a page is a window, with the total of all") {
    const Store store(fresh());
    const auto window = [&](std::int64_t offset, int limit) {
      return jobs(store, [&](JobFilter& f) { f.window = {.offset = offset, .limit = limit}; });
    };
    CHECK(ids(window(1, 2)) == std::vector<std::string>(seeded_jobs.begin() + 1, seeded_jobs.begin() + 3));
    CHECK(window(1, 2).total == 4);
    CHECK(window(3, 50).items.size() == 1);
    CHECK(window(4, 50).items.empty());
    CHECK(window(4, 50).total == 4);
    CHECK(window(9007199254740991LL, 50).items.empty());
  }
  SUBCASE("jobs: one is found with its text, place and requirements; an unknown one is absent") {
    const Store store(fresh());
    const auto job = store.look([](Stores& s) { return s.jobs.find(JobId(seeded_jobs[0]), std::nullopt); });
    REQUIRE(job);
    CHECK(job->summary.title == "Senior Welder");
    CHECK(job->requirements.size() == 3);
    CHECK(job->latitude == doctest::Approx(35.6762));
    CHECK(job->longitude == doctest::Approx(139.6503));
    CHECK_FALSE(job->description.empty());
    CHECK_FALSE(store.look([](Stores& s) { return s.jobs.find(JobId("job_none"), std::nullopt); }));
    CHECK_FALSE(store.look([](Stores& s) { return s.jobs.find(JobId(), std::nullopt); }));
  }
}

void jobs_filtered(const Fresh& fresh) {
  SUBCASE("jobs: filters narrow the list and its total alike") {
    const Store store(fresh());
    const auto check = [&](const std::function<void(JobFilter&)>& change, const std::vector<std::string>& expected) {
      const auto page = jobs(store, change);
      CHECK(ids(page) == expected);
      CHECK(page.total == static_cast<std::int64_t>(expected.size()));
    };
    check([](JobFilter& f) { f.employment_type = EmploymentType::full_time; }, {seeded_jobs[0], seeded_jobs[2]});
    check([](JobFilter& f) { f.employment_type = EmploymentType::contract; }, {seeded_jobs[1]});
    check([](JobFilter& f) { f.visa_sponsorship = false; }, {seeded_jobs[2]});
    check([](JobFilter& f) { f.visa_sponsorship = true; }, {seeded_jobs[0], seeded_jobs[1], seeded_jobs[3]});
    check([](JobFilter& f) { f.location = "tokyo"; }, {seeded_jobs[0]});
    check([](JobFilter& f) { f.search = "welder"; }, {seeded_jobs[0]});
    check([](JobFilter& f) { f.search = "osaka"; }, {seeded_jobs[1]});
    check([](JobFilter& f) { f.location = ", jp"; }, seeded_jobs);
    check([](JobFilter& f) { f.location = "welder"; }, {});
    check([](JobFilter& f) { f.search = "welder", f.visa_sponsorship = false; }, {});
    check([](JobFilter& f) { f.search = "e", f.employment_type = EmploymentType::full_time, f.location = "nagoya"; },
          {seeded_jobs[2]});
  }
  SUBCASE("jobs and feed: signs with a meaning in patterns stand for themselves") {
    const Store store(fresh());
    for (const char* sign : {"%", "_", "\\", "%%", "w%r", "w_lder", "sen\\ior", "'", "\"", "*", "?", "[a-z]"}) {
      CAPTURE(sign);
      CHECK(jobs(store, [&](JobFilter& f) { f.search = sign; }).total == 0);
      CHECK(jobs(store, [&](JobFilter& f) { f.location = sign; }).items.empty());
      CHECK(posts(store, [&](FeedFilter& f) { f.search = sign; }).total == 0);
    }
    CHECK(jobs(store, [](JobFilter& f) { f.search = "溶接 🌸"; }).items.empty());
  }
}

void feed_listed(const Fresh& fresh) {
  SUBCASE("feed: the four samples come newest first, and filters narrow list and total alike") {
    const Store store(fresh());
    CHECK(ids(posts(store)) == seeded_posts);
    CHECK(posts(store).total == 4);
    CHECK(posts(store).items[0].lifecycle.published_at == parse_timestamp("2026-02-22T09:00:00.000Z"));
    const auto visa = posts(store, [](FeedFilter& f) { f.category = "VISA"; });
    CHECK(ids(visa) == std::vector<std::string>{"post_visa_update_002"});
    CHECK(visa.total == 1);
    const auto desk = posts(store, [](FeedFilter& f) { f.search = "career desk"; });
    CHECK(ids(desk) == std::vector<std::string>{"post_interview_tips_003", "post_jp_work_culture_001"});
    CHECK(desk.total == 2);
    CHECK(posts(store, [](FeedFilter& f) { f.category = "NONE"; }).total == 0);
    const auto page = posts(store, [](FeedFilter& f) { f.window = {.offset = 3, .limit = 2}; });
    CHECK(ids(page) == std::vector<std::string>{"post_jp_work_culture_001"});
    CHECK(page.total == 4);
    CHECK(ids(posts(store, [](FeedFilter& f) { f.window = {.offset = 1, .limit = 1}; })) ==
          std::vector<std::string>{seeded_posts[1]});
    const auto viewer = add_user(store, 1);
    for (const auto& post : posts(store, [&](FeedFilter& f) { f.viewer = viewer; }).items) CHECK_FALSE(post.saved);
  }
}

// --------------------------------------------------------------------------------------------------------------- queue

void push(const Store& store, int n, Timestamp run_at, const std::string& key = "") {
  store([&](Stores& s) {
    s.queue.push(QueueId(uuid(n)), "test.kind", "payload-" + std::to_string(n), key.empty() ? uuid(n) : key, run_at);
  });
}

std::optional<QueueJob> claim(const Store& store, Timestamp now, const std::string& lease = "lease") {
  return store([&](Stores& s) { return s.queue.claim(now, lease, now + seconds(60)); });
}

bool due(const Store& store, Timestamp now) {
  return store.look([&](Stores& s) { return s.queue.has_due(now); });
}

bool complete(const Store& store, const QueueJob& job, Timestamp now) {
  return store([&](Stores& s) { return s.queue.complete(job.id, job.lease, now); });
}

bool fail(const Store& store, const QueueJob& job, std::optional<Timestamp> again, Timestamp now) {
  return store([&](Stores& s) { return s.queue.fail(job.id, job.lease, "why 🌸", again, now); });
}

void queue_claims(const Fresh& fresh) {
  SUBCASE("queue: the job due longest is claimed first, of equal times the one pushed first, none before its time") {
    const Store store(fresh());
    CHECK_FALSE(due(store, at(99)));
    CHECK_FALSE(claim(store, at(99)));
    push(store, 9, at(20));
    push(store, 3, at(20));
    push(store, 5, at(10));
    CHECK_FALSE(due(store, at(9)));
    CHECK_FALSE(claim(store, at(9)));
    CHECK(due(store, at(10)));
    const auto first = claim(store, at(30), "L1");
    REQUIRE(first);
    CHECK(first->id.text() == uuid(5));
    CHECK(first->kind == "test.kind");
    CHECK(first->payload == "payload-5");
    CHECK(first->attempt == 1);
    CHECK(first->lease == "L1");
    CHECK(claim(store, at(30))->id.text() == uuid(9));
    CHECK(claim(store, at(30))->id.text() == uuid(3));
    CHECK_FALSE(claim(store, at(30)));
    CHECK_FALSE(due(store, at(30)));
  }
  SUBCASE("queue: a unique key that is queued already makes pushing do nothing") {
    const Store store(fresh());
    push(store, 1, at(10), "mail:7");
    push(store, 2, at(5), "mail:7");
    push(store, 3, at(20), "mail:8");
    CHECK(claim(store, at(30))->id.text() == uuid(1));
    CHECK(claim(store, at(30))->id.text() == uuid(3));
    CHECK_FALSE(claim(store, at(30)));
  }
  SUBCASE("queue: many who claim at once get different jobs") {
    const Store store(fresh());
    for (int n = 1; n <= 5; ++n) push(store, n, at(n));
    std::vector<std::string> got(8);
    CHECK(winners(8, [&](int i) {
            const auto job = claim(store, at(30), "L" + std::to_string(i));
            if (job) got[static_cast<std::size_t>(i)] = job->id.text();
            return job.has_value();
          }) == 5);
    std::erase(got, std::string());
    std::sort(got.begin(), got.end());
    CHECK(got == std::vector<std::string>{uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)});
  }
}

void queue_leases(const Fresh& fresh) {
  SUBCASE("queue: a lease that ran out is handed out again, and the late worker can finish nothing") {
    const Store store(fresh());
    push(store, 1, at(0));
    const auto late = claim(store, at(10), "late");
    CHECK_FALSE(due(store, at(69)));
    CHECK_FALSE(claim(store, at(69), "early"));
    CHECK(due(store, at(71)));
    const auto next = claim(store, at(71), "next");
    REQUIRE(next);
    CHECK(next->id == late->id);
    CHECK(next->attempt == 2);
    CHECK_FALSE(complete(store, *late, at(72)));
    CHECK_FALSE(fail(store, *late, at(73), at(72)));
    CHECK_FALSE(fail(store, *late, std::nullopt, at(72)));
    CHECK(complete(store, *next, at(74)));
    CHECK_FALSE(complete(store, *next, at(75)));
    CHECK_FALSE(claim(store, at(100000)));
  }
  SUBCASE("queue: a failed job comes back at its time with the next number, a dead one never") {
    const Store store(fresh());
    push(store, 1, at(0));
    auto job = claim(store, at(1));
    CHECK(fail(store, *job, at(50), at(2)));
    CHECK_FALSE(fail(store, *job, at(60), at(2)));
    CHECK_FALSE(claim(store, at(49)));
    CHECK_FALSE(due(store, at(49)));
    job = claim(store, at(50));
    REQUIRE(job);
    CHECK(job->attempt == 2);
    CHECK(fail(store, *job, std::nullopt, at(51)));
    CHECK_FALSE(due(store, at(100000)));
    CHECK_FALSE(claim(store, at(100000)));
    CHECK_FALSE(complete(store, *job, at(52)));
  }
  SUBCASE("queue: a purge takes what was done before a time, in batches, and keeps all else") {
    const Store store(fresh());
    for (int n = 1; n <= 5; ++n) {
      push(store, n, at(n));
      const auto job = claim(store, at(10));
      if (n <= 3) complete(store, *job, at(20));
      if (n == 4) fail(store, *job, std::nullopt, at(20));
      if (n == 5) complete(store, *job, at(60));
    }
    push(store, 6, at(0));
    const auto purge = [&](Timestamp before) { return store([&](Stores& s) { return s.queue.purge(before, 2); }); };
    CHECK(purge(at(20)) == 0);
    CHECK(purge(at(50)) == 2);
    CHECK(purge(at(50)) == 1);
    CHECK(purge(at(50)) == 0);
    CHECK(claim(store, at(70))->id.text() == uuid(6));
  }
}

// --------------------------------------------------------------------------------------------------------------- inbox

Receipt receive(Stores& s, const std::string& key, int payload, int now, int fresh_before, const KycSessionId& about) {
  const std::string digest = hash(payload);
  return s.inbox.receive({key, digest, about, at(now), at(fresh_before)});
}

InboxOutcome remember(const Store& store, const std::string& key, int payload, int now, int fresh_before = -100) {
  return store(
      [&](Stores& s) { return receive(s, key, payload, now, fresh_before, KycSessionId(uuid(404))).outcome; });
}

void inbox_outcomes(const Fresh& fresh) {
  SUBCASE("inbox: a key is fresh once, then a duplicate or a conflict, and fresh again after its time") {
    const Store store(fresh());
    CHECK(remember(store, "evt", 1, 0) == InboxOutcome::fresh);
    CHECK(remember(store, "evt", 1, 10) == InboxOutcome::duplicate);
    CHECK(remember(store, "evt", 2, 10) == InboxOutcome::conflicting);
    CHECK(remember(store, "evt", 1, 11) == InboxOutcome::duplicate);
    CHECK(remember(store, "Evt", 2, 10) == InboxOutcome::fresh);
    // Repeats do not extend the time of the first sighting.
    CHECK(remember(store, "evt", 2, 100, 5) == InboxOutcome::fresh);
    CHECK(remember(store, "evt", 1, 101, 5) == InboxOutcome::conflicting);
    CHECK(remember(store, "evt", 2, 102, 5) == InboxOutcome::duplicate);
  }
  SUBCASE("inbox: of many deliveries of one key at once exactly one is fresh") {
    const Store store(fresh());
    CHECK(winners(8, [&](int) { return remember(store, "evt", 1, 0) == InboxOutcome::fresh; }) == 1);
  }
  SUBCASE("inbox: keys of 200 characters, also of kana and emoji, are told apart") {
    const Store store(fresh());
    std::string kana;
    for (int i = 0; i < 199; ++i) kana += "あ";
    CHECK(remember(store, kana + "🌸", 1, 0) == InboxOutcome::fresh);
    CHECK(remember(store, kana + "🌺", 1, 0) == InboxOutcome::fresh);
    CHECK(remember(store, kana + "🌸", 1, 0) == InboxOutcome::duplicate);
  }
  SUBCASE("inbox: a delivery brings the session it is about, whether it is fresh or not") {
    const Store store(fresh());
    const auto id = add_kyc(store, 1, add_user(store, 1), at(0));
    for (const auto outcome : {InboxOutcome::fresh, InboxOutcome::duplicate}) {
      const auto receipt = store([&](Stores& s) { return receive(s, "evt", 1, 0, -100, id); });
      CHECK(receipt.outcome == outcome);
      REQUIRE(receipt.session);
      CHECK(receipt.session->session.id == id);
    }
    CHECK_FALSE(store([](Stores& s) { return receive(s, "other", 1, 0, -100, KycSessionId(uuid(2))); }).session);
  }
  SUBCASE("inbox: a delivery whose transaction fails stays unknown") {
    const Store store(fresh());
    CHECK_THROWS_AS(store([](Stores& s) {
                      (void)receive(s, "evt", 1, 0, -100, KycSessionId(uuid(404)));
                      throw std::domain_error("no");
                    }),
                    std::domain_error);
    CHECK(remember(store, "evt", 2, 1) == InboxOutcome::fresh);
  }
  SUBCASE("inbox: a purge takes what was first seen before a time, in batches") {
    const Store store(fresh());
    for (int n = 1; n <= 5; ++n) remember(store, "evt" + std::to_string(n), 1, n);
    const auto purge = [&](int before) { return store([&](Stores& s) { return s.inbox.purge(at(before), 2); }); };
    CHECK(purge(1) == 0);
    CHECK(purge(5) == 2);
    CHECK(purge(5) == 2);
    CHECK(purge(5) == 0);
    CHECK(remember(store, "evt5", 1, 9) == InboxOutcome::duplicate);
    CHECK(remember(store, "evt1", 2, 9) == InboxOutcome::fresh);
  }
}

// -------------------------------------------------------------------------------------------------------- transactions

void work_fails(const Fresh& fresh) {
  SUBCASE("unit of work: what throws leaves nothing behind, and the store goes on") {
    const Store store(fresh());
    CHECK_THROWS_AS(store([](Stores& s) {
                      REQUIRE(s.users.insert(new_user(1)));
                      s.queue.push(QueueId(uuid(1)), "kind", "payload", "key", at(0));
                      throw std::domain_error("half way");
                    }),
                    std::domain_error);
    CHECK_FALSE(store.look([](Stores& s) { return s.users.find(UserId(uuid(1))); }));
    CHECK_FALSE(due(store, at(9)));
    add_user(store, 1);
    CHECK(store.look([](Stores& s) { return s.users.find(UserId(uuid(1))); }));
  }
  SUBCASE("unit of work: a failing statement in it leaves nothing behind either") {
    const Store store(fresh());
    CHECK_THROWS(store([](Stores& s) {
      REQUIRE(s.users.insert(new_user(1)));
      s.kyc.insert_session(new_kyc(1, UserId(uuid(99)), at(0)));  // of nobody
    }));
    CHECK_FALSE(store.look([](Stores& s) { return s.users.find(UserId(uuid(1))); }));
    add_user(store, 1);
  }
  SUBCASE("unit of work: it sees what it wrote itself") {
    const Store store(fresh());
    CHECK(store([](Stores& s) {
      REQUIRE(s.users.insert(new_user(1)));
      return s.users.find(UserId(uuid(1))).has_value();
    }));
  }
  SUBCASE("unit of work: a reader that throws passes its exception on") {
    const Store store(fresh());
    CHECK_THROWS_AS(store.look([](Stores&) -> int { throw std::domain_error("no"); }), std::domain_error);
    CHECK(jobs(store).total == 4);
  }
  SUBCASE("unit of work: nobody reads what is not committed") {
    const Store store(fresh());
    std::atomic<bool> done{false};
    const auto seen = [&] {
      return store.look([](Stores& s) { return s.users.find(UserId(uuid(1))).has_value(); });
    };
    std::jthread reader([&] {
      while (!done) CHECK_FALSE(seen());
    });
    for (int i = 0; i < 30; ++i)
      CHECK_THROWS_AS(store([](Stores& s) {
                        REQUIRE(s.users.insert(new_user(1)));
                        std::this_thread::yield();
                        throw std::domain_error("no");
                      }),
                      std::domain_error);
    done = true;
  }
  SUBCASE("search: a store that nobody else wrote to has nothing to fold") {
    const Store store(fresh());
    add_user(store, 1);
    CHECK(store([](Stores& s) { return s.search.fold(10); }) == 0);
  }
  SUBCASE("unit of work: many writers at once all commit") {
    const Store store(fresh());
    const auto insert = [&](int i) { return store([&](Stores& s) { return s.users.insert(new_user(100 + i)); }); };
    CHECK(winners(40, insert) == 40);
    for (int i = 0; i < 40; ++i) CHECK(store.look([&](Stores& s) { return s.users.find(UserId(uuid(100 + i))); }));
  }
  SUBCASE("migrations: a migrated store has none pending, and migrating again applies none") {
    const auto storage = fresh();
    CHECK(pending_migrations(*storage).empty());
    CHECK(storage->migrate().empty());
    CHECK(pending_migrations(*storage).empty());
  }
}

}  // namespace

void catalogue(const Fresh& fresh) {
  jobs_listed(fresh);
  jobs_filtered(fresh);
  feed_listed(fresh);
}

void background(const Fresh& fresh) {
  queue_claims(fresh);
  queue_leases(fresh);
  inbox_outcomes(fresh);
}

void units_of_work(const Fresh& fresh) { work_fails(fresh); }

}  // namespace senpai::contract
