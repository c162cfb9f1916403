// Documents as files over real sockets: streams, clients that leave, memory.

#include <openssl/evp.h>
#include <unistd.h>

#include "host/files.hpp"
#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string photo = some_bytes(200003);

/// Waits for a state that another thread brings about.
bool comes_true(const std::function<bool()>& state) {
  for (int i = 0; i < 300; ++i) {
    if (state()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return state();
}

std::string upload_head(const Ticket& ticket, std::size_t length) {
  auto headers = ticket.headers;
  headers.emplace_back("Content-Length", std::to_string(length));
  return request_text("PUT", ticket.path, headers);
}

[[maybe_unused]] std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

TEST_CASE("objects: a file goes up and comes down over one connection, byte for byte") {
  FileWorld f;
  LocalHost host(f.world);
  const auto ticket = f.ticket(photo);
  Wire wire(host.port());
  wire.send(upload_head(ticket, photo.size()) + photo);
  const auto stored = wire.answer();
  CHECK(stored.status == 204);
  CHECK(stored.header("access-control-allow-methods").find("PUT") != std::string::npos);
  CHECK_FALSE(stored.has("content-type"));
  const auto document = f.add(ticket.key, sha256_hex(photo));
  REQUIRE(document.status == 201);
  const auto link = f.preview(document.body["document"]["id"]);
  wire.send(request_text("HEAD", link));
  const auto head = wire.answer(false);
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == std::to_string(photo.size()));
  wire.send(request_text("GET", link));
  const auto shown = wire.answer();
  CHECK(shown.status == 200);
  CHECK(shown.complete);
  CHECK((shown.body == photo));
  CHECK(shown.header("content-type") == "image/jpeg");
  CHECK(shown.header("x-content-type-options") == "nosniff");
  CHECK(shown.header("cache-control").find("no-store") != std::string::npos);
  CHECK(shown.header("access-control-allow-origin") == "*");
  CHECK(shown.header("x-request-id") != "");
  wire.send(request_text("GET", "/health"));
  CHECK(wire.answer().status == 200);
}

TEST_CASE("objects: a chunked upload, one byte by byte and one that waits for 100 arrive as well") {
  FileWorld f;
  LocalHost host(f.world);
  const std::string small = some_bytes(300);
  auto ticket = f.ticket(small);
  Wire chunked(host.port());
  auto headers = ticket.headers;
  headers.emplace_back("Transfer-Encoding", "chunked");
  chunked.send(request_text("PUT", ticket.path, headers) + "64\r\n" + small.substr(0, 100) + "\r\nC8\r\n" +
               small.substr(100) + "\r\n0\r\n\r\n");
  CHECK(chunked.answer().status == 204);
  CHECK(f.add(ticket.key, sha256_hex(small)).status == 201);
  ticket = f.ticket(small);
  Wire slow(host.port());
  slow.drip(upload_head(ticket, small.size()) + small);
  CHECK(slow.answer().status == 204);
  ticket = f.ticket(photo);
  ticket.headers.emplace_back("Expect", "100-continue");
  Wire polite(host.port());
  polite.send(upload_head(ticket, photo.size()));
  CHECK(polite.answer().status == 100);
  polite.send(photo);
  CHECK(polite.answer().status == 204);
}

TEST_CASE("objects: wrong uploads are refused on the wire, by their head where it tells, and leave no file") {
  FileWorld f;
  LocalHost host(f.world);
  const auto ticket = f.ticket(photo);
  const auto refused = [&](const std::string& bytes, int status, const char* code) {
    Wire wire(host.port());
    wire.send(bytes);
    const auto answer = wire.answer();
    CHECK(answer.status == status);
    CHECK(answer.code() == code);
    CHECK(answer.header("connection") == "close");
    CHECK(wire.closed());
    CHECK(f.files() == 0);
  };
  refused(upload_head(ticket, photo.size() + 1), 400, "upload_mismatch");
  refused(upload_head(ticket, photo.size() - 1), 400, "upload_mismatch");
  auto typed = ticket;
  for (auto& header : typed.headers)
    if (header.first == "Content-Type") header.second = "application/pdf";
  refused(upload_head(typed, photo.size()), 400, "upload_mismatch");
  auto forged = ticket;
  forged.path[20] = forged.path[20] == 'x' ? 'y' : 'x';
  refused(upload_head(forged, photo.size()), 403, "link_invalid");
  auto endless = ticket;
  endless.headers.emplace_back("Transfer-Encoding", "chunked");
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  refused(request_text("PUT", endless.path, endless.headers) + chunk + chunk + chunk + chunk, 400, "upload_mismatch");
  Wire other(host.port());
  other.send(upload_head(ticket, photo.size()) + some_bytes(photo.size(), 5));
  CHECK(other.answer().code() == "upload_mismatch");
  CHECK(f.files() == 0);
}

TEST_CASE("objects: a client that leaves or falls silent in the middle of an upload leaves no file") {
  FileWorld f;
  LocalHost host(f.world, {.body_timeout = milliseconds(400)});
  const auto ticket = f.ticket(photo);
  const auto begun = [&] { return f.files() == 1; };
  const auto gone = [&] { return f.files() == 0; };
  {
    Wire leaving(host.port());
    leaving.send(upload_head(ticket, photo.size()) + photo.substr(0, 100000));
    CHECK(comes_true(begun));
  }
  CHECK(comes_true(gone));
  Wire half_closed(host.port());
  half_closed.send(upload_head(ticket, photo.size()) + photo.substr(0, 100000));
  half_closed.finish_sending();
  CHECK(half_closed.answer().status == 400);
  CHECK(comes_true(gone));
  Wire silent(host.port());
  silent.send(upload_head(ticket, photo.size()) + photo.substr(0, 100000));
  CHECK(comes_true(begun));
  // One more second for each 32 KiB announced.
  CHECK(silent.answer(true, seconds(12)).status == 400);
  CHECK(comes_true(gone));
  CHECK(fetch(host.port(), "PUT", ticket.path, ticket.headers, photo).status == 204);
}

TEST_CASE("objects: many uploads at once, also of one link, all end whole") {
  FileWorld f;
  LocalHost host(f.world, {.threads = 16});
  std::vector<std::string> bytes;
  std::vector<Ticket> tickets;
  for (unsigned i = 0; i < 6; ++i) {
    bytes.push_back(some_bytes(40000 + i, i + 10));
    tickets.push_back(f.ticket(bytes.back()));
  }
  std::atomic<int> stored{0};
  at_once(12, [&](int i) {
    const auto n = static_cast<std::size_t>(i % 6);
    if (fetch(host.port(), "PUT", tickets[n].path, tickets[n].headers, bytes[n]).status == 204) ++stored;
  });
  CHECK(stored == 12);
  CHECK(f.files() == 6);
  for (std::size_t n = 0; n < 6; ++n) CHECK(f.add(tickets[n].key, sha256_hex(bytes[n])).status == 201);
}

// Sanitizers keep freed memory, so there the figure means nothing.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("objects: 10 MB going up and down do not raise the memory of the process by 4 MB") {
  FileWorld f;
  LocalHost host(f.world);
  const std::string block = some_bytes(65536);
  constexpr int blocks = 160;  // 10 MiB, the most that is allowed
  const auto checksum = [&] {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    for (int i = 0; i < blocks; ++i) EVP_DigestUpdate(context, block.data(), block.size());
    unsigned char digest[32];
    EVP_DigestFinal_ex(context, digest, nullptr);
    EVP_MD_CTX_free(context);
    std::string hex;
    for (const auto c : digest) hex.append({"0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]});
    return hex;
  }();
  const auto asked = f.ask("", "image/jpeg", {{"contentLength", blocks * 65536}, {"checksumSha256", checksum}});
  REQUIRE(asked.status == 201);
  Ticket ticket{asked.body["upload"]["objectKey"], path_of(asked.body["upload"]["uploadUrl"]),
                {{"Content-Type", "image/jpeg"}}};
  Wire wire(host.port());
  const auto before = resident_bytes();
  std::int64_t most = 0;
  wire.send(upload_head(ticket, std::size_t{blocks} * 65536));
  for (int i = 0; i < blocks; ++i) {
    wire.send(block);
    most = std::max(most, resident_bytes());
  }
  CHECK(wire.answer(true, seconds(20)).status == 204);
  const auto document = f.add(ticket.key, checksum);
  REQUIRE(document.status == 201);
  const auto link = f.preview(document.body["document"]["id"]);
  wire.send(request_text("GET", link));
  CHECK(wire.answer(false).status == 200);
  CHECK(wire.skip(std::size_t{blocks} * 65536, [&] { most = std::max(most, resident_bytes()); }));
  CHECK((most - before) < 4 * 1024 * 1024);
}
#endif
