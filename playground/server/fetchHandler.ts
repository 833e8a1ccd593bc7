import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What the fetch API calls a server: a request in, a response out. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Runs a fetch-API handler on Node's request and response: bodies stream both ways, and leaving aborts the handler. */
export async function serveFetchHandler(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  outgoing.once('close', () => left.abort());
  const response = await handler(toRequest(incoming, left.signal)).catch(
    () => new Response('The handler failed.', { status: 500 }),
  );
  if (outgoing.destroyed) {
    await response.body?.cancel();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  await sendBody(response.body, outgoing);
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', headers } = incoming;
  const url = new URL(originalUrl(incoming), `http://${headers.host ?? 'localhost'}`);
  const flat = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    [value ?? []].flat().map((each) => [name, each]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers: flat,
    signal,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  });
}

/** Connect-style middleware cuts the path it is mounted on from `url`. */
function originalUrl(incoming: IncomingMessage & { originalUrl?: string }): string {
  return incoming.originalUrl ?? incoming.url ?? '/';
}

async function sendBody(
  body: ReadableStream<Uint8Array> | null,
  outgoing: ServerResponse,
): Promise<void> {
  if (!body) {
    outgoing.end();
    return;
  }
  const reader = body.getReader();
  outgoing.once('close', () => void reader.cancel().catch(() => {}));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      await write(outgoing, next.value);
    }
    outgoing.end();
  } catch {
    // The source broke half-way: the reader must see a broken response, not a short one.
    outgoing.destroy();
  }
}

/** Waits for the socket, so that a slow browser slows the source down. */
function write(outgoing: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', resolve);
    outgoing.write(bytes, () => {
      outgoing.off('close', resolve);
      resolve();
    });
  });
}
