#include <iostream>
#include <senpai/senpai.hpp>

int main() {
  senpai::Platform platform({.storage = senpai::open_sqlite({.path = ""}),  // a file name keeps the data
                             .auth = {.token_secret = "at least thirty-two bytes of secret"}});
  platform.migrate();
  const auto session = platform.auth().register_user(
      {.full_name = "Ayu Lestari", .email = "ayu@example.com", .password = "correct horse"});
  std::cout << session.user.full_name << " may read " << platform.jobs().list({}).total << " jobs\n";
}
