#pragma once
// Checks that sessions and documents share.

#include <senpai/ports/storage.hpp>

namespace senpai {

[[noreturn]] void refuse_kyc_session();

/// The owner's session of this id. @throws kyc_session_not_found.
KycSession own_session(Stores&, const UserId& owner, const KycSessionId&);

/// The same for an id of a request that may leave it out: blank means the latest.
KycSession own_session(Stores&, const UserId& owner, std::string_view id);

/// @throws kyc_session_locked for a session that is decided.
void check_open(const KycSession&);

}  // namespace senpai
