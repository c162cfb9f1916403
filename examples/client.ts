// A client whose types are generated from /openapi.json; docs/clients.md says how. node client.js BASE_URL
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './api.js';

type ErrorDetail = components['schemas']['ErrorDetail'];

/** What the server refused. `code` is stable and meant for programs. */
class Refused extends Error {
  constructor(readonly status: number, readonly detail: ErrorDetail) {
    super(`${status} ${detail.code}: ${detail.message}`);
  }
}

/** The answer, or an exception. */
function answer<T>(result: { data?: T; error?: components['schemas']['ErrorAnswer']; response: Response }): T {
  if (result.error) throw new Refused(result.response.status, result.error.error);
  return result.data as T;
}

const baseUrl = process.argv[2];
if (!baseUrl) throw new Error('usage: node client.js BASE_URL');

let accessToken: string | undefined;
const signedIn: Middleware = {
  onRequest({ request }) {
    if (accessToken) request.headers.set('Authorization', `Bearer ${accessToken}`);
    return request;
  },
};
const api = createClient<paths>({ baseUrl });
api.use(signedIn);

const email = `rina-${Date.now()}@example.com`;
const password = 'Kirei-na-hana-42';
const registered = answer(await api.POST('/auth/register', { body: { fullName: 'Rina Hartono', email, password } }));
console.log('registered', registered.user.fullName);

accessToken = answer(await api.POST('/auth/login', { body: { identifier: email, password } })).accessToken;
const jobs = answer(await api.GET('/jobs', { params: { query: { limit: 2 } } }));
console.log('jobs', jobs.items.map((job) => job.title).join(', '));
const jobId = jobs.items[0]?.id ?? '';
const { job } = answer(await api.GET('/jobs/{jobId}', { params: { path: { jobId } } }));
console.log('first', job.description);

const started = answer(await api.POST('/identity/kyc/sessions', { body: { provider: 'manual' } }));
console.log('identity check', started.status, started.session?.status);

try {
  answer(await api.POST('/auth/register', { body: { fullName: 'Rina Hartono', email, password } }));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.log('refused', error.detail.code);
}
