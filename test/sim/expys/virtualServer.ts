import type { NetworkRequest } from '../exchange.ts';
import { writeFrame, type FrameSource } from '../frameFaults.ts';
import { MessageLog, type NewMessage } from '../messageLog.ts';
import type { RecordedMessage } from '../record.ts';
import { problem } from '../requestFaults.ts';
import type { ServerOptions, ShapeServer } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { Reply, VirtualServer } from '../virtualNetwork.ts';
import { answerHistory } from './history.ts';
import { Sending } from './sending.ts';
import { Streaming } from './streaming.ts';
import { Tokens } from './tokens.ts';
import { garble, toFrame, unknownEvent } from './wire.ts';

const route = /\/v1\/conversations\/([^/]+)\/(stream|messages)$/;

/** The Expys wire (PROTOCOLS §4), on its own terms: shares nothing with the code under test. */
export class ExpysServer implements ShapeServer {
  private readonly logs = new Map<string, MessageLog>();
  private readonly options: ServerOptions;
  private readonly tokens: Tokens;
  private readonly streaming: Streaming;
  private readonly sending: Sending;
  private isQuiet = false;

  constructor(options: ServerOptions) {
    this.options = options;
    this.tokens = new Tokens(options);
    this.streaming = new Streaming(options);
    this.sending = new Sending(options, this);
  }

  classify(method: string, url: URL): ReturnType<VirtualServer['classify']> {
    const [, conversationId = '', resource] = route.exec(url.pathname) ?? [];
    // A token is for all conversations of the page.
    if (resource === undefined) return { endpoint: 'credential', conversationId };
    if (resource === 'stream') return { endpoint: 'stream', conversationId };
    return { endpoint: method === 'POST' ? 'send' : 'history', conversationId };
  }

  handle(request: NetworkRequest): Reply {
    const { endpoint, conversationId } = this.classify(request.method, request.url);
    if (endpoint === 'credential') return this.tokens.issue(request);
    if (!this.logs.has(conversationId)) return problem(404, 'NOT_FOUND');
    const token = this.tokens.check(request, () => this.noteRefusal(endpoint, conversationId));
    if (typeof token !== 'number') return token;
    this.race(conversationId);
    const reply = this.answer(request, endpoint, conversationId, token);
    this.race(conversationId);
    return reply;
  }

  /** A frame reached the reader whole. */
  deliver({ messageId, version }: Frame): void {
    if (messageId === undefined || version === undefined) return;
    const { record, clock } = this.options;
    if (!record.received.has(messageId)) record.fed.set(messageId, record.fed.size);
    record.received.add(messageId);
    const seen = record.deliveries.get(messageId) ?? [];
    seen.push({ version, at: clock.now() });
    record.deliveries.set(messageId, seen);
  }

  seed(conversationId: string, count: number): void {
    const { clock, random } = this.options;
    const log = this.readLog(conversationId);
    for (let left = count; left > 0; left -= 1) {
      log.create(clock.now() - left * 30_000, { isTie: random.chance(0.15) });
    }
  }

  create(conversationId: string, what: NewMessage = {}): RecordedMessage {
    const message = this.readLog(conversationId).create(this.options.clock.now(), what);
    if (what.sendText === undefined) this.publish(message);
    return message;
  }

  edit(conversationId: string): void {
    const message = this.readLog(conversationId).edit(this.options.clock.now());
    if (message && this.options.habits.hasLiveEdits) this.publish(message);
  }

  redeliver(conversationId: string): boolean {
    const message = this.readLog(conversationId).edit(this.options.clock.now());
    if (!message) return false;
    const isSeen = this.streaming.lines(conversationId).some((line) => line.isFollowed);
    this.publish(message);
    this.publish(message);
    return isSeen;
  }

  /** Sometimes a replica that lags tells of the removed message again, much later. */
  remove(conversationId: string): void {
    const { clock, random } = this.options;
    const message = this.readLog(conversationId).remove(clock.now());
    if (!message || !random.chance(0.3)) return;
    clock.after(random.int(1_000, 90_000), () => {
      if (!this.isQuiet) this.writeToAll(message);
    });
  }

  /** Writes the message, as it is now, to every open feed of its conversation. */
  publish(message: RecordedMessage): void {
    if (message.deletedAt === undefined) this.writeToAll(message);
  }

  restart(cut: (line: StreamLine) => void): number {
    return this.streaming.restart(cut);
  }

  quieten(): void {
    this.isQuiet = true;
    this.streaming.isQuiet = true;
  }

  private readLog(conversationId: string): MessageLog {
    const log = this.logs.get(conversationId) ?? new MessageLog(conversationId, this.options);
    this.logs.set(conversationId, log);
    return log;
  }

  private noteRefusal(endpoint: string, conversationId: string): void {
    const { clock, record } = this.options;
    if (endpoint !== 'stream') return;
    record.refusals.push({ at: clock.now(), conversationId, kind: 'unauthorized' });
  }

  private answer(
    request: NetworkRequest,
    endpoint: string,
    conversationId: string,
    expiresAt: number,
  ): Reply {
    const log = this.readLog(conversationId);
    if (endpoint === 'send') return this.sending.store(request, conversationId);
    if (endpoint === 'stream') {
      const known = log.all.length;
      // What came in between is no replay: the stream was accepted before it.
      return this.streaming.open(conversationId, expiresAt, (line) => {
        for (const message of log.all.slice(known)) this.write(line, message);
      });
    }
    this.drift(request.url, conversationId);
    const reply = answerHistory(request.url, log, (listed) => this.markListed(listed));
    this.overtake(conversationId, reply.listed);
    return reply;
  }

  private writeToAll(message: RecordedMessage): void {
    for (const line of this.streaming.lines(message.conversationId)) this.write(line, message);
  }

  private write(line: StreamLine, message: RecordedMessage): void {
    const { faults, habits } = this.options;
    const source = this.createSource(message.conversationId);
    writeFrame(line, toFrame(message, habits.lineEnd), faults, source);
  }

  /** A page reached the reader: now it knows the order of what it lists. */
  private markListed(listed: readonly RecordedMessage[]): void {
    const { record, clock } = this.options;
    for (const { id } of listed) record.received.add(id);
    listed.forEach((first, index) => {
      for (const second of listed.slice(index + 1)) {
        if (second.createdAt !== first.createdAt) break;
        const pair = `${first.id}/${second.id}`;
        if (!record.shownTies.has(pair)) record.shownTies.set(pair, clock.now());
      }
    });
  }

  /** Between two pages of one read, messages come and go. */
  private drift(url: URL, conversationId: string): void {
    const { clock, faults } = this.options;
    const drifting = url.searchParams.has('cursor') ? faults.take('page-drift') : undefined;
    if (!drifting) return;
    const isGrowing = drifting.chance(0.35);
    for (let count = drifting.int(1, 10); count > 0; count -= 1) {
      if (isGrowing) this.create(conversationId);
      else this.readLog(conversationId).remove(clock.now(), 25);
    }
  }

  /** While a page is on its way, one of its messages changes: the feed is the faster one. */
  private overtake(conversationId: string, listed: readonly RecordedMessage[]): void {
    const { random, habits, clock } = this.options;
    if (this.isQuiet || !habits.hasLiveEdits || !random.chance(habits.raceChance)) return;
    const message = this.readLog(conversationId).edit(clock.now(), listed);
    if (message) this.publish(message);
  }

  private race(conversationId: string): void {
    const { random, habits } = this.options;
    if (this.isQuiet || !random.chance(habits.raceChance)) return;
    const kind = random.next();
    if (kind < 0.12) this.remove(conversationId);
    else if (kind < 0.25) this.edit(conversationId);
    else this.create(conversationId, { isTie: random.chance(0.2) });
  }

  private createSource(conversationId: string): FrameSource {
    const { lineEnd } = this.options.habits;
    return {
      lineEnd,
      garble,
      unknownEvent: () => unknownEvent(lineEnd),
      // Deleted ones too: a copy that was under way somewhere does not know.
      recent: (count, { messageId }) => {
        const { all } = this.readLog(conversationId);
        const end = all.findIndex(({ id }) => id === messageId) + 1;
        return all.slice(Math.max(0, end - count), end).map((one) => toFrame(one, lineEnd));
      },
      // Messages on this wire do not say where they belong.
      foreignMessage: () => undefined,
    };
  }
}
