import type { RecordedStream } from '../record.ts';
import type { Fact, Facts } from './facts.ts';
import { isLocal, type Report, type View, type VisibleRow } from './view.ts';

/** A silent feed is found dead in this time (DESIGN §6, PROTOCOLS §10.2), and a little. */
export const silenceBound = 45_000 + 1_000;

/** `live` says that nothing is missing: every message has to be there, or still be on its way. */
export class LiveRules {
  private readonly facts: Facts;
  private readonly report: Report;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  check(now: number, view: View): void {
    const { continuity } = view;
    if (continuity !== 'live' && continuity !== 'gap') return;
    if (continuity === 'live') this.checkFollowing(now);
    for (const fact of this.findMissing(view)) {
      const due = this.dueBy(fact);
      if (now <= due) continue;
      const late = due < fact.message.at ? 'nothing brings it' : `due ${now - due} ms ago`;
      const rule = continuity === 'live' ? 'silent-gap' : 'unsaid-gap';
      this.report(rule, `${fact.message.id} (${late}) is missing while "${continuity}"`);
    }
  }

  /** Without a feed nothing new can arrive: that is not live. */
  private checkFollowing(now: number): void {
    const isFollowed = this.streams().some(
      (stream) => stream.headersAt !== undefined && now <= this.goneBy(stream),
    );
    if (!isFollowed) this.report('live-unfollowed', 'says live and has no feed');
  }

  private findMissing({ rows, hasOlder, gaps }: View): Fact[] {
    const stored = rows.filter((row) => !isLocal(row));
    const [oldest] = stored;
    if (!oldest && hasOlder) return [];
    const start = hasOlder ? this.positionOf(oldest) : 0;
    const shown = new Set(stored.map(({ id }) => id));
    const texts = new Set(rows.filter(isLocal).map(({ text }) => text));
    const said = gaps.map((gap) => this.stretchOf(rows, gap));
    return this.facts.all.slice(start).filter(({ message, position }) => {
      if (message.deletedAt !== undefined || shown.has(message.id)) return false;
      // Of the same time as the oldest row: it may be one of the older messages.
      if (hasOlder && message.createdAt === oldest?.createdAt) return false;
      if (message.sendText !== undefined && texts.has(message.sendText)) return false;
      return !said.some(([from, to]) => position > from && position < to);
    });
  }

  private stretchOf(rows: readonly VisibleRow[], gap: View['gaps'][number]): [number, number] {
    const position = (key: string): number => this.positionOf(rows.find((row) => row.key === key));
    return [position(gap.afterKey), position(gap.beforeKey)];
  }

  private positionOf(row: VisibleRow | undefined): number {
    return (row && this.facts.find(row.id)?.position) ?? 0;
  }

  /** Until when an honest reader may show that the message does not exist yet. */
  private dueBy(fact: Fact): number {
    let due = Number.NEGATIVE_INFINITY;
    for (const stream of this.streams()) {
      const { at } = fact.message;
      if (stream.openedAt > at || this.goneBy(stream) < at) continue;
      due = Math.max(due, this.facts.shownBy(arrivalOn(stream, fact)));
    }
    return due;
  }

  /** Until when the reader may show that it follows this feed. */
  private goneBy({ endsAt }: RecordedStream): number {
    return endsAt === undefined ? Number.POSITIVE_INFINITY : this.facts.shownBy(endsAt);
  }

  private streams(): RecordedStream[] {
    const { record, conversationId } = this.facts;
    return record.streams.filter((stream) => stream.conversationId === conversationId);
  }
}

/** When this feed brings the message, or the news that it will not. */
function arrivalOn(stream: RecordedStream, { message }: Fact): number {
  const { endsAt = Number.POSITIVE_INFINITY, silentAt, lastByteAt, frames } = stream;
  const carried = frames.get(message.id) ?? Number.POSITIVE_INFINITY;
  const found = silentAt === undefined ? Number.POSITIVE_INFINITY : lastByteAt + silenceBound;
  const first = Math.min(endsAt, carried, found);
  return first === Number.POSITIVE_INFINITY ? message.at : first;
}
