import { writeFrame, type FrameSource } from '../frameFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { RunEngine } from './runEngine.ts';
import type { LogEntry } from './runLog.ts';
import { toEvent } from './wire.ts';

/** Keep-alives after so long without data, ms (PROTOCOLS §6.7). */
const pingInterval = 20_000;

export interface ReaderOptions {
  readonly server: ServerOptions;
  readonly run: RunEngine;
  /** Names the run in a frame, for the news that it arrived. */
  readonly number: number;
  /** `starting_after`. */
  readonly after: number;
  readonly line: StreamLine;
  /** Only keep-alives, for ever. */
  readonly isHanging: boolean;
}

/** One connection that reads the log of a run: what is there, then what comes, until an entry ends it. */
export class RunReader {
  private cursor: number;
  private lastSeq: number;
  private pingedAt: number;
  private isDone = false;
  private isMuted: boolean;
  private readonly options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.cursor = options.after;
    this.lastSeq = options.after;
    this.isMuted = options.isHanging;
    this.pingedAt = options.server.clock.now();
    this.ping();
  }

  read(): void {
    const { run, line, server } = this.options;
    const { entries } = run.log;
    if (!line.isServed) return;
    if (!this.isMuted && !run.isOver && run.isBackground && server.faults.take('ping-only'))
      this.isMuted = true;
    if (this.isMuted || this.isDone) return;
    for (const entry of entries) {
      if (entry.seq <= this.cursor) continue;
      this.cursor = entry.seq;
      this.write(entry);
      if (entry.isComplete && run.isBackground) return this.finish();
    }
    // A foreground reader is fed until the run is over, whatever was said.
    if (run.isOver && !run.isBackground) this.finish();
  }

  private write(entry: LogEntry): void {
    const { line, run, server } = this.options;
    const { faults, habits } = server;
    this.pingedAt = server.clock.now();
    if (entry.kind !== 'end') this.lastSeq = entry.seq;
    const frame = this.toFrame(entry);
    const source: FrameSource = {
      lineEnd: habits.lineEnd,
      garble: (whole) => {
        const at = whole.text.lastIndexOf('}');
        if (at < 0) return whole;
        entry.onLost?.();
        return { text: whole.text.slice(0, at - 4) + whole.text.slice(at + 1) };
      },
      // A keep-alive out of turn.
      unknownEvent: () => this.createPing(),
      foreignMessage: () => undefined,
      // Without numbers nobody can tell a repeat from the same words said twice.
      recent: (count) =>
        run.isBackground && entry.kind !== 'end'
          ? run.log.entries
              .filter(({ seq }) => seq > entry.seq - count && seq <= entry.seq)
              .map((one) => this.toFrame(one))
          : [],
    };
    writeFrame(line, frame, faults, source);
    if (entry.kind === 'chunk' && faults.take('ping-repeat')) this.sendPing();
  }

  private toFrame({ seq, data, name }: LogEntry): Frame {
    return {
      text: toEvent(data, this.options.server.habits.lineEnd, name),
      messageId: String(this.options.number),
      version: seq,
    };
  }

  private finish(): void {
    const { line, server, run } = this.options;
    const { faults } = server;
    this.isDone = true;
    const again = run.log.entries.find(({ kind }) => kind === 'chunk');
    if (again && faults.take('data-after-done')) line.write(this.toFrame(again));
    if (!faults.take('done-open')) line.end();
  }

  private ping(): void {
    const { server, line } = this.options;
    const { clock } = server;
    const due = this.pingedAt + pingInterval;
    clock.at(due, () => {
      if (!line.isServed || line.isOver) return;
      if (clock.now() >= this.pingedAt + pingInterval) this.sendPing();
      this.ping();
    });
  }

  /** It repeats the last number, and is in no log. */
  private sendPing(): void {
    this.options.line.write(this.createPing());
  }

  private createPing(): Frame {
    const { run, server } = this.options;
    this.pingedAt = server.clock.now();
    const ping = {
      id: `ping-${run.record.id}`,
      date: new Date(this.pingedAt).toISOString(),
      message_type: 'ping',
      seq_id: run.isBackground ? this.lastSeq : null,
      run_id: run.isBackground ? run.record.id : null,
    };
    return { text: toEvent(JSON.stringify(ping), server.habits.lineEnd) };
  }
}
