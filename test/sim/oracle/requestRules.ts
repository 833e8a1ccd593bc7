import type { Endpoint, RecordedRequest, RecordedStream } from '../record.ts';
import type { Facts } from './facts.ts';
import { silenceBound } from './liveRules.ts';
import type { Report } from './view.ts';

const minute = 60_000;
/** DESIGN §6: whatever fails. */
const attemptsPerMinute = 20;
const requestsPerMinute = 80;
/** The first one and five more, and room for a refused cursor and a refused ticket. */
const eagerAttempts = 9;
/** Then at most one in about half a minute. */
const slowProbe = 25_000;
/** What a person does to have another attempt. */
const asking = new Set(['connect', 'reconnect', 'send', 'retry']);
/** Timers and requests of the same moment. */
const tolerance = 5;

/** What the reader asks of the network: politely, once, and with nothing left behind. */
export class RequestRules {
  private readonly facts: Facts;
  private readonly report: Report;
  private checkedStreams = 0;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  /** While it runs. */
  check(now: number): void {
    const streams = this.streams();
    for (; this.checkedStreams < streams.length; this.checkedStreams += 1) {
      this.checkAlone(streams, this.checkedStreams);
    }
    for (const { silentAt, headersAt, endsAt, lastByteAt } of streams) {
      if (silentAt === undefined || headersAt === undefined || endsAt !== undefined) continue;
      const bound = this.facts.awakeAt(lastByteAt + silenceBound) + tolerance;
      if (now > bound) this.report('watchdog', `a feed silent since ${silentAt} is still held`);
    }
  }

  /** Afterwards, over the whole run. */
  checkAll(): void {
    for (const { rule, detail } of this.facts.record.complaints) this.report(rule, detail);
    const requests = this.requests();
    this.checkRates(requests);
    this.checkPatience(requests);
    for (const request of requests) this.checkRequest(request, requests);
    this.checkRefusals(requests);
    this.checkSends();
  }

  private checkAlone(streams: readonly RecordedStream[], index: number): void {
    const stream = streams[index];
    const older = streams.slice(0, index);
    const other = older.find(
      ({ endsAt }) => (endsAt ?? Number.POSITIVE_INFINITY) > (stream?.openedAt ?? 0),
    );
    if (other) this.report('two-feeds', `opened beside the one of ${other.openedAt}`);
  }

  private checkRates(requests: readonly RecordedRequest[]): void {
    this.checkRate(requests, requestsPerMinute, 'requests of any kind');
    for (const endpoint of ['credential', 'stream', 'send'] satisfies Endpoint[]) {
      const attempts = requests.filter((one) => one.endpoint === endpoint);
      this.checkRate(attempts, attemptsPerMinute, endpoint);
    }
    const failures = requests.filter((one) => one.endpoint === 'history' && one.hasFailed);
    this.checkRate(failures, attemptsPerMinute, 'failed history');
  }

  /** What the person asked for comes on top. */
  private checkRate(requests: readonly RecordedRequest[], limit: number, name: string): void {
    let first = 0;
    requests.forEach((request, index) => {
      while ((requests[first]?.at ?? 0) <= request.at - minute) first += 1;
      const count = index - first + 1;
      if (count <= limit) return;
      const asked = this.countCauses(request.at - minute, request.at);
      if (count > limit + asked) this.report('rate', `${count} ${name} in a minute`);
    });
  }

  /** Opening and closing is no success: when nothing is delivered, the attempts become rare (PROTOCOLS §3.7). */
  private checkPatience(requests: readonly RecordedRequest[]): void {
    let fruitless = 0;
    let before = 0;
    for (const { at } of requests.filter(({ endpoint }) => endpoint === 'credential')) {
      fruitless = this.hasReason(before, at) ? 1 : fruitless + 1;
      if (fruitless > eagerAttempts && at - before < slowProbe) {
        this.report('impatient', `attempt ${fruitless} in a row after ${at - before} ms`);
      }
      before = at;
    }
  }

  /** Something came of the attempt before, or somebody asked for another. */
  private hasReason(from: number, to: number): boolean {
    const isWithin = ({ at }: { at: number }): boolean => at > from && at <= to;
    const { deliveries } = this.facts.record;
    const hasCause = this.facts.record.causes.some((cause) => isWithin(cause));
    const hasLived = this.streams().some(
      ({ headersAt = to, endsAt = 0 }) => endsAt - headersAt >= minute && endsAt >= from,
    );
    return hasCause || hasLived || [...deliveries.values()].some((seen) => seen.some(isWithin));
  }

  private checkRequest(request: RecordedRequest, requests: readonly RecordedRequest[]): void {
    if (request.isCursorHonest === false) {
      this.report('cursor', `resumes after ${request.after}, which never arrived in full`);
    }
    const { retryAt, at, endpoint } = request;
    if (retryAt === undefined || endpoint === 'send' || endpoint === 'history') return;
    const hasty = requests.find(
      (one) => one.endpoint === endpoint && one.at > at && one.at < retryAt - tolerance,
    );
    if (hasty && this.countCauses(at, hasty.at) === 0) {
      this.report('retry-after', `${endpoint} again ${retryAt - hasty.at} ms too early`);
    }
  }

  private checkRefusals(requests: readonly RecordedRequest[]): void {
    let unauthorized = 0;
    let since = 0;
    for (const { at, kind } of this.refusals()) {
      const hasOpened = this.streams().some(
        ({ headersAt = 0 }) => headersAt > since && headersAt <= at,
      );
      if (hasOpened || this.countCauses(since, at) > 0) unauthorized = 0;
      if (kind === 'unauthorized') unauthorized += 1;
      since = at;
      if (kind === 'final' || unauthorized > 1) this.checkSilenceAfter(at, requests);
    }
  }

  private checkSilenceAfter(at: number, requests: readonly RecordedRequest[]): void {
    const again = requests.find(
      (one) => (one.endpoint === 'credential' || one.endpoint === 'stream') && one.at > at,
    );
    if (again && this.countCauses(at, again.at) === 0) {
      this.report('retried-after-no', `${again.endpoint} at ${again.at}, refused at ${at}`);
    }
  }

  private checkSends(): void {
    for (const { text, storedIds, answer } of this.sends()) {
      if (storedIds.length > 1) this.report('send-doubled', `"${text}": ${storedIds.join(', ')}`);
      // Taken, and not seen since: then the row as it stands is all there is to tell.
      const isUnconfirmed = answer?.kind === 'resolved' && answer.id.startsWith('local:');
      if (isUnconfirmed && storedIds.length > 0) continue;
      if (answer?.kind === 'resolved' && !storedIds.includes(answer.id)) {
        this.report('wrong-answer', `"${text}" resolved with ${answer.id}`);
      }
    }
  }

  /** How often the person asked for it, in so many words. */
  private countCauses(from: number, to: number): number {
    const { record, conversationId } = this.facts;
    return record.causes.filter(
      ({ at, kind, ...cause }) =>
        cause.conversationId === conversationId && asking.has(kind) && at >= from && at <= to,
    ).length;
  }

  private requests(): RecordedRequest[] {
    const { record, conversationId } = this.facts;
    return record.requests.filter((one) => one.conversationId === conversationId);
  }

  private refusals(): { at: number; kind: string }[] {
    const { record, conversationId } = this.facts;
    return record.refusals.filter((one) => one.conversationId === conversationId);
  }

  private sends(): typeof this.facts.record.sends {
    const { record, conversationId } = this.facts;
    return record.sends.filter((one) => one.conversationId === conversationId);
  }

  private streams(): RecordedStream[] {
    const { record, conversationId } = this.facts;
    return record.streams.filter((one) => one.conversationId === conversationId);
  }
}
