// The SenpaiJepang trust backend in process. See index.d.ts for what there is.
'use strict';

const os = require('node:os');
const path = require('node:path');
const { operations } = require('./operations.cjs');

/** The addon of this platform, or the one that SENPAI_ADDON names. */
function load() {
  const here = path.join(__dirname, 'prebuilt', `${process.platform}-${process.arch}`, 'senpai.node');
  const addon = { exports: {} };
  // Node carries an OpenSSL of its own; the library must find the one it was built with.
  const { RTLD_NOW, RTLD_DEEPBIND = 0 } = os.constants.dlopen;
  process.dlopen(addon, process.env.SENPAI_ADDON ?? here, RTLD_NOW | RTLD_DEEPBIND);
  return addon.exports;
}

const native = load();
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
    return resultOf(await addonOf(this.#shared).call(operation, this.#credential, input && JSON.stringify(input)));
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
    return new Session(this.#shared, accessToken);
  }

  asAdmin(apiKey) {
    return new Session(this.#shared, `key:${apiKey}`);
  }

  async migrate() {
    return resultOf(await addonOf(this.#shared).migrate()).applied;
  }

  async work(milliseconds = 1000) {
    // One at a time: each keeps a thread of the pool while mail is sent, and sending may need threads too.
    const work = this.#working.then(() => addonOf(this.#shared).work(milliseconds));
    this.#working = work.catch(() => {});
    return resultOf(await work);
  }

  async handle({ method, target, headers = [], body = '', remoteAddress }) {
    return addonOf(this.#shared).handle(method, target, [...headers].flat(), body, remoteAddress);
  }

  async close() {
    this.#shared.addon?.close();
    this.#shared.addon = undefined;
  }
}

/** Opens a platform. */
async function open(config, { onMail, onLog } = {}) {
  const mail = onMail && ((json, done) => {
    Promise.resolve().then(() => onMail(JSON.parse(json))).then(() => done(true), () => done(false));
  });
  const log = onLog && ((level, event, fields) => onLog(levels[level], event, JSON.parse(fields)));
  const addon = await native.open(JSON.stringify(config), mail, log);
  if (typeof addon === 'string') resultOf(addon);
  return new Platform({ addon });
}

/** Answers requests of node:http, and of servers that pass its objects on, such as Express. */
function listener(platform, { maxBody = 16 * 1024 * 1024 } = {}) {
  return async (request, response) => {
    try {
      const chunks = [];
      let size = 0;
      for await (const chunk of request) {
        size += chunk.length;
        if (size > maxBody) return response.writeHead(413, { Connection: 'close' }).end();
        chunks.push(chunk);
      }
      const answer = await platform.handle({
        method: request.method,
        target: request.url, // Express takes away from it where the listener is mounted.
        headers: [request.rawHeaders], // Flat already: name, value, name, value.
        body: Buffer.concat(chunks),
        remoteAddress: request.socket.remoteAddress,
      });
      for (const [name, value] of answer.headers) response.setHeader(name, value);
      response.writeHead(answer.status).end(answer.body);
    } catch {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

module.exports = { SenpaiError, listener, open, version: native.version };
