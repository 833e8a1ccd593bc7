import type { Fault } from '../fault.ts';
import type { StreamReply } from '../referenceBackend.ts';
import type { SseFrame } from '../sseFrame.ts';
import type { SseStream } from '../sseStream.ts';
import { findQuirk } from './lettaFault.ts';
import type { LettaRun, LogEntry } from './lettaRun.ts';
import type { LettaSystem } from './lettaSystem.ts';
import { createPing } from './lettaChunks.ts';

export interface RunReading {
  readonly run: LettaRun;
  /** `starting_after`: entries with a higher `seq_id`. */
  readonly after: number;
  readonly includePings: boolean;
  /** `poll_interval` or `batch_size` are null: the reader breaks when it first has to wait. */
  readonly cannotWait?: boolean;
  readonly faults: readonly Fault[];
}

/** The log of a run as an event stream: what is there, then what comes, until an entry says it is over. */
export function streamRun(system: LettaSystem, reading: RunReading): StreamReply {
  return {
    type: 'stream',
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
    preceding: () =>
      reading.run
        .readAfter(0)
        .filter(({ seq }) => seq <= reading.after)
        .map((entry) => toFrame(entry, reading)),
    fieldNames: { text: 'content', conversation: 'conversation_id' },
    run: (stream) => follow(system, stream, reading),
  };
}

function follow(system: LettaSystem, stream: SseStream, reading: RunReading): void {
  const { run, faults } = reading;
  let cursor = chooseStart(reading);
  let lastSeq = reading.after;
  let isEnded = isHanging(reading);
  const pings = startPings(system, stream, reading, () => lastSeq);
  const read = (): void => {
    for (const entry of isEnded ? [] : run.readAfter(cursor)) {
      cursor = entry.seq;
      pings.restart();
      if (entry.kind === 'chunk' || entry.kind === 'ping') lastSeq = entry.seq;
      stream.send(toFrame(entry, reading));
      const stopped = entry.kind === 'stop';
      if (stopped && findQuirk(faults, 'stop-then-open')) isEnded = true;
      else if (stopped && findQuirk(faults, 'drop-after-stop')) end('reset');
      else if (run.isBackground && entry.isComplete) end('close');
      if (isEnded) return;
    }
    // A foreground reader is fed until the run is over, whatever was said.
    if (!isEnded && !run.isBackground && run.isOver) end('close');
  };
  const end = (how: 'close' | 'reset'): void => {
    isEnded = true;
    pings.stop();
    stream.send({ kind: 'extra', fields: [], ending: { how } });
  };
  const unfollow = run.follow(read);
  stream.onClose(() => {
    unfollow();
    pings.stop();
  });
  read();
  if (!isEnded && reading.cannotWait) end('reset');
}

/**
 * A reader of a finished run whose cursor is at or past the last number that shows waits for ever
 * (PROTOCOLS §6.7).
 */
function isHanging({ run, after, faults }: RunReading): boolean {
  if (findQuirk(faults, 'ping-only')) return true;
  if (!run.isOver || !run.isBackground || after === 0) return false;
  return !run.readAfter(after).some(({ kind }) => kind === 'chunk' || kind === 'error');
}

function chooseStart({ run, after, faults }: RunReading): number {
  const trim = findQuirk(faults, 'trim-log');
  if (trim) run.trim(trim.count ?? 1);
  const duplicate = findQuirk(faults, 'duplicate-seq');
  return duplicate ? Math.max(0, after - (duplicate.count ?? 1)) : after;
}

/** Keep-alives after a while without data. They repeat the last number and are in no log (PROTOCOLS §6.7). */
function startPings(
  system: LettaSystem,
  stream: SseStream,
  { run, includePings }: RunReading,
  getLastSeq: () => number,
): { restart(): void; stop(): void } {
  const { pingInterval, pingOnlyLimit } = system.rules;
  let timer: NodeJS.Timeout | undefined;
  let silentFor = 0;
  const stop = (): void => clearInterval(timer);
  const restart = (): void => {
    stop();
    silentFor = 0;
    timer = setInterval(ping, pingInterval);
  };
  const ping = (): void => {
    silentFor += pingInterval;
    if (silentFor >= pingOnlyLimit)
      stream.send({ kind: 'extra', fields: [], ending: { how: 'close' } });
    if (!includePings || !stream.isIdle) return;
    const data = { ...createPing(system, run), seq_id: run.isBackground ? getLastSeq() : null };
    stream.send({ kind: 'keep-alive', fields: [['data', JSON.stringify(data)]] });
  };
  restart();
  return { restart, stop };
}

function toFrame(entry: LogEntry, reading: RunReading): SseFrame {
  const { event, data, kind } = entry;
  const text = typeof data === 'string' ? data : JSON.stringify(withSeq(entry, data, reading));
  return {
    kind: 'message',
    fields: [...(event === undefined ? [] : [['event', event] as const]), ['data', text]],
    ...(kind === 'done' ? { isDone: true } : {}),
  };
}

/** `stop_reason` and `usage_statistics` have no number to show, foreground runs none at all. */
function withSeq(
  { seq, kind }: LogEntry,
  data: Readonly<Record<string, unknown>>,
  { run, faults }: RunReading,
): Readonly<Record<string, unknown>> {
  if (!run.isBackground || (kind !== 'chunk' && kind !== 'ping')) return data;
  const isHidden = (quirk: 'seq-null' | 'seq-zero'): boolean => {
    const fault = findQuirk(faults, quirk);
    return fault !== undefined && seq >= (fault.at ?? 1);
  };
  if (isHidden('seq-null')) return data;
  if (isHidden('seq-zero')) return { ...data, seq_id: 0 };
  const restart = findQuirk(faults, 'seq-restart')?.at ?? Infinity;
  return { ...data, seq_id: seq > restart ? seq - restart : seq };
}
