// node --test, with the package installed or SENPAI_ADDON naming the addon.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
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
  assert.deepEqual(warnings, [['warning', 'queue.job_failed']]);
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
  const large = fetch(at('/auth/login'), { method: 'POST', body: 'x'.repeat(200_000) });
  assert.equal((await large.catch(() => ({ status: 413 }))).status, 413);
});
