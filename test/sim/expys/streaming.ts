import type { ServerOptions } from '../shape.ts';
import type { StreamLine } from '../streamLine.ts';
import type { Reply } from '../virtualNetwork.ts';
import { heartbeat } from './wire.ts';

const heartbeatEvery = 15_000;

/** Feeds: what is said from now on, comments for heartbeats, an end when the token expires (PROTOCOLS §4.3). */
export class Streaming {
  /** Tokens go on expiring, streams stay. */
  isQuiet = false;
  private readonly feeds = new Set<{ conversationId: string; line: StreamLine }>();
  private readonly options: ServerOptions;

  constructor(options: ServerOptions) {
    this.options = options;
  }

  open(conversationId: string, expiresAt: number, onOpened: (line: StreamLine) => void): Reply {
    const { faults, habits } = this.options;
    const isPlain = habits.unknownCursor === 'ignored';
    return {
      status: 200,
      // The vendor's description says one thing, the server does another.
      headers: { 'content-type': isPlain ? 'text/plain' : 'text/event-stream; charset=utf-8' },
      serve: (line) => {
        this.feeds.add({ conversationId, line });
        line.write(heartbeat(habits.lineEnd));
        // Accepted and closed at once, again and again, as an overloaded gateway does.
        if (faults.take('flap')) return line.end();
        onOpened(line);
        this.beat(line, expiresAt);
      },
    };
  }

  /** Lines the server still writes to. */
  lines(conversationId: string): StreamLine[] {
    const lines: StreamLine[] = [];
    for (const one of this.feeds) {
      if (!one.line.isServed) this.feeds.delete(one);
      else if (one.conversationId === conversationId) lines.push(one.line);
    }
    return lines;
  }

  restart(cut: (line: StreamLine) => void): number {
    const cutCount = [...this.feeds].filter(({ line }) => line.isFollowed).length;
    for (const { line } of this.feeds) if (line.isServed) cut(line);
    this.feeds.clear();
    return cutCount;
  }

  /** The one at which the token expires comes early. */
  private nextBeat(expiresAt: number): number {
    const left = expiresAt - this.options.clock.now();
    return left > 0 ? Math.min(heartbeatEvery, left) : heartbeatEvery;
  }

  private beat(line: StreamLine, expiresAt: number): void {
    const { clock, habits } = this.options;
    clock.after(this.nextBeat(expiresAt), () => {
      if (!line.isServed) return;
      if (clock.now() >= expiresAt && !this.isQuiet) return line.end();
      line.write(heartbeat(habits.lineEnd));
      this.beat(line, expiresAt);
    });
  }
}
