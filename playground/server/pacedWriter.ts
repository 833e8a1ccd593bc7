import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Ending } from './sseFrame.ts';
import type { ByteLimit } from './streamEndings.ts';
import type { WireChunk } from './wireChunk.ts';

/** How bytes are dealt out: sizes of the writes in turn, a pause after each (ms), and where they stop. */
export interface Pace {
  readonly sizes: readonly number[];
  readonly pause: number;
  readonly limits: readonly ByteLimit[];
}

type Flow = 'flowing' | 'keep-alives' | 'stalled' | 'over';

const fillBlock = Buffer.alloc(65_536, 'x');

/** Writes chunks one after the other, each handed to the kernel before the next, so that none are merged. */
export class PacedWriter {
  readonly #response: ServerResponse;
  readonly #pace: Pace;
  readonly #onWrite: (bytes: number) => void;
  readonly #limits: ByteLimit[];
  readonly #queue: { bytes: Buffer; fill: number; chunk: WireChunk }[] = [];
  #flow: Flow = 'flowing';
  #isPumping = false;
  #sent = 0;
  #turn = 0;

  constructor(response: ServerResponse, pace: Pace, onWrite: (bytes: number) => void) {
    this.#response = response;
    this.#pace = pace;
    this.#onWrite = onWrite;
    this.#limits = [...pace.limits];
  }

  /** Nothing waits that may be written now. */
  get isIdle(): boolean {
    return this.#queue.length === 0 || this.#nextIndex() < 0;
  }

  /** The server ended the stream itself. */
  get isOver(): boolean {
    return this.#flow === 'over';
  }

  push(chunks: readonly WireChunk[]): void {
    for (const chunk of chunks) {
      this.#queue.push({ bytes: chunk.bytes, fill: chunk.fill ?? 0, chunk });
    }
    if (!this.#isPumping) void this.#pump();
  }

  /** Ends or stalls now, whatever is still queued. */
  end({ how, ms, keepAlive }: Ending): void {
    if (this.#flow === 'over' || how === 'continue') return;
    if (how === 'stall') return this.#stall(keepAlive ? 'keep-alives' : 'stalled', ms);
    this.#flow = 'over';
    if (how === 'close') this.#response.end();
    else this.#response.socket?.resetAndDestroy();
  }

  #stall(flow: Flow, ms: number | undefined): void {
    this.#flow = flow;
    if (ms === undefined) return;
    const timer = setTimeout(() => this.#goOn(), ms);
    this.#response.once('close', () => clearTimeout(timer));
  }

  #goOn(): void {
    if (this.#flow === 'over') return;
    this.#flow = 'flowing';
    this.push([]);
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    await this.#stopAtLimit();
    for (let index = this.#nextIndex(); index >= 0; index = this.#nextIndex()) {
      await this.#writeSome(index);
    }
    this.#isPumping = false;
  }

  #nextIndex(): number {
    if (this.#response.destroyed) return -1;
    if (this.#flow === 'flowing') return this.#queue.length > 0 ? 0 : -1;
    if (this.#flow !== 'keep-alives') return -1;
    return this.#queue.findIndex(({ chunk }) => chunk.isKeepAlive);
  }

  /** One write of one entry; what follows an entry happens when its last byte is out. */
  async #writeSome(index: number): Promise<void> {
    const entry = this.#queue[index];
    if (!entry) return;
    if (entry.bytes.length === 0 && entry.fill > 0) {
      entry.bytes = fillBlock.subarray(0, Math.min(entry.fill, fillBlock.length));
      entry.fill -= entry.bytes.length;
    }
    const piece = entry.bytes.subarray(0, this.#pieceSize());
    entry.bytes = entry.bytes.subarray(piece.length);
    const isLast = entry.bytes.length === 0 && entry.fill === 0;
    if (isLast) this.#queue.splice(index, 1);
    if (piece.length > 0) await this.#write(piece);
    await this.#stopAtLimit();
    if (isLast && entry.chunk.ending) await this.#follow(entry.chunk.ending);
  }

  async #follow(ending: Ending): Promise<void> {
    if (ending.how === 'continue') await letReaderRead();
    // Bytes and RST that arrive together look like an orderly end to some readers.
    if (ending.how === 'reset' && this.#sent > 0) await sleep(5);
    this.end(ending);
  }

  #pieceSize(): number {
    const { sizes } = this.#pace;
    const size = sizes[this.#turn % sizes.length] ?? Infinity;
    return Math.min(size, (this.#limits[0]?.bytes ?? Infinity) - this.#sent);
  }

  async #write(piece: Buffer): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#response.once('close', resolve);
      this.#response.write(piece, () => {
        this.#response.off('close', resolve);
        resolve();
      });
    });
    this.#sent += piece.length;
    this.#turn += 1;
    this.#onWrite(piece.length);
    if (this.#pace.pause > 0) await sleep(this.#pace.pause);
    else if (this.#pace.sizes.length > 0) await letReaderRead();
  }

  async #stopAtLimit(): Promise<void> {
    const limit = this.#limits[0];
    if (!limit || this.#sent < limit.bytes) return;
    this.#limits.shift();
    await this.#follow(limit.ending);
  }
}

/** A whole turn of the event loop, sockets included: a reader in this process sees each piece on its own. */
async function letReaderRead(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
