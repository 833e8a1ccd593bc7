import { writeFrame, type FrameSource } from '../frameFaults.ts';
import { MessageLog, type NewMessage } from '../messageLog.ts';
import type { RecordedMessage } from '../record.ts';
import { problem } from '../requestFaults.ts';
import type { ServerOptions, ShapeServer } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { NetworkRequest } from '../exchange.ts';
import type { Reply, VirtualServer } from '../virtualNetwork.ts';
import { answerHistory, answerMessage } from './history.ts';
import { Sending } from './sending.ts';
import { Streaming } from './streaming.ts';
import { garble, toFrame, unknownEvent } from './wire.ts';

/** A page asked for so soon after another belongs to the same read, ms. */
const followingPage = 2_500;
const route = /\/conversations\/([^/]+)\/(stream-ticket|stream|messages)(?:\/([^/]+))?$/;

/** The BimpeAI wire (PROTOCOLS §3), on its own terms: shares nothing with the code under test. */
export class BimpeServer implements ShapeServer {
  private readonly logs = new Map<string, MessageLog>();
  private readonly options: ServerOptions;
  private readonly streaming: Streaming;
  private readonly sending: Sending;
  private readonly listedAt = new Map<string, number>();
  private isQuiet = false;

  constructor(options: ServerOptions) {
    this.options = options;
    this.streaming = new Streaming(options, this);
    this.sending = new Sending(options, this);
  }

  classify(method: string, url: URL): ReturnType<VirtualServer['classify']> {
    const [, conversationId = '', resource = '', messageId] = route.exec(url.pathname) ?? [];
    if (resource === 'stream-ticket') return { endpoint: 'credential', conversationId };
    if (resource === 'stream') {
      const after = url.searchParams.get('after') ?? undefined;
      if (after === undefined) return { endpoint: 'stream', conversationId };
      return { endpoint: 'stream', conversationId, after, isCursorHonest: this.mayName(after) };
    }
    if (messageId !== undefined) return { endpoint: 'message', conversationId };
    return { endpoint: method === 'POST' ? 'send' : 'history', conversationId };
  }

  handle(request: NetworkRequest): Reply {
    const { endpoint, conversationId } = this.classify(request.method, request.url);
    if (!this.logs.has(conversationId)) return problem(404, 'not_found');
    this.race(conversationId);
    const reply = this.answer(request, endpoint, conversationId);
    this.race(conversationId);
    return reply;
  }

  /** A frame reached the reader whole. */
  deliver({ messageId, version }: Frame): void {
    if (messageId === undefined || version === undefined) return;
    const { record, clock } = this.options;
    if (!record.received.has(messageId)) record.fed.set(messageId, record.fed.size);
    this.markReceived([messageId]);
    const seen = record.deliveries.get(messageId) ?? [];
    seen.push({ version, at: clock.now() });
    record.deliveries.set(messageId, seen);
  }

  readLog(conversationId: string): MessageLog {
    const log = this.logs.get(conversationId);
    if (log) return log;
    const created = new MessageLog(conversationId, this.options);
    this.logs.set(conversationId, created);
    return created;
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

  /** An edit told of twice under the same id. Returns whether a reader was there to see it. */
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

  private writeToAll(message: RecordedMessage): void {
    for (const line of this.streaming.lines(message.conversationId)) this.write(line, message);
  }

  write(line: StreamLine, message: RecordedMessage): void {
    const { faults, habits } = this.options;
    const source = this.createSource(message.conversationId);
    writeFrame(line, toFrame(message, habits.lineEnd), faults, source);
  }

  /** All tickets are gone and every feed is cut. */
  restart(cut: (line: StreamLine) => void): number {
    return this.streaming.restart(cut);
  }

  quieten(): void {
    this.isQuiet = true;
  }

  markReceived(ids: readonly string[]): void {
    for (const id of ids) this.options.record.received.add(id);
  }

  /** A page reached the reader: now it knows the order of what it lists. */
  private markListed(listed: readonly RecordedMessage[]): void {
    this.markReceived(listed.map(({ id }) => id));
    const { record, clock, trace } = this.options;
    const names = listed.map(({ id }) => id.slice(id.lastIndexOf('x')));
    trace(`${clock.now()} page: ${names.join(' ')}`);
    listed.forEach((first, index) => {
      for (const second of listed.slice(index + 1)) {
        if (second.createdAt !== first.createdAt) break;
        const pair = `${first.id}/${second.id}`;
        if (!record.shownTies.has(pair)) record.shownTies.set(pair, clock.now());
      }
    });
  }

  private answer(request: NetworkRequest, endpoint: string, conversationId: string): Reply {
    const log = this.readLog(conversationId);
    if (endpoint === 'credential') return this.streaming.issueTicket(conversationId);
    if (endpoint === 'stream') return this.streaming.open(request, conversationId);
    if (endpoint === 'send') return this.sending.store(request, conversationId);
    if (endpoint === 'message') return answerMessage(request.url, log);
    this.drift(conversationId);
    const reply = answerHistory(request.url, log, (listed) => this.markListed(listed));
    this.overtake(conversationId, reply.listed);
    return reply;
  }

  /** Pages are counted from the newest message: between two of them the ground moves. */
  private drift(conversationId: string): void {
    const { clock, faults, random } = this.options;
    const isFollowing = clock.now() - (this.listedAt.get(conversationId) ?? 0) < followingPage;
    this.listedAt.set(conversationId, clock.now());
    const drifting = isFollowing && random.chance(0.6) ? faults.take('page-drift') : undefined;
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

  /** A cursor may name what the reader has in full, or a time. */
  private mayName(after: string): boolean {
    const isKnown = this.options.record.received.has(after);
    return isKnown || !Number.isNaN(Date.parse(after));
  }

  private createSource(conversationId: string): FrameSource {
    const { lineEnd } = this.options.habits;
    const frames = (messages: readonly RecordedMessage[]): Frame[] =>
      messages.map((message) => toFrame(message, lineEnd));
    return {
      lineEnd,
      garble,
      unknownEvent: (random) => unknownEvent(random.int(1, 9_999), lineEnd),
      // Deleted ones too: a copy that was under way somewhere does not know.
      recent: (count, { messageId }) => {
        const { all } = this.readLog(conversationId);
        const end = all.findIndex(({ id }) => id === messageId) + 1;
        return frames(all.slice(Math.max(0, end - count), end));
      },
      foreignMessage: () => {
        const other = [...this.logs.values()].find((log) => log.conversationId !== conversationId);
        const message = other?.list().at(-1);
        return message ? { text: toFrame(message, lineEnd).text } : undefined;
      },
    };
  }
}
