import { isEventStream, withBody, type Respond, type WireRequest } from './createWire.ts';
import { readTexts } from './readTexts.ts';
import { toTurn, trickyTexts, type Batch, type Shape, type Subject } from './createSubject.ts';
import { within } from './expectation.ts';

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly response: Pick<Response, 'status' | 'headers'>;
  readonly isStream: boolean;
  readonly chunks: Uint8Array[];
}

/** The answers a server gave while one stream told `texts`, byte for byte. */
export interface Recording {
  readonly shape: Shape;
  readonly conversationId: string;
  readonly texts: readonly string[];
  readonly exchanges: readonly Exchange[];
}

/** Makes the transport read one stream of the real backend, and keeps what came. */
export async function recordStream(subject: Subject, shape: Shape): Promise<Recording> {
  const { backend, timeout } = subject;
  const exchanges: Exchange[] = [];
  const { transport } = subject.connect(async (request, send) => keep(request, await send()));
  const keep = (request: WireRequest, response: Response): Response => {
    const isStream = isEventStream(response);
    const { method, url } = request;
    const chunks: Uint8Array[] = [];
    exchanges.push({ method, path: url.pathname, response, isStream, chunks });
    return response.body ? withBody(response, response.body.pipeThrough(tap(chunks))) : response;
  };
  const conversationId = await backend.create([]);
  const controller = new AbortController();
  const { signal } = controller;
  const texts = shape === 'feed' ? trickyTexts : [trickyTexts.join(' ')];
  const read = async (): Promise<void> => {
    if (shape === 'turn') await backend.answer!(conversationId, texts[0]);
    const stream =
      shape === 'feed'
        ? transport.openFeed!({ conversationId, signal })
        : toTurn(transport.sendMessage!(createSend(conversationId, signal)));
    const batches: Batch[] = [];
    for await (const batch of stream ?? []) {
      if (shape === 'feed' && batches.length === 0)
        for (const text of texts) await backend.emit!(conversationId, text);
      batches.push(batch);
      if (shape === 'feed' && hasAll(batches, texts)) return;
    }
  };
  await within(read(), timeout, `The ${shape} did not bring what was said.`);
  controller.abort();
  return { shape, conversationId, texts, exchanges };
}

function hasAll(batches: readonly Batch[], texts: readonly string[]): boolean {
  const seen = new Set(readTexts(batches).values());
  return texts.every((text) => seen.has(text));
}

export function createSend(
  conversationId: string,
  signal: AbortSignal,
  text = 'A question?',
): {
  readonly conversationId: string;
  readonly message: { readonly parts: readonly [{ readonly type: 'text'; readonly text: string }] };
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
} {
  const message = { parts: [{ type: 'text', text }] } as const;
  const idempotencyKey = `conformance-${Math.random().toString(36).slice(2)}`;
  return { conversationId, message, idempotencyKey, signal };
}

function tap(chunks: Uint8Array[]): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      chunks.push(chunk.slice());
      controller.enqueue(chunk);
    },
  });
}

/** Turns the bytes of a recorded body into the chunks that are played. */
export type Rechunk = (bytes: Uint8Array, isStream: boolean) => Iterable<Uint8Array>;

/** Answers requests from a recording: the first unused answer to the same method and path. */
export function createReplay({ exchanges }: Recording, rechunk: Rechunk): Respond {
  const unused = [...exchanges];
  return async ({ method, url }) => {
    const same = unused.findIndex((one) => one.method === method && one.path === url.pathname);
    const [exchange] = unused.splice(Math.max(0, same), 1);
    if (!exchange) throw new TypeError('Nothing more was recorded.');
    const { response, chunks, isStream } = exchange;
    const bytes = join(chunks);
    return withBody(response, bytes.length > 0 ? toBody(rechunk(bytes, isStream)) : null);
  };
}

function toBody(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]();
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

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** What the transport makes of a recording whose bytes arrive so. */
export async function play(
  subject: Subject,
  recording: Recording,
  rechunk: Rechunk,
): Promise<readonly Batch[]> {
  const { shape, conversationId } = recording;
  const { transport } = subject.connect(createReplay(recording, rechunk));
  const { signal } = new AbortController();
  const stream =
    shape === 'feed'
      ? transport.openFeed!({ conversationId, signal })
      : toTurn(transport.sendMessage!(createSend(conversationId, signal)));
  const batches: Batch[] = [];
  const read = async (): Promise<void> => {
    for await (const batch of stream ?? []) batches.push(batch);
  };
  await within(read(), subject.timeout, 'A stream whose body had ended did not end.');
  return batches;
}
