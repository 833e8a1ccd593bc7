import type { ServerResponse } from 'node:http';
import type { StreamFault } from './fault.ts';
import { createFrameFaults, type FrameFaultContext } from './frameFaults.ts';
import { PacedWriter, type Pace } from './pacedWriter.ts';
import type { Ending, SseFrame } from './sseFrame.ts';
import { readByteLimits, readTimeLimits } from './streamEndings.ts';
import { createChunker } from './wireChunk.ts';

/** An open event stream: what a backend writes to. Faults happen in here, unknown to the backend. */
export interface SseStream {
  send(frame: SseFrame): void;
  /** Nothing is waiting to be written. A keep-alive is only needed then. */
  readonly isIdle: boolean;
  /** Runs once, when the stream is over, whoever ended it. */
  onClose(callback: () => void): void;
  end(ending: Ending): void;
  readonly isEndedByServer: boolean;
}

/** Sends the headers at once and opens the stream. `onWrite` hears of every body byte. */
export function openSseStream(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  faults: readonly StreamFault[],
  context: FrameFaultContext,
  onWrite: (bytes: number) => void,
): SseStream {
  // Chromium keeps an aborted reusable connection up to 5 s, which would look like a leak of the client.
  response.writeHead(200, { ...headers, connection: 'close' });
  response.socket?.setNoDelay(true);
  response.flushHeaders();
  const writer = new PacedWriter(response, readPace(faults), onWrite);
  const applyFaults = createFrameFaults(faults, context);
  const toChunks = createChunker(readEol(faults));
  const bom = faults.find((fault) => fault.kind === 'bom');
  if (bom) {
    writer.push([{ bytes: Buffer.from('\uFEFF'.repeat(bom.count ?? 1)), isKeepAlive: false }]);
  }
  const stream: SseStream = {
    send: (frame) => writer.push(toChunks(applyFaults(frame))),
    get isIdle() {
      return writer.isIdle;
    },
    get isEndedByServer() {
      return writer.isOver;
    },
    onClose: (callback) => void response.once('close', callback),
    end: (ending) => writer.end(ending),
  };
  stream.send({ kind: 'open', fields: [] });
  scheduleEndings(stream, faults);
  return stream;
}

function scheduleEndings(stream: SseStream, faults: readonly StreamFault[]): void {
  for (const { ms, ending } of readTimeLimits(faults)) {
    const timer = setTimeout(() => stream.end(ending), ms);
    stream.onClose(() => clearTimeout(timer));
  }
}

function readPace(faults: readonly StreamFault[]): Pace {
  const split = faults.find((fault) => fault.kind === 'split');
  const drip = faults.find((fault) => fault.kind === 'drip');
  const limits = readByteLimits(faults);
  if (drip) return { sizes: [drip.bytes], pause: drip.ms, limits };
  return { sizes: split ? [split.sizes].flat() : [], pause: 0, limits };
}

function readEol(faults: readonly StreamFault[]): 'lf' | 'crlf' | 'cr' | 'mixed' {
  const chosen = faults.find((fault) => fault.kind === 'eol');
  if (chosen) return chosen.eol;
  // To be cut between CR and LF there must be both.
  const isCutInCrlf = faults.some(
    (fault) => fault.kind === 'cut-inside' && fault.inside === 'crlf',
  );
  return isCutInCrlf ? 'crlf' : 'lf';
}
