#pragma once
// What the parts of an embedder throw, which may be anything.

#include <new>
#include <senpai/error.hpp>

namespace senpai {

/// What was thrown, whatever it is; its cause() says it in full. Called while it is being handled.
inline Error error_in_flight() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    // Others give theirs back as soon as they are answered, so repeating helps, unlike with a defect.
    return Error(ErrorKind::unavailable, "server_busy",
                 "More is going on right now than this server can hold. Please try again in a moment.",
                 std::chrono::seconds(2))
        .because("out of memory");
  } catch (const std::exception& error) {
    return Error::internal(error.what());
  } catch (...) {
    return Error::internal("something was thrown that is no std::exception");
  }
}

}  // namespace senpai
