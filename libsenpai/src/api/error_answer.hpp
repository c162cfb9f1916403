#pragma once
// The envelope of every error.

#include <senpai/error.hpp>

#include "api/codec.hpp"

namespace senpai::api {

struct ErrorDetail {
  std::string code;
  std::string message;
  std::string request_id;
  std::optional<std::chrono::seconds> retry_after;
};
template <class V>
void fields(V& v, const ErrorDetail& x) {
  v("code", x.code), v("message", x.message), v("requestId", x.request_id);
  v.omittable("retryAfterSec", x.retry_after);
}

struct ErrorAnswer {
  ErrorDetail error;
};
template <class V>
void fields(V& v, const ErrorAnswer& x) {
  v("error", x.error);
}

}  // namespace senpai::api
