import {
  getMessageText,
  selectMessages,
  type ConversationState,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueuedFault } from '../../../playground/server/fault.ts';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { createTestTransport } from './expysTransport.ts';
import { startExpys, type ExpysServer } from './startExpys.ts';

const id = 'cnv_1';
let server: ExpysServer;
let chat: OpenConversation | undefined;

beforeEach(async () => {
  server = await startExpys();
});
afterEach(async () => {
  chat?.client.dispose();
  await server.close();
});

const join = (options: Parameters<typeof createTestTransport>[1] = {}): OpenConversation => {
  chat = openConversation({ transport: createTestTransport(server, options) }, id);
  return chat;
};
const emit = (body: string | null) => server.emit({ conversationId: id, body });
const stored = () => server.messages(id).map(({ body }) => body ?? '');
const isLive = (state: ConversationState) => state.continuity === 'live';
const streams = () => server.log().filter(({ route }) => route === 'stream');
const onStream = { match: { route: 'stream' } } as const;
const onHistory = { match: { route: 'history' } } as const;

describe('on the stream', () => {
  const tolerated: [string, QueuedFault][] = [
    ['malformed JSON', { kind: 'garbage-json', at: 2 }],
    ['an event name nobody knows', { kind: 'unknown-event', at: 2 }],
    ['a null body that history knows', { kind: 'null-message', at: 2 }],
    ['events told twice', { kind: 'duplicate', count: 3, at: 3 }],
    ['events in the wrong order', { kind: 'reorder', window: 3 }],
    [
      'an event that never comes, then a drop',
      { kind: 'skip', at: 2, also: [{ kind: 'close-after', events: 3 }] },
    ],
    ['carriage returns', { kind: 'eol', eol: 'cr' }],
    [
      'mixed line ends, a byte at a time',
      { kind: 'eol', eol: 'mixed', also: [{ kind: 'split', sizes: 1 }] },
    ],
    ['two byte order marks', { kind: 'bom', count: 2 }],
    ['comments everywhere', { kind: 'comments', size: 3_000, every: 1 }],
    ['a cut inside a character', { kind: 'cut-inside', inside: 'utf8', at: 2, how: 'reset' }],
    ['a cut inside JSON', { kind: 'cut-inside', inside: 'json', at: 2, how: 'close' }],
    ['an end without the blank line', { kind: 'eof-no-blank', at: 2 }],
    ['a line without an end', { kind: 'endless-line', at: 2 }],
    ['an event of 5 MB', { kind: 'huge-event', bytes: 5_000_000, at: 2 }],
    ['ids and retry that the wire does not have', { kind: 'retry-field', value: 1, at: 1 }],
  ];
  it.each(tolerated)('%s costs nothing the server has', async (_, fault) => {
    server.queueFault(fault);
    const opened = join();
    await opened.until(isLive);
    for (let i = 1; i <= 3; i += 1) emit(`größer ${i} 😀`);
    await opened.until((state) => isLive(state) && state.keys.length === 3, 15_000);
    await opened.conversation.reconcile();
    expect(opened.texts()).toEqual(stored());
  });

  it('a message without text, of a type nobody knows, or of a megabyte is a message', async () => {
    const opened = join();
    await opened.until(isLive);
    emit(null);
    server.emit({ conversationId: id, type: 'constructor', body: 'odd' });
    emit('x'.repeat(1_000_000));
    const state = await opened.until(({ keys }) => keys.length === 3);
    expect(selectMessages(state).map(({ metadata }) => metadata)).toMatchObject([
      { body: null, type: 'text' },
      { body: 'odd', type: 'constructor' },
      { type: 'text' },
    ]);
    expect(opened.texts()).toEqual(stored());
    expect(selectMessages(state)[0]!.parts).toEqual([]);
  });

  it('ids that name parts of an object are just ids', async () => {
    const ids = ['__proto__', 'constructor', 'toString', '9007199254740993', '42'];
    const say = (wireId: string) =>
      server.emit({
        conversationId: id,
        id: wireId,
        authorID: '__proto__',
        body: `${wireId} \ud800`,
      });
    for (const wireId of ids.slice(0, 2)) say(wireId);
    const opened = join();
    await opened.until(isLive);
    for (const wireId of ids.slice(2)) say(wireId);
    await opened.until(({ keys }) => keys.length === ids.length);
    expect(opened.ids()).toEqual(ids);
    expect(opened.texts()).toEqual(stored());
    expect(({} as Record<string, unknown>)['body']).toBeUndefined();
  });

  it.each([
    'null',
    '7',
    '[]',
    '{}',
    '"text"',
    '[DONE]',
    '{"id":"","authorID":"a","createdAt":"2026-01-01T00:00:00Z"}',
    '{"id":"x","authorID":"a","createdAt":"soon"}',
    '{"id":"x","authorID":7,"createdAt":"2026-01-01T00:00:00Z"}',
  ])('data that is no message (%s) is skipped and asked about', async (data) => {
    const body = `data: ${data}\n\n`;
    server.queueFault({ kind: 'wrong-type', type: 'text/event-stream', body, ...onStream });
    const opened = join();
    await opened.until(isLive);
    emit('goes on');
    await opened.until(({ keys }) => keys.length === 1);
    expect(opened.conversation.getDiagnostics().get('malformed_event')).toBe(1);
  });
});

describe('attachments', () => {
  const files = [{ name: 'plan.pdf' }, { name: 'Pier 4.JPG', isProcessing: true }];

  it('come as files, from stream and history alike; one in the making has no link yet', async () => {
    const opened = join();
    await opened.until(isLive);
    server.emit({ conversationId: id, body: null, attachments: files });
    const state = await opened.until(({ keys }) => keys.length === 1);
    const expected = [
      {
        type: 'file',
        mediaType: 'application/octet-stream',
        filename: 'plan.pdf',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/attachments\//),
      },
      { type: 'file', mediaType: 'image/*', filename: 'Pier 4.JPG', url: '' },
    ];
    const [row] = selectMessages(state);
    expect(row!.parts).toEqual(expected);
    expect(row!.metadata).toMatchObject({
      attachments: [{ name: 'plan.pdf' }, { name: 'Pier 4.JPG', url: null }],
    });
  });

  it('that expired have fresh links after a reconcile', async () => {
    const { id: messageId } = server.emit({ conversationId: id, body: 'Here', attachments: files });
    const opened = join();
    const before = selectMessages(await opened.until(isLive))[0]!.parts;
    const linkOf = (parts: readonly unknown[], index: number) =>
      (parts[index] as { url: string }).url;
    expect((await fetch(linkOf(before, 1))).status).toBe(200);
    server.advanceClock(11 * 60_000);
    expect((await fetch(linkOf(before, 1))).status).toBe(403);
    server.edit({
      conversationId: id,
      id: messageId,
      attachments: [files[0]!, { name: 'Pier 4.JPG' }],
    });
    await opened.conversation.reconcile();
    const after = selectMessages(opened.state())[0]!.parts;
    for (const index of [1, 2]) expect((await fetch(linkOf(after, index))).status).toBe(200);
    expect(opened.state().keys).toHaveLength(1);
  });

  it.each([
    ['missing, as on older servers', undefined],
    ['null', null],
    ['something else', 'files'],
    ['a list of nonsense', [null, 7, { url: 'x' }]],
  ])('that are %s are none', async (_, attachments) => {
    const message = { id: 'm', authorID: 'a', body: 'text', createdAt: '2026-05-02T10:00:00Z' };
    const body = JSON.stringify({ messages: [{ ...message, attachments }], nextCursor: null });
    server.queueFault({ kind: 'wrong-type', type: 'application/json', body, ...onHistory });
    const page = await createTestTransport(server).listMessages({
      conversationId: id,
      limit: 20,
      signal: new AbortController().signal,
    });
    expect(page.messages.map(({ parts }) => parts)).toEqual([[{ type: 'text', text: 'text' }]]);
  });
});

describe('instead of the stream', () => {
  const refused: [string, QueuedFault, string | undefined][] = [
    ['204', { kind: 'no-content', ...onStream }, undefined],
    ['400', { kind: 'http', status: 400, ...onStream }, 'bad_request'],
    ['403', { kind: 'http', status: 403, ...onStream }, 'forbidden'],
    ['404', { kind: 'http', status: 404, ...onStream }, 'not_found'],
    ['422', { kind: 'http', status: 422, ...onStream }, 'bad_request'],
    ['a redirect', { kind: 'redirect', ...onStream }, 'redirected'],
  ];
  it.each(refused)('%s ends the feed after one request; history stays', async (_, fault, code) => {
    emit('held');
    server.queueFault(fault);
    const opened = join();
    const state = await opened.until(
      ({ connection, isPending }) => connection.status === 'closed' && !isPending,
    );
    expect(state.connection.error?.code).toBe(code);
    expect([state.continuity, opened.texts()]).toEqual(['paused', ['held']]);
    expect(streams()).toHaveLength(1);
    opened.conversation.reconnect();
    await opened.until(isLive);
  });

  const retried: [string, QueuedFault, string][] = [
    ['HTML with 200', { kind: 'html', status: 200, ...onStream }, 'unexpected_content_type'],
    ['HTML with 502', { kind: 'html', status: 502, ...onStream }, 'server_error'],
    [
      'JSON with 200',
      { kind: 'wrong-type', type: 'application/json', body: '{}', ...onStream },
      'unexpected_content_type',
    ],
    ['a refused connection', { kind: 'refuse', ...onStream }, 'network'],
    ['500', { kind: 'http', status: 500, ...onStream }, 'server_error'],
    ['429', { kind: 'http', status: 429, ...onStream }, 'rate_limited'],
  ];
  it.each(retried)('%s is told with its code and tried again', async (_, fault, code) => {
    server.queueFault(fault);
    const opened = join({ policy: { backoff: () => 60 } });
    await opened.until(({ connection }) => connection.error?.code === code);
    await opened.until(isLive);
  });

  it('a conversation that was removed ends the feed as not found', async () => {
    const opened = join();
    await opened.until(isLive);
    server.remove({ conversationId: id });
    const state = await opened.until(({ connection }) => connection.status === 'closed');
    expect(state.connection.error).toMatchObject({ code: 'not_found', status: 404 });
    expect(streams()).toHaveLength(2);
  });

  it('an id that would be another path is never asked for', async () => {
    for (const bad of ['..', '.', '\ud800']) {
      const opened = openConversation({ transport: createTestTransport(server) }, bad);
      const state = await opened.until(({ connection }) => connection.status === 'closed');
      expect(state.connection.error?.code).toBe('invalid_argument');
      opened.client.dispose();
    }
    expect(server.log()).toEqual([]);
  });
});

describe('Retry-After', () => {
  const ask = async (retryAfter: string | number): Promise<number> => {
    server.queueFault({ kind: 'http', status: 429, retryAfter, ...onStream });
    const opened = join();
    const { connection } = await opened.until((state) => state.connection.retryAt !== undefined);
    opened.client.dispose();
    return connection.retryAt! - Date.now();
  };

  it('is a lower bound, in seconds or as a date', async () => {
    for (const value of [60, new Date(Date.now() + 60_000).toUTCString()]) {
      const delay = await ask(value);
      expect(delay).toBeGreaterThan(58_000);
      expect(delay).toBeLessThanOrEqual(61_000);
    }
  });

  it.each(['999999999', 'Fri, 31 Dec 2999 23:59:59 GMT'])(
    'of %s is five minutes at the most',
    async (value) => {
      const delay = await ask(value);
      expect(delay).toBeGreaterThan(299_000);
      expect(delay).toBeLessThanOrEqual(300_000);
    },
  );

  it.each(['-5', '1e3', 'soon', ''])('of %j is ignored', async (value) => {
    server.queueFault({ kind: 'http', status: 429, retryAfter: value, ...onStream });
    await join().until(isLive, 1_500);
  });
});

describe('instead of history', () => {
  const kinds: [string, QueuedFault][] = [
    ['503', { kind: 'fail-history', status: 503, times: 2 }],
    ['HTML with 200', { kind: 'html', status: 200, ...onHistory }],
    [
      'broken JSON',
      { kind: 'wrong-type', type: 'application/json', body: '{"messages":[', ...onHistory },
    ],
    [
      'another shape',
      { kind: 'wrong-type', type: 'application/json', body: '{"messages":{}}', ...onHistory },
    ],
    ['null', { kind: 'wrong-type', type: 'application/json', body: 'null', ...onHistory }],
    ['nothing for a while', { kind: 'slow-history', ms: 100, times: 2 }],
  ];
  it.each(kinds)('%s delays the rows and loses none', async (_, fault) => {
    emit('one');
    emit('two');
    server.queueFault(fault);
    const opened = join();
    await opened.until(isLive);
    expect(opened.texts()).toEqual(['one', 'two']);
  });

  it('records without the fields a message needs are left out, the rest is shown', async () => {
    const good = emit('good');
    const messages = [{ id: null }, good, { id: 'x', authorID: 'a', createdAt: 'never' }, null, 7];
    const body = JSON.stringify({ messages, nextCursor: null });
    server.queueFault({
      kind: 'wrong-type',
      type: 'application/json',
      body,
      ...onHistory,
      times: 3,
    });
    const opened = join();
    const state = await opened.until(isLive);
    expect(selectMessages(state).map(getMessageText)).toEqual(['good']);
  });
});
