// The SenpaiJepang trust backend in process. See index.d.ts for what there is.
'use strict';

const { randomUUID } = require('node:crypto');
const { existsSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { operations } = require('./operations.cjs');

/** The addon of this platform, or the one that SENPAI_ADDON names. */
function load() {
  const machine = `${process.platform}-${process.arch}`;
  const here = path.join(__dirname, 'prebuilt', machine, 'senpai.node');
  if (!process.env.SENPAI_ADDON && !existsSync(here))
    throw new Error(`This package of senpai has no addon for ${machine}; "npm pack" of bindings/node makes one there.`);
  const addon = { exports: {} };
  // Node carries an OpenSSL of its own; the library must find the one it was built with.
  const { RTLD_NOW, RTLD_DEEPBIND = 0 } = os.constants.dlopen;
  process.dlopen(addon, process.env.SENPAI_ADDON ?? here, RTLD_NOW | RTLD_DEEPBIND);
  return addon.exports;
}

const native = load();
process.once('exit', native.stop); // The process waits for the pool, which must not wait for JavaScript.
const levels = ['debug', 'info', 'warning', 'error'];

class SenpaiError extends Error {
  constructor({ kind, code, message, retryAfterSec }) {
    super(message);
    this.name = 'SenpaiError';
    this.kind = kind;
    this.code = code;
    if (retryAfterSec !== undefined) this.retryAfterSec = retryAfterSec;
  }
}

function resultOf(answer) {
  const parsed = JSON.parse(answer);
  if (parsed.error) throw new SenpaiError(parsed.error);
  return parsed.result;
}

function addonOf(shared) {
  if (shared.addon) return shared.addon;
  throw new SenpaiError({ kind: 'invalid_argument', code: 'closed', message: 'The platform is closed.' });
}

/** Who is given no token by mistake must not become nobody. */
function textOf(value, name) {
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} must be a string, not ${value === null ? 'null' : typeof value}.`);
}

/** Name, value, name, value. */
function flat(headers) {
  if (typeof headers[Symbol.iterator] === 'function') return [...headers].flat();
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().flatMap((one) => [name, String(one)]),
  );
}

/** The operations as one caller: nobody, a user, or an administrator. */
class Session {
  #shared;
  #credential;

  constructor(shared, credential) {
    this.#shared = shared;
    this.#credential = credential;
    for (const [group, names] of Object.entries(operations)) {
      this[group] = {};
      for (const name of names) this[group][name] = (input) => this.call(`${group}.${name}`, input);
    }
  }

  async call(operation, input) {
    const data = input === undefined || input === null ? undefined : JSON.stringify(input);
    return resultOf(await addonOf(this.#shared).call(operation, this.#credential, data));
  }
}

class Platform extends Session {
  #shared;
  #working = Promise.resolve();

  constructor(shared) {
    super(shared, undefined);
    this.#shared = shared;
  }

  asUser(accessToken) {
    return new Session(this.#shared, textOf(accessToken, 'accessToken'));
  }

  asAdmin(apiKey) {
    return new Session(this.#shared, `key:${textOf(apiKey, 'apiKey')}`);
  }

  async migrate() {
    return resultOf(await addonOf(this.#shared).migrate()).applied;
  }

  async work(milliseconds = 1000) {
    // One at a time: each keeps a thread of the pool while mail is sent, and sending may need threads too.
    const addon = addonOf(this.#shared);
    const work = this.#working.then(() => addon.work(milliseconds));
    this.#working = work.catch(() => {});
    return resultOf(await work);
  }

  async handle({ method, target, headers = [], body = '', unread = false, remoteAddress }) {
    if (typeof body !== 'string' && !(body instanceof Uint8Array))
      throw new TypeError('body must be a string, a Buffer or a Uint8Array.');
    const addon = addonOf(this.#shared);
    const read = unread ? null : body;
    return addon.handle(textOf(method, 'method'), textOf(target, 'target'), flat(headers), read, remoteAddress);
  }

  async close() {
    const { addon, state } = this.#shared;
    if (state.sending) {
      const message = 'close() waits for work(), and work() for onMail, so onMail cannot close the platform.';
      throw new SenpaiError({ kind: 'invalid_argument', code: 'inside_callback', message });
    }
    this.#shared.addon = undefined;
    if (addon) this.#shared.closed = this.#working.then(() => addon.close());
    await this.#shared.closed;
  }
}

/** An exception of onLog is one of nobody's call, so it becomes an uncaught one, as those of any listener do. */
function telling(onLog) {
  return (level, event, fields) => {
    try {
      onLog(levels[level], event, JSON.parse(fields));
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

/** Gives mails to onMail; the log hears why one was refused, for nobody else would. */
function sending(onMail, log, state) {
  return async (json, done) => {
    try {
      state.sending = true;
      let sent;
      try {
        sent = onMail(JSON.parse(json));
      } finally {
        state.sending = false;
      }
      await sent;
      done(true);
    } catch (error) {
      done(false);
      log?.(levels.indexOf('warning'), 'mail.refused', JSON.stringify({ error: String(error) }));
    }
  };
}

/** Opens a platform. */
async function open(config, { onMail, onLog } = {}) {
  for (const [name, callback] of Object.entries({ onMail, onLog }))
    if (callback !== undefined && typeof callback !== 'function') throw new TypeError(`${name} must be a function.`);
  const log = onLog && telling(onLog);
  const state = {}; // Not the addon's: what the callbacks hold is never collected.
  const addon = await native.open(JSON.stringify(config), onMail && sending(onMail, log, state), log);
  if (typeof addon === 'string') resultOf(addon);
  return new Platform({ addon, state });
}

/** The body of a request, or undefined if it is longer. */
async function bodyOf(request, maxBody) {
  if (Buffer.isBuffer(request.body)) return request.body; // By express.raw().
  const { 'content-length': length = 0, 'transfer-encoding': encoding } = request.headers;
  if (request.readableDidRead && (encoding || Number(length) > 0))
    throw new Error('The body was read before the listener of senpai got it: mount that before express.json().');
  if (Number(length) > maxBody) return undefined;
  const chunks = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Node has one character for each byte of a header, which are UTF-8. */
function decoded(text) {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text, 'latin1').toString() : text;
}

function send(response, status, headers, body) {
  const values = new Map();
  for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, all] of values) response.setHeader(name, all.length > 1 ? all : all[0]);
  if (status !== 204 && status !== 304) response.setHeader('Content-Length', body.length);
  response.writeHead(status).end(body);
}

/** What is left of the request is not to be taken for another one. */
function closing(request) {
  return request.httpVersionMajor < 2 ? [['Connection', 'close']] : [];
}

/** Answers requests of node:http, and of servers that pass its objects on, such as Express. */
function listener(platform, { maxBody = 16 * 1024 * 1024 } = {}) {
  return async (request, response, next) => {
    try {
      const body = await bodyOf(request, maxBody);
      const answer = await platform.handle({
        method: request.method,
        target: request.url, // Express takes away from it where the listener is mounted.
        headers: [request.rawHeaders.map(decoded)], // Flat already: name, value, name, value.
        body,
        unread: !body,
        remoteAddress: request.ip ?? request.socket.remoteAddress, // Express knows which proxies to trust.
      });
      send(response, answer.status, body ? answer.headers : [...answer.headers, ...closing(request)], answer.body);
    } catch (error) {
      if (response.destroyed) return; // The client has gone.
      if (next) return next(error);
      process.emitWarning(error);
      if (response.headersSent) return response.end();
      const message = 'Something went wrong on our side.';
      const requestId = randomUUID();
      const headers = [
        ['Content-Type', 'application/json'],
        ['x-request-id', requestId],
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Expose-Headers', 'x-request-id'],
        ...closing(request),
      ];
      const answer = JSON.stringify({ error: { code: 'internal_error', message, requestId } });
      send(response, 500, headers, Buffer.from(answer));
    }
  };
}

module.exports = { SenpaiError, listener, open, version: native.version };
