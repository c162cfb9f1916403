/* The trust backend from C:  cc quickstart.c $(pkg-config --cflags --libs senpai-c) && ./a.out */
#include <senpai.h>
#include <stdio.h>
#include <string.h>

/* Prints an answer and frees it; 1 if it was an error. */
static int show(const char* what, char* answer) {
  const int failed = answer == NULL || strncmp(answer, "{\"error\"", 8) == 0;
  printf("%s: %.120s\n", what, answer ? answer : "out of memory");
  senpai_free(answer);
  return failed;
}

int main(void) {
  char* error = NULL;
  senpai_platform* platform;
  int failed;

  if (senpai_abi_version() != SENPAI_ABI_VERSION) return 2;
  /* In memory; "sqlite": {"path": "senpai.db"} keeps the data. */
  platform = senpai_open("{\"auth\": {\"tokenSecret\": \"at least thirty-two bytes of secret\"}}", &error);
  if (platform == NULL) return show("open", error);

  failed = show("migrate", senpai_migrate(platform));
  failed += show("register", senpai_call(platform, "auth.register", NULL,
                                         "{\"fullName\": \"Ayu Lestari\", \"email\": \"ayu@example.com\","
                                         " \"password\": \"correct horse\"}"));
  failed += show("jobs", senpai_call(platform, "jobs.list", NULL, "{\"limit\": 2}"));
  failed += show("work", senpai_work(platform, 1000));
  senpai_close(platform);
  return failed != 0;
}
