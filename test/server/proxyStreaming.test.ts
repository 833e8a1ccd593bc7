import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createProxyHandler, type ProxyRoute } from 'react-conversation-stream/server';
import { serveHandler, startServer, type RunningServer } from './serveHandler.ts';

const canary = 'sk_canary_5e1f77aa90';
const routes: readonly ProxyRoute[] = [
  { method: 'POST', path: 'conversations/{conversationId}/messages' },
  { method: 'GET', path: 'conversations/{conversationId}/stream' },
];

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** An app in front of a backend that streams what the test writes. */
async function serveStream(): Promise<{
  url: string;
  upstream: Promise<ServerResponse>;
  handler: (request: Request) => Promise<Response>;
}> {
  let take: (response: ServerResponse) => void;
  const upstream = new Promise<ServerResponse>((resolve) => {
    take = resolve;
  });
  const backend = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.flushHeaders();
    take(response);
  });
  const handler = createProxyHandler({
    baseUrl: backend.origin,
    apiKey: canary,
    routes,
    basePath: 'api/chat/',
    authorize: () => true,
  });
  const app = await serveHandler(handler);
  running.push(backend, app);
  return { url: `${app.origin}/api/chat/conversations/c1/stream`, upstream, handler };
}

const closed = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed) resolve();
    response.once('close', () => resolve());
  });

async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read();
  return new TextDecoder().decode(value);
}

describe('event streams', () => {
  it('pass through byte by byte, each as soon as it is there', async () => {
    const { url, upstream } = await serveStream();
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const source = await upstream;
    // Each piece is written only after the one before was read at the other end.
    for (const piece of ['id: 1\n', 'da', 'ta: {"type":"delta"}\r', '\n\n', ': ping\n\n', 'x']) {
      source.write(piece);
      expect(await readText(reader)).toBe(piece);
    }
    source.end();
    expect((await reader.read()).done).toBe(true);
  });

  it('end upstream when the browser leaves', async () => {
    const { url, upstream } = await serveStream();
    const leaving = new AbortController();
    const response = await fetch(url, { signal: leaving.signal });
    const source = await upstream;
    source.write('data: 1\n\n');
    await response.body?.getReader().read();
    leaving.abort();
    await closed(source);
    expect(source.writableFinished).toBe(false);
  });

  it('end upstream when the reader of the Response cancels, as a runtime without sockets does', async () => {
    const { url, upstream, handler } = await serveStream();
    const response = await handler(new Request(url));
    const source = await upstream;
    await response.body?.cancel();
    await closed(source);
    expect(source.writableFinished).toBe(false);
  });

  it('break here when they break there, instead of seeming complete', async () => {
    const { url, upstream } = await serveStream();
    const response = await fetch(url);
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const source = await upstream;
    source.write('data: 1\n\n');
    await reader.read();
    source.socket?.resetAndDestroy();
    await expect(reader.read()).rejects.toThrow('terminated');
  });

  it('a slow reader slows the backend down instead of filling memory', async () => {
    const { url, upstream } = await serveStream();
    const response = await fetch(url);
    const source = await upstream;
    const block = Buffer.alloc(65_536, 'x');
    let written = 0;
    // Nobody reads: the pipes fill, and the backend's socket stops taking bytes.
    while (source.write(block) || (await drained(source))) written += block.length;
    expect(written).toBeLessThan(64 * 1024 * 1024);
    await response.body?.cancel();
    await closed(source);
  });
});

/** Whether the socket took everything within a turn or two of the event loop, again and again. */
async function drained(response: ServerResponse): Promise<boolean> {
  for (let turn = 0; turn < 200 && response.writableNeedDrain; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return !response.writableNeedDrain;
}

describe('the key in a stream', () => {
  it('is masked wherever the backend cuts it', async () => {
    const text = `data: {"note":"${canary}"}\n\n`;
    const bytes = Buffer.from(text);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const { url, upstream } = await serveStream();
      const answer = fetch(url).then((response) => response.text());
      const source = await upstream;
      source.write(bytes.subarray(0, cut), () => source.end(bytes.subarray(cut)));
      expect(await answer).toBe('data: {"note":"•••"}\n\n');
      await Promise.all(running.splice(0).map((server) => server.close()));
    }
  });

  it('is masked one byte at a time, several times, and next to its own beginning', async () => {
    const { url, upstream } = await serveStream();
    const answer = fetch(url).then((response) => response.text());
    const source = await upstream;
    for (const byte of Buffer.from(`sk_${canary}${canary} sk_canary_5 s é`)) {
      source.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    source.end();
    expect(await answer).toBe('sk_•••••• sk_canary_5 s é');
  });
});
