/* The C interface as a Node addon: open(config) and methods of what it returns. Calls run on libuv's pool, so the event
 * loop never waits for the database. index.cjs makes the objects that programs see. */
#define NAPI_VERSION 8
#include <node_api.h>
#include <pthread.h>
#include <senpai.h>
#include <stdlib.h>
#include <string.h>

/* A platform and everything that still uses it: its object, and calls on the pool. The last one closes it. */
typedef struct {
  senpai_platform* platform;
  int uses; /* Touched by the thread of the event loop only. */
  int closed;
  napi_threadsafe_function mail;
  napi_threadsafe_function log;
} handle;

static void release(handle* h) {
  if (--h->uses > 0) return;
  senpai_close(h->platform);
  if (h->mail) napi_release_threadsafe_function(h->mail, napi_tsfn_abort);
  if (h->log) napi_release_threadsafe_function(h->log, napi_tsfn_abort);
  free(h);
}

static napi_value fail(napi_env env, const char* message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

/* The value as new UTF-8 text; NULL if it is no string or memory has run out. */
static char* text_of(napi_env env, napi_value value, size_t* size) {
  size_t length = 0;
  char* text;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok) return NULL;
  text = malloc(length + 1);
  if (text) napi_get_value_string_utf8(env, value, text, length + 1, &length);
  if (size) *size = length;
  return text;
}

/* ---------------------------------------------------------------------------------------------------------- calls */

enum kind { open_platform, call, migrate, work, handle_request };

/* One call on its way through the pool. */
typedef struct {
  enum kind kind;
  handle* owner;
  napi_async_work work;
  napi_deferred deferred;
  char* texts[3]; /* Operation, credential, input; or method, target, remote address; or the configuration. */
  senpai_header* headers;
  size_t header_count;
  char* body;
  size_t body_size;
  uint32_t milliseconds;
  char* answer;
  senpai_response* response;
} job;

static void free_job(napi_env env, job* j) {
  size_t i;
  for (i = 0; i < 3; ++i) free(j->texts[i]);
  for (i = 0; i < j->header_count; ++i) {
    free((char*)j->headers[i].name);
    free((char*)j->headers[i].value);
  }
  free(j->headers);
  free(j->body);
  senpai_free(j->answer);
  senpai_response_free(j->response);
  if (j->work) napi_delete_async_work(env, j->work);
  release(j->owner);
  free(j);
}

static void run_job(napi_env env, void* data) {
  job* j = data;
  senpai_request request;
  (void)env;
  switch (j->kind) {
    case open_platform: j->owner->platform = senpai_open(j->texts[0], &j->answer); break;
    case call: j->answer = senpai_call(j->owner->platform, j->texts[0], j->texts[1], j->texts[2]); break;
    case migrate: j->answer = senpai_migrate(j->owner->platform); break;
    case work: j->answer = senpai_work(j->owner->platform, j->milliseconds); break;
    case handle_request:
      memset(&request, 0, sizeof request);
      request.method = j->texts[0];
      request.target = j->texts[1];
      request.remote_address = j->texts[2];
      request.headers = j->headers;
      request.header_count = j->header_count;
      request.body = j->body;
      request.body_size = j->body_size;
      j->response = senpai_handle(j->owner->platform, &request);
      break;
  }
}

static napi_value response_value(napi_env env, const senpai_response* response) {
  napi_value object, status, headers, pair, text, body;
  size_t i;
  void* bytes = NULL;
  napi_create_object(env, &object);
  napi_create_int32(env, response->status, &status);
  napi_set_named_property(env, object, "status", status);
  napi_create_array_with_length(env, response->header_count, &headers);
  for (i = 0; i < response->header_count; ++i) {
    napi_create_array_with_length(env, 2, &pair);
    napi_create_string_utf8(env, response->headers[i].name, NAPI_AUTO_LENGTH, &text);
    napi_set_element(env, pair, 0, text);
    napi_create_string_utf8(env, response->headers[i].value, NAPI_AUTO_LENGTH, &text);
    napi_set_element(env, pair, 1, text);
    napi_set_element(env, headers, (uint32_t)i, pair);
  }
  napi_set_named_property(env, object, "headers", headers);
  napi_create_buffer_copy(env, response->body_size, response->body, &bytes, &body);
  napi_set_named_property(env, object, "body", body);
  return object;
}

static napi_value platform_object(napi_env env, handle* h);

static void finish_job(napi_env env, napi_status status, void* data) {
  job* j = data;
  napi_value value = NULL, message;
  if (status == napi_ok && j->kind == open_platform && j->owner->platform) value = platform_object(env, j->owner);
  else if (status == napi_ok && j->response) value = response_value(env, j->response);
  else if (status == napi_ok && j->answer) napi_create_string_utf8(env, j->answer, NAPI_AUTO_LENGTH, &value);
  if (value) {
    napi_resolve_deferred(env, j->deferred, value);
  } else {
    napi_create_string_utf8(env, "out of memory", NAPI_AUTO_LENGTH, &message);
    napi_create_error(env, NULL, message, &value);
    napi_reject_deferred(env, j->deferred, value);
  }
  free_job(env, j);
}

/* Puts a job on the pool; its promise. */
static napi_value start_job(napi_env env, job* j) {
  napi_value promise, name;
  if (napi_create_promise(env, &j->deferred, &promise) != napi_ok ||
      napi_create_string_utf8(env, "senpai", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_async_work(env, NULL, name, run_job, finish_job, j, &j->work) != napi_ok ||
      napi_queue_async_work(env, j->work) != napi_ok) {
    free_job(env, j);
    return fail(env, "the call could not be queued");
  }
  return promise;
}

/* A new job of the platform that the method was called on, with the arguments of the call. */
static job* new_job(napi_env env, napi_callback_info info, enum kind kind, size_t* argc, napi_value* argv) {
  napi_value self;
  handle* h = NULL;
  job* j;
  if (napi_get_cb_info(env, info, argc, argv, &self, NULL) != napi_ok ||
      napi_unwrap(env, self, (void**)&h) != napi_ok || h->closed) {
    fail(env, "the platform is closed");
    return NULL;
  }
  j = calloc(1, sizeof *j);
  if (!j) {
    fail(env, "out of memory");
    return NULL;
  }
  j->kind = kind;
  j->owner = h;
  ++h->uses;
  return j;
}

/* call(operation, credential, input) */
static napi_value method_call(napi_env env, napi_callback_info info) {
  napi_value argv[3];
  size_t argc = 3, i;
  job* j = new_job(env, info, call, &argc, argv);
  if (!j) return NULL;
  for (i = 0; i < argc; ++i) j->texts[i] = text_of(env, argv[i], NULL);
  return start_job(env, j);
}

static napi_value method_migrate(napi_env env, napi_callback_info info) {
  size_t argc = 0;
  job* j = new_job(env, info, migrate, &argc, NULL);
  return j ? start_job(env, j) : NULL;
}

/* work(milliseconds) */
static napi_value method_work(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  size_t argc = 1;
  job* j = new_job(env, info, work, &argc, argv);
  if (!j) return NULL;
  napi_get_value_uint32(env, argv[0], &j->milliseconds);
  return start_job(env, j);
}

/* The headers of a flat array: name, value, name, value. */
static void read_headers(napi_env env, napi_value array, job* j) {
  uint32_t length = 0, i;
  napi_value item;
  if (napi_get_array_length(env, array, &length) != napi_ok || length < 2) return;
  j->headers = calloc(length / 2, sizeof *j->headers);
  if (!j->headers) return;
  j->header_count = length / 2;
  for (i = 0; i + 1 < length; i += 2) {
    napi_get_element(env, array, i, &item);
    j->headers[i / 2].name = text_of(env, item, NULL);
    napi_get_element(env, array, i + 1, &item);
    j->headers[i / 2].value = text_of(env, item, NULL);
  }
}

/* handle(method, target, headers, body, remoteAddress) */
static napi_value method_handle(napi_env env, napi_callback_info info) {
  napi_value argv[5];
  size_t argc = 5;
  void* bytes = NULL;
  bool is_buffer = false;
  job* j = new_job(env, info, handle_request, &argc, argv);
  if (!j) return NULL;
  j->texts[0] = text_of(env, argv[0], NULL);
  j->texts[1] = text_of(env, argv[1], NULL);
  j->texts[2] = text_of(env, argv[4], NULL);
  read_headers(env, argv[2], j);
  napi_is_buffer(env, argv[3], &is_buffer);
  if (is_buffer) {
    napi_get_buffer_info(env, argv[3], &bytes, &j->body_size);
    j->body = malloc(j->body_size + 1);
    if (j->body) memcpy(j->body, bytes, j->body_size);
    else j->body_size = 0;
  } else {
    j->body = text_of(env, argv[3], &j->body_size);
  }
  return start_job(env, j);
}

/* ------------------------------------------------------------------------------------------------------- callbacks */

/* A mail whose sender in JavaScript is waited for by a thread of the pool. */
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t settled;
  const char* json;
  int done;
  int result;
} waiting_mail;

static void settle(waiting_mail* mail, int result) {
  pthread_mutex_lock(&mail->mutex);
  mail->done = 1;
  mail->result = result;
  pthread_cond_signal(&mail->settled);
  pthread_mutex_unlock(&mail->mutex);
}

/* done(accepted): called once by index.cjs. */
static napi_value mail_done(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  size_t argc = 1;
  void* data = NULL;
  bool accepted = false;
  napi_get_cb_info(env, info, &argc, argv, NULL, &data);
  napi_get_value_bool(env, argv[0], &accepted);
  settle(data, accepted ? 0 : 1);
  return NULL;
}

static void give_mail(napi_env env, napi_value send, void* context, void* data) {
  waiting_mail* mail = data;
  napi_value argv[2], undefined;
  (void)context;
  if (!env || napi_create_string_utf8(env, mail->json, NAPI_AUTO_LENGTH, &argv[0]) != napi_ok ||
      napi_create_function(env, "done", NAPI_AUTO_LENGTH, mail_done, mail, &argv[1]) != napi_ok ||
      napi_get_undefined(env, &undefined) != napi_ok ||
      napi_call_function(env, undefined, send, 2, argv, NULL) != napi_ok)
    settle(mail, 1);
}

static int send_mail(void* context, const char* json) {
  handle* h = context;
  waiting_mail mail = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, json, 0, 1};
  if (napi_call_threadsafe_function(h->mail, &mail, napi_tsfn_blocking) != napi_ok) return 1;
  pthread_mutex_lock(&mail.mutex);
  while (!mail.done) pthread_cond_wait(&mail.settled, &mail.mutex);
  pthread_mutex_unlock(&mail.mutex);
  pthread_cond_destroy(&mail.settled);
  pthread_mutex_destroy(&mail.mutex);
  return mail.result;
}

typedef struct {
  int level;
  char* event;
  char* fields;
} log_line;

static void give_line(napi_env env, napi_value log, void* context, void* data) {
  log_line* line = data;
  napi_value argv[3], undefined;
  (void)context;
  if (env && napi_create_int32(env, line->level, &argv[0]) == napi_ok &&
      napi_create_string_utf8(env, line->event, NAPI_AUTO_LENGTH, &argv[1]) == napi_ok &&
      napi_create_string_utf8(env, line->fields, NAPI_AUTO_LENGTH, &argv[2]) == napi_ok &&
      napi_get_undefined(env, &undefined) == napi_ok)
    napi_call_function(env, undefined, log, 3, argv, NULL);
  free(line->event);
  free(line->fields);
  free(line);
}

static void write_line(void* context, int level, const char* event, const char* fields) {
  handle* h = context;
  log_line* line = calloc(1, sizeof *line);
  if (!line) return;
  line->level = level;
  line->event = strdup(event);
  line->fields = strdup(fields);
  if (line->event && line->fields &&
      napi_call_threadsafe_function(h->log, line, napi_tsfn_nonblocking) == napi_ok)
    return;
  free(line->event);
  free(line->fields);
  free(line);
}

/* A function of JavaScript that threads of the pool may call; it does not keep the process alive. */
static napi_threadsafe_function callable(napi_env env, napi_value function, size_t queue,
                                         napi_threadsafe_function_call_js give) {
  napi_valuetype type = napi_undefined;
  napi_threadsafe_function result = NULL;
  napi_value name;
  if (napi_typeof(env, function, &type) != napi_ok || type != napi_function) return NULL;
  napi_create_string_utf8(env, "senpai", NAPI_AUTO_LENGTH, &name);
  if (napi_create_threadsafe_function(env, function, NULL, name, queue, 1, NULL, NULL, NULL, give, &result) == napi_ok)
    napi_unref_threadsafe_function(env, result);
  return result;
}

/* --------------------------------------------------------------------------------------------------- open and close */

static void collect(napi_env env, void* data, void* hint) {
  handle* h = data;
  (void)env;
  (void)hint;
  release(h);
}

/* close(): no call starts after it; those that run come to their end. */
static napi_value method_close(napi_env env, napi_callback_info info) {
  napi_value self;
  handle* h = NULL;
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok ||
      napi_remove_wrap(env, self, (void**)&h) != napi_ok)
    return NULL; /* Closed already. */
  h->closed = 1;
  release(h);
  return NULL;
}

static napi_value platform_object(napi_env env, handle* h) {
  const napi_property_descriptor methods[] = {
      {"call", NULL, method_call, NULL, NULL, NULL, napi_default, NULL},
      {"migrate", NULL, method_migrate, NULL, NULL, NULL, napi_default, NULL},
      {"work", NULL, method_work, NULL, NULL, NULL, napi_default, NULL},
      {"handle", NULL, method_handle, NULL, NULL, NULL, napi_default, NULL},
      {"close", NULL, method_close, NULL, NULL, NULL, napi_default, NULL},
  };
  napi_value object;
  if (h->mail) senpai_on_mail(h->platform, send_mail, h);
  if (h->log) senpai_on_log(h->platform, write_line, h);
  if (napi_create_object(env, &object) != napi_ok ||
      napi_define_properties(env, object, sizeof methods / sizeof *methods, methods) != napi_ok ||
      napi_wrap(env, object, h, collect, NULL, NULL) != napi_ok)
    return NULL;
  ++h->uses;
  return object;
}

/* open(config, sendMail, log): a promise of the platform, or of the text of an error. */
static napi_value open_function(napi_env env, napi_callback_info info) {
  napi_value argv[3];
  size_t argc = 3;
  handle* h = calloc(1, sizeof *h);
  job* j = calloc(1, sizeof *j);
  if (!h || !j || napi_get_cb_info(env, info, &argc, argv, NULL, NULL) != napi_ok) {
    free(h);
    free(j);
    return fail(env, "out of memory");
  }
  h->uses = 1;
  h->mail = callable(env, argv[1], 0, give_mail);
  h->log = callable(env, argv[2], 1000, give_line);
  j->kind = open_platform;
  j->owner = h;
  j->texts[0] = text_of(env, argv[0], NULL);
  return start_job(env, j);
}

NAPI_MODULE_INIT() {
  napi_value function, text;
  napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_function, NULL, &function);
  napi_set_named_property(env, exports, "open", function);
  napi_create_string_utf8(env, senpai_version(), NAPI_AUTO_LENGTH, &text);
  napi_set_named_property(env, exports, "version", text);
  return exports;
}
