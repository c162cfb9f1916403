// The API below a path of Express; needs the packages senpai and express.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import express from 'express';
import { listener, open } from 'senpai';

test('the API is mounted below a path of Express', async (t) => {
  const platform = await open({
    auth: { tokenSecret: 'at least thirty-two bytes of secret', hashCost: { memoryKib: 64, iterations: 1 } },
  });
  await platform.migrate();
  const app = express();
  app.set('trust proxy', true);
  const addresses = [];
  const asked = Object.create(platform, {
    handle: { value: (request) => (addresses.push(request.remoteAddress), platform.handle(request)) },
  });
  app.use('/trust', listener(asked));
  app.use('/raw', express.raw({ type: () => true }), listener(platform));
  app.use('/parsed', express.json(), listener(platform));
  app.use((error, request, response, next) => response.status(500).send(error.message)); // Express counts arguments.
  const server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
    return platform.close();
  });
  const at = (target) => `http://127.0.0.1:${server.address().port}${target}`;

  const jobs = await fetch(at('/trust/v1/jobs?limit=2'), { headers: { 'X-Forwarded-For': '203.0.113.7' } });
  assert.equal((await jobs.json()).items.length, 2);
  assert.deepEqual(addresses, ['203.0.113.7']);
  assert.equal((await fetch(at('/trust'))).status, 404);
  const headers = { 'Content-Type': 'application/json' };
  const body = '{"fullName":"Ayu","email":"ayu@example.test","password":"Kirei-na-hana-42"}';
  const register = (path) => fetch(at(path), { method: 'POST', headers, body });
  assert.equal((await register('/trust/v1/auth/register')).status, 201);
  assert.equal((await register('/raw/v1/auth/register')).status, 409);
  assert.equal((await fetch(at('/parsed/v1/jobs'))).status, 200);
  const missed = await register('/parsed/v1/auth/register');
  assert.match(await missed.text(), /mount that before express\.json/);
});
