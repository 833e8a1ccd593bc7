import type { Facts } from '../oracle/facts.ts';
import type { Report } from '../oracle/view.ts';
import type { Endpoint } from '../record.ts';

const minute = 60_000;
/** A reply without a byte for this long is dead, and one that takes this long is cut (PROTOCOLS §5.5). */
const silenceBound = 60_000 + 1_000;
const durationBound = 125_000 + 1_000;
/** DESIGN §6; history also serves what people write, and is read when a reply is over. */
const requestsPerMinute: Readonly<Partial<Record<Endpoint, number>>> = { history: 45, send: 20 };
const asking = new Set(['connect', 'reconnect', 'send', 'retry', 'reconcile', 'wake', 'stop']);

/** What the reader asks of the network: once, politely, and with nothing left behind. */
export class TurnRequestRules {
  private readonly facts: Facts;
  private readonly report: Report;
  private checkedStreams = 0;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  check(now: number): void {
    const streams = this.own(this.facts.record.streams);
    for (; this.checkedStreams < streams.length; this.checkedStreams += 1) {
      const stream = streams[this.checkedStreams];
      const other = streams
        .slice(0, this.checkedStreams)
        .find(({ endsAt = Infinity }) => endsAt > (stream?.openedAt ?? 0));
      if (other) this.report('two-turns', `one began beside that of ${other.openedAt}`);
    }
    for (const { doneAt, stream } of this.own(this.facts.record.turns)) {
      const isHeld = doneAt !== undefined && stream.endsAt === undefined;
      if (isHeld && now > this.facts.shownBy(doneAt))
        this.report('held', `a reply that was done at ${doneAt}`);
    }
    for (const { silentAt, headersAt, endsAt, lastByteAt } of streams) {
      if (headersAt === undefined || endsAt !== undefined) continue;
      const silence = this.facts.shownBy(lastByteAt + silenceBound);
      const end = this.facts.shownBy(headersAt + durationBound);
      if (silentAt !== undefined && now > silence)
        this.report('watchdog', `a reply silent since ${silentAt} is still held`);
      if (now > end) this.report('watchdog', `a reply of ${headersAt} is still held`);
    }
  }

  checkAll(): void {
    const { complaints, sends, causes } = this.facts.record;
    for (const { rule, detail } of complaints) this.report(rule, detail);
    for (const { text, storedIds, retries = 0 } of this.own(sends)) {
      if (storedIds.length > 1 + retries)
        this.report('send-doubled', `"${text}": ${storedIds.join(', ')}`);
    }
    const wanted = this.own(sends).reduce((sum, { retries = 0 }) => sum + 1 + retries, 0);
    const requests = this.own(this.facts.record.requests);
    const posts = requests.filter(({ endpoint }) => endpoint === 'send').length;
    if (posts > wanted) this.report('post-repeated', `${posts} sends for ${wanted} wishes`);
    for (const [endpoint, limit] of Object.entries(requestsPerMinute)) {
      const times = requests.filter((one) => one.endpoint === endpoint).map(({ at }) => at);
      times.forEach((at, index) => {
        const count = times.filter((one) => one > at - minute && one <= at).length;
        const asked = this.own(causes).filter(
          (one) => asking.has(one.kind) && one.at > at - minute && one.at <= at,
        ).length;
        if (index >= limit && count > limit + asked)
          this.report('rate', `${count} ${endpoint} in a minute`);
      });
    }
  }

  private own<T extends { readonly conversationId: string }>(all: readonly T[]): T[] {
    return all.filter(({ conversationId }) => conversationId === this.facts.conversationId);
  }
}
