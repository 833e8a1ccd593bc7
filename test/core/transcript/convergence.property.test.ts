import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, ServerMessage } from 'react-conversation-stream/core';
import { getMessageText } from 'react-conversation-stream/core';
import { createTranscript, readRows, stretch } from './build.ts';
import { ServerModel, versionOf, type FeedEvent } from './serverModel.ts';

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });

type Command =
  | { readonly do: 'create'; readonly at: number }
  | { readonly do: 'edit'; readonly which: number }
  | { readonly do: 'delete'; readonly which: number }
  /** The feed delivers the next events; a reconnect replays the last ones. */
  | { readonly do: 'deliver'; readonly count: number }
  | { readonly do: 'replay'; readonly count: number }
  /** A page is asked for, looked up by the server, and arrives: three moments. */
  | { readonly do: 'request' }
  | { readonly do: 'look-up'; readonly which: number; readonly size: number }
  | { readonly do: 'answer'; readonly which: number };

const count = fc.integer({ min: 1, max: 4 });
const size = fc.integer({ min: 1, max: 12 });
const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('create' as const), at: fc.nat(8) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), which: fraction }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which: fraction }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), count }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('replay' as const), count }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('request' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('look-up' as const), which: fraction, size }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fraction }) },
  ),
  { maxLength: 60 },
);

/** The server's order: by time, then as they came, which their ids tell. */
function compare(a: Message, b: Message): number {
  return a.createdAt - b.createdAt || Number(a.id.slice(1)) - Number(b.id.slice(1));
}

interface PageRequest {
  readonly asOf: number;
  found: readonly ServerMessage[] | undefined;
  hasOlder: boolean;
}

/** Plays the commands against a transcript and judges it after each. */
class Play {
  private readonly transcript = createTranscript();
  private readonly server: ServerModel;
  private delivered = 0;
  private rowsBefore: readonly Message[] = [];
  private requests: PageRequest[] = [];
  private readonly deleted = new Set<string>();
  private readonly shown = new Map<string, { version: number; isLive: boolean }>();
  private readonly isVersioned: boolean;

  constructor(isVersioned: boolean) {
    this.isVersioned = isVersioned;
    this.server = new ServerModel(isVersioned);
  }

  run(commands: readonly Command[]): void {
    this.transcript.holes.openFeed(false);
    for (const one of commands) {
      this.act(one);
      this.judge(one.do === 'answer');
    }
    this.finish();
  }

  private act(one: Command): void {
    const { server } = this;
    switch (one.do) {
      case 'create':
        return server.create(one.at);
      case 'edit':
        return server.edit(one.which);
      case 'delete':
        return server.delete(one.which);
      case 'deliver':
        return this.deliver(one.count);
      case 'replay':
        return this.replay(one.count);
      case 'request':
        return this.request();
      case 'look-up':
        return this.lookUp(one.which, one.size);
      case 'answer':
        return this.answer(one.which);
    }
  }

  private deliver(count: number): void {
    const next = this.server.log.slice(this.delivered, this.delivered + count);
    this.delivered += next.length;
    for (const event of next) this.take(event);
  }

  private replay(count: number): void {
    for (const event of this.server.log.slice(0, this.delivered).slice(-count)) this.take(event);
  }

  private take(event: FeedEvent): void {
    if (event.kind === 'message') this.transcript.applyLive(event.message);
    else this.transcript.remove(event.id);
    if (event.kind === 'deleted') this.deleted.add(event.id);
  }

  private request(): void {
    this.requests.push({ asOf: this.transcript.tick(), found: undefined, hasOlder: false });
  }

  private lookUp(which: number, size: number): void {
    const request = this.pick(which);
    if (!request) return;
    const all = this.server.list();
    request.found = all.slice(-size);
    request.hasOlder = all.length > size;
  }

  private answer(which: number): void {
    const request = this.pick(which);
    if (!request?.found) return;
    this.requests = this.requests.filter((other) => other !== request);
    const { found, asOf, hasOlder } = request;
    this.transcript.applyRun(stretch(this.transcript, found, { asOf, hasOlder }));
  }

  private pick(which: number): PageRequest | undefined {
    return this.requests[Math.floor(which * this.requests.length)];
  }

  /** True at every moment, whatever is still on its way. */
  private judge(isPage = false): void {
    const rows = readRows(this.transcript);
    expect(new Set(rows.map(({ id }) => id)).size, 'each message once').toBe(rows.length);
    expect(new Set(rows.map(({ key }) => key)).size, 'each key once').toBe(rows.length);
    this.judgeOrder(rows);
    for (const { id } of rows) expect(this.deleted.has(id), `${id} is not risen`).toBe(false);
    this.judgeVersions(isPage, rows);
  }

  /**
   * In the order of time at every moment. Among equal times, an event that a page overtook may come in at
   * the wrong end until a page lists both; what stood right is never thrown wrong.
   */
  private judgeOrder(rows: readonly Message[]): void {
    const times = rows.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const stood = new Map(this.rowsBefore.map((row, index) => [row.id, index]));
    const known = rows.filter(({ id }) => stood.has(id));
    for (const [index, above] of known.entries()) {
      for (const below of known.slice(index + 1)) {
        const wasRight = stood.get(below.id)! < stood.get(above.id)!;
        if (compare(above, below) > 0)
          expect(wasRight, `${below.id} above ${above.id}`).toBe(false);
      }
    }
    this.rowsBefore = rows;
  }

  /**
   * Without versions on the wire, a late event may be older than a page that overtook it (DESIGN §5.2); a
   * page never takes back what an event told after it was requested.
   */
  private judgeVersions(isPage: boolean, rows: readonly Message[]): void {
    for (const row of rows) {
      const version = versionOf(getMessageText(row));
      const shown = this.shown.get(row.id);
      const mayShrink = !this.isVersioned && !(isPage && shown?.isLive);
      if (!mayShrink) expect(version, row.id).toBeGreaterThanOrEqual(shown?.version ?? 0);
      if (version !== shown?.version) this.shown.set(row.id, { version, isLive: !isPage });
    }
  }

  /** Everything arrives; then one more look at history says what the server has. */
  private finish(): void {
    this.deliver(Number.POSITIVE_INFINITY);
    this.judge();
    const run = stretch(this.transcript, this.server.list());
    this.transcript.applyRun(run);
    for (const id of this.transcript.findAbsent(run)) this.transcript.remove(id);
    this.judgeEnd();
    // Pages asked for long ago still arrive, and change nothing.
    while (this.requests.length > 0) {
      this.requests[0]!.found ??= [];
      this.answer(0);
    }
    this.judgeEnd();
  }

  private judgeEnd(): void {
    const wanted = this.server.list();
    const rows = readRows(this.transcript);
    expect(rows.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    expect(rows.map(getMessageText)).toEqual(wanted.map(getMessageText));
  }
}

describe('any interleaving of pages, live events, edits and deletions ends as the server has it', () => {
  for (const isVersioned of [true, false]) {
    it(`a wire ${isVersioned ? 'with' : 'without'} versions`, () => {
      fc.assert(
        fc.property(commands, (list) => new Play(isVersioned).run(list)),
        { numRuns: 2_000 },
      );
    });
  }
});
