import { createConversationClient } from 'react-conversation-stream/core';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { createParser } from 'eventsource-parser';
import { createFeedChunks } from './feedEvents.ts';
import { timeOnce } from './measure.ts';
import { conversationId } from './messages.ts';
import { check, checkLoosely, note, printRow, printTitle } from './report.ts';

const events = 20_000;

function createBody(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const iterator = chunks.values();
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

function createTransport(chunks: readonly Uint8Array[]) {
  const headers = { 'content-type': 'text/event-stream' };
  return createBimpeTransport({
    agentId: 'ag_1',
    baseUrl: 'https://bimpe.test',
    getTicket: async () => ({ ticket: 't', expires_in: 60 }),
    fetch: async (input) =>
      String(input).includes('/stream?')
        ? new Response(createBody(chunks), { headers })
        : Response.json({ data: [], meta: { has_next_page: false } }),
  });
}

/** The transport alone: bytes to normalised events. */
async function readFeed(chunks: readonly Uint8Array[]): Promise<void> {
  const { signal } = new AbortController();
  let seen = 0;
  for await (const batch of createTransport(chunks).openFeed!({ conversationId, signal }))
    for (const event of batch) if (event.type === 'message') seen += 1;
  if (seen !== events) throw new Error(`${seen} events came out of ${events}.`);
}

interface Follower {
  /** Resolves when all is committed and published; what leaving costs is no part of it. */
  follow(chunks: readonly Uint8Array[]): Promise<void>;
  leave(): void;
}

/** All the way: bytes to rows in the store, where a frame comes after every few chunks. */
function createFollower(): Follower {
  let release = (): void => {};
  const follow = async (chunks: readonly Uint8Array[]): Promise<void> => {
    let publish: (() => void) | undefined;
    const client = createConversationClient({
      transport: createTransport(chunks),
      maxMessages: Number.POSITIVE_INFINITY,
      environment: {
        schedule(run) {
          publish ??= run;
          return () => (publish = undefined);
        },
        onWake: () => () => {},
        isOnline: () => true,
      },
    });
    const conversation = client.conversation(conversationId);
    release = conversation.connect();
    while (conversation.store.getState().keys.length < events) {
      await new Promise(setImmediate);
      publish?.();
      publish = undefined;
    }
  };
  return { follow, leave: () => release() };
}

/** The control: the same bytes through decoder, parser and JSON.parse, and nothing else. */
async function parseOnly(chunks: readonly Uint8Array[]): Promise<void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const byId = new Map<unknown, unknown>();
  const parser = createParser({
    onEvent({ data }) {
      const message = JSON.parse(data) as { id: string };
      byId.set(message.id, message);
    },
  });
  const reader = createBody(chunks).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read())
    parser.feed(decoder.decode(read.value, { stream: true }));
}

async function timePerEvent(
  run: (chunks: readonly Uint8Array[]) => Promise<void>,
  chunks: readonly Uint8Array[],
  cleanUp = (): void => {},
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round += 1) {
    const duration = await timeOnce(() => run(chunks));
    best = Math.min(best, (duration * 1_000) / events);
    cleanUp();
    await new Promise(setImmediate);
  }
  return best;
}

/** DESIGN §10, "Bytes to committed message". */
export async function benchBytes(): Promise<void> {
  printTitle('Bytes to committed message, per event (20,000 events, 64 a chunk)');
  const chunks = createFeedChunks(events);
  const control = await timePerEvent(parseOnly, chunks);
  const transport = await timePerEvent(readFeed, chunks);
  const follower = createFollower();
  const committed = await timePerEvent(follower.follow, chunks, follower.leave);
  printRow('', 'µs', 'of control');
  printRow('control: parser and JSON.parse', control, 1);
  printRow('transport: normalised events', transport, transport / control);
  printRow('conversation: rows in the store', committed, committed / control);
  check('transport to control, ratio', transport / control, 2.5);
  checkLoosely('conversation, of control', committed / control, 1.6, 6);
  note('bytes to committed message', committed, 1.2, 'µs');
}
