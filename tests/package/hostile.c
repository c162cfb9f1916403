/* hostile OPERATION...: what nobody should pass to the C interface, passed to it from C, so that valgrind sees whether
 * it minds. Says "hostile: N answers" at the end; exit code 1 if an answer is not one. */
#include <senpai.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int answers = 0, wrong = 0;

/* Counts an answer and frees it. An error of the library's own is as wrong as no answer. */
static void take(const char* what, const char* input, char* answer) {
  const int result = answer != NULL && strncmp(answer, "{\"result\":", 10) == 0;
  const int error = answer != NULL && strncmp(answer, "{\"error\":", 9) == 0;
  ++answers;
  if ((!result && !error) || (error && strstr(answer, "\"internal_error\"") != NULL)) {
    printf("WRONG %s (%.60s): %.200s\n", what, input ? input : "NULL", answer ? answer : "NULL");
    ++wrong;
  }
  senpai_free(answer);
}

static void take_response(const char* what, int least, senpai_response* response) {
  ++answers;
  if (response == NULL || response->status < least || response->status >= 500) {
    printf("WRONG %s: status %d\n", what, response ? response->status : 0);
    ++wrong;
  }
  senpai_response_free(response);
}

static int refuse_mail(void* context, const char* mail_json) {
  *(size_t*)context += strlen(mail_json);
  return 1;
}

static void hear(void* context, int level, const char* event, const char* fields_json) {
  *(size_t*)context += (size_t)level + strlen(event) + strlen(fields_json);
}

/* A text of so many equal characters between two others. */
static char* long_text(const char* before, char c, size_t count, const char* after) {
  const size_t size = strlen(before) + count;
  char* text = malloc(size + strlen(after) + 1);
  if (text == NULL) exit(2);
  strcpy(text, before);
  memset(text + strlen(before), c, count);
  strcpy(text + size, after);
  return text;
}

static const char* const short_texts[] = {
    NULL, "", " ", "null", "[]", "\"text\"", "1", "{", "{}{}", "{\"a\":", "\xc0\xaf", "\xef\xbb\xbf{}",
    "{\"jobId\":\"\xff\xfe\",\"email\":\"\xed\xa0\x80\"}", "{\"jobId\":\"\\u0000\",\"email\":\"\\ud800\"}",
    "{\"limit\":1e400,\"cursor\":-0.0}", "{\"limit\":99999999999999999999999999}", "{\"sessionId\":{\"a\":[null]}}",
    "{\"email\":[],\"password\":{},\"fullName\":7}", "../../etc/passwd", "%00%ff", "a\r\nb: c"};

static const char* const good_config =
    "{\"auth\":{\"tokenSecret\":\"at least thirty-two bytes of secret\",\"adminApiKey\":\"ops\","
    "\"hashCost\":{\"memoryKib\":64,\"iterations\":1,\"parallelism\":1}},\"kycWebhook\":{\"secrets\":[\"hook\"]}}";

static void open_badly(const char* config) {
  char* error = (char*)"untouched";
  senpai_platform* platform = senpai_open(config, &error);
  if (platform == NULL) {
    take("open", config, error);
  } else {
    printf("WRONG open: (%.60s) opens\n", config ? config : "NULL");
    ++wrong;
  }
  senpai_close(platform);
  if (senpai_open(config, NULL) != NULL) ++wrong;
}

static void pass_null(senpai_platform* platform) {
  senpai_request request;
  memset(&request, 0, sizeof request);
  take("migrate", NULL, senpai_migrate(NULL));
  take("work", NULL, senpai_work(NULL, 0));
  take("call", NULL, senpai_call(NULL, NULL, NULL, NULL));
  take("call", NULL, senpai_call(platform, NULL, NULL, NULL));
  take_response("no platform", 400, senpai_handle(NULL, &request));
  take_response("no request", 400, senpai_handle(platform, NULL));
  take_response("empty request", 400, senpai_handle(platform, &request));
  senpai_on_mail(NULL, refuse_mail, NULL);
  senpai_on_log(NULL, hear, NULL);
  senpai_free(NULL);
  senpai_response_free(NULL);
  senpai_close(NULL);
}

static void ask(senpai_platform* platform, const char* text) {
  const size_t size = text ? strlen(text) : 3; /* More than there is, when there is nothing. */
  senpai_header headers[5];
  senpai_request request;
  take("as an operation", text, senpai_call(platform, text, NULL, NULL));
  take("as a token", text, senpai_call(platform, "auth.me", text, NULL));
  take("as an administrator", text, senpai_call(platform, "kyc.reviewQueue", "key:ops", text));
  headers[0].name = text, headers[0].value = text;
  headers[1].name = "Authorization", headers[1].value = text;
  headers[2].name = NULL, headers[2].value = "x";
  headers[3].name = "Content-Type", headers[3].value = text;
  headers[4].name = "X-Idempotency-Key", headers[4].value = NULL;
  request.headers = headers, request.header_count = COUNT(headers);
  request.body = text, request.body_size = size, request.remote_address = text;
  request.method = text, request.target = text;
  take_response("a request of nothing else", 400, senpai_handle(platform, &request));
  request.method = "POST", request.target = "/auth/login";
  take_response("as a body", 400, senpai_handle(platform, &request));
  request.target = "/identity/kyc/provider-webhook";
  take_response("as a webhook", 400, senpai_handle(platform, &request));
  request.method = "GET", request.target = "/jobs?cursor=%00%ff&limit=1", request.header_count = 0;
  take_response("as a body of GET", 200, senpai_handle(platform, &request));
}

int main(int argc, char** argv) {
  char* long_texts[6];
  size_t i, heard = 0;
  int operation;
  char* error = NULL;
  senpai_platform *platform = senpai_open(good_config, &error), *other = senpai_open(good_config, NULL);
  if (platform == NULL || other == NULL) return take("open", good_config, error), 1;
  take("before migrate", NULL, senpai_call(other, "jobs.list", NULL, NULL));
  senpai_close(other); /* Never migrated, never used. */
  senpai_on_mail(platform, refuse_mail, &heard);
  senpai_on_log(platform, hear, &heard);
  take("migrate", NULL, senpai_migrate(platform));

  long_texts[0] = long_text("", '[', 100000, "");
  long_texts[1] = long_text("{\"a\":", '[', 100000, "1");
  long_texts[2] = long_text("{\"email\":\"", 'a', 2 << 20, "\"}");
  long_texts[3] = long_text("{\"limit\":", '9', 5000, "}");
  long_texts[4] = long_text("/jobs/", '%', 70000, "");
  long_texts[5] = long_text("{\"fullName\":\"", '\xff', 70000, "\"}");

  pass_null(platform);
  for (i = 0; i < COUNT(short_texts); ++i) open_badly(short_texts[i]), ask(platform, short_texts[i]);
  for (i = 0; i < COUNT(long_texts); ++i) {
    open_badly(long_texts[i]), ask(platform, long_texts[i]);
    take("register", long_texts[i], senpai_call(platform, "auth.register", NULL, long_texts[i]));
  }
  for (operation = 1; operation < argc; ++operation)
    for (i = 0; i < COUNT(short_texts); ++i) {
      take(argv[operation], short_texts[i], senpai_call(platform, argv[operation], NULL, short_texts[i]));
      take(argv[operation], short_texts[i], senpai_call(platform, argv[operation], "key:ops", short_texts[i]));
    }

  /* Mail that is never accepted, then callbacks taken away while it waits. */
  take("register", NULL, senpai_call(platform, "auth.register", NULL,
                                     "{\"fullName\":\"Ayu\",\"email\":\"ayu@example.com\",\"password\":\"correct horse\"}"));
  take("work", NULL, senpai_work(platform, 1000));
  if (heard == 0) printf("WRONG: no callback was called\n"), ++wrong;
  senpai_on_mail(platform, NULL, NULL);
  senpai_on_log(platform, NULL, NULL);
  take("work", NULL, senpai_work(platform, 0));

  senpai_close(platform);
  for (i = 0; i < COUNT(long_texts); ++i) free(long_texts[i]);
  printf("hostile: %d answers\n", answers);
  return wrong != 0;
}
