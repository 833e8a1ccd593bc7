import type { MessageLog } from '../messageLog.ts';
import type { RecordedMessage } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { StreamLine } from '../streamLine.ts';
import type { ServerOptions } from '../shape.ts';
import type { NetworkRequest } from '../exchange.ts';
import type { Reply } from '../virtualNetwork.ts';
import type { BimpeServer } from './virtualServer.ts';
import { heartbeat } from './wire.ts';

interface Ticket {
  readonly conversationId: string;
  readonly expiresAt: number;
  isUsed: boolean;
}

const ticketLife = 60_000;
const heartbeatEvery = 20_000;

/** Tickets and feeds: what opens a stream, what it replays, and its heartbeat. */
export class Streaming {
  private readonly tickets = new Map<string, Ticket>();
  private readonly feeds = new Set<{ conversationId: string; line: StreamLine }>();
  private readonly options: ServerOptions;
  private readonly server: BimpeServer;

  constructor(options: ServerOptions, server: BimpeServer) {
    this.options = options;
    this.server = server;
  }

  issueTicket(conversationId: string): Reply {
    const { clock, faults, random } = this.options;
    const ticket = `tk_${random.int(0, 2 ** 31)}_${this.tickets.size}`;
    const isStale = faults.take('ticket-expired') !== undefined;
    const expiresAt = isStale ? clock.now() : clock.now() + ticketLife;
    this.tickets.set(ticket, { conversationId, expiresAt, isUsed: false });
    return json(201, JSON.stringify({ message: 'Success', data: { ticket, expires_in: 60 } }));
  }

  open(request: NetworkRequest, conversationId: string): Reply {
    const { url, headers } = request;
    if (!this.redeem(url.searchParams.get('ticket') ?? '', conversationId)) {
      return this.refuseTicket(conversationId);
    }
    const after = headers.get('last-event-id') ?? url.searchParams.get('after') ?? undefined;
    const log = this.server.readLog(conversationId);
    const replay = after === undefined ? [] : this.findReplay(log, after);
    if (!Array.isArray(replay)) return replay;
    const known = log.all.length;
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
      // What came in between is no replay: the stream was accepted before it.
      serve: (line) => this.serve(line, conversationId, [...replay, ...log.all.slice(known)]),
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
    this.tickets.clear();
    return cutCount;
  }

  private redeem(value: string, conversationId: string): boolean {
    const { clock, record } = this.options;
    const ticket = this.tickets.get(value);
    if (!ticket) return false;
    if (ticket.isUsed) {
      record.complaints.push({ at: clock.now(), rule: 'ticket-reuse', detail: value });
    }
    const isGood = !ticket.isUsed && ticket.expiresAt > clock.now();
    ticket.isUsed = true;
    return isGood && ticket.conversationId === conversationId;
  }

  private refuseTicket(conversationId: string): Reply {
    const { clock, record } = this.options;
    return {
      ...problem(401, 'unauthorized'),
      onDelivered: () =>
        void record.refusals.push({ at: clock.now(), conversationId, kind: 'unauthorized' }),
    };
  }

  /** What was created after the cursor, or why there is no telling (PROTOCOLS §3.6). */
  private findReplay(log: MessageLog, after: string): RecordedMessage[] | Reply {
    const { faults, habits } = this.options;
    const time = Date.parse(after);
    const known = log.find(after);
    if (!known && !Number.isNaN(time)) return log.list().filter((one) => one.createdAt > time);
    const isForgotten = faults.take('unknown-cursor') !== undefined;
    if (isForgotten || !known || known.deletedAt !== undefined) {
      return habits.unknownCursor === 'refused' ? problem(400, 'validation_error') : [];
    }
    const missed = log.all.slice(log.all.indexOf(known) + 1).filter((one) => !one.deletedAt);
    const expiry = faults.take('expired-cursor');
    if (!expiry) return missed;
    return expiry.chance(0.3)
      ? problem(410, 'gone')
      : missed.slice(missed.length - expiry.int(0, 2));
  }

  private serve(line: StreamLine, conversationId: string, replay: RecordedMessage[]): void {
    this.feeds.add({ conversationId, line });
    // Accepted and closed at once, again and again, as an overloaded gateway does.
    if (this.options.faults.take('flap')) return line.end();
    for (const message of replay) this.server.write(line, message);
    this.beat(line, this.options.random.int(1, heartbeatEvery));
  }

  private beat(line: StreamLine, delay: number): void {
    const { clock, habits } = this.options;
    clock.after(delay, () => {
      if (!line.isServed) return;
      line.write(heartbeat(clock.now(), habits.lineEnd));
      this.beat(line, heartbeatEvery);
    });
  }
}
