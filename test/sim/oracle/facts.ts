import type { RecordedMessage, RecordedSend, SimRecord } from '../record.ts';

/** From the last byte to the published state: one frame, and a little. */
const publishSlack = 40;

export interface Fact {
  readonly message: RecordedMessage;
  /** In the server's order, deleted ones counted. */
  readonly position: number;
}

/** The record of one conversation, indexed. Grows with the record. */
export class Facts {
  readonly all: Fact[] = [];
  readonly record: SimRecord;
  readonly conversationId: string;
  private readonly byId = new Map<string, Fact>();
  private readonly foreignIds = new Set<string>();
  private readonly byText = new Map<string, RecordedSend>();
  private readMessages = 0;
  private readSends = 0;

  constructor(record: SimRecord, conversationId: string) {
    this.record = record;
    this.conversationId = conversationId;
  }

  /** Takes in what was recorded since the last time. */
  update(): void {
    const { messages, sends } = this.record;
    for (; this.readMessages < messages.length; this.readMessages += 1) {
      const message = messages[this.readMessages];
      if (message) this.add(message);
    }
    for (; this.readSends < sends.length; this.readSends += 1) {
      const send = sends[this.readSends];
      if (send?.conversationId === this.conversationId) this.byText.set(send.text, send);
    }
  }

  find(id: string): Fact | undefined {
    return this.byId.get(id);
  }

  isForeign(id: string): boolean {
    return this.foreignIds.has(id);
  }

  findSend(text: string): RecordedSend | undefined {
    return this.byText.get(text);
  }

  /** The end of the sleep that `time` falls into, and of those right behind it; else `time`. */
  awakeAt(time: number): number {
    const sleep = this.record.sleeps.find(({ from, to }) => time >= from && time < to);
    return sleep ? this.awakeAt(sleep.to) : time;
  }

  /** When what reached the page at `time` must be on the screen: a frame later, asleep at the wake-up. */
  shownBy(time: number): number {
    const due = this.awakeAt(time) + publishSlack;
    const woken = this.awakeAt(due);
    return woken === due ? due : woken + publishSlack;
  }

  private add(message: RecordedMessage): void {
    if (message.conversationId !== this.conversationId) {
      this.foreignIds.add(message.id);
      return;
    }
    const fact = { message, position: this.all.length };
    this.all.push(fact);
    this.byId.set(message.id, fact);
  }
}
