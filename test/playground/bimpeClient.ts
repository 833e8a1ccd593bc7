import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { BimpeServer } from '../helpers/startBimpe.ts';

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Loose on purpose: tests assert on what is really there. */
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

/** A JSON call as the vendor's SDK makes it. `path` follows `…/conversations`. */
export async function callBimpe(
  server: BimpeServer,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; agentId?: string } = {},
): Promise<JsonAnswer> {
  const { body, agentId = server.agentId } = options;
  const response = await fetch(`${server.baseUrl}/agents/${agentId}/conversations${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.apiKey}`,
      'content-type': 'application/json',
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

export async function takeTicket(
  server: BimpeServer,
  conversationId = server.conversationId,
): Promise<string> {
  const { json } = await callBimpe(server, 'POST', `/${conversationId}/stream-ticket`);
  return json.data.ticket as string;
}

/** An open stream as raw bytes, each piece as it came off the socket. */
export interface RawStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly pieces: readonly Buffer[];
  readonly text: string;
  /** `end`: closed in order; `broken`: in the middle of the response. */
  readonly closed: 'end' | 'broken' | undefined;
  /** Resolves when `condition` holds; looks after every piece. */
  until(condition: (stream: RawStream) => boolean): Promise<void>;
  leave(): void;
}

export interface OpenOptions {
  readonly conversationId?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Default: a fresh one. */
  readonly ticket?: string;
}

/** Opens a stream with a fresh ticket over a socket of its own. */
export async function openStream(
  server: BimpeServer,
  options: OpenOptions = {},
): Promise<RawStream> {
  const { conversationId = server.conversationId, headers = {} } = options;
  const ticket = options.ticket ?? (await takeTicket(server, conversationId));
  const query = new URLSearchParams({ ticket, ...options.query });
  const url = `${server.baseUrl}/agents/${server.agentId}/conversations/${conversationId}/stream?${query}`;
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      agent: false,
      headers: { accept: 'text/event-stream', connection: 'keep-alive', ...headers },
    });
    request.once('error', reject);
    request.once('response', (response) => resolve(readRaw(response, () => request.destroy())));
    request.end();
  });
}

function readRaw(response: IncomingMessage, leave: () => void): RawStream {
  const pieces: Buffer[] = [];
  const watchers = new Set<() => void>();
  let closed: RawStream['closed'];
  const look = (): void => {
    for (const watcher of watchers) watcher();
  };
  response.on('data', (piece: Buffer) => {
    pieces.push(piece);
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
    pieces,
    get text() {
      return Buffer.concat(pieces).toString('utf8');
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

/** A message as one block of the wire, byte for byte (PROTOCOLS §3.5). */
export function wireBlock(message: {
  id: string;
  conversation_id: string;
  role: string;
  message: string | null;
  message_type: string | null;
  created_at: string;
}): string {
  const { id, conversation_id, role, message: text, message_type, created_at } = message;
  const data = `{"id":${JSON.stringify(id)},"conversation_id":${JSON.stringify(conversation_id)},"role":${JSON.stringify(role)},"message":${JSON.stringify(text)},"message_type":${JSON.stringify(message_type)},"created_at":${JSON.stringify(created_at)}}`;
  return `id: ${id}\nevent: message\ndata: ${data}\n\n`;
}

/** The text of a stream without its heartbeats. */
export function withoutHeartbeats(text: string): string {
  return text.replaceAll(/event: heartbeat\ndata: \{"ts":\d+\}\n\n/g, '');
}
