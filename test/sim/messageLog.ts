import type { Random } from './random.ts';
import { hashText } from './random.ts';
import type { RecordedMessage, SimRecord } from './record.ts';

export interface NewMessage {
  /** Exact words of a reply that was told before it is stored. */
  readonly text?: string;
  /** Exact words, for what a person sent. Otherwise the log makes some up. */
  readonly sendText?: string;
  /** In the same millisecond as the message before it. */
  readonly isTie?: boolean;
}

interface LogOptions {
  readonly record: SimRecord;
  readonly random: Random;
  readonly trace: (line: string) => void;
}

/** Edits and removals of one message are this far apart. */
const settledAfter = 5_000;
/** Things happen to the newest messages. */
const usualReach = 40;
const words = [
  'ok',
  'naïve',
  '今日は',
  'delivery 🚚',
  'line\nbreak',
  '"quoted"',
  'e\u0301',
  'data: x',
];

/** What a server holds of one conversation, in its own order, with every version and deletion recorded. */
export class MessageLog {
  /** Of this conversation, oldest first, deleted ones included. */
  readonly all: RecordedMessage[] = [];
  private readonly byId = new Map<string, RecordedMessage>();

  readonly conversationId: string;
  private readonly record: SimRecord;
  private readonly random: Random;
  private readonly trace: (line: string) => void;

  constructor(conversationId: string, { record, random, trace }: LogOptions) {
    this.conversationId = conversationId;
    this.record = record;
    this.random = random.fork(`log/${conversationId}`);
    this.trace = trace;
  }

  create(now: number, { text, sendText, isTie = false }: NewMessage = {}): RecordedMessage {
    const number = this.all.length;
    // Not in the order of creation: nobody may sort by id.
    const id = `cm${hashText(`${this.conversationId}${number}`).toString(36)}x${number}`;
    const before = this.all.at(-1);
    const last = before?.createdAt ?? 0;
    // The answer to a send may overtake the feed: its order must be plain from its time.
    const sharesTime = isTie && sendText === undefined && before?.sendText === undefined;
    const message: RecordedMessage = {
      id,
      conversationId: this.conversationId,
      createdAt: Math.max(Math.floor(now), sharesTime ? last : last + 1),
      at: now,
      versions: [{ text: sendText ?? text ?? this.write(id, 0), at: now }],
      ...(sendText === undefined ? {} : { sendText }),
    };
    this.all.push(message);
    this.byId.set(id, message);
    this.record.messages.push(message);
    this.trace(`${now} server creates ${id} at ${message.createdAt}`);
    return message;
  }

  /** A new text for one of `among` that is settled. A person's own words stay. */
  edit(
    now: number,
    among: readonly RecordedMessage[] = this.recent(),
  ): RecordedMessage | undefined {
    const message = this.pick(
      among,
      (one) =>
        one.sendText === undefined &&
        now - (one.versions.at(-1)?.at ?? now) >= settledAfter &&
        !this.isUnderWay(now, one),
    );
    if (!message) return undefined;
    message.versions.push({ text: this.write(message.id, message.versions.length), at: now });
    this.trace(`${now} server edits ${message.id}`);
    return message;
  }

  remove(now: number, reach = usualReach): RecordedMessage | undefined {
    const message = this.pick(this.recent(reach), (one) => now - one.at >= settledAfter);
    if (!message) return undefined;
    message.deletedAt = now;
    this.trace(`${now} server removes ${message.id}`);
    return message;
  }

  find(id: string): RecordedMessage | undefined {
    return this.byId.get(id);
  }

  /** What the server has now, oldest first. */
  list(): RecordedMessage[] {
    return this.all.filter((message) => message.deletedAt === undefined);
  }

  /** A wire without versions cannot say which of two texts in flight is the older one. */
  private isUnderWay(now: number, { id }: RecordedMessage): boolean {
    return this.record.streams.some(({ copies }) => (copies.get(id) ?? 0) >= now);
  }

  private recent(count = usualReach): RecordedMessage[] {
    return this.list().slice(-count);
  }

  private pick(
    among: readonly RecordedMessage[],
    isFit: (message: RecordedMessage) => boolean,
  ): RecordedMessage | undefined {
    const fit = among.filter(isFit);
    return fit.length > 0 ? this.random.pick(fit) : undefined;
  }

  private write(id: string, version: number): string {
    return `${id} v${version} ${this.random.pick(words)}`;
  }
}
