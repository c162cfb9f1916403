#include "auth/verification_mail.hpp"

namespace senpai {
namespace {

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

}  // namespace

Email verification_mail(const User& user, const std::string& code, std::chrono::minutes validity) {
  const std::string minutes = std::to_string(validity.count()) + (validity.count() == 1 ? " minute" : " minutes");
  const std::string purpose = "please confirm your e-mail address for SenpaiJepang with this code:";
  const std::string caution = "It is valid for " + minutes +
                              ". Never give it to anybody, not even to us. If you did not ask for it, do nothing.";
  Email mail;
  mail.to = user.email;
  mail.subject = "Your SenpaiJepang code: " + code;
  mail.text = "Hello " + user.full_name + ",\n\n" + purpose + "\n\n" + code + "\n\n" + caution + "\n";
  mail.html = "<p>Hello " + escape_html(user.full_name) + ",</p><p>" + purpose +
              "</p><p style=\"font-size:28px;letter-spacing:6px\"><strong>" + code + "</strong></p><p>" + caution +
              "</p>";
  mail.code = code;
  return mail;
}

}  // namespace senpai
