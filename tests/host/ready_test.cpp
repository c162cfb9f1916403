// Readiness while a part hangs, and with a clock that goes wrong.

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// Object storage that hangs or fails at will.
class MoodyObjects final : public ObjectStorage {
 public:
  ObjectLink upload_url(const UploadRequest&) override { return {}; }
  ObjectLink download_url(const DownloadRequest&) override { return {}; }
  std::string file_url(std::string_view) override { return {}; }
  std::optional<ObjectInfo> inspect(std::string_view) override { return std::nullopt; }
  void remove(std::string_view) override {}
  void check() override {
    ++checks;
    while (hangs) std::this_thread::sleep_for(milliseconds(5));
    if (fails) throw Error(ErrorKind::unavailable, "storage_unavailable", "away");
  }
  std::atomic<bool> hangs{false}, fails{false};
  std::atomic<int> checks{0};
};

}  // namespace

TEST_SUITE("race") {
  TEST_CASE("ready: while a part hangs one caller waits for it and the others hear no within a second or so") {
    const auto objects = std::make_shared<MoodyObjects>();
    World world([&](Options& options) { options.objects = objects; });
    objects->hangs = true;
    auto first = std::async(std::launch::async, [&] { return world.get("/ready").status; });
    while (objects->checks == 0) std::this_thread::sleep_for(milliseconds(1));
    std::vector<std::future<Answer>> others;
    for (int i = 0; i < 4; ++i) others.push_back(std::async(std::launch::async, [&] { return world.get("/ready"); }));
    for (auto& other : others) CHECK(other.wait_for(seconds(15)) == std::future_status::ready);
    CHECK(objects->checks == 1);
    CHECK(first.wait_for(seconds(0)) == std::future_status::timeout);
    objects->hangs = false;
    for (auto& other : others) {
      const Answer answer = other.get();
      CHECK(answer.status == 503);
      CHECK(answer.body["status"] == "not_ready");
      REQUIRE(answer.body["checks"].size() == 1);
      CHECK(answer.body["checks"][0]["name"] == "probe");
      CHECK(answer.body["checks"][0]["ok"] == false);
    }
    CHECK(first.get() == 200);
    CHECK(world.get("/ready").status == 200);
    CHECK(objects->checks == 1);
  }
}

TEST_CASE("ready: a clock that is set back keeps no old answer") {
  const auto objects = std::make_shared<MoodyObjects>();
  World world([&](Options& options) { options.objects = objects; });
  CHECK(world.get("/ready").status == 200);
  objects->fails = true;
  world.now -= std::chrono::hours(24);
  for (int i = 0; i < 100 && world.get("/ready").status == 200; ++i) std::this_thread::sleep_for(milliseconds(100));
  CHECK(world.get("/ready").status == 503);
}
