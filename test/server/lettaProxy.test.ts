import {
  createLettaRoutes,
  createProxyHandler,
  lettaRoutes,
  type ProxyHandlerOptions,
  type RequestTarget,
} from 'react-conversation-stream/server';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLetta, type LettaServer } from '../helpers/startLetta.ts';
import { applyEvents, tell, textsOf } from '../transports/letta/lettaTransport.ts';
import { readWhole, requestRaw, serveHandler, type RunningServer } from './serveHandler.ts';

let letta: LettaServer;
let app: RunningServer | undefined;
beforeEach(async () => {
  letta = await startLetta();
});
afterEach(async () => {
  await app?.close();
  await letta.close();
});

async function serve(options: Partial<ProxyHandlerOptions> = {}): Promise<string> {
  app = await serveHandler(
    createProxyHandler({
      baseUrl: letta.origin,
      apiKey: letta.apiKey,
      routes: createLettaRoutes(letta.agentId),
      basePath: '/api/letta',
      authorize: () => true,
      ...options,
    }),
  );
  return `${app.origin}/api/letta`;
}
const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const { signal } = new AbortController();
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;

describe('a browser', () => {
  it('has all the transport does by way of the app’s server, without a key', async () => {
    const transport = createLettaTransport({ baseUrl: await serve(), agentId: letta.agentId });
    const { conversationId } = await transport.createConversation({ signal });
    letta.script({
      conversationId,
      replies: [{ steps: [{ text: 'One two three' }], holdAfter: 2 }],
    });
    const first = await tell(
      transport.sendMessage({ conversationId, message, idempotencyKey: 'k', signal }),
      (events) => events.some(({ type }) => type === 'part-set'),
    );
    const rest = tell(transport.resumeTurn({ conversationId, signal, after: first.cursor! }));
    await letta.until(() => letta.log().some(({ route }) => route === 'resume'));
    letta.proceed(conversationId);
    const messages = applyEvents((await rest).events, applyEvents(first.events));
    expect(textsOf(messages.values())).toEqual(['One two three']);
    await transport.cancelTurn({ conversationId, signal });
    const page = await transport.listMessages({ conversationId, limit: 20, signal });
    expect(page.messages).toHaveLength(2);
    expect(letta.log().every(({ headers }) => headers['authorization']?.endsWith('7a92'))).toBe(
      true,
    );
  });

  it('streams without delay, and its leaving ends the stream upstream', async () => {
    const transport = createLettaTransport({ baseUrl: await serve() });
    const { conversationId } = letta;
    letta.script({ conversationId, replies: [{ steps: [{ text: 'One two' }], holdAfter: 1 }] });
    await tell(
      transport.sendMessage({ conversationId, message, idempotencyKey: 'k', signal }),
      (events) => events.some(({ type }) => type === 'part-set'),
    );
    await letta.until(() => letta.openStreams().length === 0);
    expect(letta.runs()).toMatchObject([{ status: 'running' }]);
  });

  it('uses the agent’s own conversation, of this agent only', async () => {
    const baseUrl = await serve();
    const transport = createLettaTransport({ baseUrl, agentId: letta.agentId });
    const { error } = await tell(
      transport.sendMessage({ conversationId: 'default', message, idempotencyKey: 'k', signal }),
    );
    expect(error).toBeUndefined();
    const page = await transport.listMessages({ conversationId: 'default', limit: 20, signal });
    expect(page.messages).toHaveLength(2);
    const other = { messages: [{ role: 'user', content: 'x' }], agent_id: 'agent-other' };
    const refused = await post(`${baseUrl}/v1/conversations/default/messages`, other);
    expect(refused.status).toBe(403);
    await fetch(`${baseUrl}/v1/conversations/default/messages?agent_id=agent-other`);
    expect(letta.log().at(-1)!.query).toBe(`agent_id=${letta.agentId}`);
  });

  it('is told of each call whose it is', async () => {
    const targets: RequestTarget[] = [];
    const baseUrl = await serve({ authorize: (_request, target) => targets.push(target) > 0 });
    await fetch(`${baseUrl}/v1/conversations/${letta.conversationId}/messages`);
    await fetch(`${baseUrl}/v1/runs/run-1`);
    expect(targets).toEqual([{ conversationId: letta.conversationId }, { runId: 'run-1' }]);
  });

  it.each([
    ['another role', { messages: [{ role: 'system', content: 'x' }] }],
    ['another model', { messages: [{ role: 'user', content: 'x' }], override_model: 'm' }],
    ['another prompt', { messages: [{ role: 'user', content: 'x' }], override_system: 's' }],
    ['the shorthand', { input: 'x' }],
    ['no list', { messages: 'x' }],
    ['null in the list', { messages: [null] }],
  ])('cannot send %s', async (_name, body) => {
    const url = `${await serve()}/v1/conversations/${letta.conversationId}/messages`;
    expect((await post(url, body)).status).toBe(403);
    expect(letta.log()).toEqual([]);
  });

  it.each([
    ['GET', '/v1/conversations/'],
    ['GET', '/v1/conversations/c1'],
    ['DELETE', '/v1/conversations/c1'],
    ['PATCH', '/v1/conversations/c1'],
    ['POST', '/v1/conversations'],
    ['POST', '/v1/conversations//'],
    ['GET', '/v1/conversations/c1/messages/'],
    ['GET', '/v1/runs/'],
    ['POST', '/v1/runs/r1/stream'],
    ['GET', '/v1/agents/'],
    ['POST', '/v1/agents/a1/messages/cancel'],
  ])('may do nothing else: %s %s', async (method, path) => {
    await serve();
    const { status } = await requestRaw(app!.origin, method, `/api/letta${path}`);
    expect(status).toBe(404);
    expect(letta.log()).toEqual([]);
  });

  it('begins no conversation where no agent was named', async () => {
    const url = `${await serve({ routes: lettaRoutes })}/v1/conversations/?agent_id=${letta.agentId}`;
    expect((await post(url, {})).status).toBe(404);
  });

  it('never sees the key, whoever quotes it', async () => {
    letta.queueFault({ kind: 'http', status: 500, body: { detail: `key ${letta.apiKey} failed` } });
    const response = await fetch(
      `${await serve()}/v1/conversations/${letta.conversationId}/messages`,
    );
    expect(await readWhole(response)).not.toContain(letta.apiKey);
  });
});
