import {
  createBimpeTransport,
  type BimpeTransport,
  type BimpeTransportOptions,
} from 'react-conversation-stream/transports/bimpe';
import type { VirtualClock } from '../../helpers/virtualClock.ts';
import { agentId, baseUrl, heartbeat, json, pageAnswer, ticketAnswer, toJson } from './wire.ts';
import type { WireMessage } from './wire.ts';

export type Endpoint = 'ticket' | 'stream' | 'history' | 'message';

export interface VirtualRequest {
  readonly endpoint: Endpoint;
  /** Virtual time of the request. */
  readonly at: number;
  readonly url: URL;
  readonly signal: AbortSignal;
  /** How many of this endpoint came before. */
  readonly index: number;
}

/** What a server does with a request. A throw is a connection that failed. */
export type Handler = (request: VirtualRequest) => Response | Promise<Response>;

export interface VirtualBimpe {
  readonly transport: BimpeTransport;
  readonly requests: readonly VirtualRequest[];
  /** What the server stores, oldest first. Change it freely. */
  readonly stored: WireMessage[];
  /** Requests of one endpoint so far. */
  list(endpoint: Endpoint): readonly VirtualRequest[];
  /** Changes what the server does from now on. */
  answer(endpoint: Endpoint, handler: Handler): void;
}

/** BimpeAI on virtual time: no socket, every answer decided by the test. Unless told otherwise all is well. */
export function createVirtualBimpe(
  clock: VirtualClock,
  handlers: Partial<Record<Endpoint, Handler>> = {},
  options: Partial<BimpeTransportOptions> = {},
): VirtualBimpe {
  const requests: VirtualRequest[] = [];
  const stored: WireMessage[] = [];
  const answers: Record<Endpoint, Handler> = {
    ticket: ({ index }) => ticketAnswer(`ticket-${index}`),
    stream: () => streamAnswer(createLiveBody(clock)),
    history: ({ url }) => pageAnswer(stored, url.searchParams),
    message: ({ url }) => messageAnswer(stored, url),
    ...handlers,
  };
  const list = (endpoint: Endpoint): VirtualRequest[] =>
    requests.filter((request) => request.endpoint === endpoint);
  const transport = createBimpeTransport({
    agentId,
    baseUrl,
    apiKey: 'sk_test_virtual',
    async fetch(input, init) {
      const url = new URL(String(input));
      const endpoint = classify(url);
      const index = list(endpoint).length;
      const signal = init?.signal ?? new AbortController().signal;
      const request = { endpoint, at: clock.now(), url, signal, index };
      requests.push(request);
      return answers[endpoint](request);
    },
    ...options,
  });
  return {
    transport,
    requests,
    stored,
    list,
    answer: (endpoint, handler) => void (answers[endpoint] = handler),
  };
}

function classify({ pathname }: URL): Endpoint {
  if (pathname.endsWith('/stream-ticket')) return 'ticket';
  if (pathname.endsWith('/stream')) return 'stream';
  return pathname.endsWith('/messages') ? 'history' : 'message';
}

function messageAnswer(stored: readonly WireMessage[], { pathname }: URL): Response {
  const id = pathname.slice(pathname.lastIndexOf('/') + 1);
  const message = stored.find((one) => one.id === id);
  return message ? json({ data: toJson(message) }) : json({ code: 'not_found' }, { status: 404 });
}

export function streamAnswer(
  body: ReadableStream<Uint8Array> | string | null,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { headers: { 'content-type': 'text/event-stream', ...headers } });
}

export interface LiveBodyOptions {
  /** Sent at once. */
  readonly frames?: string;
  /** Ms between heartbeats; Infinity for none. Default 20 s. */
  readonly heartbeatEvery?: number;
  /** Ms until a clean end. */
  readonly closeAfter?: number;
  /** Ms until nothing comes any more, and nobody tells. */
  readonly silentAfter?: number;
}

/** A stream in virtual time. */
export function createLiveBody(
  clock: VirtualClock,
  {
    frames = '',
    heartbeatEvery = 20_000,
    closeAfter = Number.POSITIVE_INFINITY,
    silentAfter = Number.POSITIVE_INFINITY,
  }: LiveBodyOptions = {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const begin = clock.now();
  let cancels: (() => void)[] = [];
  const stop = (): void => {
    for (const cancel of cancels) cancel();
    cancels = [];
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const beat = (): void => {
        cancels = [clock.after(heartbeatEvery, beat), ...ending];
        if (clock.now() - begin < silentAfter) controller.enqueue(encoder.encode(heartbeat));
      };
      const close = (): void => {
        stop();
        controller.close();
      };
      if (frames !== '') controller.enqueue(encoder.encode(frames));
      const ending = Number.isFinite(closeAfter) ? [clock.after(closeAfter, close)] : [];
      cancels = ending;
      if (Number.isFinite(heartbeatEvery)) cancels = [clock.after(heartbeatEvery, beat), ...ending];
    },
    cancel: stop,
  });
}

/** The most of `times` within any `span` ms. */
export function countBusiest(times: readonly number[], span = 60_000): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < times.length; last += 1) {
    while (times[last]! - times[first]! >= span) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
