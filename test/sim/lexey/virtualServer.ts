import { MessageLog, type NewMessage } from '../messageLog.ts';
import type { RecordedMessage } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { ServerOptions, ShapeServer } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { NetworkRequest } from '../exchange.ts';
import type { Reply, VirtualServer } from '../virtualNetwork.ts';
import { Replying } from './replying.ts';
import { toHistory } from './wire.ts';

const route = /\/conversations\/([^/]+)\/messages$/;

/** The Lexey wire (PROTOCOLS §5), on its own terms: shares nothing with the code under test. */
export class LexeyServer implements ShapeServer {
  private readonly logs = new Map<string, MessageLog>();
  private readonly options: ServerOptions;
  private readonly replying: Replying;

  constructor(options: ServerOptions) {
    this.options = options;
    this.replying = new Replying(options, this);
  }

  classify(method: string, url: URL): ReturnType<VirtualServer['classify']> {
    const [, conversationId = ''] = route.exec(url.pathname) ?? [];
    return { endpoint: method === 'POST' ? 'send' : 'history', conversationId };
  }

  handle(request: NetworkRequest): Reply {
    const { endpoint, conversationId } = this.classify(request.method, request.url);
    if (!this.logs.has(conversationId)) return problem(404, 'not_found');
    if (endpoint === 'send') return this.replying.take(request, conversationId);
    const listed = this.readLog(conversationId).list();
    const asked = this.options.record.requests.findLast((one) => one.endpoint === 'history');
    const since = asked?.at ?? 0;
    const onDelivered = (): void => {
      if (!this.wasBusy(conversationId, since)) this.markListed(listed);
    };
    return { ...json(200, toHistory(listed)), onDelivered };
  }

  deliver(frame: Frame): void {
    this.replying.noteArrival(frame);
  }

  /** Was anything sent or told in this conversation at any time since then? */
  private wasBusy(conversationId: string, since: number): boolean {
    const { record } = this.options;
    const isOwn = (one: { readonly conversationId: string }): boolean =>
      one.conversationId === conversationId;
    const isTold = record.streams.some(
      (stream) => isOwn(stream) && (stream.endsAt ?? Infinity) >= since,
    );
    // Given up or lost, a send may still be on its way.
    const isSent = record.requests.some(
      (one) => one.endpoint === 'send' && isOwn(one) && one.at >= since - 40_000,
    );
    // Asked before a sleep, it is given up at the wake-up.
    const hasSlept = record.sleeps.some(({ to }) => to >= since - 40_000);
    return isTold || isSent || hasSlept;
  }

  private markListed(messages: readonly RecordedMessage[]): void {
    const { record, clock } = this.options;
    for (const { id } of messages) if (!record.listed.has(id)) record.listed.set(id, clock.now());
  }

  readLog(conversationId: string): MessageLog {
    const log = this.logs.get(conversationId);
    if (log) return log;
    const created = new MessageLog(conversationId, this.options);
    this.logs.set(conversationId, created);
    return created;
  }

  seed(conversationId: string, count: number): void {
    const { clock } = this.options;
    const log = this.readLog(conversationId);
    for (let left = count; left > 0; left -= 1) log.create(clock.now() - left * 30_000);
  }

  /** A person writes: nobody is told. */
  create(conversationId: string, what: NewMessage = {}): RecordedMessage {
    return this.readLog(conversationId).create(this.options.clock.now(), what);
  }

  /** This history only grows, and its texts stay. */
  edit(): void {}
  remove(): void {}
  redeliver(): boolean {
    return false;
  }

  /** Nothing goes wrong any more. */
  isQuiet = false;

  quieten(): void {
    this.isQuiet = true;
    this.replying.quieten();
  }

  restart(cut: (line: StreamLine) => void): number {
    return this.replying.restart(cut);
  }

  escalate(conversationId: string): void {
    this.replying.escalate(conversationId);
  }
}
