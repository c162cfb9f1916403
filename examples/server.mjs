// The HTTP API below /trust of a server of node:http, with its background work: node server.mjs [PORT]
import { createServer } from 'node:http';
import { setInterval } from 'node:timers/promises';
import { listener, open } from 'senpai';

const platform = await open(
  { auth: { tokenSecret: 'at least thirty-two bytes of secret' } },
  { onMail: ({ to, code }) => console.log('mail to', to, 'with code', code) },
);
await platform.migrate();
const trust = listener(platform);

// In Express: app.use('/trust', trust), before express.json().
const server = createServer((request, response) => {
  if (!request.url.startsWith('/trust/')) return response.writeHead(404).end();
  request.url = request.url.slice('/trust'.length);
  return trust(request, response);
});
server.listen(Number(process.argv[2] ?? 4000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/trust/v1/jobs`);
});

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
try {
  for await (const _ of setInterval(1000, undefined, { signal: stopping.signal })) await platform.work();
} catch (error) {
  if (error.name !== 'AbortError') throw error;
}
await new Promise((resolve) => server.close(resolve));
await platform.close();
