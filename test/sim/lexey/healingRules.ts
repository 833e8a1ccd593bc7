import type { Facts } from '../oracle/facts.ts';
import type { Report, VisibleRow } from '../oracle/view.ts';

/** The last look for the rest of a reply, and how often people are listened to (PROTOCOLS §5.3, §5.5), ms. */
const lastLook = 8_000;
const pollInterval = 10_000;
/** There and back, and a frame. */
const readTime = 2_500;
const leaving = new Set(['release', 'hang-up', 'connect', 'stop']);

/** What history alone knows is found in time, unless something stands in the way. */
export class HealingRules {
  private readonly facts: Facts;
  private readonly report: Report;
  private reloadedAt = 0;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  /** A reload: what was told before is forgotten. */
  forget(now: number): void {
    this.reloadedAt = now;
  }

  check(now: number, rows: readonly VisibleRow[]): void {
    const texts = new Set(rows.map(({ text }) => text));
    this.checkReplies(now, rows, texts);
    this.checkPeople(now, texts);
  }

  /** What was cut is whole. */
  private checkReplies(now: number, rows: readonly VisibleRow[], texts: ReadonlySet<string>): void {
    for (const { text, told, storedId, sendText, stream } of this.facts.record.turns) {
      const { endsAt = now, endedBy } = stream;
      const storedAt = this.facts.find(storedId ?? '')?.message.at ?? Infinity;
      const isDue = now > endsAt + lastLook + readTime && storedAt < endsAt + lastLook - readTime;
      const isForgotten = endsAt <= this.reloadedAt || endedBy !== 'server';
      if (!isDue || isForgotten || texts.has(text) || !texts.has(sendText)) continue;
      if (told.trim() === '' && this.isMistakable(sendText, storedId)) continue;
      const isStopped = rows.some((row) => row.status === 'stopped' && told.startsWith(row.text));
      if (!isStopped && this.isCalm(endsAt, now))
        this.report('not-healed', `"${told}" is stored as "${text}"`);
    }
  }

  /** Somebody else's words behind its question may be taken for a reply that told nothing. */
  private isMistakable(sendText: string, storedId = ''): boolean {
    const asked = this.facts.findSend(sendText)?.storedIds.at(-1) ?? '';
    const reply = this.facts.find(storedId)?.position ?? 0;
    return reply - (this.facts.find(asked)?.position ?? reply) > 1;
  }

  /** What people wrote since they took over is there. */
  private checkPeople(now: number, texts: ReadonlySet<string>): void {
    const { record, all, conversationId } = this.facts;
    const handOver = record.turns.find(
      (turn) => turn.conversationId === conversationId && (turn.escalatedAt ?? 0) > this.reloadedAt,
    );
    const since = handOver?.escalatedAt;
    if (since === undefined) return;
    for (const { message } of all) {
      const { at, versions, sendText } = message;
      const isOld = at < since || now < at + pollInterval + readTime;
      if (isOld || sendText !== undefined || texts.has(versions[0]?.text ?? '')) continue;
      const isReply = record.turns.some(({ storedId }) => storedId === message.id);
      if (!isReply && this.isCalm(at, now))
        this.report('not-healed', `nobody heard ${versions[0]?.text}`);
    }
  }

  /** From then on the reader was there, awake and online, and every request was answered soon. */
  private isCalm(from: number, to: number): boolean {
    const { record, conversationId } = this.facts;
    const { requests, causes, sleeps, outages, streams } = record;
    const isOwn = (one: { readonly conversationId: string }): boolean =>
      one.conversationId === conversationId;
    const isSlow = requests.some(
      ({ at, answeredAt = Infinity, hasFailed }) =>
        at >= from - 60_000 && at <= to && (hasFailed === true || answeredAt - at > readTime),
    );
    // Nobody reads while a reply is being told.
    const isBusy = streams.some(
      (one) => isOwn(one) && one.openedAt <= to && (one.endsAt ?? Infinity) > from,
    );
    const isAway = causes.some(
      (one) => leaving.has(one.kind) && one.at >= from - 1_000 && one.at <= to,
    );
    const isOffline = outages.some((at) => at >= from - 120_000 && at <= to);
    return !isSlow && !isBusy && !isAway && !isOffline && !sleeps.some((one) => one.to > from);
  }
}
