import {
  createMemoryHistory,
  streamMessages,
  type Diagnostic,
  type HistorySource,
} from 'react-conversation-stream/core';
import { createTokenHandler } from 'react-conversation-stream/server';
import { createExpysTransport, type ExpysToken } from 'react-conversation-stream/transports/expys';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drain } from '../../helpers/collect.ts';
import { openConversation } from '../../helpers/openConversation.ts';
import { startExpys, type ExpysServer } from './startExpys.ts';

const id = 'cnv_1';
const canary = 'expys_live_canary_5b1f8e0d77c94a2e';
let server: ExpysServer;

beforeEach(async () => {
  server = await startExpys({ orgKeys: [canary] });
});
afterEach(() => server.close());

/** Everything of a value that could be shown, logged or stored. */
function tell(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? '';
  const { message, stack, cause } = value;
  return [message, stack, JSON.stringify(value), cause === undefined ? '' : tell(cause)].join('\n');
}

describe('key and tokens', () => {
  it('work, and are in no error, state, message, diagnostic, log line or cache', async () => {
    const told: string[] = [];
    const tokens: string[] = [];
    for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation(
        (...args) => void told.push(args.map(tell).join()),
      );
    const handler = createTokenHandler({
      baseUrl: server.origin,
      apiKey: canary,
      getUser: () => ({ externalUserID: 'u_1' }),
      authorize: () => true,
    });
    const transport = createExpysTransport({
      baseUrl: server.origin,
      // Longer than a frame, so that what happens in between is published.
      policy: { backoff: () => 60 },
      async getToken({ reason, signal }) {
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ reason });
        const response = await handler(
          new Request('https://app.example/token', { method: 'POST', headers, body, signal }),
        );
        const token = (await response.json()) as ExpysToken;
        tokens.push(token.accessToken);
        return token;
      },
    });
    const memory = createMemoryHistory();
    const history: HistorySource = {
      ...memory,
      write(scope, conversationId, snapshot) {
        told.push(scope, tell(snapshot));
        memory.write(scope, conversationId, snapshot);
      },
    };
    const onDiagnostic = (diagnostic: Diagnostic) => void told.push(tell(diagnostic));
    const chat = openConversation({ transport, history, onDiagnostic }, id);
    await chat.until(({ continuity }) => continuity === 'live');
    await chat.conversation.sendMessage('A message to be sent');

    /** A server that says everything it was told. */
    const quote = (): object => {
      const all = [canary, ...tokens, `Bearer ${tokens.at(-1)}`].join(' ');
      return { error: { code: 'NO', message: all }, message: all };
    };
    const refuse = (route: string, status: number) =>
      server.queueFault({ kind: 'http', status, body: quote(), match: { route }, times: 2 });
    const { signal } = new AbortController();
    for (const status of [403, 401]) {
      refuse('stream', status);
      told.push(tell((await drain(streamMessages(transport, id))).error));
      server.clearFaults();
      refuse('history', status);
      const page = transport.listMessages({ conversationId: id, limit: 20, signal });
      await page.catch((error) => told.push(tell(error)));
      server.clearFaults();
      refuse('send', status);
      await chat.conversation.sendMessage('refused').catch((error) => told.push(tell(error)));
      server.clearFaults();
    }
    refuse('stream', 403);
    chat.conversation.reconnect();
    await chat.until(({ connection }) => connection.error?.code === 'forbidden');
    server.clearFaults();
    const data = `event: ${tokens[0]}\ndata: x\n\ndata: ${JSON.stringify(quote())}\n\n`;
    const type = 'text/event-stream';
    server.queueFault({ kind: 'wrong-type', type, body: data, match: { route: 'stream' } });
    chat.conversation.reconnect();
    await chat.until(({ continuity }) => continuity === 'live');
    const body = JSON.stringify(quote());
    server.queueFault({ kind: 'wrong-type', type: 'text/html', body, match: { route: 'stream' } });
    chat.conversation.reconnect();
    await chat.until(({ connection }) => connection.error?.code === 'unexpected_content_type');
    await chat.until(({ continuity }) => continuity === 'live');
    chat.release();
    for (const state of chat.states)
      told.push(tell(state), tell(state.error), tell(state.connection.error));
    chat.client.dispose();

    const codes = [...chat.conversation.getDiagnostics().keys()];
    expect(codes).toEqual(expect.arrayContaining(['unknown_event', 'malformed_event']));
    expect(told.filter((text) => text.includes('The server answered 40')).length).toBeGreaterThan(
      6,
    );
    const log = server.log().map(({ headers }) => headers['authorization']);
    expect(log).toContain(`•••${canary.slice(-4)}`);
    expect(log).toContain(`•••${tokens[0]!.slice(-4)}`);
    const everything = told.join('\n');
    expect(everything).toContain('A message to be sent');
    expect(everything).toContain('•••');
    for (const secret of [canary, ...tokens]) expect(everything.includes(secret)).toBe(false);
  });

  it('a key in a browser is warned about, without naming it', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubGlobal('document', {});
    createExpysTransport({ baseUrl: server.origin, token: 'v4.local.fine' });
    expect(warn).not.toHaveBeenCalled();
    createExpysTransport({ baseUrl: server.origin, token: canary });
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0])).not.toContain(canary);
    vi.unstubAllGlobals();
  });

  it('are not in what names the cache', () => {
    const options = { baseUrl: `${server.origin}/`, token: 'v4.local.secret' };
    expect(createExpysTransport(options).scope).toBe(`${server.origin}#`);
    expect(createExpysTransport({ ...options, environment: 'sandbox' }).scope).toBe(
      `${server.origin}#sandbox`,
    );
    expect(createExpysTransport({ ...options, scope: 'ada' }).scope).toBe('ada');
  });
});
