// The platform on a store of your own, which replaces the user directory and keeps the rest.
#include <iostream>
#include <senpai/senpai.hpp>

#include "company_storage.hpp"

int main() {
  const Directory directory{{"ayu@example.com", "Ayu Lestari (Welding)"}};
  senpai::Platform platform({.storage = std::make_shared<CompanyStorage>(senpai::open_sqlite({}), directory),
                             .auth = {.token_secret = "at least thirty-two bytes of secret"}});
  platform.migrate();
  platform.auth().register_user({.full_name = "Ayu", .email = "ayu@example.com", .password = "correct horse"});
  const auto session = platform.auth().login({.email = "ayu@example.com", .password = "correct horse"});
  std::cout << session.user.full_name << '\n';
  return session.user.full_name == "Ayu Lestari (Welding)" ? 0 : 1;
}
