import {
  ConversationError,
  type ConversationEvent,
  type ConversationTransport,
  type OpenFeedRequest,
  type ServerMessage,
} from 'react-conversation-stream/core';
import { createTransportChecks, type TransportCheck } from 'react-conversation-stream/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createByoTransport } from '../../../playground/examples/byoTransport.ts';
import type { Note } from '../../../playground/examples/byoServer.ts';
import { startByoBackend, type ByoBackend } from './byoBackend.ts';

/* Transports with the bugs people really write. Each is found by the check that names its promise. */
let byo: ByoBackend;
beforeAll(async () => {
  byo = await startByoBackend();
});
afterAll(() => byo.close());

const token = 'canary-4f9c2b7a61';
type Given = { readonly fetch: typeof fetch };
type Batches = AsyncGenerator<readonly ConversationEvent[], void, undefined>;

const createGood = ({ fetch }: Given): ConversationTransport =>
  createByoTransport(byo.origin, { fetch, headers: { authorization: `Bearer ${token}` } });

function toMessage({ id, text, at }: Note, conversationId: string): ServerMessage {
  const parts = [{ type: 'text', text }] as const;
  return { id: String(id), conversationId, role: 'assistant', parts, createdAt: Date.parse(at) };
}

/** Written by hand: every chunk is taken for whole events, which works on a fast network. */
async function* readChunksAsEvents(
  { conversationId, signal }: OpenFeedRequest,
  { fetch }: Given,
): Batches {
  const response = await fetch(`${byo.origin}/rooms/${conversationId}/feed`, { signal });
  yield [{ type: 'open' }];
  for await (const chunk of response.body!) {
    const events: ConversationEvent[] = [];
    for (const block of new TextDecoder().decode(chunk).split('\n\n')) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data) {
        const note = JSON.parse(data) as Note;
        events.push({ type: 'message', message: toMessage(note, conversationId) });
      }
    }
    yield events;
  }
}

const broken: [
  bug: string,
  found: string,
  message: string,
  create: (given: Given) => ConversationTransport,
][] = [
  [
    'takes each chunk for whole events',
    'chunks',
    'A feed whose bytes arrive 1 at a time says something else',
    (given) => ({
      ...createGood(given),
      openFeed: (request) => readChunksAsEvents(request, given),
    }),
  ],
  [
    'does not pass the signal on',
    'abort',
    'listMessages does not heed its signal.',
    ({ fetch }) => createGood({ fetch: (url, init) => fetch(url, { ...init, signal: null }) }),
  ],
  [
    'asks the server before it is read',
    'abort',
    'A feed asks the server before it is read.',
    (given) => ({
      ...createGood(given),
      openFeed(request) {
        void given.fetch(`${byo.origin}/rooms/x/notes`, { signal: request.signal }).catch(() => {});
        return createGood(given).openFeed!(request);
      },
    }),
  ],
  [
    'quotes its credentials in errors',
    'secrets',
    'the error of listMessages tells a secret',
    (given) => ({
      ...createGood(given),
      listMessages: (request) =>
        createGood(given)
          .listMessages(request)
          .catch(() => {
            throw new ConversationError('http_error', `GET with ${token.slice(0)} failed`);
          }),
    }),
  ],
  [
    'shows everything it hears in every conversation',
    'isolation',
    'Two conversations hear each other.',
    (given) => {
      const good = createGood(given);
      return {
        ...good,
        openFeed: (request) => openBoth(good, request),
        listMessages: (request) => good.listMessages(request),
      };
    },
  ],
  [
    'gives history newest first',
    'history',
    'A history of 20 messages is not read as it is.',
    (given) => {
      const good = createGood(given);
      return {
        ...good,
        async listMessages(request) {
          const page = await good.listMessages(request);
          const messages = page.messages.map((message) => ({
            ...message,
            sequence: -Number(message.id),
          }));
          return { ...page, messages: messages.toReversed() };
        },
      };
    },
  ],
  [
    'forgets that there are older pages',
    'history',
    'A history of 21 messages is not read as it is.',
    (given) => {
      const good = createGood(given);
      return {
        ...good,
        listMessages: async (request) => ({
          messages: (await good.listMessages(request)).messages,
        }),
      };
    },
  ],
  [
    'makes up an id for each event',
    'duplicates',
    'A feed that tells each event twice doubles it.',
    (given) => {
      const good = createGood(given);
      let count = 0;
      return {
        ...good,
        openFeed: (request) =>
          changeMessages(good.openFeed!(request), (message) => ({
            ...message,
            id: `event-${(count += 1)}`,
          })),
      };
    },
  ],
  [
    'promises that a resume is whole, and resumes nothing',
    'drops',
    'The conversation should show',
    (given) => {
      const good = createGood(given);
      return {
        ...good,
        openFeed: ({ conversationId, signal }) => good.openFeed!({ conversationId, signal }),
      };
    },
  ],
  [
    'throws whatever fetch threw',
    'errors',
    'is not a ConversationError.',
    (given) => ({
      ...createGood(given),
      async listMessages({ conversationId, signal }) {
        const response = await given.fetch(`${byo.origin}/rooms/${conversationId}/notes`, {
          signal,
        });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        const notes = (await response.json()) as Note[];
        return { messages: notes.map((note) => toMessage(note, conversationId)) };
      },
    }),
  ],
  [
    'does not encode ids',
    'paths',
    'The id ".." changes the request.',
    (given) => ({
      ...createGood(given),
      async listMessages({ conversationId, signal }) {
        await given.fetch(`${byo.origin}/rooms/${conversationId}/notes`, { signal });
        return { messages: [] };
      },
    }),
  ],
  [
    'starts a message over while it streams',
    'monotone',
    'changed while it streamed',
    (given) => {
      const good = createGood(given);
      return { ...good, openFeed: (request) => streamAnew(good.openFeed!(request)) };
    },
  ],
  [
    'sends everything twice',
    'order',
    'The backend does not have what was said, each once.',
    (given) => {
      const good = createGood(given);
      return {
        ...good,
        async sendMessage(request) {
          await good.sendMessage!({ ...request, idempotencyKey: `${request.idempotencyKey}-1` });
          await good.sendMessage!({ ...request, idempotencyKey: `${request.idempotencyKey}-2` });
          return {};
        },
      };
    },
  ],
];

async function* changeMessages(
  batches: AsyncIterable<readonly ConversationEvent[]>,
  change: (message: ServerMessage) => ServerMessage,
): Batches {
  for await (const batch of batches)
    yield batch.map((event) =>
      event.type === 'message' ? { ...event, message: change(event.message) } : event,
    );
}

/** Whole messages told as streams whose text is taken back once. */
async function* streamAnew(batches: AsyncIterable<readonly ConversationEvent[]>): Batches {
  for await (const batch of batches)
    yield batch.flatMap((event): ConversationEvent[] => {
      if (event.type !== 'message') return [event];
      const { message } = event;
      const [part] = message.parts;
      const start = { ...message, parts: [] };
      const set = { type: 'part-set', messageId: message.id, partId: '0' } as const;
      return [
        { type: 'message-start', message: start },
        { ...set, part: { type: 'text', text: 'Thinking…' } },
        { ...set, part: part! },
        { type: 'message-end', messageId: message.id, status: 'complete' },
      ];
    });
}

/** The feed of this room and of the next one, told as one. */
async function* openBoth(good: ConversationTransport, request: OpenFeedRequest): Batches {
  const { conversationId, signal } = request;
  const next = conversationId.replace(/\d+$/, (number) => String(Number(number) - 1));
  const other = good.openFeed!({ conversationId: next, signal })[Symbol.asyncIterator]();
  const own = good.openFeed!(request)[Symbol.asyncIterator]();
  const pending = new Map([own, other].map((one) => [one, one.next().then((r) => ({ one, r }))]));
  while (!signal.aborted) {
    const { one, r } = await Promise.race(pending.values());
    if (r.done) return;
    pending.set(
      one,
      one.next().then((next) => ({ one, r: next })),
    );
    yield r.value.map((event) =>
      event.type === 'message'
        ? { ...event, message: { ...event.message, conversationId } }
        : event,
    );
  }
}

function checksOf(create: (given: Given) => ConversationTransport): readonly TransportCheck[] {
  return createTransportChecks({
    createTransport: create,
    backend: {
      create: (texts) => byo.backend.create(texts),
      emit: (room, text) => byo.backend.emit!(room, text),
    },
    secrets: [token],
    // Short: what a broken transport never does need not be waited for.
    timeout: 1_500,
  });
}

describe('a transport that', () => {
  it.each(broken)('%s fails the check of %s', async (_, found, message, create) => {
    const check = checksOf(create).find(({ id }) => id === found);
    await expect(check!.run()).rejects.toThrow(message);
  });
});

it('each check is failed by some broken transport', () => {
  const ids = checksOf(createGood).map(({ id }) => id);
  expect(new Set(broken.map(([, found]) => found))).toEqual(new Set(ids));
});
