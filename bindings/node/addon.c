/* The C interface as a Node addon: open(config) and methods of what it returns. Calls run on libuv's pool, so the event
 * loop never waits for the database. index.cjs makes the objects that programs see. */
#define NAPI_VERSION 8
#include <node_api.h>
#include <pthread.h>
#include <senpai.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a sender of mail may take, in seconds; then the mail counts as failed and is tried again later. */
enum { mail_limit = 60 };

/* One thread of JavaScript, as threads of the pool see it. */
typedef struct {
  pthread_mutex_t mutex; /* Guards `stopping` and the functions of every platform. */
  int stopping;          /* No JavaScript runs any more, so nobody may wait for it. */
  int users;
} realm;

/* A platform and everything that still uses it: its object, and calls on the pool. The last one closes it. Only the
 * thread of the event loop touches it, except for what is said otherwise. */
typedef struct {
  senpai_platform* platform;
  realm* home;
  int uses;
  int parts; /* What keeps the memory: the uses together, and each function of JavaScript. */
  int closed;
  napi_deferred closing; /* Of the promise that close() gave. */
  napi_async_work closer;
  napi_threadsafe_function mail; /* NULL when Node has destroyed it, as it does when the process or a worker ends. */
  napi_threadsafe_function log;
} handle;

static void drop_realm(realm* r) {
  pthread_mutex_lock(&r->mutex);
  const int left = --r->users;
  pthread_mutex_unlock(&r->mutex);
  if (left > 0) return;
  pthread_mutex_destroy(&r->mutex);
  free(r);
}

static void drop_part(handle* h) {
  if (--h->parts > 0) return;
  drop_realm(h->home);
  free(h);
}

/* The platform is closed, so no thread calls the functions of JavaScript any more. */
static void drop_platform(handle* h) {
  const napi_threadsafe_function mail = h->mail, log = h->log;
  if (mail) napi_release_threadsafe_function(mail, napi_tsfn_abort);
  if (log) napi_release_threadsafe_function(log, napi_tsfn_abort);
  drop_part(h);
}

static void run_close(napi_env env, void* data) {
  handle* h = data;
  (void)env;
  senpai_close(h->platform);
}

static void finish_close(napi_env env, napi_status status, void* data) {
  handle* h = data;
  napi_value undefined;
  if (status == napi_cancelled) senpai_close(h->platform);
  if (napi_get_undefined(env, &undefined) == napi_ok) napi_resolve_deferred(env, h->closing, undefined);
  napi_delete_async_work(env, h->closer);
  drop_platform(h);
}

/* Closing writes to the database, so it is done on the pool, unless nobody waits: for a platform that was forgotten. */
static void release(napi_env env, handle* h) {
  napi_value name;
  if (--h->uses > 0) return;
  if (h->closing && napi_create_string_utf8(env, "senpai", NAPI_AUTO_LENGTH, &name) == napi_ok &&
      napi_create_async_work(env, NULL, name, run_close, finish_close, h, &h->closer) == napi_ok &&
      napi_queue_async_work(env, h->closer) == napi_ok)
    return;
  senpai_close(h->platform);
  drop_platform(h);
}

static napi_value fail(napi_env env, const char* message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

/* NUL would end a text of C early. It becomes two bytes that no UTF-8 has, so that the text equals nothing genuine. */
static char* without_nul(char* text, size_t length) {
  char* copy = malloc(2 * length + 1);
  char* end = copy;
  size_t i;
  for (i = 0; copy && i < length; ++i) {
    if (text[i] == '\0') *end++ = '\xC0';
    *end++ = text[i] == '\0' ? '\x80' : text[i];
  }
  if (copy) *end = '\0';
  free(text);
  return copy;
}

/* The value as new UTF-8 text; NULL if it is no string or memory has run out. */
static char* text_of(napi_env env, napi_value value, size_t* size) {
  size_t length = 0;
  char* text;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok) return NULL;
  text = malloc(length + 1);
  if (text) napi_get_value_string_utf8(env, value, text, length + 1, &length);
  if (size) *size = length;
  return text && !size && strlen(text) < length ? without_nul(text, length) : text;
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
  release(env, j->owner);
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
  for (i = 0; i < argc && i < 3; ++i) j->texts[i] = text_of(env, argv[i], NULL);
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
  napi_valuetype type = napi_undefined;
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
  } else if (napi_typeof(env, argv[3], &type) == napi_ok && type == napi_null) {
    j->body_size = 1; /* There is one that was not read. */
  } else {
    j->body = text_of(env, argv[3], &j->body_size);
  }
  return start_job(env, j);
}

/* ------------------------------------------------------------------------------------------------------- callbacks */

/* A mail whose sender in JavaScript is waited for by a thread of the pool. Both have it; the second one frees it. */
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t settled;
  char* json;
  int users;
  int done;
  int result;
} waiting_mail;

static waiting_mail* new_mail(const char* json) {
  pthread_condattr_t attributes;
  waiting_mail* mail = calloc(1, sizeof *mail);
  if (!mail) return NULL;
  pthread_mutex_init(&mail->mutex, NULL);
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&mail->settled, &attributes);
  pthread_condattr_destroy(&attributes);
  mail->json = strdup(json);
  mail->users = 2;
  mail->result = 1;
  return mail;
}

static void settle(waiting_mail* mail, int result) {
  pthread_mutex_lock(&mail->mutex);
  if (!mail->done) mail->result = result;
  mail->done = 1;
  pthread_cond_signal(&mail->settled);
  pthread_mutex_unlock(&mail->mutex);
}

static void drop_mail(waiting_mail* mail) {
  pthread_mutex_lock(&mail->mutex);
  const int left = --mail->users;
  pthread_mutex_unlock(&mail->mutex);
  if (left > 0) return;
  pthread_cond_destroy(&mail->settled);
  pthread_mutex_destroy(&mail->mutex);
  free(mail->json);
  free(mail);
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

/* Nobody can call done() any more. */
static void forget_mail(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  settle(data, 1);
  drop_mail(data);
}

static void stop(realm* r) {
  pthread_mutex_lock(&r->mutex);
  r->stopping = 1;
  pthread_mutex_unlock(&r->mutex);
}

static void give_mail(napi_env env, napi_value send, void* context, void* data) {
  handle* h = context;
  waiting_mail* mail = data;
  napi_value argv[2], undefined, probe;
  if (!mail) { /* The question of send_mail() whether JavaScript still runs. */
    if (env && (napi_create_object(env, &probe) != napi_ok || napi_set_element(env, probe, 0, probe) != napi_ok))
      stop(h->home);
    return;
  }
  if (!env || !mail->json || napi_create_string_utf8(env, mail->json, NAPI_AUTO_LENGTH, &argv[0]) != napi_ok ||
      napi_create_function(env, "done", NAPI_AUTO_LENGTH, mail_done, mail, &argv[1]) != napi_ok ||
      napi_add_finalizer(env, argv[1], mail, forget_mail, NULL, NULL) != napi_ok) {
    forget_mail(env, mail, NULL);
    return;
  }
  if (napi_get_undefined(env, &undefined) != napi_ok ||
      napi_call_function(env, undefined, send, 2, argv, NULL) != napi_ok)
    settle(mail, 1);
}

/* Has the event loop call a function with this data, from any thread. */
static bool reach(handle* h, const napi_threadsafe_function* function, void* data) {
  pthread_mutex_lock(&h->home->mutex);
  const bool reached = !h->home->stopping && *function &&
                       napi_call_threadsafe_function(*function, data, napi_tsfn_nonblocking) == napi_ok;
  pthread_mutex_unlock(&h->home->mutex);
  return reached;
}

static int send_mail(void* context, const char* json) {
  handle* h = context;
  waiting_mail* mail = new_mail(json);
  struct timespec until;
  int waited, result;
  if (!mail) return 1;
  if (!reach(h, &h->mail, mail)) forget_mail(NULL, mail, NULL);
  pthread_mutex_lock(&mail->mutex);
  clock_gettime(CLOCK_MONOTONIC, &until);
  for (waited = 0; !mail->done && waited < mail_limit && (waited == 0 || reach(h, &h->mail, NULL)); ++waited) {
    ++until.tv_sec;
    while (!mail->done && pthread_cond_timedwait(&mail->settled, &mail->mutex, &until) == 0) continue;
  }
  result = mail->result;
  pthread_mutex_unlock(&mail->mutex);
  drop_mail(mail);
  return result;
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
  if (line->event && line->fields && reach(h, &h->log, line)) return;
  free(line->event);
  free(line->fields);
  free(line);
}

/* Node destroys a function: when it is released, or the process or a worker ends. */
static void forget_function(napi_env env, void* data, void* context) {
  handle* h = context;
  (void)env;
  pthread_mutex_lock(&h->home->mutex);
  *(napi_threadsafe_function*)data = NULL;
  pthread_mutex_unlock(&h->home->mutex);
  drop_part(h);
}

/* Keeps in `target` a function of JavaScript that threads of the pool may call; it does not keep the process alive. */
static void keep_function(napi_env env, napi_value function, size_t queue, napi_threadsafe_function_call_js give,
                          handle* h, napi_threadsafe_function* target) {
  napi_valuetype type = napi_undefined;
  napi_value name;
  if (napi_typeof(env, function, &type) != napi_ok || type != napi_function) return;
  if (napi_create_string_utf8(env, "senpai", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_threadsafe_function(env, function, NULL, name, queue, 1, target, forget_function, h, give, target) !=
          napi_ok)
    return;
  ++h->parts;
  napi_unref_threadsafe_function(env, *target);
}

/* --------------------------------------------------------------------------------------------------- open and close */

static void collect(napi_env env, void* data, void* hint) {
  (void)hint;
  release(env, data);
}

/* close(): no call starts after it; its promise is settled when those that run have come to their end. */
static napi_value method_close(napi_env env, napi_callback_info info) {
  napi_value self, promise = NULL;
  handle* h = NULL;
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok ||
      napi_remove_wrap(env, self, (void**)&h) != napi_ok)
    return NULL; /* Closed already. */
  h->closed = 1;
  napi_create_promise(env, &h->closing, &promise);
  release(env, h);
  return promise;
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
  realm* home = NULL;
  if (!h || !j || napi_get_cb_info(env, info, &argc, argv, NULL, (void**)&home) != napi_ok) {
    free(h);
    free(j);
    return fail(env, "out of memory");
  }
  h->uses = h->parts = 1;
  h->home = home;
  pthread_mutex_lock(&home->mutex);
  ++home->users;
  pthread_mutex_unlock(&home->mutex);
  keep_function(env, argv[1], 0, give_mail, h, &h->mail);
  keep_function(env, argv[2], 1000, give_line, h, &h->log);
  j->kind = open_platform;
  j->owner = h;
  j->texts[0] = text_of(env, argv[0], NULL);
  return start_job(env, j);
}

/* stop(): the process or the worker exits. */
static napi_value stop_function(napi_env env, napi_callback_info info) {
  realm* home = NULL;
  if (napi_get_cb_info(env, info, NULL, NULL, NULL, (void**)&home) == napi_ok) stop(home);
  return NULL;
}

static void leave_realm(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  stop(data);
  drop_realm(data);
}

NAPI_MODULE_INIT() {
  napi_value function, text;
  realm* home = calloc(1, sizeof *home);
  if (!home) return fail(env, "out of memory");
  pthread_mutex_init(&home->mutex, NULL);
  home->users = 1;
  napi_set_instance_data(env, home, leave_realm, NULL);
  napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_function, home, &function);
  napi_set_named_property(env, exports, "open", function);
  napi_create_function(env, "stop", NAPI_AUTO_LENGTH, stop_function, home, &function);
  napi_set_named_property(env, exports, "stop", function);
  napi_create_string_utf8(env, senpai_version(), NAPI_AUTO_LENGTH, &text);
  napi_set_named_property(env, exports, "version", text);
  return exports;
}
