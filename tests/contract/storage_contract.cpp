// Users, sessions, one-time codes and the unit of work. The other parts are in files of their own.

#include "contract/storage_contract.hpp"

#include <atomic>

#include "contract/parts.hpp"

namespace senpai {

void storage_contract(const std::function<std::shared_ptr<Storage>()>& fresh) {
  contract::accounts(fresh);
  contract::sessions(fresh);
  contract::challenges(fresh);
  contract::identity_checks(fresh);
  contract::review_queue(fresh);
  contract::uploads(fresh);
  contract::catalogue(fresh);
  contract::content(fresh);
  contract::applications(fresh);
  contract::organizations(fresh);
  contract::administration(fresh);
  contract::background(fresh);
  contract::audit(fresh);
  contract::units_of_work(fresh);
}

}  // namespace senpai

namespace senpai::contract {
namespace {

std::vector<std::string> roles_of(const Store& store, const UserId& id) {
  return store.look([&](Stores& s) { return s.users.find(id); })->roles;
}

bool grant(const Store& store, const UserId& id, const char* role, int row) {
  return store([&](Stores& s) { return s.users.grant_role(id, role, uuid(row), at(0)); });
}

bool update(const Store& store, const UserId& id, const std::optional<std::string>& name,
            const std::optional<std::optional<std::string>>& avatar) {
  return store([&](Stores& s) { return s.users.update_profile(id, name, avatar, at(50)); });
}

void users_identity(const Fresh& fresh) {
  SUBCASE("users: a new user is found by id and by e-mail, with everything that was written") {
    const Store store(fresh());
    const NewUser given = new_user(1);
    CHECK(store([&](Stores& s) { return s.users.insert(given); }));
    const auto found = store.look([&](Stores& s) { return s.users.find(given.id); });
    REQUIRE(found);
    CHECK(found->id == given.id);
    CHECK(found->full_name == given.full_name);
    CHECK(found->email == given.email);
    CHECK(found->created_at == given.created_at);
    CHECK_FALSE(found->email_verified_at);
    CHECK_FALSE(found->avatar_url);
    CHECK(found->roles.empty());
    const auto credential = store.look([&](Stores& s) { return s.users.find_credential(given.email); });
    REQUIRE(credential);
    CHECK(credential->user.id == given.id);
    CHECK(credential->password_hash == given.password_hash);
    CHECK_FALSE(store.look([&](Stores& s) { return s.users.find(UserId(uuid(2))); }));
    CHECK_FALSE(store.look([&](Stores& s) { return s.users.find_credential("nobody@example.test"); }));
  }
  SUBCASE("users: a taken e-mail address is a false, and nothing is written") {
    const Store store(fresh());
    add_user(store, 1);
    NewUser second = new_user(2);
    second.email = new_user(1).email;
    CHECK_FALSE(store([&](Stores& s) { return s.users.insert(second); }));
    CHECK_FALSE(store.look([&](Stores& s) { return s.users.find(second.id); }));
    const auto owner = store.look([&](Stores& s) { return s.users.find_credential(second.email); });
    CHECK(owner->user.id.text() == uuid(1));
    CHECK(owner->password_hash == "hash-1");
  }
  SUBCASE("users: addresses are taken as they are, so those that differ in case are two") {
    const Store store(fresh());
    NewUser upper = new_user(2);
    upper.email = "PERSON1@example.test";
    CHECK(store([&](Stores& s) { return s.users.insert(upper); }));
    add_user(store, 1);
    const auto owner = [&](const char* email) {
      const auto found = store.look([&](Stores& s) { return s.users.find_credential(email); });
      return found ? found->user.email : "";
    };
    CHECK(owner("PERSON1@example.test") == "PERSON1@example.test");
    CHECK(owner("person1@example.test") == "person1@example.test");
    CHECK(owner("Person1@example.test") == "");
  }
  SUBCASE("users: of many who take one e-mail address at once exactly one gets it") {
    const Store store(fresh());
    CHECK(winners(8, [&](int i) {
            NewUser user = new_user(10 + i);
            user.email = "same@example.test";
            return store([&](Stores& s) { return s.users.insert(user); });
          }) == 1);
  }
  SUBCASE("users: kana, emoji, quotes and long names come back as they were") {
    const Store store(fresh());
    const std::string kana = "リナ・ハルトノ 確認 🌸👩‍🔧 'quoted' \"double\" \\ % _ ; --\n\ttab";
    NewUser user = new_user(1);
    user.full_name = kana;
    CHECK(store([&](Stores& s) { return s.users.insert(user); }));
    CHECK(store.look([&](Stores& s) { return s.users.find(user.id); })->full_name == kana);
    const std::string long_name = [&] {
      std::string text;
      for (int i = 0; i < 2000; ++i) text += "漢字";
      return text;
    }();
    CHECK(update(store, user.id, long_name, std::nullopt));
    CHECK(store.look([&](Stores& s) { return s.users.find(user.id); })->full_name == long_name);
  }
}

void users_roles_and_passwords(const Fresh& fresh) {
  SUBCASE("users: the five roles are known, ascending") {
    const Store store(fresh());
    CHECK(store.look([](Stores& s) { return s.users.known_roles(); }) ==
          std::vector<std::string>{"kaisha", "lpk", "sdm", "super_admin", "tsk"});
  }
  SUBCASE("users: roles are listed ascending, granting twice is fine, unknown ones are a false") {
    const Store store(fresh());
    const auto id = add_user(store, 1);
    CHECK(grant(store, id, "tsk", 101));
    CHECK(grant(store, id, "lpk", 102));
    CHECK(grant(store, id, "super_admin", 103));
    CHECK(grant(store, id, "lpk", 104));
    CHECK_FALSE(grant(store, id, "emperor", 105));
    CHECK_FALSE(grant(store, id, "", 106));
    CHECK(roles_of(store, id) == std::vector<std::string>{"lpk", "super_admin", "tsk"});
    const auto credential = store.look([](Stores& s) { return s.users.find_credential(new_user(1).email); });
    CHECK(credential->user.roles == std::vector<std::string>{"lpk", "super_admin", "tsk"});
    const auto other = add_user(store, 2);
    CHECK(roles_of(store, other).empty());
  }
  SUBCASE("users: a password hash is replaced only while it is the one that was seen") {
    const Store store(fresh());
    const auto id = add_user(store, 1);
    const auto replace = [&](const char* seen, const char* with) {
      return store([&](Stores& s) { return s.users.replace_password_hash(id, seen, with, at(9)); });
    };
    CHECK_FALSE(replace("other", "new"));
    CHECK(replace("hash-1", "new"));
    CHECK_FALSE(replace("hash-1", "newer"));
    CHECK(store.look([](Stores& s) { return s.users.find_credential(new_user(1).email); })->password_hash == "new");
    CHECK_FALSE(store([&](Stores& s) { return s.users.replace_password_hash(UserId(uuid(7)), "new", "x", at(9)); }));
    CHECK(replace("new", "new"));
    CHECK_FALSE(replace("hash", "hash"));
    const std::string names[] = {"a", "b", "c", "d", "e", "f"};
    CHECK(winners(6, [&](int i) {
            const auto& name = names[i];
            return store([&](Stores& s) { return s.users.replace_password_hash(id, "new", name, at(10)); });
          }) == 1);
  }
}

void users_profile(const Fresh& fresh) {
  SUBCASE("users: the time of the e-mail confirmation is set once") {
    const Store store(fresh());
    const auto id = add_user(store, 1);
    store([&](Stores& s) { s.users.mark_email_verified(id, at(5)); });
    store([&](Stores& s) { s.users.mark_email_verified(id, at(6)); });
    CHECK(store.look([&](Stores& s) { return s.users.find(id); })->email_verified_at == at(5));
    const auto credential = store.look([](Stores& s) { return s.users.find_credential(new_user(1).email); });
    CHECK(credential->user.email_verified_at == at(5));
    store([&](Stores& s) { s.users.mark_email_verified(UserId(uuid(9)), at(6)); });
  }
  SUBCASE("users: a profile keeps what is absent and clears what is null") {
    const Store store(fresh());
    const auto id = add_user(store, 1);
    const auto now = [&] { return *store.look([&](Stores& s) { return s.users.find(id); }); };
    CHECK(update(store, id, "Rina", std::optional<std::string>("https://example.test/a.png")));
    CHECK(now().full_name == "Rina");
    CHECK(now().avatar_url == "https://example.test/a.png");
    CHECK(update(store, id, "Rina Hartono", std::nullopt));
    CHECK(now().full_name == "Rina Hartono");
    CHECK(now().avatar_url == "https://example.test/a.png");
    CHECK(update(store, id, std::nullopt, std::optional<std::string>("https://example.test/b.png")));
    CHECK(now().full_name == "Rina Hartono");
    CHECK(now().avatar_url == "https://example.test/b.png");
    const auto credential = store.look([](Stores& s) { return s.users.find_credential(new_user(1).email); });
    CHECK(credential->user.avatar_url == "https://example.test/b.png");
    CHECK(update(store, id, std::nullopt, std::optional<std::string>()));
    CHECK(now().full_name == "Rina Hartono");
    CHECK_FALSE(now().avatar_url);
  }
  SUBCASE("users: a profile update with both parts absent changes neither") {
    const Store store(fresh());
    const auto id = add_user(store, 1);
    CHECK(update(store, id, std::nullopt, std::nullopt));
    CHECK(store.look([&](Stores& s) { return s.users.find(id); })->full_name == "Person 1");
  }
  SUBCASE("users: the profile of nobody is a false") {
    const Store store(fresh());
    const UserId nobody(uuid(9));
    CHECK_FALSE(update(store, nobody, "X", std::nullopt));
    CHECK_FALSE(update(store, nobody, std::nullopt, std::optional<std::string>("x")));
    CHECK_FALSE(update(store, nobody, "X", std::optional<std::string>("x")));
  }
}

// ------------------------------------------------------------------------------------------------------------ sessions

SessionRow new_session(int n, const UserId& user, Timestamp expires, int family = 0) {
  return {.id = SessionId(uuid(n)),
          .user_id = user,
          .token_hash = hash(n),
          .family = SessionId(uuid(family == 0 ? n : family)),
          .expires_at = expires,
          .created_at = at(0)};
}

void add(const Store& store, const SessionRow& row) {
  store([&](Stores& s) { s.sessions.insert(row); });
}

std::optional<SessionRow> find_session(const Store& store, int n) {
  return store.look([&](Stores& s) { return s.sessions.find(hash(n)); });
}

std::optional<SessionRow> rotate(const Store& store, int n, Timestamp now) {
  return store([&](Stores& s) { return s.sessions.rotate(hash(n), now); });
}

void sessions_rotation(const Fresh& fresh) {
  SUBCASE("sessions: a session is found with everything that was written") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    add(store, new_session(1, user, at(100)));
    add(store, new_session(2, user, at(200), 1));
    const auto found = find_session(store, 2);
    REQUIRE(found);
    CHECK(found->id.text() == uuid(2));
    CHECK(found->user_id == user);
    CHECK(found->token_hash == hash(2));
    CHECK(found->family.text() == uuid(1));
    CHECK(found->expires_at == at(200));
    CHECK(found->created_at == at(0));
    CHECK_FALSE(found->revoked_at);
    CHECK_FALSE(found->rotated_at);
    CHECK_FALSE(find_session(store, 3));
  }
  SUBCASE("sessions: a session is rotated exactly once") {
    const Store store(fresh());
    add(store, new_session(1, add_user(store, 1), at(100)));
    const auto first = rotate(store, 1, at(10));
    REQUIRE(first);
    CHECK(first->id.text() == uuid(1));
    CHECK_FALSE(rotate(store, 1, at(11)));
    CHECK(find_session(store, 1)->rotated_at == at(10));
    CHECK(find_session(store, 1)->revoked_at == at(10));
    CHECK_FALSE(rotate(store, 99, at(11)));
  }
  SUBCASE("sessions: of many who rotate one session at once exactly one gets it") {
    const Store store(fresh());
    add(store, new_session(1, add_user(store, 1), at(100)));
    CHECK(winners(8, [&](int) { return rotate(store, 1, at(10)).has_value(); }) == 1);
  }
  SUBCASE("sessions: an expired or revoked session is not rotated") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    for (const int n : {1, 2, 3}) add(store, new_session(n, user, at(100)));
    CHECK_FALSE(rotate(store, 1, at(100)));
    CHECK_FALSE(rotate(store, 1, at(101)));
    CHECK(rotate(store, 2, at(99)));
    CHECK(store([&](Stores& s) { return s.sessions.revoke(hash(3), at(20)); }));
    CHECK_FALSE(rotate(store, 3, at(21)));
    CHECK_FALSE(find_session(store, 1)->rotated_at);
    CHECK_FALSE(find_session(store, 3)->rotated_at);
  }
}

void sessions_end(const Fresh& fresh) {
  SUBCASE("sessions: revoking is no rotation, keeps the first time, and unknown tokens are fine") {
    const Store store(fresh());
    add(store, new_session(1, add_user(store, 1), at(100)));
    const auto revoke = [&](int n, Timestamp when) {
      return store([&](Stores& s) { return s.sessions.revoke(hash(n), when); });
    };
    CHECK(revoke(1, at(20)));
    CHECK_FALSE(revoke(1, at(30)));
    CHECK_FALSE(revoke(42, at(30)));
    CHECK(find_session(store, 1)->revoked_at == at(20));
    CHECK_FALSE(find_session(store, 1)->rotated_at);
  }
  SUBCASE("sessions: that a session was rotated is forgotten once") {
    const Store store(fresh());
    add(store, new_session(1, add_user(store, 1), at(100)));
    const auto forget = [&](int n) { return store([&](Stores& s) { return s.sessions.forget_rotation(hash(n)); }); };
    CHECK_FALSE(forget(1));
    REQUIRE(rotate(store, 1, at(20)));
    CHECK(forget(1));
    CHECK_FALSE(forget(1));
    CHECK(find_session(store, 1)->revoked_at == at(20));
    CHECK_FALSE(find_session(store, 1)->rotated_at);
    CHECK_FALSE(forget(42));
  }
  SUBCASE("sessions: a family ends with all its live sessions and no others") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    add(store, new_session(1, user, at(100)));
    add(store, new_session(2, user, at(100), 1));
    add(store, new_session(3, user, at(100), 1));
    add(store, new_session(4, user, at(100)));
    rotate(store, 1, at(5));
    CHECK(store([&](Stores& s) { return s.sessions.revoke_family(SessionId(uuid(1)), at(20)); }) == 2);
    CHECK(store([&](Stores& s) { return s.sessions.revoke_family(SessionId(uuid(1)), at(21)); }) == 0);
    CHECK(find_session(store, 1)->revoked_at == at(5));
    CHECK(find_session(store, 2)->revoked_at == at(20));
    CHECK(find_session(store, 3)->revoked_at == at(20));
    CHECK_FALSE(find_session(store, 4)->revoked_at);
  }
  SUBCASE("sessions: all live sessions of one user end") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto other = add_user(store, 2);
    add(store, new_session(1, user, at(100)));
    add(store, new_session(2, user, at(100)));
    add(store, new_session(3, other, at(100)));
    CHECK(store([&](Stores& s) { return s.sessions.revoke(hash(1), at(20)); }));
    CHECK(store([&](Stores& s) { return s.sessions.revoke_all(user, at(30)); }) == 1);
    CHECK(find_session(store, 1)->revoked_at == at(20));
    CHECK(find_session(store, 2)->revoked_at == at(30));
    CHECK_FALSE(find_session(store, 3)->revoked_at);
  }
}

void sessions_purge(const Fresh& fresh) {
  SUBCASE("sessions: a purge takes what ended before a time, but rotated ones only when they have expired") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    add(store, new_session(1, user, at(10)));    // expired
    add(store, new_session(2, user, at(1000)));  // live
    add(store, new_session(3, user, at(1000)));  // revoked long ago
    add(store, new_session(4, user, at(1000)));  // revoked just now
    add(store, new_session(5, user, at(1000)));  // rotated long ago: reuse of its token must still be seen
    add(store, new_session(6, user, at(20)));    // rotated, and expired since
    CHECK(store([&](Stores& s) { return s.sessions.revoke(hash(3), at(5)); }));
    CHECK(store([&](Stores& s) { return s.sessions.revoke(hash(4), at(90)); }));
    rotate(store, 5, at(6));
    rotate(store, 6, at(7));
    CHECK(store([&](Stores& s) { return s.sessions.purge(at(50), 100); }) == 3);
    for (const int gone : {1, 3, 6}) CHECK_FALSE(find_session(store, gone));
    for (const int kept : {2, 4, 5}) CHECK(find_session(store, kept));
    CHECK(store([&](Stores& s) { return s.sessions.purge(at(50), 100); }) == 0);
  }
  SUBCASE("sessions: a purge takes no more than its batch") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    for (int n = 1; n <= 7; ++n) add(store, new_session(n, user, at(10)));
    const auto purge = [&] { return store([&](Stores& s) { return s.sessions.purge(at(50), 3); }); };
    CHECK(purge() == 3);
    CHECK(purge() == 3);
    CHECK(purge() == 1);
    CHECK(purge() == 0);
  }
}

// ---------------------------------------------------------------------------------------------------------- challenges

ChallengeRow new_challenge(int n, const UserId& user, Timestamp created, int max = 5) {
  return {.id = ChallengeId(uuid(n)),
          .user_id = user,
          .email = "person1@example.test",
          .code_hash = "code-" + std::to_string(n),
          .expires_at = created + std::chrono::seconds(600),
          .resend_available_at = created + std::chrono::seconds(60),
          .max_attempts = max,
          .created_at = created};
}

void add(const Store& store, const ChallengeRow& row) {
  store([&](Stores& s) { s.challenges.insert(row); });
}

std::optional<int> take(const Store& store, int n) {
  return store([&](Stores& s) { return s.challenges.take_attempt(ChallengeId(uuid(n)), at(1)); });
}

void challenges_tries(const Fresh& fresh) {
  SUBCASE("codes: a challenge is found with everything that was written") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto given = new_challenge(1, user, at(3), 7);
    add(store, given);
    const auto found = store.look([&](Stores& s) { return s.challenges.find(given.id); });
    REQUIRE(found);
    CHECK(found->user_id == user);
    CHECK(found->email == given.email);
    CHECK(found->code_hash == given.code_hash);
    CHECK(found->expires_at == given.expires_at);
    CHECK(found->resend_available_at == given.resend_available_at);
    CHECK(found->attempt_count == 0);
    CHECK(found->max_attempts == 7);
    CHECK(found->created_at == at(3));
    CHECK_FALSE(found->verified_at);
    CHECK_FALSE(store.look([&](Stores& s) { return s.challenges.find(ChallengeId(uuid(2))); }));
  }
  SUBCASE("codes: tries are counted up to the limit, also when they come at once") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    add(store, new_challenge(1, user, at(0), 3));
    CHECK(take(store, 1) == 1);
    CHECK(take(store, 1) == 2);
    CHECK(take(store, 1) == 3);
    CHECK_FALSE(take(store, 1));
    CHECK_FALSE(take(store, 99));
    add(store, new_challenge(2, user, at(0), 5));
    CHECK(winners(12, [&](int) { return take(store, 2).has_value(); }) == 5);
    CHECK(store.look([](Stores& s) { return s.challenges.find(ChallengeId(uuid(2))); })->attempt_count == 5);
  }
  SUBCASE("codes: a used challenge gives no try and cannot be used again") {
    const Store store(fresh());
    add(store, new_challenge(1, add_user(store, 1), at(0)));
    const auto use = [&] {
      return store([](Stores& s) { return s.challenges.mark_verified(ChallengeId(uuid(1)), at(9)); });
    };
    CHECK(winners(6, [&](int) { return use(); }) == 1);
    CHECK_FALSE(use());
    CHECK_FALSE(take(store, 1));
    CHECK(store.look([](Stores& s) { return s.challenges.find(ChallengeId(uuid(1))); })->verified_at == at(9));
  }
}

void challenges_of_a_user(const Fresh& fresh) {
  SUBCASE("codes: the latest challenge is the newest, and of equal times the one that came last") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    const auto latest = [&] {
      const auto found = store.look([&](Stores& s) { return s.challenges.latest(user); });
      return found ? found->id.text() : std::string();
    };
    CHECK(latest().empty());
    add(store, new_challenge(9, user, at(10)));
    add(store, new_challenge(5, user, at(10)));
    add(store, new_challenge(7, user, at(10)));
    CHECK(latest() == uuid(7));
    add(store, new_challenge(8, user, at(2)));
    CHECK(latest() == uuid(7));
    add(store, new_challenge(3, user, at(11)));
    CHECK(latest() == uuid(3));
    add(store, new_challenge(20, add_user(store, 2), at(99)));
    CHECK(latest() == uuid(3));
  }
  SUBCASE("codes: tries are summed over a user's challenges since a time") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    add(store, new_challenge(1, user, at(0)));
    add(store, new_challenge(2, user, at(100)));
    add(store, new_challenge(3, user, at(200)));
    take(store, 1), take(store, 2), take(store, 2), take(store, 3);
    const auto since = [&](int t) {
      return store.look([&](Stores& s) { return s.challenges.attempts_since(user, at(t)); });
    };
    CHECK(since(0) == 4);
    CHECK(since(100) == 3);
    CHECK(since(101) == 1);
    CHECK(since(201) == 0);
    CHECK(store.look([](Stores& s) { return s.challenges.attempts_since(UserId(uuid(77)), at(0)); }) == 0);
  }
  SUBCASE("codes: a purge takes expired challenges in batches") {
    const Store store(fresh());
    const auto user = add_user(store, 1);
    for (int n = 1; n <= 5; ++n) add(store, new_challenge(n, user, at(n)));
    add(store, new_challenge(6, user, at(1000)));
    const auto purge = [&](Timestamp before) {
      return store([&](Stores& s) { return s.challenges.purge(before, 2); });
    };
    CHECK(purge(at(601)) == 0);
    CHECK(purge(at(700)) == 2);
    CHECK(purge(at(700)) == 2);
    CHECK(purge(at(700)) == 1);
    CHECK(purge(at(700)) == 0);
    CHECK(store.look([](Stores& s) { return s.challenges.find(ChallengeId(uuid(6))); }));
  }
}

}  // namespace

void accounts(const Fresh& fresh) {
  users_identity(fresh);
  users_roles_and_passwords(fresh);
  users_profile(fresh);
}

void sessions(const Fresh& fresh) {
  sessions_rotation(fresh);
  sessions_end(fresh);
  sessions_purge(fresh);
}

void challenges(const Fresh& fresh) {
  challenges_tries(fresh);
  challenges_of_a_user(fresh);
}

}  // namespace senpai::contract
