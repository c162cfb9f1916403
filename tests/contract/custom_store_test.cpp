// The store of examples/company_storage.hpp, proved as its author would.

#include <doctest/doctest.h>

#include <senpai/backends.hpp>

#include "contract/storage_contract.hpp"
#include "examples/company_storage.hpp"

TEST_CASE("custom store: what an embedder puts over a store of ours keeps the storage contract") {
  senpai::storage_contract([] {
    auto storage = std::make_shared<CompanyStorage>(senpai::open_sqlite({}), Directory{});
    storage->migrate();
    return storage;
  });
}
