/** @file
 * libsenpai for C and for every language that can call C: JSON goes in, JSON comes out.
 *
 * @code
 *   char* error = NULL;
 *   senpai_platform* platform =
 *       senpai_open("{\"sqlite\":{\"path\":\"senpai.db\"},\"auth\":{\"tokenSecret\":\"...\"}}", &error);
 *   senpai_free(senpai_migrate(platform));
 *   char* answer = senpai_call(platform, "jobs.list", NULL, "{\"limit\":5}");
 *   puts(answer);                                            ->  {"result":{"items":[...],"pageInfo":{...}}}
 *   senpai_free(answer);
 *   senpai_close(platform);
 * @endcode
 *
 * Answers are JSON in UTF-8: {"result":...} or {"error":{"kind":"...","code":"...","message":"..."}}. `kind` is one of
 * invalid_argument, unauthenticated, forbidden, not_found, conflict, rate_limited, unavailable, internal; `code` is
 * stable and meant for programs; `message` is a sentence for people. Where trying again makes sense, `retryAfterSec`
 * says when. A function that answers with text never returns NULL except out of memory.
 *
 * Ownership: What a function returns is yours: give it back with the free function named at it, once. What you pass in
 * stays yours and is not used after the function has returned. NULL is accepted everywhere: as text it counts as
 * absent, as a platform it gives an error, and freeing it does nothing.
 *
 * Threads: Every function may be called from any thread at the same time, but senpai_close() only when no other call on
 * this platform is running. Calls wait for the database, so event loops call from a thread of their own. The library
 * starts no thread: background work is done by senpai_work(). Do not use a platform across fork().
 *
 * Errors: Nothing throws, exits or writes to a terminal. Input of any kind (not UTF-8, too large, nested too deep) is
 * answered with an error.
 *
 * Version: Functions and members are added within an ABI version and never changed or taken away; the number of the ABI
 * is that of the shared library, libsenpai_c.so.1.
 */
#ifndef SENPAI_H
#define SENPAI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/** The number of the interface that this header describes. */
#define SENPAI_ABI_VERSION 1

/** A running trust backend. Several may be open at once. */
typedef struct senpai_platform senpai_platform;

/* ------------------------------------------------------------------------------------------------ open and close */

/** Opens a platform. `config_json` is an object whose members mirror the C++ Options; all but auth.tokenSecret may be
 * left out, and a name it does not know is an error:
 *
 * @verbatim
 *   sqlite       {path, durable, readers, timeoutMs}      without a path: in memory, gone when closed
 *   postgres     {url, connections, preparedStatements, acquireTimeoutMs, connectTimeoutMs, statementTimeoutMs,
 *                 lockTimeoutMs}      instead of sqlite; a pooler that lends connections per transaction wants
 *                 preparedStatements off, and what is to be migrated a platform with it
 *   objects      {directory, publicUrl, secret, previousSecrets, bucket}      documents in a folder;
 *                {baseUrl, bucket}      the default: links that lead nowhere, for tests
 *   auth         {tokenSecret, previousTokenSecrets, accessTokenTtlSec, refreshTokenTtlSec, refreshReuseWindowSec,
 *                 defaultRole, adminRoles, adminApiKey, codeTtlSec, codeResendCooldownSec, codeMaxAttempts,
 *                 codeMaxDailyAttempts, neutralResend, exposeCode, staticCode, compatRollback, compatHashIterations,
 *                 hashCost: {memoryKib, iterations, parallelism}, hashConcurrency, hashQueue, hashWaitMs}
 *   kyc          {previewDefaultSec, previewMaxSec, uploadLinkTtlSec, maxFileBytes, allowedContentTypes, verifyUploads,
 *                 uploadQuotaBytes}      verifyUploads is on when objects has a directory
 *   kycWebhook   {secrets, requireSignature, maxSkewSec, idempotencyTtlSec}
 *   audit        {key, inActivity}
 * @endverbatim
 *
 * Meanings and defaults stand in senpai/backends.hpp, objects.hpp, auth.hpp, kyc.hpp, webhook.hpp and audit.hpp.
 *
 * Returns NULL on failure, and then *error_json (if error_json is not NULL) is an error answer; senpai_free() it. */
senpai_platform* senpai_open(const char* config_json, char** error_json);

/** Ends it. Everything acknowledged is stored already. */
void senpai_close(senpai_platform* platform);

/** Creates or updates the tables; may be raced. {"result":{"applied":["001_auth_tables.sql",...]}}; senpai_free() it. */
char* senpai_migrate(senpai_platform* platform);

/* ----------------------------------------------------------------------------------------------------------- call */

/** Runs one operation of the API by its name, such as "auth.register" or "kyc.submit"; docs/openapi.json lists them.
 *
 * @param platform    where it runs.
 * @param operation   its name.
 * @param credential  NULL: nobody is signed in. Else an access token, or "key:" followed by the administration key. One
 *                    that is empty is refused with "empty_credential": who lost a token must not become nobody.
 * @param input_json  an object with the parameters of the path and the members of the query or of the body; NULL for
 *                    none.
 *
 * Operations that need a whole HTTP request (signed webhooks, files) are refused with "request_required"; give them to
 * senpai_handle(). The result of an operation without an answer is null. senpai_free() the answer. */
char* senpai_call(senpai_platform* platform, const char* operation, const char* credential, const char* input_json);

/** Frees what senpai_open, senpai_call, senpai_migrate and senpai_work gave. */
void senpai_free(char* text);

/* ----------------------------------------------------------------------------------------------------------- HTTP */

/** A header of a request or response. */
typedef struct senpai_header {
  const char* name;  /**< In any case. */
  const char* value; /**< Without line breaks. */
} senpai_header;

/** One HTTP request, as a server received it. A body that the host could not read, because it is too long for it or
 * broke off, is NULL with a size other than 0. It is refused with invalid_request_body where one is wanted, in the
 * order of all errors. */
typedef struct senpai_request {
  const char* method;           /**< For example "GET". */
  const char* target;           /**< Path and query as in the request line, percent-encoded: "/v1/jobs?limit=5". */
  const senpai_header* headers; /**< May be NULL if there are none. */
  size_t header_count;          /**< Of `headers`. */
  const char* body;             /**< Any bytes; NULL if there is none, or none that was read. */
  size_t body_size;             /**< Of `body`. */
  const char* remote_address;   /**< Of the client; may be NULL. */
} senpai_request;

/** The answer to one HTTP request, as a server sends it. */
typedef struct senpai_response {
  int status;                   /**< For example 200. */
  const senpai_header* headers; /**< Complete but for the framing (Content-Length). */
  size_t header_count;          /**< Of `headers`. */
  const char* body; /**< Any bytes; the answer to HEAD has the body of GET, of which a host sends the length only. */
  size_t body_size; /**< Of `body`. */
} senpai_response;

/** Answers one HTTP request, so that the whole API can be mounted in any server. NULL only out of memory. */
senpai_response* senpai_handle(senpai_platform* platform, const senpai_request* request);
/** Frees what senpai_handle gave. */
void senpai_response_free(senpai_response* response);

/* ----------------------------------------------------------------------------------------------------- background */

/** Does background work that is due (queued mail, sealing of the audit trail, purging) until nothing is due or
 * `milliseconds` have passed; 0 does one piece. Call it about once a second from a thread or timer of yours; any number
 * of threads and processes may. {"result":{"jobs":1,"sealed":12,"purged":0}}. senpai_free() it. */
char* senpai_work(senpai_platform* platform, uint32_t milliseconds);

/** Sends one mail: {"to","subject","text","html","idempotencyKey","code"}. Return 0 when it was accepted; anything else
 * has it tried again later, with the same idempotencyKey. Called by senpai_work() in its thread; `mail_json` is valid
 * during the call. */
typedef int (*senpai_mail_fn)(void* context, const char* mail_json);

/** Sets who sends mail; NULL (the default): mail is dropped. Set it before the first senpai_work(). */
void senpai_on_mail(senpai_platform* platform, senpai_mail_fn send, void* context);

/** Something happened: level 0 debug, 1 info, 2 warning, 3 error. Called in the thread where it happens, maybe in
 * several at once; the texts are valid during the call. Return soon: a request is waiting. */
typedef void (*senpai_log_fn)(void* context, int level, const char* event, const char* fields_json);

/** Sets who is told; NULL (the default): nobody. When this or senpai_on_mail() has returned, the former function is not
 * called any more; therefore neither may be called from inside such a function. */
void senpai_on_log(senpai_platform* platform, senpai_log_fn log, void* context);

/* -------------------------------------------------------------------------------------------------------- version */

/** SENPAI_ABI_VERSION of the library that is loaded, to be compared with that of this header. */
uint32_t senpai_abi_version(void);
/** For example "0.1.0". Static, not to be freed. */
const char* senpai_version(void);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
