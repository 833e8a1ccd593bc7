import { createRandom } from '../../sim/random.ts';

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** `bytes` in pieces of `size`; the last one may be shorter. */
export function splitEvery(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

/** Every way to cut `bytes` in two, both halves holding something. */
export function* splitInTwo(bytes: Uint8Array): Generator<Uint8Array[]> {
  for (let at = 1; at < bytes.length; at += 1) yield [bytes.subarray(0, at), bytes.subarray(at)];
}

/** Up to this many bytes, every way to cut them is tried: 1,024 ways for eleven. */
const fewBytes = 11;
const randomWays = 100;

/** Every way to cut `bytes` into pieces; where that is too many, some of them, the same each time. */
export function* splitAnyhow(bytes: Uint8Array): Generator<Uint8Array[]> {
  if (bytes.length <= fewBytes) {
    for (let cuts = 0; cuts < 2 ** (bytes.length - 1); cuts += 1)
      yield splitWhere(bytes, (at) => (cuts & (1 << (at - 1))) !== 0);
    return;
  }
  for (let way = 1; way <= randomWays; way += 1) {
    const { next } = createRandom(way);
    const share = next() ** 3;
    yield splitWhere(bytes, () => next() < share);
  }
}

function splitWhere(bytes: Uint8Array, isCut: (at: number) => boolean): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (let at = 1; at <= bytes.length; at += 1) {
    if (at < bytes.length && !isCut(at)) continue;
    pieces.push(bytes.subarray(start, at));
    start = at;
  }
  return pieces;
}

export interface TestBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** The reader let go of it. */
  isCancelled(): boolean;
}

/** A body that gives one chunk per read, then does what `ending` says; `hang` stays open without a byte. */
export function createBody(
  chunks: Iterable<Uint8Array>,
  ending: 'close' | 'hang' | Error = 'close',
): TestBody {
  const iterator = chunks[Symbol.iterator]();
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (!done) return controller.enqueue(value);
        if (ending instanceof Error) return controller.error(ending);
        if (ending === 'close') return controller.close();
        return new Promise<void>(() => {});
      },
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, isCancelled: () => isCancelled };
}
