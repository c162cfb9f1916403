// Applications with their journey, and the documents that come with them.

#include <algorithm>

#include "contract/parts.hpp"

namespace senpai::contract {
namespace {

const JobId welder("job_tokyo_senior_welder_001");
const JobId operator_("job_osaka_cnc_operator_002");

NewApplication new_application(int n, const UserId& user, const JobId& job = welder) {
  return {.id = ApplicationId(uuid(n)),
          .user_id = user,
          .job_id = job,
          .employer_id = job == welder ? "emp_tokyo_construction" : "emp_kansai_precision",
          .note = n % 2 ? std::optional<std::string>("はじめまして 🌸") : std::nullopt,
          .search_job = job == welder ? "senior welder tokyo construction" : "cnc operator osaka",
          .search_applicant = "person " + user.text(),
          .created_at = at(n)};
}

bool insert(const Store& store, const NewApplication& application) {
  return store([&](Stores& s) { return s.applications.insert(application); });
}

ApplicationId add(const Store& store, int n, const UserId& user, const JobId& job = welder) {
  REQUIRE(insert(store, new_application(n, user, job)));
  return ApplicationId(uuid(n));
}

bool move(const Store& store, const ApplicationId& id, ApplicationStatus from, ApplicationStatus to, int when) {
  return store([&](Stores& s) { return s.applications.change_status(id, from, to, at(when)); });
}

Page<ApplicationCase> list(const Store& store, const std::function<void(ApplicationFilter&)>& change = {}) {
  ApplicationFilter filter{.window = {.offset = 0, .limit = 50}};
  if (change) change(filter);
  return store.look([&](Stores& s) { return s.applications.list(filter); });
}

std::vector<std::string> ids(const Page<ApplicationCase>& page) {
  std::vector<std::string> texts;
  for (const auto& item : page.items) texts.push_back(item.application.id.text());
  return texts;
}

JourneyEvent event(int n, const ApplicationId& id, ApplicationStatus status) {
  return {.id = JourneyEventId(uuid(n)), .application_id = id, .status = status, .title = "Title",
          .description = "Step " + std::to_string(n), .actor_type = ActorType::user, .actor_id = "someone",
          .created_at = at(n)};
}

ApplicationDocument document(int n, const ApplicationId& id, const UserId& user) {
  return {.id = ApplicationDocumentId(uuid(n)), .application_id = id, .user_id = user, .document_type = "CV",
          .file_name = "履歴書.pdf", .content_type = "application/pdf", .content_length = 5000000000,
          .object_key = "applications/" + std::to_string(n), .file_url = "s3://bucket/" + std::to_string(n),
          .checksum_sha256 = hash(n), .created_at = at(n), .updated_at = at(n)};
}

bool insert(const Store& store, const ApplicationDocument& d) {
  return store([&](Stores& s) { return s.application_documents.insert(d); });
}

void applications_kept(const Fresh& fresh) {
  SUBCASE("applications: one is found by id and by user and job, with its job as that is now") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto id = add(store, 3, user);
    const auto found = store.look([&](Stores& s) { return s.applications.find(id); });
    REQUIRE(found);
    CHECK(found->application.user_id == user);
    CHECK(found->application.status == ApplicationStatus::submitted);
    CHECK(found->application.note == "はじめまして 🌸");
    CHECK(found->application.created_at == at(3));
    CHECK(found->application.updated_at == at(3));
    CHECK(found->application.job.title == "Senior Welder");
    CHECK(found->application.job.employer.id == "emp_tokyo_construction");
    CHECK(found->applicant.full_name == "Person 1");
    CHECK(found->applicant.email == "person1@example.test");
    CHECK_FALSE(found->last_event);
    CHECK(store.look([&](Stores& s) { return s.applications.find_of(user, welder); })->id == id);
    CHECK_FALSE(store.look([&](Stores& s) { return s.applications.find_of(user, operator_); }));
    CHECK_FALSE(store.look([&](Stores& s) { return s.applications.find(ApplicationId(uuid(4))); }));
  }
  SUBCASE("applications: of many for one job by one user at once exactly one is stored") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    CHECK(winners(6, [&](int i) { return insert(store, new_application(10 + i, user)); }) == 1);
    CHECK(list(store).total == 1);
  }
  SUBCASE("applications: a status changes only from what was seen, and of many at once exactly one wins") {
    const Store store(fresh());
    using S = ApplicationStatus;
    const auto id = add(store, 3, add_user(store, 1));
    CHECK_FALSE(move(store, id, S::offered, S::hired, 9));
    CHECK(winners(6, [&](int i) { return move(store, id, S::submitted, i % 2 ? S::hired : S::rejected, 9); }) == 1);
    const auto found = store.look([&](Stores& s) { return s.applications.find(id); });
    CHECK(found->application.updated_at == at(9));
    CHECK(found->application.created_at == at(3));
  }
  SUBCASE("applications: events come oldest first, of one time as written, and the last one stands in lists") {
    const Store store(fresh());
    const auto id = add(store, 3, add_user(store, 1));
    auto second = event(8, id, ApplicationStatus::in_review);
    second.from = ApplicationStatus::submitted;
    second.actor_type.reset(), second.actor_id.reset();
    auto third = event(7, id, ApplicationStatus::interview);
    third.created_at = second.created_at;
    store([&](Stores& s) {
      for (const auto& e : {event(5, id, ApplicationStatus::submitted), second, third}) s.applications.insert_event(e);
    });
    const auto events = store.look([&](Stores& s) { return s.applications.events(id); });
    REQUIRE(events.size() == 3);
    CHECK(events[0].description == "Step 5");
    CHECK_FALSE(events[0].from);
    CHECK(events[1].from == ApplicationStatus::submitted);
    CHECK_FALSE(events[1].actor_type);
    CHECK_FALSE(events[1].actor_id);
    CHECK(events[2].id == third.id);
    CHECK(list(store).items.at(0).last_event->id == third.id);
    CHECK(store.look([&](Stores& s) { return s.applications.find(id); })->last_event->id == third.id);
  }
}

void applications_listed(const Fresh& fresh) {
  SUBCASE("applications: filters narrow list and total alike, the latest change first") {
    const Store store(fresh());
    using S = ApplicationStatus;
    const auto first = add_user(store, 1);
    const auto second = add_user(store, 2);
    add(store, 3, first);
    add(store, 4, second);
    const auto moved = add(store, 5, first, operator_);
    CHECK(move(store, ApplicationId(uuid(3)), S::submitted, S::offered, 20));
    CHECK(move(store, moved, S::submitted, S::hired, 10));
    const auto check = [&](const std::function<void(ApplicationFilter&)>& change, const std::vector<int>& expected) {
      std::vector<std::string> texts;
      for (const int n : expected) texts.push_back(uuid(n));
      const auto page = list(store, change);
      CHECK(ids(page) == texts);
      CHECK(page.total == static_cast<std::int64_t>(expected.size()));
    };
    check({}, {3, 5, 4});
    check([](ApplicationFilter& f) { f.status = S::submitted; }, {4});
    check([](ApplicationFilter& f) { f.job_id = welder; }, {3, 4});
    check([](ApplicationFilter& f) { f.job_id = welder, f.status = S::offered; }, {3});
    check([](ApplicationFilter& f) { f.job_id = JobId("job_none"); }, {});
    check([](ApplicationFilter& f) { f.employer_id = "emp_kansai_precision"; }, {5});
    check([](ApplicationFilter& f) { f.employer_id = "emp_kansai_precision", f.job_id = welder; }, {});
    check([](ApplicationFilter& f) { f.employer_id = "emp_kansai_precision", f.status = S::hired; }, {5});
    check([](ApplicationFilter& f) { f.search = "osaka"; }, {5});
    check([&](ApplicationFilter& f) { f.search = first.text(); }, {3, 5});
    check([&](ApplicationFilter& f) { f.search = "n " + first.text(), f.status = S::hired; }, {5});
    check([](ApplicationFilter& f) { f.search = "%"; }, {});
    const auto own = store.look([&](Stores& s) {
      return s.applications.list_own({.user_id = first, .window = {.offset = 1, .limit = 1}});
    });
    CHECK(own.total == 2);
    REQUIRE(own.items.size() == 1);
    CHECK(own.items[0].id == moved);
    const auto latest = store.look([&](Stores& s) {
      return s.applications.list_own({.user_id = first, .window = {.offset = 0, .limit = 50}});
    });
    REQUIRE(latest.items.size() == 2);
    CHECK(latest.items[0].id.text() == uuid(3));
    CHECK(latest.items[1].id == moved);
    const auto hired = store.look([&](Stores& s) {
      return s.applications.list_own({.user_id = first, .status = S::hired, .window = {.offset = 0, .limit = 50}});
    });
    CHECK(hired.total == 1);
    REQUIRE(hired.items.size() == 1);
    CHECK(hired.items[0].id == moved);
  }
  SUBCASE("applications: they are found by the new names of their job and their applicant") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto id = add(store, 3, user);
    store([&](Stores& s) { s.applications.relabel(id, "rigger"); });
    CHECK(list(store, [](ApplicationFilter& f) { f.search = "rigger"; }).total == 1);
    store([&](Stores& s) {
      s.applications.relabel_job(welder, "pipe fitter");
      s.applications.lock_applicant(user);
      s.applications.relabel_applicant(user, "hana");
    });
    const auto total = [&](const char* text) {
      return list(store, [&](ApplicationFilter& f) { f.search = text; }).total;
    };
    CHECK(total("welder") == 0);
    CHECK(total("fitter") == 1);
    CHECK(total("hana") == 1);
  }
}

void applications_removed(const Fresh& fresh) {
  SUBCASE("applications: those for a removed job are absent everywhere, and their totals go with it") {
    for (const bool for_real : {false, true}) {
      const Store store(fresh());
      const auto user = add_user(store, 1);
      const auto id = add(store, 3, user);
      add(store, 4, user, operator_);
      CHECK(store([&](Stores& s) { return for_real ? s.jobs.destroy(welder, at(9)) : s.jobs.hide(welder, at(9)); }));
      CHECK_FALSE(store.look([&](Stores& s) { return s.applications.find(id); }));
      CHECK_FALSE(store.look([&](Stores& s) { return s.applications.find_of(user, welder); }));
      CHECK(ids(list(store)) == std::vector<std::string>{uuid(4)});
      CHECK(list(store).total == 1);
      CHECK(store.look([](Stores& s) { return s.administration.overview(at(0)); }).active_applications == 1);
    }
  }
  SUBCASE("applications: pages neither overlap nor lose one, also from the far end and with one time for all") {
    const Store store(fresh());
    std::vector<std::string> seen;
    for (int n = 10; n < 21; ++n) {
      auto application = new_application(n, add_user(store, n + 100));
      application.created_at = at(0);
      REQUIRE(insert(store, application));
    }
    for (int offset = 0; offset < 11; offset += 2) {
      const auto page = list(store, [&](ApplicationFilter& f) { f.window = {.offset = offset, .limit = 2}; });
      CHECK(page.total == 11);
      for (const auto& id : ids(page)) seen.push_back(id);
    }
    CHECK(seen.size() == 11);
    CHECK(std::is_sorted(seen.rbegin(), seen.rend()));
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  }
}

void documents_kept(const Fresh& fresh) {
  SUBCASE("application documents: one is found with everything that was written, the newest first in lists") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto id = add(store, 3, user);
    for (const int n : {5, 7, 6}) CHECK(insert(store, document(n, id, user)));
    const ApplicationDocumentId wanted(uuid(5));
    const auto found = store.look([&](Stores& s) { return s.application_documents.find(wanted); });
    REQUIRE(found);
    CHECK(found->file_name == "履歴書.pdf");
    CHECK(found->content_length == 5000000000);
    CHECK(found->object_key == "applications/5");
    CHECK(found->file_url == "s3://bucket/5");
    CHECK(found->checksum_sha256 == hash(5));
    CHECK(found->review_status == DocumentReviewStatus::pending);
    CHECK_FALSE(found->reviewed_at);
    CHECK(found->created_at == at(5));
    const auto all = store.look([&](Stores& s) { return s.application_documents.list(id); });
    REQUIRE(all.size() == 3);
    CHECK(all[0].id.text() == uuid(7));
    CHECK(all[2].id.text() == uuid(5));
    CHECK(store.look([&](Stores& s) { return s.application_documents.count(id); }) == 3);
  }
  SUBCASE("application documents: a checksum is taken once per application, an object key once at all") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto id = add(store, 3, user);
    const auto other = add(store, 4, user, operator_);
    CHECK(insert(store, document(5, id, user)));
    auto same_checksum = document(6, id, user);
    same_checksum.checksum_sha256 = hash(5);
    CHECK_FALSE(insert(store, same_checksum));
    same_checksum.application_id = other;
    CHECK(insert(store, same_checksum));
    auto same_key = document(7, other, user);
    same_key.object_key = "applications/5";
    CHECK_FALSE(insert(store, same_key));
    const auto taken = [&](const ApplicationId& a, const std::string& sum, const std::string& key) {
      return store.look([&](Stores& s) { return s.application_documents.is_taken(a, sum, key); });
    };
    CHECK(taken(id, hash(5), "new"));
    CHECK(taken(other, hash(9), "applications/5"));
    CHECK_FALSE(taken(id, hash(9), "new"));
    CHECK(winners(6, [&](int i) {
            auto raced = document(20 + i, id, user);
            raced.checksum_sha256 = hash(19);
            return insert(store, raced);
          }) == 1);
  }
}

void documents_reviewed(const Fresh& fresh) {
  SUBCASE("application documents: a review needs what it saw, and of many at once exactly one wins") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto seen = document(5, add(store, 3, user), user);
    CHECK(insert(store, seen));
    CHECK(winners(6, [&](int i) {
            auto reviewed = seen;
            reviewed.review_status = i % 2 ? DocumentReviewStatus::valid : DocumentReviewStatus::invalid;
            reviewed.review_reason = "r" + std::to_string(i);
            reviewed.reviewed_by = "Hana";
            reviewed.reviewed_at = reviewed.updated_at = at(50);
            return store([&](Stores& s) { return s.application_documents.review(seen, reviewed); });
          }) == 1);
    const auto found = store.look([&](Stores& s) { return s.application_documents.find(seen.id); });
    CHECK(found->review_status != DocumentReviewStatus::pending);
    CHECK(found->review_reason.value_or("").starts_with("r"));
    CHECK(found->reviewed_by == "Hana");
    CHECK(found->reviewed_at == at(50));
    CHECK(found->updated_at == at(50));
  }
}

}  // namespace

void applications(const Fresh& fresh) {
  applications_kept(fresh);
  applications_listed(fresh);
  applications_removed(fresh);
  documents_kept(fresh);
  documents_reviewed(fresh);
}

}  // namespace senpai::contract
