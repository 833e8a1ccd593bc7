import { type ConversationState } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestTransport } from '../../helpers/bimpeTransport.ts';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { startBimpe, type BimpeServer } from '../../helpers/startBimpe.ts';
import type { QueuedFault } from '../../../playground/server/fault.ts';

const id = 'cv_1';
let server: BimpeServer;
let chat: OpenConversation | undefined;

beforeEach(async () => {
  server = await startBimpe({ heartbeatInterval: 20 });
});
afterEach(async () => {
  chat?.client.dispose();
  await server.close();
});

const join = (backoff = 5): OpenConversation => {
  const transport = createTestTransport(server, { policy: { backoff: () => backoff } });
  chat = openConversation({ transport }, id);
  return chat;
};
const emit = (message: string) => server.emit({ conversationId: id, message });
const isLive = (state: ConversationState) => state.continuity === 'live';
const streams = () => server.log().filter(({ route }) => route === 'stream');

describe('on the stream', () => {
  const tolerated: [string, QueuedFault, number][] = [
    ['malformed JSON', { kind: 'garbage-json', at: 2 }, 3],
    ['an unknown event name', { kind: 'unknown-event', at: 2 }, 3],
    ['a message of another conversation', { kind: 'foreign', at: 2 }, 3],
    ['a null message', { kind: 'null-message', at: 2 }, 3],
    ['a frame without an id', { kind: 'id-missing' }, 3],
    ['an id with a null character', { kind: 'id-null' }, 3],
    ['an empty id', { kind: 'id-empty' }, 3],
    ['events told twice', { kind: 'duplicate', count: 3, at: 3 }, 3],
    ['events in the wrong order', { kind: 'reorder', window: 3 }, 3],
    ['carriage returns', { kind: 'eol', eol: 'cr' }, 3],
    [
      'mixed line ends, one byte at a time',
      { kind: 'eol', eol: 'mixed', also: [{ kind: 'split', sizes: 1 }] },
      3,
    ],
    ['two byte order marks', { kind: 'bom', count: 2 }, 3],
    ['comments everywhere', { kind: 'comments', size: 3_000, every: 1 }, 3],
    ['a cut inside a character', { kind: 'cut-inside', inside: 'utf8', at: 2, how: 'reset' }, 3],
    ['a cut inside JSON', { kind: 'cut-inside', inside: 'json', at: 2, how: 'close' }, 3],
    [
      'a cut inside a field name',
      { kind: 'cut-inside', inside: 'field-name', at: 2, how: 'reset' },
      3,
    ],
    ['an end without the blank line', { kind: 'eof-no-blank', at: 2 }, 3],
    ['a line without an end', { kind: 'endless-line', at: 2 }, 3],
    ['an event of 5 MB', { kind: 'huge-event', bytes: 5_000_000, at: 2 }, 3],
    ['a skipped retry value', { kind: 'retry-field', value: 'soon', at: 1 }, 3],
  ];
  it.each(tolerated)('%s costs nothing the server has', async (_, fault, count) => {
    server.queueFault(fault);
    const opened = join();
    await opened.until(isLive);
    for (let i = 1; i <= count; i += 1) emit(`größer ${i} 😀`);
    await opened.until((state) => isLive(state) && state.keys.length === count, 15_000);
    await opened.conversation.reconcile();
    expect(opened.texts()).toEqual(server.messages(id).map(({ message }) => message));
  });

  it('ids that name parts of an object are just ids', async () => {
    const ids = ['__proto__', 'constructor', 'toString', '9007199254740993', '42'];
    for (const wireId of ids.slice(0, 2))
      server.emit({ conversationId: id, id: wireId, message: wireId });
    const opened = join();
    await opened.until(isLive);
    for (const wireId of ids.slice(2))
      server.emit({ conversationId: id, id: wireId, message: `${wireId} \ud800` });
    await opened.until(({ keys }) => keys.length === ids.length);
    expect(opened.ids()).toEqual(ids);
    expect(opened.texts()).toEqual(server.messages(id).map(({ message }) => message));
    expect(({} as Record<string, unknown>)['message']).toBeUndefined();
  });
});

describe('instead of the stream', () => {
  const refused: [
    string,
    QueuedFault,
    ConversationState['connection']['status'],
    string | undefined,
  ][] = [
    ['204', { kind: 'no-content', match: { route: 'stream' } }, 'closed', undefined],
    ['403', { kind: 'http', status: 403, match: { route: 'stream' } }, 'closed', 'forbidden'],
    ['404', { kind: 'http', status: 404, match: { route: 'stream' } }, 'closed', 'not_found'],
    [
      'too many streams',
      { kind: 'http', status: 429, code: 'too_many_streams', match: { route: 'stream' } },
      'closed',
      'too_many_streams',
    ],
    [
      '401 on the ticket',
      { kind: 'http', status: 401, match: { route: 'ticket' } },
      'unauthorized',
      'unauthorized',
    ],
    [
      '401 twice on the stream',
      { kind: 'http', status: 401, match: { route: 'stream' }, times: 2 },
      'unauthorized',
      'unauthorized',
    ],
    ['a redirect', { kind: 'redirect', match: { route: 'stream' } }, 'closed', 'redirected'],
  ];
  it.each(refused)('%s ends in its state, history stays', async (_, fault, status, code) => {
    emit('held');
    server.queueFault(fault);
    const opened = join();
    const state = await opened.until(
      (next) => next.connection.status === status && !next.isPending,
    );
    expect(state.connection.error?.code).toBe(code);
    expect(state.continuity).toBe('paused');
    expect(opened.texts()).toEqual(['held']);
    const before = streams().length;
    opened.conversation.reconnect();
    await opened.until(isLive);
    expect(streams()).toHaveLength(before + 1);
  });

  const retried: [string, QueuedFault, string][] = [
    [
      'HTML with 200',
      { kind: 'html', status: 200, match: { route: 'stream' } },
      'unexpected_content_type',
    ],
    ['HTML with 502', { kind: 'html', status: 502, match: { route: 'stream' } }, 'server_error'],
    [
      'another content type',
      { kind: 'wrong-type', match: { route: 'stream' } },
      'unexpected_content_type',
    ],
    ['a refused connection', { kind: 'refuse', match: { route: 'stream' } }, 'network'],
    [
      '503 on the ticket',
      { kind: 'http', status: 503, match: { route: 'ticket' } },
      'server_error',
    ],
    ['an expired ticket', { kind: 'auth-expire' }, 'unauthorized'],
    [
      'HTML instead of a ticket',
      { kind: 'html', status: 200, match: { route: 'ticket' } },
      'unexpected_content_type',
    ],
  ];
  it.each(retried)('%s is told with its code and tried again', async (_, fault, code) => {
    server.queueFault(fault);
    // Longer than a frame, so that the state in between is published.
    const opened = join(60);
    await opened.until(({ connection }) => connection.error?.code === code);
    await opened.until(isLive);
  });
});

describe('instead of history', () => {
  const kinds: [string, QueuedFault][] = [
    ['503', { kind: 'fail-history', status: 503, times: 2 }],
    ['HTML with 200', { kind: 'html', status: 200, match: { route: 'history' } }],
    [
      'broken JSON',
      {
        kind: 'wrong-type',
        type: 'application/json',
        body: '{"data":[',
        match: { route: 'history' },
      },
    ],
    [
      'another shape',
      {
        kind: 'wrong-type',
        type: 'application/json',
        body: '{"data":null}',
        match: { route: 'history' },
      },
    ],
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
    const data = [
      { id: null },
      { ...good, message: 'good' },
      { id: 'x', role: 'user', created_at: 'never' },
      null,
      7,
    ];
    const body = JSON.stringify({ message: 'Success', data, meta: { has_next_page: false } });
    server.queueFault({
      kind: 'wrong-type',
      type: 'application/json',
      body,
      match: { route: 'history' },
      times: 3,
    });
    const opened = join();
    await opened.until(isLive);
    expect(opened.texts()).toEqual(['good']);
  });

  it('a refusal is an error of the state, not a throw', async () => {
    server.queueFault({ kind: 'http', status: 403, match: { route: 'history' }, times: 2 });
    const opened = join();
    const state = await opened.until(({ error }) => error !== undefined);
    expect(state).toMatchObject({ isPending: false, error: { code: 'forbidden' } });
    expect(state.continuity).not.toBe('live');
  });
});

describe('credentials', () => {
  it('are masked wherever a server quotes them back', async () => {
    const quote = {
      message: `key ${server.apiKey} and Bearer ${server.apiKey} are wrong`,
      code: 'forbidden',
    };
    server.queueFault({
      kind: 'http',
      status: 403,
      body: quote,
      match: { route: 'history' },
      times: 3,
    });
    server.queueFault({ kind: 'http', status: 403, body: quote, match: { route: 'ticket' } });
    const opened = join();
    const state = await opened.until(
      ({ error, connection }) => error !== undefined && connection.error !== undefined,
    );
    for (const error of [state.error!, state.connection.error!]) {
      const told = `${error.message} ${JSON.stringify(error)} ${String(error.cause)} ${error.stack}`;
      expect(told).not.toContain(server.apiKey);
      expect(told).toContain('•••');
    }
  });
});
