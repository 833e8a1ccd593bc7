import {
  createBimpeTransport,
  type BimpeTransport,
} from 'react-conversation-stream/transports/bimpe';
import type { VirtualClock } from '../../helpers/virtualClock.ts';
import { agentId, baseUrl, listAfter, ticketAnswer, toFrame, type WireMessage } from './wire.ts';

export const endings = ['close', 'reset', 'silence'] as const;
/** Bytes per chunk; Infinity is everything at once. */
export const chunkSizes = [1, 7, Number.POSITIVE_INFINITY] as const;

/** What the backend has to say: messages, their bytes, and where each event ends. */
export interface Script {
  readonly messages: readonly WireMessage[];
  readonly bytes: Uint8Array;
  /** Offsets behind the blank lines. */
  readonly boundaries: readonly number[];
}

export function createScript(messages: readonly WireMessage[]): Script {
  const frames = messages.map((message) => new TextEncoder().encode(toFrame(message)));
  let end = 0;
  const boundaries = frames.map((frame) => (end += frame.length));
  return { messages, bytes: Buffer.concat(frames), boundaries };
}

/** How a feed is disturbed: stream after stream is cut, the one after the last cut stays open. */
export interface Cuts {
  /** Offsets into the script, ascending: where each stream stops. */
  readonly at: readonly number[];
  /** What comes then: a clean end, a broken connection, or nothing for ever. */
  readonly ending: (typeof endings)[number];
  readonly chunkSize: number;
}

export interface CutFeed {
  readonly transport: BimpeTransport;
  /** The `after` of each stream request. */
  readonly cursors: readonly (string | undefined)[];
}

/** A backend that knows only tickets and the feed, so that nothing hides what the feed loses. */
export function createCutFeed(script: Script, cuts: Cuts, clock: VirtualClock): CutFeed {
  const cursors: (string | undefined)[] = [];
  const openStream = (url: URL): Response => {
    const after = url.searchParams.get('after') ?? undefined;
    const end = cuts.at[cursors.length];
    cursors.push(after);
    const bytes = script.bytes.subarray(findStart(script, after), end);
    const body = createBody(bytes, cuts.chunkSize, end === undefined ? 'silence' : cuts.ending);
    const date = new Date(clock.now()).toUTCString();
    return new Response(body, { headers: { 'content-type': 'text/event-stream', date } });
  };
  const transport = createBimpeTransport({
    agentId,
    baseUrl,
    apiKey: 'sk_test_virtual',
    async fetch(input) {
      const url = new URL(String(input));
      if (url.pathname.endsWith('/stream-ticket')) return ticketAnswer(`t${cursors.length}`);
      if (url.pathname.endsWith('/stream')) return openStream(url);
      return new Response(null, { status: 404 });
    },
  });
  return { transport, cursors };
}

/** Where the bytes begin that a stream resumed after this cursor sends. */
function findStart({ messages, bytes, boundaries }: Script, after: string | undefined): number {
  const left = listAfter(messages, after).length;
  if (left === 0) return bytes.length;
  return boundaries[messages.length - left - 1] ?? 0;
}

function createBody(
  bytes: Uint8Array,
  chunkSize: number,
  ending: Cuts['ending'],
): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent < bytes.length) {
          controller.enqueue(bytes.subarray(sent, sent + chunkSize));
          sent += chunkSize;
          return undefined;
        }
        if (ending === 'close') return controller.close();
        if (ending === 'reset') return controller.error(new TypeError('terminated'));
        return new Promise<void>(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}
