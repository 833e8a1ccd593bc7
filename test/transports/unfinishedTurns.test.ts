import { isDeepStrictEqual } from 'node:util';
import {
  selectMessages,
  type ConversationState,
  type ConversationTransport,
  type Message,
} from 'react-conversation-stream/core';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { createSseTransport, type SseEventReader } from 'react-conversation-stream/transports/sse';
import { describe, expect, it } from 'vitest';
import { follow } from '../core/feed/follow.ts';
import { createVirtualClock } from '../helpers/virtualClock.ts';
import { epoch } from '../core/feed/wire.ts';
import { printedStream } from './letta/rawLetta.ts';

type Fetch = NonNullable<Parameters<typeof createLexeyTransport>[0]['fetch']>;

/** A wire on which a turn says itself that it is over. */
interface Wire {
  readonly createTransport: (fetch: Fetch) => ConversationTransport;
  /** The bytes of one answer. */
  readonly bytes: Uint8Array;
  /** Where the first event of the answer ends: from there on there is a row. */
  readonly begun: number;
  /** Where the event ends that says that it is whole. */
  readonly terminated: number;
}

const baseUrl = 'https://turns.test';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function describeWire(
  createTransport: Wire['createTransport'],
  text: string,
  first: string,
  terminator: string,
): Wire {
  const findEnd = (part: string): number =>
    bytesOf(text.slice(0, text.indexOf('\n\n', text.indexOf(part)) + 2)).length;
  const [begun, terminated] = [findEnd(first), findEnd(terminator)];
  return { createTransport, bytes: bytesOf(text), begun, terminated };
}

const events = (...data: readonly string[]): string =>
  data.map((line, index) => `id: ${index + 1}\ndata: ${line}\n\n`).join('');

const place = { messageId: 'a1', partId: 't' } as const;
const readOwn: SseEventReader = ({ json, state }) => {
  const { text = '', isWhole } = json as { readonly text?: string; readonly isWhole?: boolean };
  if (isWhole) return { type: 'message-end', messageId: 'a1', status: 'complete' };
  if (state.has('begun')) return { type: 'part-delta', ...place, delta: text };
  state.set('begun', true);
  const message = { id: 'a1', role: 'assistant', parts: [], createdAt: epoch } as const;
  const part = { type: 'text', text, state: 'streaming' } as const;
  return [
    { type: 'message-start', message },
    { type: 'part-set', ...place, part },
  ];
};

const wires: Readonly<Record<string, Wire>> = {
  Lexey: describeWire(
    (fetch) => createLexeyTransport({ baseUrl, fetch }),
    events(
      '{"type":"delta","text":"Our"}',
      '{"type":"status","status":"escalated"}',
      '{"type":"delta","text":" hours are 9–5 😀."}',
      '[DONE]',
    ),
    'Our',
    '[DONE]',
  ),
  Letta: describeWire(
    (fetch) => createLettaTransport({ baseUrl, fetch, apiKey: 'sk-let-test' }),
    printedStream,
    'User wants',
    'end_turn',
  ),
  'a backend of one’s own': describeWire(
    (fetch) =>
      createSseTransport({
        baseUrl,
        fetch,
        history: '/{conversationId}',
        turn: { url: '/{conversationId}', isEnd: ({ data }) => data === '[DONE]' },
        readMessage: () => undefined,
        events: { message: readOwn },
      }),
    events('{"text":"Our"}', '{"text":" hours are 9–5 😀."}', '{"isWhole":true}', '[DONE]'),
    'Our',
    'isWhole',
  ),
};

const endings = ['close', 'reset', 'silence'] as const;
type Ending = (typeof endings)[number];

/** The bytes, and then no more of them. */
function createBody(bytes: Uint8Array, ending: Ending): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      if (ending === 'close') controller.close();
    },
    pull(controller) {
      if (ending === 'reset') controller.error(new TypeError('terminated'));
    },
  });
}

/** A server that answers a send by this, stores nothing, and has no turn to resume. */
function answerBy(body: () => ReadableStream<Uint8Array>): Fetch {
  return async (input, init) => {
    const { pathname } = new URL(String(input));
    const json = { 'content-type': 'application/json' };
    if (init?.method === 'POST' && !pathname.endsWith('/stream'))
      return new Response(body(), { headers: { 'content-type': 'text/event-stream' } });
    const isHistory = (init?.method ?? 'GET') === 'GET' && !pathname.includes('/runs');
    if (!isHistory) return new Response('{"detail":"Gone."}', { status: 404, headers: json });
    return new Response(pathname.includes('/v1/') ? '[]' : '{"messages":[]}', { headers: json });
  };
}

interface Shown {
  readonly rows: readonly string[];
  readonly status: string;
  /** At any time. */
  readonly wasComplete: boolean;
  readonly timers: number;
}

/** What a reader sees of an answer that stops there. */
async function readCut(
  { createTransport, bytes }: Wire,
  at: number,
  ending: Ending,
): Promise<Shown> {
  const clock = createVirtualClock(epoch);
  const transport = createTransport(answerBy(() => createBody(bytes.subarray(0, at), ending)));
  const { conversation, state, states, release } = follow(transport, clock);
  await clock.runFor(100);
  conversation.sendMessage('When are you open?').catch(() => {});
  await clock.runFor(3 * 60_000);
  const answersOf = (shown: ConversationState): Message[] =>
    selectMessages(shown).filter(({ role }) => role === 'assistant');
  const shown = {
    rows: answersOf(state()).map(({ status }) => status),
    status: state().status,
    wasComplete: states.some((one) => answersOf(one).some(({ status }) => status === 'complete')),
  };
  release();
  await clock.runFor(0);
  return { ...shown, timers: clock.countClientTimers() };
}

/** Every byte of a short answer; of a long one the first and last two of each event, and some between. */
function listCuts({ bytes }: Wire): number[] {
  const text = Buffer.from(bytes);
  const step = Math.ceil(bytes.length / 250);
  return Array.from({ length: bytes.length }, (_, at) => at).filter((at) => {
    const isNearBoundary = text.subarray(Math.max(0, at - 3), at + 4).includes('\n\n');
    return at % step === 0 || isNearBoundary;
  });
}

describe('a turn without its terminator is interrupted, in every case (DESIGN G15)', () => {
  for (const [name, wire] of Object.entries(wires)) {
    const cuts = listCuts(wire);
    for (const ending of endings) {
      it(`${name}, ${cuts.length} cuts, then ${ending}`, { timeout: 60_000 }, async () => {
        const wrong: string[] = [];
        for (const at of cuts.filter((cut) => cut < wire.terminated)) {
          const shown = await readCut(wire, at, ending);
          // Before its first word there may be no row yet.
          const rows = at < wire.begun && shown.rows.length === 0 ? [] : ['interrupted'];
          const wanted = { rows, status: 'error', wasComplete: false, timers: 0 };
          if (!isDeepStrictEqual(shown, wanted)) wrong.push(`${at}: ${JSON.stringify(shown)}`);
        }
        expect(wrong).toEqual([]);
      });
    }

    it(`${name}: with it, it is not`, async () => {
      const { status, rows } = await readCut(wire, wire.bytes.length, 'close');
      expect(status).toBe('ready');
      expect(rows).not.toContain('interrupted');
    });
  }
});
