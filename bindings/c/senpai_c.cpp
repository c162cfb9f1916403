#include "senpai.h"

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <nlohmann/json.hpp>
#include <senpai/senpai.hpp>
#include <shared_mutex>

#include "config_json.hpp"

namespace senpai::c {
namespace {

using Json = nlohmann::json;

const char* name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_argument: return "invalid_argument";
    case ErrorKind::unauthenticated: return "unauthenticated";
    case ErrorKind::forbidden: return "forbidden";
    case ErrorKind::not_found: return "not_found";
    case ErrorKind::conflict: return "conflict";
    case ErrorKind::rate_limited: return "rate_limited";
    case ErrorKind::unavailable: return "unavailable";
    case ErrorKind::internal: return "internal";
  }
  return "internal";
}

std::string_view view(const char* text) { return text ? std::string_view(text) : std::string_view(); }

/// JSON text of anything, whatever bytes its strings hold.
std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// The text as the caller will own it; NULL out of memory.
char* hand_out(std::string_view before, std::string_view text, std::string_view after) noexcept {
  char* copy = static_cast<char*>(std::malloc(before.size() + text.size() + after.size() + 1));
  if (!copy) return nullptr;
  char* end = copy;
  for (const auto& part : {before, text, after}) {
    std::memcpy(end, part.data(), part.size());
    end += part.size();
  }
  *end = '\0';
  return copy;
}

char* hand_out_error(const Error& error) {
  Json body{{"kind", name_of(error.kind())},
            {"code", error.code()},
            {"message", error.what()}};
  if (const auto wait = error.retry_after()) body["retryAfterSec"] = wait->count();
  return hand_out("{\"error\":", dump(body), "}");
}

/// Runs what answers with text. Whatever goes wrong becomes an error answer; `report` hears of causes that are not for
/// callers.
template <class Work, class Report>
char* answer(Work work, Report report) noexcept {
  try {
    try {
      const std::string result = work();
      return hand_out("{\"result\":", result.empty() ? "null" : result, "}");
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::internal) report(error.cause());
      return hand_out_error(error);
    } catch (const std::bad_alloc&) {
      return nullptr;
    } catch (const std::exception& error) {
      report(error.what());
      return hand_out_error(Error::internal(error.what()));
    }
  } catch (...) {
    return nullptr;  // Only memory can have run out while an error was written.
  }
}

/// A function of the embedder's with its context, exchanged so that the former one is not called any more.
template <class Function>
class Callback {
 public:
  void set(Function function, void* context) {
    const std::unique_lock lock(mutex_);
    function_ = function;
    context_ = context;
  }
  /// `call(function, context)` if there is a function.
  template <class Call>
  void with(Call call) const {
    const std::shared_lock lock(mutex_);
    if (function_) call(function_, context_);
  }

 private:
  mutable std::shared_mutex mutex_;
  Function function_ = nullptr;
  void* context_ = nullptr;
};

class CallbackObserver final : public Observer {
 public:
  Callback<senpai_log_fn> callback;

  void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) noexcept override {
    try {
      callback.with([&](senpai_log_fn tell, void* context) {
        Json values = Json::object();
        for (const auto& field : fields)
          std::visit(
              [&](const auto& value) {
                if constexpr (requires { value.size_bytes(); })  // a list
                  values[std::string(field.name)] = std::vector<std::string>(value.begin(), value.end());
                else values[std::string(field.name)] = value;
              },
              field.value);
        tell(context, static_cast<int>(level), std::string(event).c_str(), dump(values).c_str());
      });
    } catch (const std::exception&) {  // A log line lost for want of memory.
    }
  }
};

}  // namespace
}  // namespace senpai::c

using namespace senpai;

struct senpai_platform {
  explicit senpai_platform(std::string_view config)
      : observer(std::make_shared<c::CallbackObserver>()), platform(options(config)), api(platform) {}

  Options options(std::string_view config) {
    Options read = c::read_options(config, observer);
    read.send_email = [this](const Email& mail) { send(mail); };
    return read;
  }

  void send(const Email& mail) {
    mail_callback.with([&](senpai_mail_fn function, void* context) {
      const c::Json json{{"to", mail.to},
                         {"subject", mail.subject},
                         {"text", mail.text},
                         {"html", mail.html},
                         {"idempotencyKey", mail.idempotency_key},
                         {"code", mail.code.reveal()}};
      if (function(context, c::dump(json).c_str()) != 0) throw std::runtime_error("the mail was not accepted");
    });
  }

  /// Background work until nothing is due or the time is up; the first piece is done in any case.
  c::Json work(std::chrono::milliseconds time) {
    const WorkDone done = platform.worker().work(time);
    return {{"jobs", done.jobs}, {"sealed", done.sealed}, {"purged", done.purged}};
  }

  std::shared_ptr<c::CallbackObserver> observer;
  c::Callback<senpai_mail_fn> mail_callback;
  Platform platform;
  api::Api api;
};

namespace {

Error no_platform() { return {ErrorKind::invalid_argument, "no_platform", "The platform is NULL."}; }

/// An answer of an open platform.
template <class Work>
char* answer(senpai_platform* platform, Work work) noexcept {
  return c::answer(
      [&] {
        if (!platform) throw no_platform();
        return std::string(work(*platform));
      },
      [&](const char* cause) {
        if (platform)
          platform->observer->log(LogLevel::error, "internal_error", {{"error", std::string_view(cause)}});
      });
}

std::string_view to_credential(const char* given) {
  const std::string_view credential = c::view(given);
  constexpr std::string_view key = "key:";
  const auto secret = credential.substr(credential.starts_with(key) ? key.size() : 0);
  if (given && secret.find_first_not_of(" \t\r\n") == std::string_view::npos)
    throw Error(ErrorKind::invalid_argument, "empty_credential",
                "The access token or key is empty; to call as nobody, give none at all.");
  return credential;
}

/// A response and everything that its pointers show to.
struct OwnedResponse : senpai_response {
  explicit OwnedResponse(api::Response answered) : senpai_response(), response(std::move(answered)) {
    for (const auto& [name, value] : response.headers) shown.push_back({name.c_str(), value.c_str()});
    status = response.status;
    headers = shown.data(), header_count = shown.size();
    body = response.body.data(), body_size = response.body.size();
  }
  const api::Response response;
  std::vector<senpai_header> shown;
};

api::Request to_request(const senpai_request& r) {
  api::Request request{.method = std::string(c::view(r.method)),
                       .target = std::string(c::view(r.target)),
                       .body = r.body ? std::string(r.body, r.body_size) : std::string(),
                       .remote_address = std::string(c::view(r.remote_address))};
  for (std::size_t i = 0; r.headers && i < r.header_count; ++i)
    request.headers.emplace_back(c::view(r.headers[i].name), c::view(r.headers[i].value));
  if (!r.body && r.body_size > 0)
    request.read_body = [](char*, std::size_t) -> std::size_t {
      throw Error(ErrorKind::invalid_argument, "invalid_request_body",
                  "The request body cannot be read: it is too long, came without a length, or broke off.");
    };
  return request;
}

/// A file that would be streamed by a host of our own is read whole; its size has the limit of uploads.
void read_file(api::Response& response) {
  const auto file = std::exchange(response.file, nullptr);
  if (!file) return;
  response.body.resize(static_cast<std::size_t>(file->size()));
  std::size_t done = 0;
  while (done < response.body.size()) {
    const auto got =
        file->read(static_cast<std::int64_t>(done), response.body.data() + done, response.body.size() - done);
    if (got == 0) throw Error(ErrorKind::unavailable, "storage_unavailable", "The file ends too early.");
    done += got;
  }
}

api::Response handle(senpai_platform* platform, const senpai_request* given) {
  if (!given) return api::Api::refuse({}, Error(ErrorKind::invalid_argument, "no_request", "The request is NULL."));
  api::Request request = to_request(*given);
  if (!platform) return api::Api::refuse(request, no_platform());
  api::Response response = platform->api.handle(request);
  try {
    read_file(response);
  } catch (const Error& error) {
    return api::Api::refuse(request, error);
  }
  if (!response.failure.empty())
    platform->observer->log(LogLevel::error, "internal_error",
                            {{"error", std::string_view(response.failure)},
                             {"requestId", std::string_view(response.request_id)}});
  return response;
}

}  // namespace

senpai_platform* senpai_open(const char* config_json, char** error_json) {
  if (error_json) *error_json = nullptr;
  senpai_platform* opened = nullptr;
  char* text = c::answer(
      [&] {
        opened = new senpai_platform(c::view(config_json));
        return std::string();
      },
      [](const char*) {});
  if (opened || !error_json) senpai_free(text);
  else *error_json = text;
  return opened;
}

void senpai_close(senpai_platform* platform) { delete platform; }

char* senpai_migrate(senpai_platform* platform) {
  return answer(platform, [](senpai_platform& p) { return c::dump(c::Json{{"applied", p.platform.migrate()}}); });
}

char* senpai_call(senpai_platform* platform, const char* operation, const char* credential, const char* input_json) {
  return answer(platform, [&](senpai_platform& p) {
    return p.api.call(c::view(operation), to_credential(credential), c::view(input_json));
  });
}

void senpai_free(char* text) { std::free(text); }

senpai_response* senpai_handle(senpai_platform* platform, const senpai_request* request) {
  try {
    return new OwnedResponse(handle(platform, request));
  } catch (...) {
    return nullptr;
  }
}

void senpai_response_free(senpai_response* response) { delete static_cast<OwnedResponse*>(response); }

char* senpai_work(senpai_platform* platform, uint32_t milliseconds) {
  return answer(platform, [&](senpai_platform& p) { return c::dump(p.work(std::chrono::milliseconds(milliseconds))); });
}

void senpai_on_mail(senpai_platform* platform, senpai_mail_fn send, void* context) {
  if (platform) platform->mail_callback.set(send, context);
}

void senpai_on_log(senpai_platform* platform, senpai_log_fn log, void* context) {
  if (platform) platform->observer->callback.set(log, context);
}

uint32_t senpai_abi_version(void) { return SENPAI_ABI_VERSION; }

const char* senpai_version(void) { return version; }
