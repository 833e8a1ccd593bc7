import {
  createRecord,
  type RecordedMessage,
  type RecordedStream,
  type SimRecord,
} from '../record.ts';
import { Oracle } from './oracle.ts';
import type { View, VisibleRow } from './view.ts';

export const here = 'cv_a';
export const elsewhere = 'cv_b';

/** A hand-made run: what the server did and what the reader was shown, for the oracle to judge. */
export class Story {
  readonly record: SimRecord = createRecord();
  readonly oracle = new Oracle(this.record, here);
  now = 1_000;

  /** The rules found broken so far, in order, each once. */
  get broken(): string[] {
    return [...new Set(this.oracle.violations.map(({ rule }) => rule))];
  }

  pass(duration: number): void {
    this.now += duration;
  }

  create(id: string, facts: Partial<RecordedMessage> = {}): RecordedMessage {
    const message = {
      id,
      conversationId: here,
      createdAt: this.now,
      at: this.now,
      versions: [{ text: `${id} v0`, at: this.now }],
      ...facts,
    };
    this.record.messages.push(message);
    this.pass(10);
    return message;
  }

  /** A healthy feed, open from now on. */
  open(facts: Partial<RecordedStream> = {}): RecordedStream {
    const stream = {
      conversationId: here,
      openedAt: this.now,
      headersAt: this.now,
      lastByteAt: this.now,
      frames: new Map<string, number>(),
      copies: new Map<string, number>(),
      ...facts,
    };
    this.record.streams.push(stream);
    this.pass(10);
    return stream;
  }

  send(text: string, ...storedIds: string[]): SimRecord['sends'][number] {
    const send: SimRecord['sends'][number] = {
      text,
      conversationId: here,
      at: this.now,
      storedIds,
      answer: { kind: 'rejected' },
    };
    this.record.sends.push(send);
    return send;
  }

  request(facts: Partial<SimRecord['requests'][number]> = {}): void {
    this.record.requests.push({
      endpoint: 'stream',
      conversationId: here,
      at: this.now,
      ...facts,
    });
  }

  show(rows: readonly VisibleRow[], facts: Partial<View> = {}): void {
    this.oracle.observe(this.now, view(rows, facts));
    this.pass(10);
  }

  /** The rows of these messages as they are now. */
  rows(...ids: string[]): VisibleRow[] {
    return ids.map((id) => this.row(id));
  }

  row(id: string, facts: Partial<VisibleRow> = {}): VisibleRow {
    const message = this.record.messages.find((one) => one.id === id);
    const { createdAt = 0, versions = [] } = message ?? {};
    return row(id, { createdAt, text: versions.at(-1)?.text ?? '', ...facts });
  }
}

export function view(rows: readonly VisibleRow[], facts: Partial<View> = {}): View {
  return {
    rows,
    continuity: 'reconciling',
    connection: 'open',
    hasOlder: false,
    gaps: [],
    ...facts,
  };
}

export function row(id: string, facts: Partial<VisibleRow> = {}): VisibleRow {
  return {
    id,
    key: id,
    text: `${id} v0`,
    status: 'complete',
    createdAt: 0,
    conversationId: here,
    ...facts,
  };
}

export function local(text: string, facts: Partial<VisibleRow> = {}): VisibleRow {
  return row(`local:${text}`, { text, status: 'sending', ...facts });
}
