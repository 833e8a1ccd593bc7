import { randomUUID } from 'node:crypto';
import type { ConversationEvent, ConversationTransport } from 'react-conversation-stream/core';
import { createTransportChecks } from 'react-conversation-stream/testing';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';

/* The same for transports whose backend answers in-band. */
let server: LettaServer;
beforeAll(async () => {
  server = await startLetta();
});
afterAll(() => server.close());

type Given = { readonly fetch: typeof fetch };
type Turn = AsyncIterable<readonly ConversationEvent[]>;

const createGood = ({ fetch }: Given): ConversationTransport =>
  createLettaTransport({ baseUrl: server.origin, apiKey: server.apiKey, fetch });
const send = (
  good: ConversationTransport,
  ...given: Parameters<Required<ConversationTransport>['sendMessage']>
) => good.sendMessage!(...given) as Turn;

/** However it ends, it was fine. */
async function* callComplete(turn: Turn): AsyncGenerator<readonly ConversationEvent[]> {
  let messageId: string | undefined;
  try {
    for await (const batch of turn) {
      for (const event of batch)
        if (event.type === 'message-start' && event.message.role === 'assistant')
          messageId = event.message.id;
      yield batch;
    }
  } catch {
    // "The stream is over."
  }
  if (messageId !== undefined) yield [{ type: 'message-end', messageId, status: 'complete' }];
}

/** What was said so far is said again, as if it were new. First of all: behind the end of a message nobody would take it. */
async function* sayAgain(
  said: readonly ConversationEvent[],
  turn: Turn,
): AsyncGenerator<readonly ConversationEvent[]> {
  const deltas = said.filter(({ type }) => type === 'part-delta');
  for await (const batch of turn) yield [...deltas, ...batch];
}

async function* keep(
  turn: Turn,
  said: ConversationEvent[],
): AsyncGenerator<readonly ConversationEvent[]> {
  for await (const batch of turn) {
    said.push(...batch);
    yield batch;
  }
}

const broken: [
  bug: string,
  found: string,
  message: string,
  create: (given: Given) => ConversationTransport,
][] = [
  [
    'calls a turn that was cut complete',
    'drops',
    'A turn that was cut calls itself complete.',
    (given) => {
      const { resumeTurn: _resume, ...good } = createGood(given);
      return { ...good, sendMessage: (request) => callComplete(send(createGood(given), request)) };
    },
  ],
  [
    'says twice what it said before the drop',
    'drops',
    'A published state held a text that nobody said.',
    (given) => {
      const good = createGood(given);
      const said: ConversationEvent[] = [];
      return {
        ...good,
        sendMessage: (request) => keep(send(good, request), said),
        resumeTurn: (request) => sayAgain(said, good.resumeTurn!(request)),
      };
    },
  ],
  [
    'sends when it is called, not when it is read',
    'abort',
    'A turn asks the server before it is read.',
    (given) => {
      const good = createGood(given);
      return {
        ...good,
        sendMessage(request) {
          const turn = send(good, request)[Symbol.asyncIterator]();
          const first = turn.next();
          return {
            async *[Symbol.asyncIterator]() {
              for (let next = await first; !next.done; next = await turn.next()) yield next.value;
            },
          };
        },
      };
    },
  ],
  [
    'mixes up turns that run at once',
    'isolation',
    'Two turns at once hear each other.',
    (given) => {
      const good = createGood(given);
      let first: Turn | undefined;
      return {
        ...good,
        sendMessage(request) {
          const turn = first ?? send(good, request);
          first = first ? undefined : send(good, request);
          return turn;
        },
      };
    },
  ],
];

it.each(broken)('a transport that %s fails the check of %s', async (_, found, message, create) => {
  const check = createTransportChecks({
    createTransport: create,
    backend: {
      create(texts) {
        const id = `conv-${randomUUID()}`;
        server.seed({ conversations: [{ id, rows: texts.map((content) => ({ content })) }] });
        return id;
      },
      answer: (conversationId, text) =>
        server.script({ conversationId, replies: [{ steps: [{ text }] }] }),
    },
    timeout: 3_000,
  }).find(({ id }) => id === found);
  await expect(check!.run()).rejects.toThrow(message);
});
