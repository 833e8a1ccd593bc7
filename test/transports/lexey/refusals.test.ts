import type { ConversationError } from 'react-conversation-stream/core';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueuedFault } from '../../../playground/server/fault.ts';
import { startLexey, type LexeyServer } from '../../helpers/startLexey.ts';
import { createTestTransport, readTurn, send } from './readTurn.ts';

let server: LexeyServer;

beforeEach(async () => {
  server = await startLexey();
});
afterEach(() => server.close());

const sends = () => server.log().filter(({ route }) => route === 'send');
const refuse = async (fault: QueuedFault): Promise<ConversationError> => {
  server.queueFault({ match: { route: 'send' }, ...fault });
  const told = await readTurn(createTestTransport(server));
  // Refused before `open`: not taken, and nothing to show of it.
  expect(told.events).toEqual([]);
  expect(sends()).toHaveLength(1);
  return told.thrown!;
};

describe('a message that is refused', () => {
  const byStatus: [number, string, boolean][] = [
    [400, 'bad_request', false],
    [401, 'unauthorized', false],
    [402, 'http_error', false],
    [403, 'forbidden', false],
    [404, 'not_found', false],
    [500, 'server_error', true],
  ];
  it.each(byStatus)('with %i is told as such, once', async (status, code, retryable) => {
    const error = await refuse({ kind: 'http', status, body: { error: 'in words' } });
    expect(error).toMatchObject({ status, code, retryable });
    expect(error.message).toContain('in words');
  });

  it('with 429 because the conversation is full, for good', async () => {
    const error = await refuse({ kind: 'http', status: 429 });
    expect(error).toMatchObject({ status: 429, retryable: false, retryAfter: undefined });
    expect(error.message).toMatch(/full.*begin a new one.*limit reached/);
  });

  it('with 429 and a Retry-After because it came too fast', async () => {
    const error = await refuse({ kind: 'http', status: 429, retryAfter: 7 });
    expect(error).toMatchObject({ code: 'rate_limited', retryable: true, retryAfter: 7 });
  });

  it('by the limit of the real thing', async () => {
    await server.close();
    server = await startLexey({ messageLimit: 1 });
    const transport = createTestTransport(server);
    expect((await readTurn(transport)).status).toBe('complete');
    expect((await readTurn(transport)).thrown).toMatchObject({ status: 429, retryable: false });
  });

  it('with the reason inside an object', async () => {
    const error = await refuse({ kind: 'http', status: 400, body: { error: { message: 'odd' } } });
    expect(error.message).toBe('The server answered 400: odd');
  });

  it('by a page of HTML, which is not quoted', async () => {
    const error = await refuse({ kind: 'html', status: 502 });
    expect(error).toMatchObject({ code: 'server_error', status: 502 });
    expect(error.message).not.toContain('<');
  });

  const oddities: [string, QueuedFault, string][] = [
    ['JSON with 200', { kind: 'wrong-type', type: 'application/json' }, 'unexpected_content_type'],
    ['HTML with 200', { kind: 'html', status: 200 }, 'unexpected_content_type'],
    ['204', { kind: 'no-content' }, 'invalid_response'],
    ['a redirect', { kind: 'redirect' }, 'redirected'],
    ['a dead socket', { kind: 'refuse' }, 'network'],
  ];
  it.each(oddities)('%s is an error with its code', async (_, fault, code) => {
    expect((await refuse(fault)).code).toBe(code);
  });

  it.each(['lxc_test_4f9c2b7a61', 'plain55aa77'])(
    'and quotes the key %s keeps it',
    async (apiKey) => {
      const body = { error: `key ${apiKey} and Bearer ${apiKey}` };
      server.queueFault({ kind: 'http', status: 403, body, match: { route: 'send' } });
      const error = (await readTurn(createTestTransport(server, { apiKey }))).thrown!;
      const told = `${error.message} ${JSON.stringify(error)} ${String(error.cause)} ${error.stack}`;
      expect(told).not.toContain(apiKey);
      expect(told).toContain('•••');
    },
  );

  it('by no answer ends when its reader does', async () => {
    server.queueFault({ kind: 'hang-before-headers', match: { route: 'send' } });
    const controller = new AbortController();
    const transport = createTestTransport(server);
    const first = send(transport, 'hi', controller.signal)[Symbol.asyncIterator]().next();
    await server.until(() => sends().length === 1);
    controller.abort();
    await first.catch(() => {});
    await server.until(() => sends()[0]!.closedAt !== undefined);
  });
});

describe('the address of a request', () => {
  it.each(['', '.', '..', 'a\uD800'])('cannot be changed by the id %j', async (conversationId) => {
    const { signal } = new AbortController();
    const transport = createTestTransport(server);
    await expect(transport.listMessages({ conversationId, limit: 20, signal })).rejects.toThrow(
      'is not an id',
    );
    expect(server.log()).toEqual([]);
  });

  it('holds an odd id as one segment', async () => {
    const { signal } = new AbortController();
    const conversationId = 'a/../b?c#d';
    const transport = createTestTransport(server, { baseUrl: `${server.baseUrl}//` });
    await expect(
      transport.listMessages({ conversationId, limit: 20, signal }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(server.log()[0]!.path).toBe(
      '/api/v1/customer/conversations/a%2F..%2Fb%3Fc%23d/messages',
    );
  });
});

describe('the key', () => {
  it('of the other base is refused', async () => {
    const transport = createTestTransport(server, { apiKey: server.managementKey });
    expect((await readTurn(transport)).thrown).toMatchObject({ code: 'forbidden', status: 403 });
  });

  it('opens the management base all the same', async () => {
    const transport = createTestTransport(server, {
      baseUrl: server.managementUrl,
      apiKey: server.managementKey,
    });
    const { signal } = new AbortController();
    const { conversationId } = await transport.createConversation({ signal });
    expect(await transport.listMessages({ conversationId, limit: 20, signal })).toMatchObject({
      messages: [],
    });
  });

  it('in a browser is warned of, without being named', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    createLexeyTransport({ baseUrl: '/api/lexey', apiKey: 'lxc_secret_1' });
    expect(warn).not.toHaveBeenCalled();
    vi.stubGlobal('document', {});
    createLexeyTransport({ baseUrl: '/api/lexey' });
    expect(warn).not.toHaveBeenCalled();
    createLexeyTransport({ baseUrl: '/api/lexey', apiKey: 'lxc_secret_1' });
    vi.unstubAllGlobals();
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0])).not.toContain('lxc_secret_1');
  });
});
