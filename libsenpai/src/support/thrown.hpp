#pragma once
// What the parts of an embedder throw, which may be anything.

#include <senpai/error.hpp>

namespace senpai {

/// What was thrown, whatever it is; its cause() says it in full. Called while it is being handled.
inline Error error_in_flight() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    return Error::internal(error.what());
  } catch (...) {
    return Error::internal("something was thrown that is no std::exception");
  }
}

}  // namespace senpai
