#pragma once
// A world whose documents are files in a folder, and the steps of an upload in it.

#include <fstream>
#include <senpai/objects.hpp>

#include "support.hpp"

namespace senpai::test {

constexpr const char* public_url = "http://files.example.test";
constexpr const char* link_secret = "secret of the links of this test, 32+";

/// What a ticket of the upload route says.
struct Ticket {
  std::string key;
  std::string path;  ///< Of the link, without the public address.
  World::Headers headers;
};

class FileWorld {
 public:
  explicit FileWorld(const std::function<void(Options&)>& adjust = {});

  TemporaryFolder documents;
  World world;
  Credentials user;
  std::string session;

  std::filesystem::path objects() const { return documents.path() / "objects"; }
  std::filesystem::path incoming() const { return documents.path() / "incoming"; }
  /// Files anywhere below both folders.
  int files() const;

  Answer ask(const std::string& bytes, const std::string& type = "image/jpeg", const Json& changes = Json::object());
  Ticket ticket(const std::string& bytes, const std::string& type = "image/jpeg");
  /// Registers what was uploaded.
  Answer add(const std::string& key, const std::string& checksum);
  /// Uploads through the endpoint.
  Answer put(const Ticket&, const std::string& bytes);
  /// Path of a fresh preview link, as an administrator gets it.
  std::string preview(const std::string& document_id);

  static FileObjectsOptions options(const std::filesystem::path& folder);
};

/// The path of a link to this server.
std::string path_of(const std::string& url);
/// Bytes that are no text: every value of a byte, also NUL.
std::string some_bytes(std::size_t size, unsigned seed = 1);

}  // namespace senpai::test
