import type { Conversation } from '../../src/core/index.ts';
import type { SimRecord } from './record.ts';
import type { RecordedCall } from './letta/runRecord.ts';
import type { Session } from './session.ts';
import type { VirtualClock } from './virtualClock.ts';
import { isLocal, type View, type VisibleRow } from './oracle/view.ts';

export interface ReaderOptions {
  readonly session: Session;
  readonly clock: VirtualClock;
  readonly record: SimRecord;
  readonly trace: (line: string) => void;
}

/** The person in front of the page: looks, writes, scrolls, leaves and comes back. */
export class Reader {
  current: string;
  /** Still in front of the page. */
  isHere = true;
  /** Conversations hung up by hand: they stay so, whoever mounts them. */
  private readonly hungUp = new Set<string>();
  private releases: (() => void)[] = [];
  private readonly options: ReaderOptions;

  constructor(conversationId: string, options: ReaderOptions) {
    this.current = conversationId;
    this.options = options;
  }

  get conversation(): Conversation {
    return this.options.session.conversation(this.current);
  }

  get isConnected(): boolean {
    return this.releases.length > 0;
  }

  get hasHungUp(): boolean {
    return this.hungUp.has(this.current);
  }

  look(): View {
    return this.options.session.look(this.current);
  }

  connect(): void {
    if (!this.isHere) return;
    this.note('connect');
    this.releases.push(this.conversation.connect());
  }

  release(): void {
    this.note('release');
    for (const release of this.releases.splice(0)) release();
  }

  /** Goes away for good. */
  leave(): void {
    this.release();
    this.isHere = false;
  }

  /** Mounts, unmounts and mounts again at once, as StrictMode does. */
  connectStrictly(): void {
    this.connect();
    this.release();
    this.connect();
  }

  /** Reloads the page. Hung up or not is not remembered. */
  reload(): void {
    this.release();
    this.options.session.reload();
    this.hungUp.clear();
    this.connect();
  }

  switchTo(conversationId: string): void {
    this.release();
    this.current = conversationId;
    this.connect();
  }

  send(): void {
    if (!this.isHere) return;
    const { record, clock } = this.options;
    const text = `send ${record.sends.length} “¿qué?”`;
    const send: SimRecord['sends'][number] = {
      text,
      conversationId: this.current,
      at: clock.now(),
      storedIds: [],
    };
    record.sends.push(send);
    this.note('send');
    const settle = (answer: typeof send.answer): void => {
      if (answer) send.answer = answer;
    };
    this.conversation.sendMessage(text).then(
      ({ id }) => settle({ kind: 'resolved', id }),
      () => settle({ kind: 'rejected' }),
    );
  }

  /** Every failed row once more. Returns how many. */
  retry(): number {
    const failed = this.findLocal('failed');
    for (const { key, text } of failed) {
      this.note('retry');
      const send = this.options.record.sends.find((one) => one.text === text);
      if (send) send.retries = (send.retries ?? 0) + 1;
      this.conversation.retryMessage(key).catch(() => {});
    }
    return failed.length;
  }

  discard(): void {
    const [failed] = this.findLocal('failed');
    if (!failed) return;
    const send = this.options.record.sends.find(({ text }) => text === failed.text);
    if (send) send.isDiscarded = true;
    this.note('discard');
    try {
      this.conversation.discardMessage(failed.key);
    } catch {
      // Sent again in the same moment: what is on the screen is a frame old.
    }
  }

  /** Says yes or no to every call on the screen that waits for it. Returns the calls. */
  answer(isApproved: boolean): string[] {
    const ids = this.findWaiting();
    this.respond(ids, isApproved);
    return ids;
  }

  findWaiting(): string[] {
    const parts = this.look().rows.flatMap((row) => row.parts ?? []);
    const waiting = parts.filter(({ state }) => state === 'approval-requested');
    return waiting.flatMap(({ toolCallId }) => toolCallId ?? []);
  }

  /** Says so about these calls, whatever is on the screen. */
  respond(callIds: readonly string[], isApproved: boolean): void {
    if (!this.isHere || callIds.length === 0) return;
    this.note('answer');
    const parts = this.options.record.steps.flatMap((step) => step.parts);
    for (const approvalId of callIds) {
      const call = parts.find(
        (part) => part.type === 'dynamic-tool' && part.id === approvalId,
      ) as RecordedCall;
      const before = call.wish;
      call.wish = { isApproved, count: (before?.count ?? 0) + 1 };
      this.conversation.respondToApproval({ approvalId, isApproved }).catch((error: unknown) => {
        // It is answered already, and says so.
        if ((error as { code?: string }).code === 'invalid_argument' && before) call.wish = before;
      });
    }
  }

  stop(): void {
    this.note('stop');
    this.conversation.stop().catch(() => {});
  }

  loadOlder(): Promise<void> {
    this.note('load-older');
    return this.conversation.loadOlderMessages().catch(() => {});
  }

  reconcile(): Promise<void> {
    this.note('reconcile');
    return this.conversation.reconcile().catch(() => {});
  }

  reconnect(): void {
    if (!this.isHere) return;
    this.note('reconnect');
    this.hungUp.delete(this.current);
    this.conversation.reconnect();
  }

  hangUp(): void {
    this.note('hang-up');
    this.hungUp.add(this.current);
    this.conversation.disconnect();
  }

  private findLocal(status: VisibleRow['status']): VisibleRow[] {
    return this.look().rows.filter((row) => isLocal(row) && row.status === status);
  }

  private note(kind: string): void {
    const { record, clock, trace } = this.options;
    trace(`${clock.now()} reader: ${kind}`);
    record.causes.push({ at: clock.now(), conversationId: this.current, kind });
  }
}
