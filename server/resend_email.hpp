#pragma once
// Ways for mail to leave: into the log, or through Resend.

#include <senpai/ports/observer.hpp>
#include <senpai/queue.hpp>

namespace senpai::server {

struct ResendOptions {
  std::string base_url = "https://api.resend.com";
  Secret api_key{};
  std::string from{};
  std::chrono::milliseconds timeout{10000};  ///< For each of: connecting (half of it), sending, waiting for the answer.
};

/// Logs the mail instead of sending it. @param show_codes  false: the code is masked.
EmailSender log_email_sender(Observer&, bool show_codes);

/// Sends through Resend; throws when it did not take the mail, so that the queue tries again.
EmailSender resend_email_sender(ResendOptions, Observer&);

}  // namespace senpai::server
