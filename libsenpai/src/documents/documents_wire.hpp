#pragma once
// The wire form of upload links, used by identity checks and applications.

#include <senpai/kyc.hpp>

#include "api/codec.hpp"

namespace senpai {

constexpr Rule document_type_rule = must("PASSPORT").length(1, max_document_type_length).about("Any case.");
constexpr Rule file_name_rule = must("paspor-rina.jpg").length(1, max_file_name_length);
constexpr Rule checksum_rule = must("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                                   .pattern("^[a-fA-F0-9]{64}$").about("SHA-256 of the file in hex.");
constexpr Rule object_key_rule = must("kyc/3f8a1c52-7b0e-4d0a-9a53-1f6f3f0f7a10/5d1b7e94/1772508600000-paspor.jpg")
                                     .length(1, max_object_key_length).about("As given with the upload link.");

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
  v("expiresSec", x.expires_sec, may("120").whole().range(60, 3600).about(
                                     "How long the link works; the server may allow less than this range."));
}

}  // namespace api
}  // namespace senpai
