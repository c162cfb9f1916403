#pragma once
// A world whose documents are in a bucket of the S3-compatible service that tests/services/with_s3 runs.

#include <senpai/objects.hpp>

#include "host/wire.hpp"
#include "support.hpp"

namespace senpai::test {

struct S3Service {
  std::string endpoint;
  std::string access_key;
  std::string secret_key;
};

/// Nothing when there is none; then the test that asked says so and is to end. It fails if SENPAI_REQUIRE_S3 is set.
std::optional<S3Service> s3_service();

/// A name that no other test uses.
std::string fresh_bucket();

S3ObjectsOptions options_for(const S3Service&, const std::string& bucket);

/// One request with exactly these headers, sent to this machine whatever the host of the URL. Nothing is encoded.
WireAnswer exchange(const std::string& method, const std::string& url, const World::Headers& headers = {},
                    const std::string& body = "");

/// A link as the API gave it.
struct S3Link {
  std::string key;
  std::string url;
  World::Headers headers;
};

class S3World {
 public:
  explicit S3World(const S3Service&, const std::function<void(S3ObjectsOptions&)>& adjust = {});

  std::string bucket;
  std::shared_ptr<S3Objects> objects;
  World world;
  Credentials user;
  std::string session;

  S3Link link(const std::string& bytes, const std::string& type = "image/jpeg");
  Answer add(const std::string& key, const std::string& bytes);
  /// Of a registered document, as an administrator gets it.
  std::string preview(const std::string& document_id);

 private:
  static std::shared_ptr<S3Objects> open(const S3Service&, const std::string& bucket,
                                         const std::function<void(S3ObjectsOptions&)>& adjust);
};

}  // namespace senpai::test
