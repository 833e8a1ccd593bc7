import type { Random } from './random.ts';
import type { RecordedStream } from './record.ts';
import type { VirtualClock } from './virtualClock.ts';

/** One thing a server writes to a feed. */
export interface Frame {
  readonly text: string;
  /** The message it carries, as far as the reader is concerned. */
  readonly messageId?: string;
  /** The version of it that arrives with the last byte; absent when it cannot be read. */
  readonly version?: number;
}

export interface LineOptions {
  readonly clock: VirtualClock;
  readonly record: RecordedStream;
  readonly drawLatency: () => number;
  readonly onDelivered: (frame: Frame) => void;
  /** The reader's side is over: the socket is free. */
  readonly onClosed: () => void;
}

/** A feed in pieces is at most so far behind, ms. */
const maxBacklog = 800;
const encoder = new TextEncoder();

/** The body of one streamed answer: bytes on their way to the reader, and every way they may not get there. */
export class StreamLine {
  readonly body: ReadableStream<Uint8Array>;
  readonly record: RecordedStream;
  /** The server writes to it still. */
  isServed = true;
  /** The reader's side is gone. */
  isOver = false;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private lastArrival: number;
  private drawn = { at: -1, arrival: 0 };
  private splitter: Random | undefined;
  private isCut = false;
  private readonly options: LineOptions;

  constructor(options: LineOptions, headersAt: number) {
    this.options = options;
    this.record = options.record;
    this.lastArrival = headersAt;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
      cancel: () => this.hangUp(),
    });
  }

  /** Can a fault here still reach the reader? */
  get isFollowed(): boolean {
    return this.isServed && !this.isOver && this.record.silentAt === undefined;
  }

  /** The headers reached the reader. */
  markOpen(): void {
    const now = this.options.clock.now();
    this.record.headersAt = now;
    this.record.lastByteAt = now;
  }

  write(frame: Frame): void {
    this.send(encoder.encode(frame.text), frame);
  }

  /** The first bytes of a frame; the rest never comes. */
  writeBytes(bytes: Uint8Array, frame: Frame): void {
    this.markCarried(frame, Number.POSITIVE_INFINITY);
    this.send(bytes, { text: '' });
    this.isCut = true;
  }

  /** From now on frames arrive in pieces, cut anywhere. */
  split(random: Random): void {
    this.splitter = random;
  }

  /** A clean end, behind everything written. */
  end(): void {
    if (!this.isServed) return;
    this.isServed = false;
    if (this.record.silentAt !== undefined) return;
    this.finishAt(this.nextArrival(), () => this.controller?.close());
  }

  /** Breaks off. What is still in flight is lost, unless `isLate`. */
  reset({ isLate = false } = {}): void {
    this.isServed = false;
    const soon = this.options.clock.now() + this.options.drawLatency();
    const at = isLate ? Math.max(soon, this.lastArrival) : soon;
    this.finishAt(at, () => this.controller?.error(new TypeError('terminated')));
    this.loseAfter(at);
  }

  /** Half-open: nothing arrives any more, and nobody tells. `isLate`: what was written still does. */
  silence({ isLate = false } = {}): void {
    if (this.record.silentAt !== undefined || this.isOver) return;
    this.record.silentAt = isLate ? this.lastArrival : this.options.clock.now();
    this.loseAfter(this.record.silentAt);
  }

  /** Lost before the reader had the headers: to it, the request just failed. */
  lose(at: number): void {
    this.isServed = false;
    this.isOver = true;
    this.record.endsAt = at;
    this.record.endedBy = 'server';
    this.options.onClosed();
  }

  /** The reader let go. The server notices a little later. */
  hangUp(reason?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.record.endsAt = this.options.clock.now();
    this.record.endedBy = 'reader';
    try {
      this.controller?.error(reason);
    } catch {
      // Cancelled: nobody is left to tell.
    }
    this.options.clock.after(this.options.drawLatency(), () => {
      this.isServed = false;
    });
    this.options.onClosed();
  }

  private send(bytes: Uint8Array, frame: Frame): void {
    if (!this.isServed || this.isOver) return;
    if (this.isCut || this.record.silentAt !== undefined) {
      this.markCarried(frame, Number.POSITIVE_INFINITY);
      return;
    }
    const pieces = this.splitter ? cut(bytes, this.splitter) : [bytes];
    pieces.forEach((piece, index) => {
      const isLast = index === pieces.length - 1;
      this.deliver(piece, isLast ? frame : undefined);
    });
    this.markCarried(frame, this.lastArrival);
  }

  private deliver(bytes: Uint8Array, frame: Frame | undefined): void {
    const { clock, onDelivered } = this.options;
    const arrival = this.nextArrival();
    clock.arriveAt(arrival, () => {
      const isLost = this.record.silentAt !== undefined && arrival > this.record.silentAt;
      if (this.isOver || isLost) return;
      this.record.lastByteAt = clock.now();
      this.controller?.enqueue(bytes);
      if (frame) onDelivered(frame);
    });
  }

  /** Bytes never overtake each other; those written at once travel together, unless split. */
  private nextArrival(): number {
    const now = this.options.clock.now();
    const isFarBehind = this.lastArrival - now > maxBacklog;
    if (this.splitter && !isFarBehind) this.lastArrival += this.splitter.int(0, 25);
    if (this.drawn.at !== now) this.drawn = { at: now, arrival: now + this.options.drawLatency() };
    this.lastArrival = Math.max(this.lastArrival, this.drawn.arrival);
    return this.lastArrival;
  }

  private finishAt(at: number, finish: () => void): void {
    if (this.isOver) return;
    this.record.endsAt = Math.min(at, this.record.endsAt ?? at);
    this.record.endedBy = 'server';
    this.options.clock.arriveAt(at, () => {
      if (this.isOver) return;
      this.isOver = true;
      finish();
      this.options.onClosed();
    });
  }

  private markCarried({ messageId }: Frame, arrival: number): void {
    if (messageId === undefined) return;
    const { frames, copies } = this.record;
    if (!frames.has(messageId)) frames.set(messageId, arrival);
    if (arrival !== Number.POSITIVE_INFINITY) copies.set(messageId, arrival);
  }

  private loseAfter(time: number): void {
    for (const [id, arrival] of this.record.frames) {
      if (arrival > time) this.record.frames.set(id, Number.POSITIVE_INFINITY);
    }
  }
}

function cut(bytes: Uint8Array, random: Random): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const size = random.chance(0.1) ? 7 : Math.max(1, Math.ceil(bytes.length / random.int(2, 6)));
  for (let from = 0; from < bytes.length;) {
    const to = from + random.int(1, size * 2);
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces;
}
