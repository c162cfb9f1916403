// Compiled by tsc --strict, not run: what programs may write, and what they may not.
import { SenpaiError, listener, open, type Config, type Platform } from 'senpai';
import { createServer } from 'node:http';

const config: Config = { auth: { tokenSecret: 'x' }, sqlite: { path: 'senpai.db' } };

export async function example(): Promise<void> {
  const platform: Platform = await open(config, { onLog: (level, event) => console.log(level, event) });
  await platform.migrate();
  const session = platform.asUser('token');
  await session.kyc.submit({ sessionId: 'x' });
  // @ts-expect-error: the id of the session is missing
  await session.kyc.submit({});
  // @ts-expect-error: there is no such operation
  await session.kyc.nothing();
  // @ts-expect-error: an option nobody knows
  await open({ auth: { tokenSecret: 'x', colour: 'red' } });
  await open({ auth: { tokenSecret: 'x' }, postgres: { url: 'postgres://localhost/senpai', connections: 4 } });
  // @ts-expect-error: there is one store
  await open({ auth: { tokenSecret: 'x' }, postgres: { url: 'postgres://localhost/senpai' }, sqlite: {} });
  createServer(listener(platform)).listen(0);
  createServer(async (request, response) => {
    const { method = 'GET', url: target = '/', headers } = request;
    const answer = await platform.handle({ method, target, headers, body: new Uint8Array(1) });
    response.writeHead(answer.status, answer.headers.flat()).end(answer.body);
    // @ts-expect-error: a body is text or bytes
    await platform.handle({ method, target, body: {} });
  });
  // @ts-expect-error: nobody has a token that is missing
  platform.asUser(undefined);
  try {
    await platform.jobs.list();
  } catch (error) {
    if (error instanceof SenpaiError && error.kind === 'rate_limited') console.log(error.retryAfterSec);
  }
  await platform.close();
}
