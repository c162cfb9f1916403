#pragma once
// Checks that applications and their documents share.

#include <senpai/applications.hpp>
#include <senpai/ports/storage.hpp>

namespace senpai {

/// @throws application_not_found.
ApplicationCase existing_application(Stores&, const ApplicationId&);

/// @throws application_not_found, also for somebody else's.
Application own_application(Stores&, const UserId& owner, const ApplicationId&);

/// The name an administrator's act is shown under: as given, else the e-mail address; an API key has none.
/// @throws invalid_updated_by.
std::optional<std::string> checked_admin_name(const Actor& admin, std::string_view given);

}  // namespace senpai
