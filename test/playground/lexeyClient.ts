import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { LexeyServer } from '../helpers/startLexey.ts';

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Loose on purpose: tests assert on what is really there. */
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

interface CallOptions {
  readonly body?: unknown;
  readonly key?: string | undefined;
  readonly baseUrl?: string;
}

/** A call that is answered with JSON. `path` follows `/conversations`. */
export async function callLexey(
  server: LexeyServer,
  method: string,
  path: string,
  { body, baseUrl = server.baseUrl, ...options }: CallOptions = {},
): Promise<JsonAnswer> {
  const key = 'key' in options ? options.key : server.apiKey;
  const response = await fetch(`${baseUrl}/conversations${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

/** A reply as raw bytes, each piece as it came off the socket. */
export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly pieces: readonly Buffer[];
  readonly text: string;
  /** Resolves with how the response ended. `broken`: in the middle. */
  readonly closed: Promise<'end' | 'broken'>;
  until(condition: (text: string) => boolean): Promise<void>;
  leave(): void;
}

/** Sends a message over a socket of its own and reads the reply. */
export function sendRaw(server: LexeyServer, message: string, id = 'cv_1'): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server.baseUrl}/conversations/${id}/messages`, {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const pieces: Buffer[] = [];
      const watchers = new Set<() => void>();
      const text = (): string => Buffer.concat(pieces).toString('utf8');
      response.on('data', (piece: Buffer) => {
        pieces.push(piece);
        for (const watcher of watchers) watcher();
      });
      response.on('error', () => {});
      const closed = new Promise<'end' | 'broken'>((done) =>
        response.on('close', () => done(response.complete ? 'end' : 'broken')),
      );
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        pieces,
        get text() {
          return text();
        },
        closed,
        leave: () => request.destroy(),
        until: (condition) =>
          new Promise((done) => {
            const watcher = (): void => {
              if (condition(text())) done();
            };
            watchers.add(watcher);
            watcher();
          }),
      });
    });
    request.end(JSON.stringify({ message }));
  });
}

/** The whole of a reply. */
export async function readReply(server: LexeyServer, message = 'hi'): Promise<string> {
  const reply = await sendRaw(server, message);
  await reply.closed;
  return reply.text;
}

/** Events as they stand on the wire, numbered from `from`. */
export function wire(events: readonly (string | object)[], from = 1): string {
  return events
    .map((event, index) => {
      const data = typeof event === 'string' ? event : JSON.stringify(event);
      return `id: ${from + index}\ndata: ${data}\n\n`;
    })
    .join('');
}

export const delta = (text: string): object => ({ type: 'delta', text });
