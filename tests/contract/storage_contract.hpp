#pragma once
// What every Storage has to do, whatever it stores in. Bring a store of your own and prove it with this call:
//
//   TEST_CASE("my store keeps the contract") { senpai::storage_contract([] { return my_empty_migrated_store(); }); }

#include <functional>
#include <memory>
#include <senpai/ports/storage.hpp>

namespace senpai {

/// Runs inside a doctest TEST_CASE. @param fresh  gives an empty, migrated store at each call: the five roles and the
/// sample jobs and posts are in it, as `migrations/` insert them, and nothing else.
void storage_contract(const std::function<std::shared_ptr<Storage>()>& fresh);

}  // namespace senpai
