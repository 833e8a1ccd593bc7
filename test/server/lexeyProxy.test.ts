import {
  createProxyHandler,
  lexeyRoutes,
  type ProxyHandlerOptions,
} from 'react-conversation-stream/server';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLexey, type LexeyServer } from '../helpers/startLexey.ts';
import { readTurn } from '../transports/lexey/readTurn.ts';
import { readWhole, serveHandler, type RunningServer } from './serveHandler.ts';

let lexey: LexeyServer;
let app: RunningServer | undefined;

beforeEach(async () => {
  lexey = await startLexey();
});
afterEach(async () => {
  await app?.close();
  await lexey.close();
});

async function serve(options: Partial<ProxyHandlerOptions> = {}): Promise<string> {
  app = await serveHandler(
    createProxyHandler({
      baseUrl: lexey.baseUrl,
      apiKey: lexey.apiKey,
      routes: lexeyRoutes,
      basePath: '/api/lexey',
      authorize: () => true,
      ...options,
    }),
  );
  return `${app.origin}/api/lexey`;
}

const post = (url: string, body?: unknown): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('a browser', () => {
  it('has all the transport does by way of the app’s server, without a key', async () => {
    const transport = createLexeyTransport({ baseUrl: await serve() });
    const { signal } = new AbortController();
    expect(await transport.createConversation({ signal })).toEqual({
      conversationId: expect.any(String),
    });
    lexey.say('Hello', { status: 'escalated' }, ' there');
    expect(await readTurn(transport)).toMatchObject({ text: 'Hello there', status: 'complete' });
    const { messages } = await transport.listMessages({
      conversationId: 'cv_1',
      limit: 20,
      signal,
    });
    expect(messages).toHaveLength(2);
    expect(lexey.log().every(({ headers }) => headers['authorization']?.endsWith('7a61'))).toBe(
      true,
    );
  });

  it('has it at the management base, too', async () => {
    const baseUrl = await serve({ baseUrl: lexey.managementUrl, apiKey: lexey.managementKey });
    expect((await post(`${baseUrl}/conversations`)).status).toBe(201);
  });

  it('reads each delta as soon as it is there', async () => {
    lexey.say('a', { text: 'b', delay: 60_000 });
    const response = await post(`${await serve()}/conversations/cv_1/messages`, { message: 'hi' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const { value } = await response.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toContain('{"type":"delta","text":"a"}');
  });

  it('that leaves ends the request behind it', async () => {
    lexey.say('a', { text: 'b', delay: 60_000 });
    const leaving = new AbortController();
    const url = `${await serve()}/conversations/cv_1/messages`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"hi"}',
      signal: leaving.signal,
    });
    await response.body!.getReader().read();
    leaving.abort();
    await lexey.until(() => lexey.openStreams().length === 0);
  });

  it.each([402, 429, 500])('hears %i in the words of the backend', async (status) => {
    const url = `${await serve()}/conversations/cv_1/messages`;
    const fault = { kind: 'http', status, match: { route: 'send' } } as const;
    lexey.queueFault(fault, { ...fault, body: { error: { message: 'odd' } }, retryAfter: 3 });
    const first = await post(url, { message: 'hi' });
    expect(first.status).toBe(status);
    expect(await first.json()).toEqual({ error: expect.any(String) });
    const second = await post(url, { message: 'hi' });
    expect(second.headers.get('retry-after')).toBe('3');
    expect(await second.json()).toEqual({ error: { message: 'odd' } });
  });

  it('never sees the key, even when the backend quotes it', async () => {
    const url = `${await serve()}/conversations/cv_1/messages`;
    lexey.say(`Your key is ${lexey.apiKey}`);
    expect(await readWhole(await post(url, { message: 'hi' }))).not.toContain(lexey.apiKey);
    const body = { error: `key ${lexey.apiKey} rejected` };
    lexey.queueFault({
      kind: 'http',
      status: 403,
      body,
      headers: { 'x-request-id': lexey.apiKey },
    });
    const refusal = await readWhole(await post(url, { message: 'hi' }));
    expect(refusal).toContain('•••');
    expect(refusal).not.toContain(lexey.apiKey);
  });

  it('begins a conversation with a request that no foreign form can make', async () => {
    const baseUrl = await serve();
    expect((await fetch(`${baseUrl}/conversations`, { method: 'POST' })).status).toBe(415);
    const form = { method: 'POST', body: new URLSearchParams({ a: '1' }) };
    expect((await fetch(`${baseUrl}/conversations`, form)).status).toBe(415);
    expect(lexey.log()).toEqual([]);
    expect((await post(`${baseUrl}/conversations`, { message: 'ignored' })).status).toBe(201);
    expect(lexey.log()[0]).toMatchObject({ route: 'create', body: '' });
  });

  it('can do nothing else', async () => {
    const baseUrl = await serve();
    const calls: [string, string][] = [
      ['GET', '/conversations'],
      ['DELETE', '/conversations/cv_1/messages'],
      ['GET', '/conversations/cv_1'],
      ['POST', '/conversations/cv_1/messages/x'],
      ['POST', '/conversations/a%2F..%2Fb/messages'],
      ['GET', '/webhooks'],
    ];
    for (const [method, path] of calls) {
      const response = await fetch(baseUrl + path, { method });
      expect([path, response.status]).toEqual([path, 404]);
    }
    const odd = await post(`${baseUrl}/conversations/cv_1/messages`, { message: { role: 'x' } });
    expect(odd.status).toBe(403);
    expect(lexey.log()).toEqual([]);
  });

  it('is asked for by conversation before anything goes out', async () => {
    const asked: unknown[] = [];
    const baseUrl = await serve({
      authorize: (_request, target) => {
        asked.push(target);
        return false;
      },
    });
    expect((await post(`${baseUrl}/conversations`)).status).toBe(403);
    expect((await post(`${baseUrl}/conversations/cv_1/messages`, { message: 'x' })).status).toBe(
      403,
    );
    expect(asked).toEqual([{}, { conversationId: 'cv_1' }]);
    expect(lexey.log()).toEqual([]);
  });
});
