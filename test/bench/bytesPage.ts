import { fetchEventSource } from '@microsoft/fetch-event-source';
import { createParser } from 'eventsource-parser';
import { createConversationClient } from 'react-conversation-stream';
import {
  createBimpeTransport,
  type BimpeTransport,
} from 'react-conversation-stream/transports/bimpe';
import { conversationId } from './messages.ts';

/* Runs in the page, at the origin of the server that feeds it. Each reader resolves when it has so many messages. */
type Reader = (events: number) => Promise<void>;

const streamUrl = '/stream';

function createTransport(): BimpeTransport {
  return createBimpeTransport({
    agentId: 'ag_1',
    baseUrl: location.origin,
    getTicket: async () => ({ ticket: 't', expires_in: 60 }),
  });
}

/** Messages by id, which is the least a chat keeps. */
function createHeld(): { readonly size: number; add(data: string): void } {
  const byId = new Map<string, unknown>();
  return {
    get size() {
      return byId.size;
    },
    add(data) {
      const message = JSON.parse(data) as { id: string };
      byId.set(message.id, message);
    },
  };
}

/** The control: the body through decoder, parser and JSON.parse, and nothing else. */
const readControl: Reader = async (events) => {
  const held = createHeld();
  const parser = createParser({ onEvent: ({ data }) => held.add(data) });
  const decoder = new TextDecoder();
  const { body } = await fetch(streamUrl, { cache: 'no-store' });
  const reader = body!.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read())
    parser.feed(decoder.decode(read.value, { stream: true }));
  if (held.size !== events) throw new Error(`${held.size} messages came of ${events}.`);
};

/** The transport alone: bytes to normalised events. */
const readTransport: Reader = async (events) => {
  let seen = 0;
  const { signal } = new AbortController();
  for await (const batch of createTransport().openFeed!({ conversationId, signal }))
    for (const event of batch) if (event.type === 'message') seen += 1;
  if (seen !== events) throw new Error(`${seen} messages came of ${events}.`);
};

/** All the way, with the frames of the page: bytes to rows in the store. */
const readConversation: Reader = async (events) => {
  const client = createConversationClient({
    transport: createTransport(),
    maxMessages: Number.POSITIVE_INFINITY,
  });
  const { store, connect } = client.conversation(conversationId);
  await new Promise<void>((resolve) => {
    store.subscribe(({ keys }) => {
      if (keys.length === events) resolve();
    });
    connect();
  });
  client.dispose();
};

/** Resolves when the server closes. */
const readFetchEventSource: Reader = async (events) => {
  const held = createHeld();
  await fetchEventSource(streamUrl, {
    cache: 'no-store',
    onmessage: ({ data }) => held.add(data),
    onerror(error) {
      throw error;
    },
  });
  if (held.size !== events) throw new Error(`${held.size} messages came of ${events}.`);
};

const readEventSource: Reader = (events) => {
  const held = createHeld();
  const source = new EventSource(streamUrl);
  return new Promise((resolve) => {
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      held.add(data);
      if (held.size < events) return;
      source.close();
      resolve();
    });
  });
};

const readers: Readonly<Record<string, Reader>> = {
  'control: parser and JSON.parse': readControl,
  'transport: normalised events': readTransport,
  'conversation: rows in the store': readConversation,
  'fetch-event-source': readFetchEventSource,
  'native EventSource': readEventSource,
};

declare global {
  interface Window {
    timeFeed: typeof timeFeed;
    feedReaders: readonly string[];
  }
}

/** Microseconds per event, from the request to the last message. */
async function timeFeed(name: string, events: number): Promise<number> {
  const start = performance.now();
  await readers[name]!(events);
  return ((performance.now() - start) * 1_000) / events;
}

window.timeFeed = timeFeed;
window.feedReaders = Object.keys(readers);
