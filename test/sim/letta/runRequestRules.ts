import type { Report } from '../oracle/view.ts';
import type { Endpoint } from '../record.ts';
import type { RunFacts } from './runFacts.ts';
import type { RecordedRun } from './runRecord.ts';

const minute = 60_000;
/** A stream without a byte for this long is dead (PROTOCOLS §10.2). */
const silenceBound = 65_000 + 1_000;
/** Three keep-alives, and the answer to the question what became of the run (PROTOCOLS §6.7). */
const hangBound = 4 * 20_000 + 35_000;
/** What follows `stop_reason` is waited for so long (PROTOCOLS §6.5). */
const tailBound = 2_000 + 500;
/** A request is given up after 30 s. */
const cancelBound = 31_000;
const requestsPerMinute: Readonly<Partial<Record<Endpoint, number>>> = {
  history: 45,
  send: 20,
  stream: 20,
  cancel: 20,
};
const asking = new Set([
  'connect',
  'reconnect',
  'send',
  'retry',
  'answer',
  'reconcile',
  'wake',
  'stop',
]);
/** How soon after somebody came it is looked what is running, ms. */
const lookTime = 5_000;
const leaving = new Set(['release', 'hang-up', 'stop', 'reconnect']);
/** Reasons to look again what is running. */
const looking = new Set(['connect', 'reconnect', 'wake', 'send', 'retry', 'answer']);

/** What the reader asks of the network: once, politely, and with nothing left behind. */
export class RunRequestRules {
  private readonly facts: RunFacts;
  private readonly report: Report;
  private checkedStreams = 0;

  constructor(facts: RunFacts, report: Report) {
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
      if (other) this.report('two-runs', `one was followed beside that of ${other.openedAt}`);
    }
    for (const { headersAt, endsAt, lastByteAt } of streams) {
      if (headersAt === undefined || endsAt !== undefined) continue;
      if (now > this.facts.base.shownBy(lastByteAt + silenceBound))
        this.report('watchdog', `a stream silent since ${lastByteAt} is still held`);
    }
    for (const run of this.facts.runs) this.checkHeld(now, run);
  }

  /** What is over is let go of. */
  private checkHeld(now: number, { id, endedAt, doneAt, readers }: RecordedRun): void {
    const reader = readers.at(-1);
    if (!reader || endedAt === undefined || reader.endsAt !== undefined) return;
    const { shownBy } = this.facts.base;
    const since = Math.max(doneAt ?? 0, reader.headersAt ?? now);
    const late = (time: number): boolean => now > shownBy.call(this.facts.base, time);
    // A timer that slept, too, goes on from where it was.
    const due = since + tailBound;
    const woken = this.facts.base.awakeAt(due);
    const isHeld = late(woken === due ? due : woken + tailBound);
    if (doneAt !== undefined && readers.length === 1 && isHeld)
      this.report('held', `${id}, which was done at ${doneAt}`);
    if (late(Math.max(endedAt, reader.headersAt ?? now) + hangBound))
      this.report('held', `${id}, which ended at ${endedAt} and only pings`);
  }

  checkAll(): void {
    const { complaints, sends, requests: all } = this.facts.record;
    for (const { rule, detail } of complaints) this.report(rule, detail);
    for (const { text, storedIds, retries = 0 } of this.own(sends)) {
      const isLogged = this.facts.runs.some((run) => run.sendText === text && run.isBackground);
      if (storedIds.length > (isLogged ? 1 : 1 + retries))
        this.report('send-doubled', `"${text}": ${storedIds.join(', ')}`);
    }
    const requests = this.own(all);
    for (const [endpoint, limit] of Object.entries(requestsPerMinute)) {
      const times = requests.filter((one) => one.endpoint === endpoint).map(({ at }) => at);
      times.forEach((at, index) => {
        if (index < limit) return;
        const count = times.filter((one) => one > at - minute && one <= at).length;
        // Sends wait for one another, and may all go at once then.
        const since = endpoint === 'send' ? at - 10 * minute : at - minute;
        // A page that was reloaded counts anew.
        const { loadedAt } = this.facts;
        const fresh = loadedAt > at - minute && loadedAt <= at ? limit : 0;
        if (count > limit + fresh + this.countCauses(asking, since, at))
          this.report('rate', `${count} ${endpoint} in a minute`);
      });
    }
    this.checkEnds();
    this.checkStops();
    this.checkFollowed();
  }

  /** Whoever comes while a run goes on sees it go on. */
  private checkFollowed(): void {
    const { causes, outages, sleeps, streams } = this.facts.record;
    const requests = this.own(this.facts.record.requests).filter(
      ({ endpoint }) => endpoint === 'stream',
    );
    let hasHungUp = false;
    let isThere = false;
    for (const { at, kind } of this.own(causes)) {
      if (kind === 'hang-up') hasHungUp = true;
      if (kind === 'reconnect') hasHungUp = false;
      if (kind === 'release') isThere = false;
      if (kind !== 'connect' || hasHungUp || isThere) continue;
      isThere = true;
      const until = at + lookTime;
      const isOutOfSight =
        this.countCauses(leaving, at - 1, until) > 0 ||
        outages.some((time) => Math.abs(time - at) < 120_000) ||
        sleeps.some(({ from, to }) => from <= until && to >= at);
      const isFollowing = this.own(streams).some(
        ({ openedAt, endsAt = Infinity }) => openedAt <= until && endsAt >= at,
      );
      const isAsked = requests.some((one) => one.at >= at && one.at <= until);
      const running = this.facts.runs.find(
        ({ startedAt, endedAt = Infinity }) => startedAt < at && endedAt > until,
      );
      if (running && !isOutOfSight && !isFollowing && !isAsked)
        this.report('not-followed', `${running.id}, which went on at ${at}`);
    }
  }

  /** A run that said why it ends is not asked for again. */
  private checkEnds(): void {
    for (const { id, startedAt, doneAt, readers } of this.facts.runs) {
      // An answer given twice waits for the run that the first one began.
      if (this.countCauses(new Set(['answer']), startedAt - minute, doneAt ?? 0) > 1) continue;
      const again = readers.find(
        ({ openedAt, headersAt }) => openedAt > (doneAt ?? Infinity) && headersAt !== undefined,
      );
      if (again && this.countCauses(looking, doneAt ?? 0, again.openedAt) === 0)
        this.report('asked-again', `${id}, which was done at ${doneAt}, at ${again.openedAt}`);
    }
  }

  /** Stop cancels on the server, and nothing follows the run after that by itself. */
  private checkStops(): void {
    const { causes, outages, sleeps } = this.facts.record;
    const cancels = this.own(this.facts.record.requests).filter(
      ({ endpoint }) => endpoint === 'cancel',
    );
    for (const { at, kind } of this.own(causes)) {
      if (kind !== 'stop') continue;
      for (const { id, startedAt, endedAt = Infinity, readers } of this.facts.runs) {
        const isFollowed = readers.some(
          ({ headersAt = Infinity, endsAt = Infinity }) => headersAt < at && endsAt >= at,
        );
        if (startedAt > at || endedAt < at || !isFollowed) continue;
        const isDisturbed =
          outages.some((time) => Math.abs(time - at) < cancelBound) ||
          sleeps.some((one) => one.to > at);
        const isAsked = cancels.some((one) => one.at >= at && one.at <= at + cancelBound);
        if (!isAsked && !isDisturbed) this.report('not-cancelled', `${id}, stopped at ${at}`);
        const again = readers.find(({ openedAt }) => openedAt > at + 1_000);
        if (again && this.countCauses(looking, at, again.openedAt) === 0)
          this.report('stop-resumed', `${id} is followed again at ${again.openedAt}`);
      }
    }
  }

  private countCauses(kinds: ReadonlySet<string>, from: number, to: number): number {
    return this.own(this.facts.record.causes).filter(
      ({ at, kind }) => kinds.has(kind) && at >= from && at <= to,
    ).length;
  }

  private own<T extends { readonly conversationId: string }>(all: readonly T[]): T[] {
    return all.filter(({ conversationId }) => conversationId === this.facts.conversationId);
  }
}
