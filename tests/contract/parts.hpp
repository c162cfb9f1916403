#pragma once
// The parts of the storage contract and what they share. Private to the suite.

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include "contract/storage_contract.hpp"

namespace senpai::contract {

using Fresh = std::function<std::shared_ptr<Storage>()>;

void accounts(const Fresh&);       // users
void sessions(const Fresh&);
void challenges(const Fresh&);
void identity_checks(const Fresh&);
void review_queue(const Fresh&);
void uploads(const Fresh&);
void catalogue(const Fresh&);      // jobs and feed
void content(const Fresh&);        // the same as they change; saved, searched and counted
void applications(const Fresh&);   // with their documents
void organizations(const Fresh&);
void administration(const Fresh&);  // users, overview, activity
void background(const Fresh&);     // queue, inbox
void audit(const Fresh&);
void units_of_work(const Fresh&);

/// A store; calling it runs one unit of work and returns what that returns.
struct Store {
  explicit Store(std::shared_ptr<Storage> opened) : storage(std::move(opened)) {}
  std::shared_ptr<Storage> storage;

  template <class F>
  auto operator()(F&& work) const {
    return write(*storage, work);
  }
  template <class F>
  auto look(F&& work) const {
    return read(*storage, work);
  }
};

/// The n-th id: a UUID whose order is the order of n.
inline std::string uuid(int n) {
  const std::string digits = std::to_string(n);
  return "6f1d2c34-5b6a-4c7d-8e9f-" + std::string(12 - digits.size(), '0') + digits;
}

/// A moment, so many seconds after a fixed one.
inline Timestamp at(int seconds) {
  return *parse_timestamp("2030-01-02T03:04:05.678Z") + std::chrono::seconds(seconds);
}

/// 64 hexadecimal digits.
inline std::string hash(int n) {
  const std::string digits = std::to_string(n);
  return std::string(64 - digits.size(), 'a') + digits;
}

inline NewUser new_user(int n) {
  return {.id = UserId(uuid(n)),
          .full_name = "Person " + std::to_string(n),
          .email = "person" + std::to_string(n) + "@example.test",
          .password_hash = "hash-" + std::to_string(n),
          .created_at = at(n)};
}

inline UserId add_user(const Store& store, int n) {
  REQUIRE(store([&](Stores& s) { return s.users.insert(new_user(n)); }));
  return UserId(uuid(n));
}

inline KycSession new_kyc(int n, const UserId& owner, Timestamp created) {
  return {.id = KycSessionId(uuid(n)), .user_id = owner, .created_at = created, .updated_at = created};
}

inline KycSessionId add_kyc(const Store& store, int n, const UserId& owner, Timestamp created) {
  store([&](Stores& s) { s.kyc.insert_session(new_kyc(n, owner, created)); });
  return KycSessionId(uuid(n));
}

/// How many of `count` threads that start together get true.
template <class F>
int winners(int count, F attempt) {
  std::atomic<int> won{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i)
      threads.emplace_back([&, i] {
        if (attempt(i)) ++won;
      });
  }
  return won;
}

}  // namespace senpai::contract
