// Dates, ids and opaque JSON as the public types handle them.

#include <senpai/senpai.hpp>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// The wire form of what was read, or "-" when it was refused.
std::string read_date(const std::string& text) {
  const auto time = parse_timestamp(text);
  return time ? to_text(*time) : "-";
}

std::string normalised(const std::string& text) {
  const auto json = JsonText::parse_object(text);
  return json ? json->text() : "-";
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("dates: every accepted form is read as UTC") {
    CHECK(read_date("2026") == "2026-01-01T00:00:00.000Z");
    CHECK(read_date("2026-03") == "2026-03-01T00:00:00.000Z");
    CHECK(read_date("2026-03-20") == "2026-03-20T00:00:00.000Z");
    CHECK(read_date("2026-03-20T09:30") == "2026-03-20T09:30:00.000Z");
    CHECK(read_date("2026-03-20 09:30") == "2026-03-20T09:30:00.000Z");
    CHECK(read_date("2026-03-20T09:30:15") == "2026-03-20T09:30:15.000Z");
    CHECK(read_date("2026-03-20T09:30:15Z") == "2026-03-20T09:30:15.000Z");
    CHECK(read_date("2026-03-20T09:30Z") == "2026-03-20T09:30:00.000Z");
    CHECK(read_date("2026-03-20T09:30:15+09:00") == "2026-03-20T00:30:15.000Z");
    CHECK(read_date("2026-03-20T09:30:15+0900") == "2026-03-20T00:30:15.000Z");
    CHECK(read_date("2026-03-20T09:30:15-05:30") == "2026-03-20T15:00:15.000Z");
    CHECK(read_date("2026-03-20T23:30-01:00") == "2026-03-21T00:30:00.000Z");
  }

  TEST_CASE("dates: digits beyond milliseconds are cut and never rounded") {
    CHECK(read_date("2026-03-20T09:30:15.1Z") == "2026-03-20T09:30:15.100Z");
    CHECK(read_date("2026-03-20T09:30:15.12") == "2026-03-20T09:30:15.120Z");
    CHECK(read_date("2026-03-20T09:30:15.123456Z") == "2026-03-20T09:30:15.123Z");
    CHECK(read_date("2026-03-20T09:30:59.9999999999Z") == "2026-03-20T09:30:59.999Z");
  }

  TEST_CASE("dates: leap days exist in leap years only") {
    CHECK(read_date("2028-02-29") == "2028-02-29T00:00:00.000Z");
    CHECK(read_date("2000-02-29") == "2000-02-29T00:00:00.000Z");
    CHECK(read_date("2026-02-29") == "-");
    CHECK(read_date("2100-02-29") == "-");
    CHECK(read_date("2026-02-30") == "-");
    CHECK(read_date("2026-04-31") == "-");
  }

  TEST_CASE("dates: what is no date of the contract is refused") {
    for (const std::string bad : {"",
                                  " ",
                                  "x",
                                  "26",
                                  "1767225600000",
                                  "20260320",
                                  "2026-13",
                                  "2026-00",
                                  "2026-03-00",
                                  "2026-03-32",
                                  "2026-3-2",
                                  "2026/03/20",
                                  "2026-03-20T",
                                  "2026-03-20T9:30",
                                  "2026-03-20T25:00",
                                  "2026-03-20T09:60",
                                  "2026-03-20T09:30:61",
                                  "2026-03-20T09:30:15.",
                                  "2026-03-20T09:30:15.Z",
                                  "2026-03-20T09:30:15X",
                                  "2026-03-20T09:30:15+9:00",
                                  "2026-03-20T09:30:15+24:00",
                                  "2026-03-20T09:30:15+09:60",
                                  "2026-03-20  09:30",
                                  "2026-03T09:30",
                                  "2026T09:30",
                                  "2026-03-20Z",
                                  " 2026-03-20",
                                  "2026-03-20 ",
                                  "+2026-03-20",
                                  "-2026-03-20",
                                  "Fri, 20 Mar 2026",
                                  "2026-03-20T09:30:15ZZ",
                                  "2026-03-20T09:30:15 Z",
                                  "٢٠٢٦"}) {
      CAPTURE(bad);
      CHECK(read_date(bad) == "-");
    }
  }

  TEST_CASE("dates: an offset must not lead out of the years that can be written") {
    CHECK(read_date("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
    CHECK(read_date("9999-12-31T23:59:59-01:00") == "-");
    CHECK(read_date("0001-01-01T00:00:00+01:00") == "-");
    // PostgreSQL has no year 0.
    CHECK(read_date("0000-12-31") == "-");
  }

  TEST_CASE("dates: writing and reading give the same instant back also before 1970") {
    for (const std::int64_t ms :
         {0LL, 1LL, -1LL, 1893456000000LL, -62135596800000LL, 951782399999LL, 253402300799999LL}) {
      const Timestamp time{std::chrono::milliseconds(ms)};
      CAPTURE(ms);
      REQUIRE(parse_timestamp(to_text(time)).has_value());
      CHECK(*parse_timestamp(to_text(time)) == time);
      CHECK(to_text(time).size() == 24);
    }
  }

  TEST_CASE("dates: times that four digits of a year cannot show become the first or last that they can") {
    CHECK(to_text(Timestamp::max()) == "9999-12-31T23:59:59.999Z");
    CHECK(to_text(Timestamp::min()) == "0001-01-01T00:00:00.000Z");
    CHECK(to_text(*parse_timestamp("9999-12-31T23:59:59.999Z")) == "9999-12-31T23:59:59.999Z");
    CHECK(to_text(*parse_timestamp("0001-01-01")) == "0001-01-01T00:00:00.000Z");
  }

  TEST_CASE("secrets: a null address as getenv gives it is an empty one") {
    const char* absent = nullptr;
    CHECK(Secret(absent).empty());
  }

  TEST_CASE("ids: a UUID is 36 characters with hyphens in their places in any case") {
    CHECK(is_uuid("6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f"));
    CHECK(is_uuid("6F1D2C34-5B6A-4C7D-8E9F-0A1B2C3D4E5F"));
    for (const std::string bad : {"", "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5", "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f0",
                                  "6f1d2c345b6a4c7d8e9f0a1b2c3d4e5f", "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5g",
                                  "6f1d2c34_5b6a_4c7d_8e9f_0a1b2c3d4e5f", "{6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e}",
                                  "6f1d2c3-45b6a-4c7d-8e9f-0a1b2c3d4e5f", " 6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5"}) {
      CAPTURE(bad);
      CHECK_FALSE(is_uuid(bad));
    }
  }

  TEST_CASE("ids: text from outside becomes a lower-case id or one that names nothing") {
    CHECK(UserId::parse("6F1D2C34-5B6A-4C7D-8E9F-0A1B2C3D4E5F").text() == "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f");
    CHECK(UserId::parse("'; DROP TABLE users").text() == "00000000-0000-0000-0000-000000000000");
    CHECK(UserId::parse("").text() == "00000000-0000-0000-0000-000000000000");
    CHECK(JobId::parse("job_tokyo-1").text() == "job_tokyo-1");
    CHECK(JobId::parse(std::string(64, 'a')).text().size() == 64);
    CHECK(JobId::parse(std::string(65, 'a')).empty());
    CHECK(JobId::parse("a b").empty());
    CHECK(JobId::parse("a/b").empty());
    CHECK(JobId::parse("\xE3\x81\x82").empty());
  }

  TEST_CASE("json: an object is normalised and anything else is none") {
    CHECK(normalised(" { \"b\" : 1 , \"a\" : [ true , null ] } ") == "{\"a\":[true,null],\"b\":1}");
    CHECK(normalised("{}") == "{}");
    CHECK(normalised("{\"a\":1,\"a\":2}") == "{\"a\":2}");
    CHECK(normalised("{\"a\":\"\\u65c5\"}") == "{\"a\":\"旅\"}");
    for (const std::string none : {"", "[]", "null", "1", "\"x\"", "{", "{\"a\"}", "{\"a\":\"\xff\"}", "{}x"}) {
      CAPTURE(none);
      CHECK(normalised(none) == "-");
    }
  }

  TEST_CASE("json: 64 levels are an object and more are none however many") {
    const auto nested = [](std::size_t levels) {
      std::string text;
      for (std::size_t i = 0; i < levels; ++i) text += "{\"a\":";
      return text + "1" + std::string(levels, '}');
    };
    CHECK(normalised(nested(64)) == nested(64));
    CHECK(normalised(nested(65)) == "-");
    CHECK(normalised(nested(1'000'000)) == "-");
  }

  TEST_CASE("json: texts of a caller that are no UTF-8 are put in with a sign in place of what is broken") {
    const auto json = JsonText().with("a", "x\xffy").with("\xff", "z");
    CHECK(json.string("a") == "x\xef\xbf\xbdy");
    CHECK(normalised(json.text()) == json.text());
  }

  TEST_CASE("json: merging replaces members of the top level only") {
    const auto a = *JsonText::parse_object(R"({"x":{"p":1},"y":1})");
    const auto b = *JsonText::parse_object(R"({"x":{"q":2},"z":null})");
    CHECK(a.merged_with(b).text() == R"({"x":{"q":2},"y":1,"z":null})");
    CHECK(a.merged_with(JsonText()).text() == a.text());
    CHECK(JsonText().merged_with(b).text() == b.text());
    CHECK(a.without_members_of(b).text() == R"({"y":1})");
    CHECK(a.without("y").text() == R"({"x":{"p":1}})");
    CHECK(a.without("nothing") == a);
    CHECK(a.with("y", "\"quoted\"\n").text() == R"({"x":{"p":1},"y":"\"quoted\"\n"})");
    CHECK(JsonText().empty());
    CHECK_FALSE(a.empty());
  }

  TEST_CASE("json: members are read by their type") {
    const auto json = *JsonText::parse_object(R"({"n":1.5,"o":{"k":1},"s":"text","z":null})");
    CHECK(json.number("n") == 1.5);
    CHECK_FALSE(json.number("s").has_value());
    CHECK(json.string("s") == "text");
    CHECK_FALSE(json.string("n").has_value());
    CHECK_FALSE(json.string("z").has_value());
    REQUIRE(json.object("o").has_value());
    CHECK(json.object("o")->text() == R"({"k":1})");
    CHECK_FALSE(json.object("s").has_value());
    CHECK_FALSE(json.object("nothing").has_value());
    CHECK(json.member_names(2) == std::vector<std::string>{"n", "o"});
    CHECK(json.member_names(9).size() == 4);
  }

  TEST_CASE("enums: a wire name is read exactly and written back") {
    CHECK(parse_wire<KycStatus>("MANUAL_REVIEW") == KycStatus::manual_review);
    CHECK_FALSE(parse_wire<KycStatus>("manual_review").has_value());
    CHECK_FALSE(parse_wire<KycStatus>("").has_value());
    for (const auto& row : wire_names(KycStatus{})) CHECK(parse_wire<KycStatus>(wire_name(row.value)) == row.value);
  }

  TEST_CASE("lifecycle: the effective state follows the clock") {
    const auto now = *parse_timestamp("2030-01-02T00:00:00.000Z");
    const auto effective = [&](LifecycleStatus status, std::optional<Timestamp> scheduled) {
      return Lifecycle{.status = status, .scheduled_at = scheduled}.effective(now);
    };
    using S = LifecycleStatus;
    CHECK(effective(S::published, {}) == S::published);
    CHECK(effective(S::draft, now) == S::draft);
    CHECK(effective(S::scheduled, {}) == S::draft);
    CHECK(effective(S::scheduled, now) == S::published);
    CHECK(effective(S::scheduled, now - std::chrono::milliseconds(1)) == S::published);
    CHECK(effective(S::scheduled, now + std::chrono::milliseconds(1)) == S::scheduled);
  }

  TEST_CASE("options: what is unusable is named when the platform starts") {
    TemporaryFolder folder;
    const auto start = [&](const std::function<void(Options&)>& adjust) -> std::string {
      Options options{.storage = fresh_storage(folder), .auth = {.token_secret = "secret"}};
      adjust(options);
      try {
        Platform platform(std::move(options));
      } catch (const Error& error) {
        CHECK(std::string(error.code()) == "invalid_option");
        return error.what();
      }
      return "";
    };
    using std::chrono::seconds;
    CHECK(start([](Options&) {}).empty());
    CHECK(start([](Options& o) { o.storage.reset(); }).find("storage") != std::string::npos);
    CHECK(start([](Options& o) { o.auth.token_secret = ""; }).find("token_secret") != std::string::npos);
    CHECK(start([](Options& o) { o.auth.access_token_ttl = seconds(0); }).find("access_token_ttl") !=
          std::string::npos);
    CHECK(start([](Options& o) { o.auth.refresh_token_ttl = seconds(-1); }).find("refresh_token_ttl") !=
          std::string::npos);
    CHECK(start([](Options& o) { o.auth.code_ttl = seconds(0); }).find("code_ttl") != std::string::npos);
    CHECK(start([](Options& o) { o.auth.code_resend_cooldown = seconds(-1); }).find("cooldown") != std::string::npos);
    const auto refused = [&](const char* name, const std::function<void(Options&)>& adjust) {
      CAPTURE(name);
      CHECK(start(adjust).find(name) != std::string::npos);
    };
    refused("access_token_ttl", [](Options& o) { o.auth.access_token_ttl = seconds::max(); });
    refused("refresh_token_ttl", [](Options& o) { o.auth.refresh_token_ttl = std::chrono::years(11); });
    refused("refresh_reuse_window", [](Options& o) { o.auth.refresh_reuse_window = seconds(-1); });
    refused("code_max_daily_attempts", [](Options& o) { o.auth.code_max_daily_attempts = 0; });
    refused("hash_wait", [](Options& o) { o.auth.hash_wait = std::chrono::milliseconds::max(); });
    refused("hash_wait", [](Options& o) { o.auth.hash_wait = std::chrono::milliseconds(-1); });
    refused("hash_concurrency", [](Options& o) { o.auth.hash_concurrency = 100000; });
    refused("compat_hash_iterations", [](Options& o) { o.auth.compat_hash_iterations = 0; });
    refused("memory_kib", [](Options& o) { o.auth.hash_cost = {.memory_kib = 31, .parallelism = 4}; });
    refused("memory_kib", [](Options& o) { o.auth.hash_cost.memory_kib = 4294967295U; });
    refused("iterations", [](Options& o) { o.auth.hash_cost.iterations = 0; });
    refused("parallelism", [](Options& o) { o.auth.hash_cost.parallelism = 17; });
    refused("max_skew", [](Options& o) { o.kyc_webhook.max_skew = seconds::max(); });
    refused("idempotency_ttl", [](Options& o) { o.kyc_webhook.idempotency_ttl = seconds::max(); });
    CHECK(start([](Options& o) { o.auth.refresh_token_ttl = std::chrono::days(3653); }).empty());
    CHECK(start([](Options& o) { o.auth.code_max_attempts = 0; }).find("code_max_attempts") != std::string::npos);
    for (const std::string code : {"12345", "1234567", "12345x", "12 345"}) {
      CAPTURE(code);
      CHECK(start([&](Options& o) { o.auth.static_code = code; }).find("static_code") != std::string::npos);
    }
    CHECK(start([](Options& o) { o.kyc.preview_default = seconds(59); }).find("preview_default") != std::string::npos);
    CHECK(start([](Options& o) { o.kyc.preview_max = seconds(119); }).find("preview_max") != std::string::npos);
    CHECK(start([](Options& o) { o.kyc.preview_max = seconds(3601); }).find("preview_max") != std::string::npos);
    CHECK(start([](Options& o) { o.kyc.max_file_bytes = 0; }).find("max_file_bytes") != std::string::npos);
    CHECK(start([](Options& o) { o.kyc.allowed_content_types.clear(); }).find("content_types") != std::string::npos);
    CHECK(start([](Options& o) { o.kyc_webhook.max_skew = seconds(0); }).find("max_skew") != std::string::npos);
    CHECK(start([](Options& o) { o.kyc_webhook.idempotency_ttl = seconds(0); }).find("idempotency_ttl") !=
          std::string::npos);
  }
}
