#include "host/files.hpp"

#include <random>

namespace senpai::test {

FileObjectsOptions FileWorld::options(const std::filesystem::path& folder) {
  return {.directory = folder.string(), .public_url = public_url, .secret = link_secret};
}

FileWorld::FileWorld(const std::function<void(Options&)>& adjust)
    : world([&](Options& options) {
        options.objects = file_objects(FileWorld::options(documents.path()));
        options.kyc.verify_uploads = true;
        if (adjust) adjust(options);
      }),
      user(world.register_user()),
      session(world.start_kyc(user)) {}

int FileWorld::files() const {
  int count = 0;
  for (const auto& folder : {objects(), incoming()})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) count += !entry.is_directory();
  return count;
}

Answer FileWorld::ask(const std::string& bytes, const std::string& type, const Json& changes) {
  Json body{{"sessionId", session},
            {"documentType", "PASSPORT"},
            {"fileName", "passport.jpg"},
            {"contentType", type},
            {"contentLength", bytes.size()},
            {"checksumSha256", sha256_hex(bytes)}};
  body.update(changes);
  return world.post("/identity/kyc/upload-url", body, World::as(user));
}

Ticket FileWorld::ticket(const std::string& bytes, const std::string& type) {
  const auto answer = ask(bytes, type);
  REQUIRE(answer.status == 201);
  const auto& upload = answer.body["upload"];
  Ticket ticket{upload["objectKey"], path_of(upload["uploadUrl"]), {}};
  for (const auto& [name, value] : upload["headers"].items()) ticket.headers.emplace_back(name, value);
  return ticket;
}

Answer FileWorld::put(const Ticket& ticket, const std::string& bytes) {
  return world.raw("PUT", ticket.path, bytes, ticket.headers);
}

Answer FileWorld::add(const std::string& key, const std::string& checksum) {
  const Json body{
      {"sessionId", session}, {"documentType", "PASSPORT"}, {"objectKey", key}, {"checksumSha256", checksum}};
  return world.post("/identity/kyc/documents", body, World::as(user));
}

std::string FileWorld::preview(const std::string& document_id) {
  const auto answer = world.post("/admin/kyc/documents/" + document_id + "/preview-url", nullptr, World::admin());
  REQUIRE(answer.status == 200);
  CHECK(answer.body["method"] == "GET");
  return path_of(answer.body["url"]);
}

std::string path_of(const std::string& url) {
  const std::string start = std::string(public_url) + "/objects/";
  REQUIRE(url.starts_with(start));
  return url.substr(std::string(public_url).size());
}

std::string some_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random() & 0xff);
  return bytes;
}

}  // namespace senpai::test
