import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from './config.cjs';
import type { Operations } from './operations.cjs';

export type * from './config.cjs';
export type * from './operations.cjs';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  idempotencyKey: string;
  code: string;
}

export interface Callbacks {
  /** Sends one mail, during work(). When it throws, rejects or takes longer than a minute, the mail is tried again
   * later; why, the log hears as `mail.refused`. It must not wait for close(). */
  onMail?(mail: Mail): unknown;
  /** Is told what happens. An exception becomes an uncaught one. */
  onLog?(level: 'debug' | 'info' | 'warning' | 'error', event: string, fields: Record<string, unknown>): void;
}

export interface HttpRequest {
  method: string;
  /** Path and query as they stood in the request line, percent-encoded. */
  target: string;
  /** Pairs, a `Headers`, or an object such as `request.headers` of node:http. */
  headers?: Iterable<readonly [name: string, value: string]> | Record<string, string | readonly string[] | undefined>;
  body?: string | Uint8Array;
  /** There is a body that could not be read, being too long or cut off: it is refused where one is wanted. */
  unread?: boolean;
  remoteAddress?: string;
}

export interface HttpResponse {
  status: number;
  headers: Array<[name: string, value: string]>;
  body: Buffer;
}

export type ErrorKind =
  | 'invalid_argument'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

/** What an operation refused. `code` is stable and meant for programs, `message` is a sentence for people. */
export class SenpaiError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  /** Seconds after which trying again makes sense, if it does. */
  readonly retryAfterSec?: number;
}

/** The operations as one caller: nobody, a user, or an administrator. */
export interface Session extends Operations {
  /** Runs an operation by its name, such as `kyc.start`. */
  call(operation: string, input?: object): Promise<unknown>;
}

/** A running backend. Calls run on libuv's pool, so the event loop never waits for the database. */
export interface Platform extends Session {
  /** The operations as the user of an access token. */
  asUser(accessToken: string): Session;
  /** The operations as an administrator, by the key of auth.adminApiKey. */
  asAdmin(apiKey: string): Session;
  /** Brings the tables to this version; the names of what was applied. */
  migrate(): Promise<string[]>;
  /** Does background work that is due, for at most so long (1000). Call it about once a second. */
  work(milliseconds?: number): Promise<{ jobs: number; sealed: number; purged: number }>;
  /** Answers one HTTP request. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** No call starts after it; those that run come to their end first. Closing twice is fine. */
  close(): Promise<void>;
}

/** Opens a platform. Rejects with SenpaiError `invalid_option` or `service_unavailable`. */
export function open(config: Config, callbacks?: Callbacks): Promise<Platform>;

/** Answers requests of node:http, and of what passes its objects on, such as Express: `app.use('/trust', listener(p))`,
 * before anything that reads bodies (`express.json()`), save `express.raw()`. Bodies longer than `maxBody` bytes
 * (16 MiB) are not read and refused where one is wanted; the library has limits of its own below that. What fails goes
 * to `next`; without one it is a warning of the process. */
export function listener(
  platform: Platform,
  options?: { maxBody?: number },
): (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => Promise<void>;

export const version: string;
