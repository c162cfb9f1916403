#pragma once
// The wire form of upload links, used by identity checks and applications.

#include <senpai/kyc.hpp>

#include "api/codec.hpp"

namespace senpai {

template <class V>
void fields(V& v, const UploadLink& x) {
  v("objectKey", x.object_key), v("uploadUrl", x.url), v("method", x.method), v("headers", x.headers);
  v("expiresAt", x.expires_at);
}

namespace api {

struct PreviewInput {
  Patch<double> expires_sec;
};
template <class V>
void fields(V& v, PreviewInput& x) {
  v("expiresSec", x.expires_sec);
}

}  // namespace api
}  // namespace senpai
