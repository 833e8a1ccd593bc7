import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { ExpysServer } from '../transports/expys/startExpys.ts';

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Loose on purpose: tests assert on what is really there. */
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Default: a fresh one of the test's member. */
  readonly bearer?: string;
}

/** A JSON call as the vendor's SDK makes it. `path` follows `/v1`. */
export async function callExpys(
  server: ExpysServer,
  method: string,
  path: string,
  { body, headers, bearer = takeToken(server) }: CallOptions = {},
): Promise<JsonAnswer> {
  const response = await fetch(`${server.origin}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

export function takeToken(server: ExpysServer, externalUserID = server.user): string {
  return server.mintToken({ externalUserID }).accessToken;
}

/** An open stream as raw bytes. */
export interface RawStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** `end`: closed in order; `broken`: in the middle of the response. */
  readonly closed: 'end' | 'broken' | undefined;
  /** Resolves when `condition` holds; looks after every piece. */
  until(condition: (stream: RawStream) => boolean): Promise<void>;
  leave(): void;
}

/** Opens a stream over a socket of its own. */
export function openStream(
  server: ExpysServer,
  bearer = takeToken(server),
  conversationId = server.conversationId,
): Promise<RawStream> {
  const url = `${server.origin}/v1/conversations/${conversationId}/stream`;
  const headers = { authorization: `Bearer ${bearer}`, accept: 'text/event-stream' };
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent: false, headers });
    request.once('error', reject);
    request.once('response', (response) => resolve(readRaw(response, () => request.destroy())));
    request.end();
  });
}

function readRaw(response: IncomingMessage, leave: () => void): RawStream {
  const watchers = new Set<() => void>();
  let text = '';
  let closed: RawStream['closed'];
  const look = (): void => {
    for (const watcher of watchers) watcher();
  };
  response.setEncoding('utf8');
  response.on('data', (piece: string) => {
    text += piece;
    look();
  });
  response.on('error', () => {});
  response.on('close', () => {
    closed = response.complete ? 'end' : 'broken';
    look();
  });
  const stream: RawStream = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    get text() {
      return text;
    },
    get closed() {
      return closed;
    },
    leave,
    until: (condition) =>
      new Promise((resolve) => {
        const watcher = (): void => {
          if (!condition(stream)) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
  };
  return stream;
}

/** The text of a stream without its heartbeats. */
export function withoutHeartbeats(text: string): string {
  return text.replaceAll(': heartbeat\n\n', '');
}

/** The messages a stream brought so far. */
export function readMessages({ text }: RawStream): readonly Record<string, unknown>[] {
  return withoutHeartbeats(text)
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => JSON.parse(block.replace(/^data: /, '')) as Record<string, unknown>);
}
