// Organizations, and what administrators see of people, of the whole and of what happened.

#include <algorithm>

#include "contract/parts.hpp"

namespace senpai::contract {
namespace {

Organization new_organization(int n, const UserId& owner, OrganizationType type = OrganizationType::lpk) {
  return {.id = OrganizationId(uuid(n)), .owner = owner, .name = "Nusantara リンク", .type = type,
          .country_code = "ID", .created_at = at(n)};
}

OrganizationId add(const Store& store, const Organization& organization) {
  store([&](Stores& s) { s.organizations.insert(organization); });
  return organization.id;
}

OrganizationVerification submit(const Store& store, const OrganizationId& id, int n, const std::string& name = "PT") {
  const SubmittedVerification given{.id = OrganizationVerificationId(uuid(n)), .organization_id = id,
                                    .registration_number = "R-1", .legal_name = name,
                                    .supporting_object_keys = {"a/b.pdf", "ç/確認"}};
  return store([&](Stores& s) { return s.organizations.submit(given, at(n)); });
}

bool decide(const Store& store, const OrganizationVerification& seen, OrganizationStatus to, int when) {
  return store([&](Stores& s) { return s.organizations.decide(seen, to, {"Reason A", "7"}, at(when)); });
}

std::optional<OrganizationVerification> verification(const Store& store, const OrganizationId& id) {
  return store.look([&](Stores& s) { return s.organizations.verification(id); });
}

void organizations_kept(const Fresh& fresh) {
  using S = OrganizationStatus;
  SUBCASE("organizations: one is found with everything that was written") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    const auto id = add(store, new_organization(2, owner));
    const auto found = store.look([&](Stores& s) { return s.organizations.find(id); });
    REQUIRE(found);
    CHECK(found->owner == owner);
    CHECK(found->name == "Nusantara リンク");
    CHECK(found->type == OrganizationType::lpk);
    CHECK(found->country_code == "ID");
    CHECK(found->created_at == at(2));
    CHECK_FALSE(verification(store, id));
    CHECK_FALSE(store.look([&](Stores& s) { return s.organizations.find(OrganizationId(uuid(3))); }));
  }
  SUBCASE("organizations: a submission keeps its id, becomes pending again and is counted") {
    const Store store(fresh());
    const auto id = add(store, new_organization(2, add_user(store, 1)));
    const auto first = submit(store, id, 3);
    CHECK(first.status == S::pending);
    CHECK(first.last_checked_at == at(3));
    CHECK(decide(store, first, S::verified, 4));
    const auto second = submit(store, id, 5);
    CHECK(second.id == first.id);
    CHECK(second.status == S::pending);
    CHECK(second.reason_codes.empty());
    CHECK(second.submission == first.submission + 1);
  }
  SUBCASE("organizations: a decision needs the submission and the status it saw, and of many one wins") {
    const Store store(fresh());
    const auto id = add(store, new_organization(2, add_user(store, 1)));
    const auto first = submit(store, id, 3);
    const auto second = submit(store, id, 4);
    CHECK_FALSE(decide(store, first, S::verified, 5));
    CHECK(winners(6, [&](int i) { return decide(store, second, i % 2 ? S::verified : S::mismatch, 6); }) == 1);
    const auto decided = verification(store, id);
    CHECK(decided->reason_codes == std::vector<std::string>{"Reason A", "7"});
    CHECK(decided->last_checked_at == at(6));
  }
  SUBCASE("organizations: filters narrow list and total alike, newest first, with owner and verification") {
    const Store store(fresh());
    const auto owner = add_user(store, 1);
    for (const int n : {10, 11, 12}) add(store, new_organization(n, owner));
    add(store, new_organization(13, owner, OrganizationType::tsk));
    submit(store, OrganizationId(uuid(10)), 20);
    CHECK(decide(store, submit(store, OrganizationId(uuid(11)), 21), S::rejected, 22));
    const auto check = [&](OrganizationFilter filter, const std::vector<int>& expected) {
      filter.window = {.offset = 0, .limit = 50};
      const auto page = store.look([&](Stores& s) { return s.organizations.list(filter); });
      std::vector<std::string> found, wanted;
      for (const auto& item : page.items) found.push_back(item.organization.id.text());
      for (const int n : expected) wanted.push_back(uuid(n));
      CHECK(found == wanted);
      CHECK(page.total == static_cast<std::int64_t>(expected.size()));
      for (const auto& item : page.items) CHECK(item.owner->email == "person1@example.test");
    };
    check({}, {13, 12, 11, 10});
    check({.type = OrganizationType::tsk}, {13});
    check({.status = S::pending}, {10});
    check({.type = OrganizationType::lpk, .status = S::rejected}, {11});
    check({.status = S::verified}, {});
    const auto page = store.look([](Stores& s) { return s.organizations.list({.window = {.offset = 2, .limit = 1}}); });
    CHECK(page.total == 4);
    REQUIRE(page.items.size() == 1);
    REQUIRE(page.items[0].verification);
    CHECK(page.items[0].verification->status == S::rejected);
  }
}

void people_listed(const Fresh& fresh) {
  SUBCASE("administration: users come newest first with their roles, found by any part of name and address") {
    const Store store(fresh());
    for (int n = 1; n <= 12; ++n) add_user(store, n);
    const auto second = UserId(uuid(2));
    store([&](Stores& s) {
      for (const char* role : {"tsk", "lpk"}) REQUIRE(s.users.grant_role(second, role, uuid(role[0]), at(0)));
    });
    const auto list = [&](const std::string& search, PageWindow window = {.offset = 0, .limit = 50}) {
      return store.look([&](Stores& s) { return s.administration.list_users({.search = search, .window = window}); });
    };
    CHECK(list("").total == 12);
    CHECK(list("").items.front().id.text() == uuid(12));
    const auto page = list("", {.offset = 10, .limit = 1});
    CHECK(page.total == 12);
    REQUIRE(page.items.size() == 1);
    CHECK(page.items[0].roles == std::vector<std::string>{"lpk", "tsk"});
    CHECK(list("person12@").total == 1);
    CHECK(list("person 1").total == 4);
    CHECK(list("%").total == 0);
    CHECK(list("_").total == 0);
    store([&](Stores& s) { s.administration.revoke_role(second, "lpk"); });
    CHECK(store.look([&](Stores& s) { return s.users.find(second); })->roles == std::vector<std::string>{"tsk"});
  }
  SUBCASE("administration: an update changes what is given, keeps the rest and finds the new name") {
    const Store store(fresh());
    const auto id = add_user(store, 1);
    const auto change = [&](const AccountChange& c, const UserId& user) {
      return store([&](Stores& s) { return s.administration.update_user(user, c, at(50)); });
    };
    CHECK(change({}, id));
    CHECK(change({.full_name = "HANA はな"}, id));
    CHECK(change({.password_hash = "hash-new"}, id));
    CHECK_FALSE(change({.full_name = "X"}, UserId(uuid(2))));
    const auto found = store.look([](Stores& s) { return s.users.find_credential("person1@example.test"); });
    CHECK(found->user.full_name == "HANA はな");
    CHECK(found->password_hash == "hash-new");
    CHECK(store.look([](Stores& s) { return s.administration.list_users({.search = "hana は"}); }).total == 1);
  }
}

KycStatusEvent status_event(int n, const KycSessionId& id, std::optional<KycStatus> from, KycStatus to, int when) {
  return {KycEventId(uuid(n)), id, from, to, ActorType::admin, "Reviewer", "why", at(when)};
}

void overview_counted(const Fresh& fresh) {
  SUBCASE("administration: the overview counts what is there, and decisions since midnight only") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto waiting = add_kyc(store, 2, user, at(2));
    const auto decided = add_kyc(store, 3, user, at(3));
    const auto organization = add(store, new_organization(4, user));
    submit(store, organization, 5);
    store([&](Stores& s) {
      REQUIRE(s.kyc.submit(waiting, at(6)));
      REQUIRE(s.kyc.submit(decided, at(6)));
      REQUIRE(s.kyc.review(decided, KycStatus::submitted, KycStatus::verified, "R", at(7)));
      s.kyc.insert_event(status_event(7, decided, KycStatus::submitted, KycStatus::verified, 7));
      s.kyc.insert_event(status_event(8, decided, KycStatus::submitted, KycStatus::rejected, 5));
      REQUIRE(s.applications.insert({.id = ApplicationId(uuid(9)), .user_id = user,
                                     .job_id = JobId("job_osaka_cnc_operator_002"), .employer_id = "emp_osaka",
                                     .search_job = "cnc", .search_applicant = "person", .created_at = at(9)}));
    });
    const auto seen = store.look([](Stores& s) { return s.administration.overview(at(6)); });
    CHECK(seen.pending_kyc == 1);
    CHECK(seen.manual_review_kyc == 0);
    CHECK(seen.verified_today == 1);
    CHECK(seen.rejected_today == 0);
    CHECK(seen.pending_organization_verification == 1);
    CHECK(seen.active_jobs == 4);
    CHECK(seen.published_feed_posts == 4);
    CHECK(seen.active_applications == 1);
    CHECK(seen.submitted_applications == 1);
    CHECK(seen.hired_applications == 0);
  }
}

void overview_by_state(const Fresh& fresh) {
  SUBCASE("administration: the overview keeps the states of applications and identity checks apart") {
    const Store store(fresh());
    using S = ApplicationStatus;
    constexpr std::array states{S::submitted, S::in_review, S::interview, S::offered, S::hired, S::rejected};
    int n = 10;
    for (std::size_t i = 0; i < states.size(); ++i)
      for (std::size_t count = 0; count <= i; ++count, ++n) {
        const ApplicationId id(uuid(n));
        const auto user = add_user(store, n);
        store([&](Stores& s) {
          REQUIRE(s.applications.insert({.id = id, .user_id = user, .job_id = JobId("job_osaka_cnc_operator_002"),
                                         .employer_id = "e", .created_at = at(n)}));
          REQUIRE(s.applications.change_status(id, S::submitted, states[i], at(n)));
        });
      }
    const auto owner = add_user(store, 90);
    const auto check = add_kyc(store, 91, owner, at(1));
    store([&](Stores& s) {
      REQUIRE(s.kyc.submit(check, at(2)));
      REQUIRE(s.kyc.review(check, KycStatus::submitted, KycStatus::manual_review, "R", at(3)));
      for (const int event : {1, 2})
        s.kyc.insert_event(status_event(event, check, KycStatus::manual_review, KycStatus::rejected, 7));
    });
    const auto seen = store.look([](Stores& s) { return s.administration.overview(at(6)); });
    CHECK(seen.submitted_applications == 1);
    CHECK(seen.in_review_applications == 2);
    CHECK(seen.interview_applications == 3);
    CHECK(seen.offered_applications == 4);
    CHECK(seen.hired_applications == 5);
    CHECK(seen.rejected_applications == 6);
    CHECK(seen.pending_kyc == 0);
    CHECK(seen.manual_review_kyc == 1);
    CHECK(seen.verified_today == 0);
    CHECK(seen.rejected_today == 2);
  }
}

void timeline_of_the_trail(const Fresh& fresh) {
  SUBCASE("activity: of the audit trail come the types and the action that are asked for, with their total") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto append = [&](int row, const char* action, const char* entity, int when) {
      store([&](Stores& s) {
        s.audit.append(uuid(row), {.actor = Actor::admin(user, "ops@example.test"), .action = action,
                                   .entity_type = entity, .entity_id = "e", .to_state = "B", .at = at(when)});
      });
    };
    append(10, "job.published", "JOB", 10);
    append(11, "job.removed", "JOB", 11);
    append(12, "feed.published", "FEED_POST", 12);
    const auto timeline = [&](std::vector<ActivityType> types, std::optional<std::string> action = {}, int limit = 50) {
      return store.look([&](Stores& s) {
        return s.activity.timeline({.kyc = false, .applications = false, .audit = types, .audit_action = action,
                                    .window = {.offset = 0, .limit = limit}});
      });
    };
    const auto shown = [](const Page<ActivityEvent>& page) {
      std::vector<std::string> texts;
      for (const auto& item : page.items) texts.push_back(item.id);
      return texts;
    };
    CHECK(timeline({}).total == 0);
    CHECK(shown(timeline({ActivityType::job})) == std::vector<std::string>{uuid(11), uuid(10)});
    CHECK(shown(timeline({ActivityType::job, ActivityType::feed})) ==
          std::vector<std::string>{uuid(12), uuid(11), uuid(10)});
    CHECK(shown(timeline({ActivityType::job}, "job.published")) == std::vector<std::string>{uuid(10)});
    const auto page = timeline({ActivityType::job}, {}, 1);
    CHECK(page.total == 2);
    REQUIRE(page.items.size() == 1);
    CHECK(page.items[0].type == ActivityType::job);
    CHECK(page.items[0].action == "job.removed");
    CHECK(page.items[0].actor_type == ActorType::admin);
    CHECK(page.items[0].status_to == "B");
  }
}

void timeline_merged(const Fresh& fresh) {
  SUBCASE("activity: both kinds of events are merged newest first and filtered with their total") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto session = add_kyc(store, 2, user, at(2));
    const ApplicationId application(uuid(3));
    store([&](Stores& s) {
      REQUIRE(s.applications.insert({.id = application, .user_id = user, .job_id = JobId("job_osaka_cnc_operator_002"),
                                     .employer_id = "e", .search_job = "j", .search_applicant = "a",
                                     .created_at = at(3)}));
      s.kyc.insert_event(status_event(20, session, std::nullopt, KycStatus::created, 10));
      s.kyc.insert_event(status_event(21, session, KycStatus::created, KycStatus::submitted, 12));
      for (int n : {30, 31})
        s.applications.insert_event({.id = JourneyEventId(uuid(n)), .application_id = application,
                                     .status = n == 30 ? ApplicationStatus::submitted : ApplicationStatus::hired,
                                     .title = "T", .description = "D", .actor_type = ActorType::user,
                                     .actor_id = user.text(), .created_at = at(n == 30 ? 11 : 12)});
    });
    const auto check = [&](ActivityFilter filter, const std::vector<int>& expected) {
      if (filter.window.limit == 20) filter.window = {.offset = 0, .limit = 50};
      const auto page = store.look([&](Stores& s) { return s.activity.timeline(filter); });
      std::vector<std::string> found, wanted;
      for (const auto& item : page.items) found.push_back(item.id);
      for (const int n : expected) wanted.push_back(uuid(n));
      CHECK(found == wanted);
      CHECK(page.total == static_cast<std::int64_t>(filter.window.limit == 50 ? expected.size() : 4));
    };
    // At the same time identity checks come before applications.
    check({}, {21, 31, 30, 20});
    check({.kyc = false}, {31, 30});
    check({.applications = false}, {21, 20});
    check({.actor_type = ActorType::admin}, {21, 20});
    check({.actor_id = user.text()}, {31, 30});
    check({.entity_id = session.text()}, {21, 20});
    check({.from = at(11), .to = at(11)}, {30});
    check({.window = {.offset = 1, .limit = 2}}, {31, 30});
    check({.window = {.offset = 3, .limit = 2}}, {20});
    const auto events = store.look([](Stores& s) { return s.activity.timeline({}); }).items;
    REQUIRE(events.size() == 4);
    CHECK(events[0].status_from == "CREATED");
    CHECK(events[0].description == "why");
    CHECK_FALSE(events[0].applicant);
    CHECK(events[1].applicant->email == "person1@example.test");
    CHECK(events[1].job->title == "CNC Operator");
    CHECK(events[1].status_from == "SUBMITTED");
    CHECK_FALSE(events[3].status_from);
  }
}

}  // namespace

void organizations(const Fresh& fresh) { organizations_kept(fresh); }

void administration(const Fresh& fresh) {
  people_listed(fresh);
  overview_counted(fresh);
  overview_by_state(fresh);
  timeline_merged(fresh);
  timeline_of_the_trail(fresh);
}

}  // namespace senpai::contract
