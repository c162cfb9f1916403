// node --test, with the package installed or SENPAI_ADDON naming the addon.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { SenpaiError, listener, open, version } from '../index.mjs';

const config = {
  auth: {
    tokenSecret: 'at least thirty-two bytes of secret',
    adminApiKey: 'ops',
    exposeCode: true,
    hashCost: { memoryKib: 64, iterations: 1, parallelism: 1 },
  },
};

async function opened(t, callbacks, more = {}) {
  const platform = await open({ ...config, ...more }, callbacks);
  t.after(() => platform.close());
  await platform.migrate();
  return platform;
}

const register = (platform, email = 'ayu@example.test') =>
  platform.auth.register({ fullName: 'Ayu Lestari', email, password: 'Kirei-na-hana-42' });

const refusal = (kind, code) => (error) => {
  assert(error instanceof SenpaiError);
  assert.deepEqual([error.kind, error.code], [kind, code]);
  assert(error.message.length > 5);
  return true;
};

test('a person starts a check and an administrator sees what waits', async (t) => {
  const platform = await opened(t);
  const ayu = platform.asUser((await register(platform)).accessToken);
  assert.equal((await ayu.auth.me()).user.email, 'ayu@example.test');
  const { session } = await ayu.kyc.start();
  await assert.rejects(ayu.kyc.submit({ sessionId: session.id }), refusal('conflict', 'kyc_session_incomplete'));
  assert.deepEqual((await platform.asAdmin('ops').kyc.reviewQueue()).items, []);
  await assert.rejects(platform.kyc.status(), refusal('unauthenticated', 'missing_access_token'));
});

test('CommonJS gets the same module', () => {
  const required = createRequire(import.meta.url)('../index.cjs');
  assert.equal(required.open, open);
  assert.match(version, /^\d+\.\d+\.\d+$/);
});

test('an operation without an answer resolves to null', async (t) => {
  const platform = await opened(t);
  const { refreshToken } = await register(platform);
  assert.equal(await platform.auth.logout({ refreshToken }), null);
});

test('the event loop goes on while calls wait', async (t) => {
  const platform = await opened(t, {}, { auth: { ...config.auth, hashCost: { memoryKib: 65536, iterations: 3 } } });
  let turns = 0;
  const timer = setInterval(() => ++turns, 1);
  await register(platform);
  clearInterval(timer);
  assert(turns >= 3, `${turns} turns`);
});

test('hundreds of calls at once all come back', async (t) => {
  const platform = await opened(t);
  const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => platform.jobs.list({ limit: 1 + (i % 4) })));
  assert(answers.every((answer, i) => answer.items.length === 1 + (i % 4)));
});

test('an unusable configuration is named', async () => {
  await assert.rejects(open({ auth: { tokenSecret: 'x', colour: 'red' } }), /auth\.colour/);
  await assert.rejects(open(), refusal('invalid_argument', 'invalid_option'));
});

test('hostile input is refused', async (t) => {
  const platform = await opened(t);
  for (const text of ['', '\0', 'ü'.repeat(100_000), '\ud800', '{"'])
    await assert.rejects(platform.asUser(text).auth.me(), SenpaiError);
  for (const operation of ['', undefined, null, 5, 'no.such', 'kyc.providerWebhook'])
    await assert.rejects(platform.call(operation), SenpaiError);
});

test('text with NUL in it is carried whole', async (t) => {
  const platform = await opened(t);
  const { accessToken } = await register(platform);
  const user = platform.asUser(`${accessToken}\0x`);
  await assert.rejects(user.auth.me(), refusal('unauthenticated', 'invalid_access_token'));
  await assert.rejects(platform.asAdmin('ops\0x').admin.overview(), refusal('forbidden', 'invalid_admin_api_key'));
  await assert.rejects(platform.call('jobs.list\0x'), refusal('not_found', 'unknown_operation'));
  assert.equal((await platform.handle({ method: 'GET', target: '/v1/jobs\0x' })).status, 404);
  assert.equal((await platform.handle({ method: 'GET\0x', target: '/v1/jobs' })).status, 404);
  const headers = [['Authorization', `Bearer ${accessToken}\0x`]];
  assert.equal((await platform.handle({ method: 'GET', target: '/v1/auth/me', headers })).status, 401);
  const cut = { ...config, sqlite: { path: '/tmp/a\0b' } };
  await assert.rejects(open(cut), refusal('invalid_argument', 'invalid_option'));
});

test('values of the wrong type are refused where they are given', async (t) => {
  const platform = await opened(t);
  for (const token of [undefined, null, 5, Buffer.from('x')]) {
    assert.throws(() => platform.asUser(token), TypeError);
    assert.throws(() => platform.asAdmin(token), TypeError);
  }
  for (const lost of ['', ' ']) {
    await assert.rejects(platform.asUser(lost).jobs.list(), refusal('invalid_argument', 'empty_credential'));
    await assert.rejects(platform.asAdmin(lost).jobs.list(), refusal('invalid_argument', 'empty_credential'));
  }
  for (const input of [0, '', 'x', 5, false]) await assert.rejects(platform.jobs.list(input), SenpaiError);
  await assert.rejects(platform.handle({ method: 'GET' }), TypeError);
  await assert.rejects(platform.handle({ method: 'POST', target: '/v1/auth/login', body: {} }), TypeError);
  await assert.rejects(open(config, { onMail: 'post' }), TypeError);
});

test('a request may come with headers and bodies of any usual kind', async (t) => {
  const platform = await opened(t);
  const authorization = `Bearer ${(await register(platform)).accessToken}`;
  const me = (headers) => platform.handle({ method: 'GET', target: '/v1/auth/me', headers });
  for (const headers of [{ authorization, accept: ['a', 'b'], no: undefined }, new Headers({ authorization })])
    assert.equal((await me(headers)).status, 200);
  const body = new TextEncoder().encode('{"identifier":"ayu@example.test","password":"Kirei-na-hana-42"}');
  assert.equal((await platform.handle({ method: 'POST', target: '/v1/auth/login', body })).status, 200);
});

/** Runs a program that has `opened` and `register`; how it ended. */
function program(text) {
  const code = `
    import { open } from ${JSON.stringify(import.meta.resolve('../index.mjs'))};
    import { setTimeout as sleep } from 'node:timers/promises';
    import { Worker, isMainThread, parentPort } from 'node:worker_threads';
    async function opened(callbacks) {
      const platform = await open(${JSON.stringify(config)}, callbacks);
      await platform.migrate();
      return platform;
    }
    const register = (platform) =>
      platform.auth.register({ fullName: 'Ayu', email: 'ayu@example.test', password: 'Kirei-na-hana-42' });
    ${text}`;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'senpai-'));
  try {
    writeFileSync(path.join(folder, 'program.mjs'), code);
    return spawnSync(process.execPath, [path.join(folder, 'program.mjs')], { encoding: 'utf8', timeout: 20_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a forgotten platform is collected and closed, callbacks or not', () => {
  const { stdout, stderr } = program(`
    import { readdirSync } from 'node:fs';
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const files = () => readdirSync('/proc/self/fd').length;
    const forget = async (path) => {
      await open({ ...${JSON.stringify(config)}, sqlite: { path } }, { onMail() {}, onLog() {} });
    };
    await opened({});
    const before = files();
    for (let i = 0; i < 5; ++i) await forget(new URL('forgotten.db', import.meta.url).pathname);
    const most = files();
    for (let i = 0; i < 50 && files() > before; ++i) {
      runInNewContext('gc')();
      await sleep(20);
    }
    console.log(most > before, files() - before);`);
  assert.deepEqual([stdout, stderr], ['true 0\n', '']);
});

test('a process may end with an open platform, with or without calls that run', () => {
  const busy = 'for (let i = 0; i < 100; ++i) platform.jobs.list(); process.exit(0)';
  for (const end of ['await register(platform)', busy]) {
    const { status, signal, stderr } = program(`const platform = await opened({ onMail() {}, onLog() {} }); ${end}`);
    assert.deepEqual([status, signal, stderr], [0, null, '']);
  }
});

test('a process ends although a mail is being sent', () => {
  const { status, stderr } = program(`
    const platform = await opened({ onMail: () => new Promise(() => process.exit(0)) });
    await register(platform);
    platform.work();`);
  assert.deepEqual([status, stderr], [0, '']);
});

test('a worker ends although a mail is being sent', () => {
  const { stdout, stderr } = program(`
    if (isMainThread) {
      const worker = new Worker(new URL(import.meta.url));
      await new Promise((resolve) => worker.once('message', resolve));
      await worker.terminate();
      console.log('terminated');
    } else {
      const platform = await opened({ onMail: () => new Promise(() => parentPort.postMessage('sending')) });
      await register(platform);
      await platform.work();
    }`);
  assert.deepEqual([stdout, stderr], ['terminated\n', '']);
});

test('an exception of onLog is not swallowed', () => {
  const { status, stderr } = program(`
    await opened({ onLog() { throw new Error('my own mistake'); } });
    await sleep(100);`);
  assert.equal(status, 1);
  assert.match(stderr, /my own mistake/);
});

test('closing waits for calls that run', async () => {
  const platform = await open(config);
  await platform.migrate();
  let done = 0;
  for (let i = 0; i < 100; ++i) platform.jobs.list().then(() => ++done);
  for (let i = 0; i < 2; ++i) platform.work().then(() => ++done);
  await Promise.all([platform.close(), platform.close()]);
  assert.equal(done, 102);
});

test('onMail cannot close the platform that waits for it', async (t) => {
  let refused;
  const platform = await opened(t, {
    onMail: async () => {
      refused = await platform.close().catch((error) => error);
    },
  });
  await register(platform);
  await platform.work();
  assert.equal(refused.code, 'inside_callback');
});

test('mail is sent by work and tried again when it fails', async (t) => {
  const mails = [];
  const events = [];
  let accept = true;
  const platform = await opened(t, {
    onMail: async (mail) => {
      mails.push(mail);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!accept) throw new Error('no');
    },
    onLog: (...event) => events.push(event),
  });
  const account = await register(platform);
  assert.equal((await platform.work()).jobs, 1);
  assert.equal(mails[0].code, account.emailVerification.developmentCode);
  accept = false;
  await register(platform, 'other@example.test');
  await platform.work();
  await new Promise((resolve) => setImmediate(resolve));
  assert(events.some(([, name, fields]) => name === 'migration.applied' && fields.migration.endsWith('.sql')));
  const warnings = events.filter(([level]) => level !== 'info').map(([level, name]) => [level, name]);
  assert.deepEqual(warnings, [['warning', 'mail.refused'], ['warning', 'queue.job_failed']]);
  assert.equal(events.find(([, name]) => name === 'mail.refused')[2].error, 'Error: no');
});

test('data outlives the platform and a closed one refuses', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'senpai-'));
  try {
    const stored = { ...config, sqlite: { path: path.join(folder, 'senpai.db'), durable: false } };
    const first = await open(stored);
    assert((await first.migrate()).length > 10);
    await register(first);
    const running = first.jobs.list();
    await first.close();
    await first.close();
    await running;
    await assert.rejects(first.jobs.list(), refusal('invalid_argument', 'closed'));
    const second = await open(stored);
    assert.deepEqual(await second.migrate(), []);
    await assert.rejects(register(second), refusal('conflict', 'email_exists'));
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the API is mounted in a server of node:http', async (t) => {
  const platform = await opened(t);
  const server = createServer(listener(platform, { maxBody: 100_000 }));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const at = (target) => `http://127.0.0.1:${server.address().port}${target}`;
  const jobs = await fetch(at('/v1/jobs?limit=2'));
  assert.equal(jobs.status, 200);
  assert.equal(jobs.headers.get('access-control-allow-origin'), '*');
  assert.equal((await jobs.json()).items.length, 2);
  const body = JSON.stringify({ fullName: 'Ayu', email: 'ayu@example.test', password: 'Kirei-na-hana-42' });
  const registered = await fetch(at('/auth/register'), { method: 'POST', body });
  assert.equal(registered.status, 201);
  const authorization = `Bearer ${(await registered.json()).accessToken}`;
  assert.equal((await fetch(at('/auth/me'), { headers: { authorization } })).status, 200);
  assert.equal((await fetch(at('/auth/me'))).status, 401);
  assert.equal((await fetch(at('/jobs'), { method: 'HEAD' })).status, 200);
  const below = createServer((request, response) => {
    request.originalUrl = request.url; // As Express does for app.use('/trust', …).
    request.url = request.url.slice('/trust'.length);
    return listener(platform)(request, response);
  });
  await new Promise((resolve) => below.listen(0, '127.0.0.1', resolve));
  t.after(() => below.close());
  assert.equal((await fetch(`http://127.0.0.1:${below.address().port}/trust/v1/jobs`)).status, 200);
});

/** A server of node:http with this listener; what makes its addresses. */
async function serving(t, listen) {
  const server = createServer(listen);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return (target) => `http://127.0.0.1:${server.address().port}${target}`;
}

test('answers are framed by their length, and those to HEAD say it too', async (t) => {
  const at = await serving(t, listener(await opened(t)));
  const length = async (method) => (await fetch(at('/jobs'), { method })).headers.get('content-length');
  const { byteLength } = await (await fetch(at('/jobs'))).arrayBuffer();
  assert.deepEqual([await length('GET'), await length('HEAD')], [String(byteLength), String(byteLength)]);
  assert.equal(await length('OPTIONS'), null);
});

test('headers that stand twice in an answer stay two', async (t) => {
  const headers = [['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']];
  const at = await serving(t, listener({ handle: async () => ({ status: 200, headers, body: Buffer.from('x') }) }));
  assert.deepEqual((await fetch(at('/'))).headers.getSetCookie(), ['a=1', 'b=2']);
});

test('headers are UTF-8', async (t) => {
  const platform = await opened(t, {}, { auth: { ...config.auth, adminApiKey: 'clé' } });
  const at = await serving(t, listener(platform));
  const key = Buffer.from('clé').toString('latin1'); // fetch() sends one byte for each character.
  assert.equal((await fetch(at('/admin/users'), { headers: { 'x-admin-api-key': key } })).status, 200);
});

test('a body that is too long is refused by the API itself, where one is wanted', async (t) => {
  const at = await serving(t, listener(await opened(t), { maxBody: 100_000 }));
  const long = 'x'.repeat(100_001);
  const bodies = [() => ({ body: long }), () => ({ body: new Blob([long]).stream(), duplex: 'half' })];
  for (const body of bodies) {
    const refused = await fetch(at('/auth/login'), { method: 'POST', ...body() });
    assert.equal(refused.status, 400);
    assert.equal(refused.headers.get('connection'), 'close');
    assert.equal(refused.headers.get('access-control-allow-origin'), '*');
    const { error } = await refused.json();
    assert.equal(error.code, 'invalid_request_body');
    assert.equal(error.requestId, refused.headers.get('x-request-id'));
    const nobody = await fetch(at('/identity/kyc/sessions'), { method: 'POST', ...body() });
    assert.deepEqual([nobody.status, (await nobody.json()).error.code], [401, 'missing_access_token']);
    assert.equal((await fetch(at('/nowhere'), { method: 'POST', ...body() })).status, 404);
  }
  const lost = { method: 'POST', target: '/auth/login', body: null };
  await assert.rejects((await opened(t)).handle(lost), TypeError); // Not the same as unread.
});

test('a body that another has read is taken as bytes, or missed aloud', async (t) => {
  const platform = await opened(t);
  await register(platform);
  const body = '{"identifier":"ayu@example.test","password":"Kirei-na-hana-42"}';
  const parsedBy = (parse) => async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    request.body = parse(Buffer.concat(chunks));
    return listener(platform)(request, response, (error) => response.writeHead(500).end(error.message));
  };
  const raw = await serving(t, parsedBy((bytes) => bytes));
  assert.equal((await fetch(raw('/auth/login'), { method: 'POST', body })).status, 200);
  const parsed = await serving(t, parsedBy((bytes) => JSON.parse(bytes.length ? bytes : '{}')));
  const missed = await fetch(parsed('/auth/login'), { method: 'POST', body });
  assert.match(await missed.text(), /mount that before express\.json/);
  assert.equal((await fetch(parsed('/jobs'))).status, 200);
});

test('what fails in the listener is a warning of the process and an error for the client', async (t) => {
  const warned = new Promise((resolve) => process.once('warning', resolve));
  const platform = await opened(t);
  await platform.close();
  const at = await serving(t, listener(platform));
  const answer = await fetch(at('/jobs'));
  assert.equal(answer.status, 500);
  const { error } = await answer.json();
  assert.equal(error.code, 'internal_error');
  assert.equal(answer.headers.get('x-request-id'), error.requestId);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*'); // Else a web page would not see the error.
  assert.match((await warned).message, /closed/);
});
