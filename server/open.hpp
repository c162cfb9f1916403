#pragma once
// The platform that the settings describe.

#include <senpai/backends.hpp>
#include <senpai/platform.hpp>

#include "config.hpp"

namespace senpai::server {

/// The database. One in a file has to be there already, unless it may be created.
/// @throws std::runtime_error naming the setting that is wrong.
std::shared_ptr<Storage> open_store(const Config&, std::shared_ptr<Observer>, bool may_create = false);

/// Database, documents and mail, joined in one platform.
Platform open_platform(const Config&, const std::shared_ptr<Observer>&);

/// Only a store that starts empty is migrated in passing; anything with data in it is migrated on purpose.
/// @throws std::runtime_error if migrations are lacking.
void require_schema(const Config&, Platform&);

}  // namespace senpai::server
