import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LettaScript } from '../../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import { applyEvents, createTestTransport, tell, textsOf, type Told } from './lettaTransport.ts';

let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await server.close();
});

const { signal } = new AbortController();
const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;
const send = (
  transport = createTestTransport(server),
  conversationId = server.conversationId,
  idempotencyKey = 'k',
): Promise<Told> =>
  tell(transport.sendMessage({ conversationId, message, idempotencyKey, signal }));
const count = (route: string) => server.log().filter((record) => record.route === route).length;

describe('a busy conversation', () => {
  it('is a conflict worth another try later, which names the run', async () => {
    script({ steps: [{ text: 'theirs' }], holdAfter: 1 });
    const { runId } = server.startRun({ conversationId: server.conversationId, text: 'x' });
    const transport = createTestTransport(server);
    for (const retryAfter of [10, 20, 40, 40]) {
      const { error, batches } = await send(transport);
      expect(batches).toEqual([]);
      expect(error).toMatchObject({
        code: 'conflict',
        status: 409,
        retryable: true,
        retryAfter,
        runId,
      });
    }
  });

  it('is tried again soon when the lock is that of the run that just ended here', async () => {
    const transport = createTestTransport(server);
    server.queueFault({ kind: 'letta', quirk: 'lock-held' });
    await send(transport);
    const { error } = await send(transport, undefined, 'k2');
    expect(error).toMatchObject({ code: 'conflict', retryable: true, retryAfter: 1 });
    expect((await send(transport, undefined, 'k2')).error).toBeUndefined();
  });

  it('obeys Retry-After', async () => {
    server.queueFault({ kind: 'http', status: 409, retryAfter: 3 });
    expect((await send()).error).toMatchObject({
      code: 'conflict',
      retryable: true,
      retryAfter: 3,
    });
  });

  it('is not the same as a call that waits for approval', async () => {
    server.queueFault({ kind: 'http', status: 409, code: 'PENDING_APPROVAL' });
    expect((await send()).error).toMatchObject({ code: 'conflict', retryable: false });
  });
});

describe('a send', () => {
  it('with the same key is answered by the same run, from its beginning', async () => {
    script({ steps: [{ text: 'Once.' }] });
    expect((await send()).error).toBeUndefined();
    const again = await send();
    expect(textsOf(applyEvents(again.events).values())).toEqual(['Once.']);
    expect(server.runs()).toHaveLength(1);
  });

  it('goes without the background where the server has none, and remembers', async () => {
    await server.close();
    server = await startLetta({ hasRedis: false });
    const transport = createTestTransport(server);
    expect(transport.capabilities.isSendIdempotent).toBe(true);
    const told = await send(transport);
    expect(told.error).toBeUndefined();
    expect(told.cursor).toBeUndefined();
    expect(textsOf(applyEvents(told.events).values())).toEqual(['OK']);
    expect(transport.capabilities.isSendIdempotent).toBe(false);
    await send(transport);
    expect(count('send')).toBe(3);
  });

  it('in the foreground is not worth a repetition when nobody knows whether it was taken', async () => {
    const transport = createTestTransport(server, { background: false });
    server.queueFault({ kind: 'refuse', when: 'after' }, { kind: 'http', status: 500 });
    expect((await send(transport)).error).toMatchObject({ code: 'network', retryable: false });
    expect((await send(transport)).error).toMatchObject({ code: 'server_error', retryable: false });
  });

  it.each([
    [
      'draining',
      { kind: 'http', status: 503, code: 'cloud_api_shutting_down' },
      { retryable: true, retryAfter: 1 },
    ],
    [
      'rate limit',
      { kind: 'http', status: 429, code: 'llm_rate_limit' },
      { code: 'rate_limited', retryable: true },
    ],
    [
      'no credit',
      { kind: 'http', status: 402, code: 'llm_insufficient_credits' },
      { retryable: false },
    ],
    ['no key', { kind: 'http', status: 401 }, { code: 'unauthorized', retryable: false }],
    ['malformed', { kind: 'http', status: 422 }, { code: 'bad_request', retryable: false }],
    ['html', { kind: 'html', status: 200 }, { code: 'unexpected_content_type' }],
    ['elsewhere', { kind: 'redirect' }, { code: 'redirected', retryable: false }],
    ['lost', { kind: 'refuse' }, { code: 'network', retryable: true }],
  ] as const)('fails before it was taken: %s', async (_name, fault, wanted) => {
    server.queueFault(fault);
    const { error, batches } = await send();
    expect(batches).toEqual([]);
    expect(error).toMatchObject(wanted);
  });

  it('tells the model’s own words', async () => {
    server.queueFault({ kind: 'http', status: 402, code: 'llm_insufficient_credits' });
    const { error } = await send();
    expect((error as Error).message).toBe(
      'The server answered 402: The model failed: llm_insufficient_credits.',
    );
  });

  it('takes images, and says no to what Letta cannot take', async () => {
    const transport = createTestTransport(server);
    const parts = [
      { type: 'text', text: 'Look' },
      { type: 'file', mediaType: 'image/png', url: 'data:image/png;base64,AAAA' },
      { type: 'file', mediaType: 'image/jpeg', url: 'https://a/b.jpg' },
    ] as const;
    const { conversationId } = server;
    await tell(
      transport.sendMessage({ conversationId, message: { parts }, idempotencyKey: 'k', signal }),
    );
    expect(JSON.parse(server.log()[0]!.body)).toMatchObject({
      messages: [
        {
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
            { type: 'image', source: { type: 'url', url: 'https://a/b.jpg' } },
          ],
        },
      ],
    });
    const pdf = { parts: [{ type: 'file', mediaType: 'application/pdf', url: 'data:,' }] } as const;
    const { error } = await tell(
      transport.sendMessage({ conversationId, message: pdf, idempotencyKey: 'k2', signal }),
    );
    expect(error).toMatchObject({ code: 'unsupported' });
    expect(count('send')).toBe(1);
  });
});

describe('ids', () => {
  it.each(['', '.', '..', 'a/b', 'x'.repeat(43), 'conv 1', 'ünï', '%2e', 'a?b'])(
    '"%s" is refused before anything is sent',
    async (id) => {
      const transport = createTestTransport(server);
      expect((await send(transport, id)).error).toMatchObject({ code: 'invalid_argument' });
      const list = transport.listMessages({ conversationId: id, limit: 20, signal });
      await expect(list).rejects.toMatchObject({ code: 'invalid_argument' });
      await expect(transport.cancelTurn({ conversationId: id, signal })).rejects.toMatchObject({
        code: 'invalid_argument',
      });
      expect(server.log()).toEqual([]);
    },
  );

  it('of 42 characters go to the server, which says what it thinks', async () => {
    expect((await send(undefined, 'x'.repeat(42))).error).toMatchObject({ code: 'bad_request' });
  });

  it('"default" wants an agent, and takes it along', async () => {
    expect((await send(undefined, 'default')).error).toMatchObject({ code: 'invalid_argument' });
    const transport = createTestTransport(server, { agentId: server.agentId });
    expect((await send(transport, 'default')).error).toBeUndefined();
    expect(JSON.parse(server.log()[0]!.body)).toMatchObject({ agent_id: server.agentId });
    await tell(transport.resumeTurn({ conversationId: 'default', signal }));
    expect(JSON.parse(server.log()[1]!.body)).toMatchObject({ agent_id: server.agentId });
    await transport.cancelTurn({ conversationId: 'default', signal });
    expect(server.log()[2]).toMatchObject({ query: `agent_id=${server.agentId}`, status: 409 });
  });

  it('of agents work, with one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const transport = createTestTransport(server);
    expect((await send(transport, server.agentId)).error).toBeUndefined();
    await transport.listMessages({ conversationId: server.agentId, limit: 20, signal });
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]![0]).toContain('deprecated');
  });
});

describe('a key', () => {
  it('comes from the environment in Node', async () => {
    vi.stubEnv('LETTA_API_KEY', server.apiKey);
    const { apiKey: _, ...options } = { apiKey: '', baseUrl: server.origin };
    const { createLettaTransport } = await import('react-conversation-stream/transports/letta');
    const transport = createLettaTransport(options);
    expect((await send(transport)).error).toBeUndefined();
    expect(server.log()[0]!.headers['authorization']).toMatch(/7a92$/);
  });

  it('in a browser is warned about, and never taken from an environment', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    vi.stubGlobal('document', {});
    vi.stubEnv('LETTA_API_KEY', server.apiKey);
    createTestTransport(server);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]![0]).not.toContain(server.apiKey);
    const { createLettaTransport } = await import('react-conversation-stream/transports/letta');
    expect((await send(createLettaTransport({ baseUrl: server.origin }))).error).toMatchObject({
      code: 'unauthorized',
    });
  });

  it('is in no error and no event, whoever quotes it', async () => {
    server.queueFault({ kind: 'http', status: 500, body: { detail: `the key ${server.apiKey}` } });
    const { error } = await send();
    expect(JSON.stringify(error) + String(error)).not.toContain(server.apiKey);
    const text = `bad key ${server.apiKey}`;
    script({ steps: [{ text: 'x' }], error: { type: 'llm_authentication', message: text } });
    const { events } = await send(undefined, undefined, 'k2');
    expect(JSON.stringify(events)).not.toContain(server.apiKey);
  });
});

describe('cancel', () => {
  it('ends the run, and is content when there is none', async () => {
    script({ steps: [{ text: 'One two three four' }], holdAfter: 2 });
    const transport = createTestTransport(server);
    const told = send(transport);
    await server.until(() => server.runs().length === 1);
    await transport.cancelTurn({ conversationId: server.conversationId, signal });
    server.proceed(server.conversationId);
    expect(
      applyEvents((await told).events)
        .values()
        .next().value,
    ).toMatchObject({ status: 'stopped' });
    await transport.cancelTurn({ conversationId: server.conversationId, signal });
    expect(server.log().at(-1)).toMatchObject({ route: 'cancel', status: 409 });
  });

  it('lets what comes late be the last of it', async () => {
    script({ steps: [{ text: 'One two three four five six' }], holdAfter: 2 });
    server.queueFault({ kind: 'letta', quirk: 'late-after-cancel', count: 2 });
    const transport = createTestTransport(server);
    const told = send(transport);
    await server.until(() => server.runs().length === 1);
    await transport.cancelTurn({ conversationId: server.conversationId, signal });
    server.proceed(server.conversationId);
    const { events, error } = await told;
    expect(error).toBeUndefined();
    expect(textsOf(applyEvents(events).values())).toEqual(['One two three fo']);
  });

  it('that fails is told', async () => {
    server.queueFault({ kind: 'http', status: 503 });
    await expect(
      createTestTransport(server).cancelTurn({ conversationId: server.conversationId, signal }),
    ).rejects.toMatchObject({ status: 503 });
  });
});

describe('a new conversation', () => {
  it('is begun with the agent', async () => {
    const transport = createTestTransport(server, { agentId: server.agentId });
    const { conversationId } = await transport.createConversation({ signal });
    expect(conversationId).toMatch(/^conv-/);
    expect((await send(transport, conversationId)).error).toBeUndefined();
  });
});
