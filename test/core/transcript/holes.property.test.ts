import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerMessage } from 'react-conversation-stream/core';
import { createRunItems, type Run } from '../../../src/core/transcript/run.ts';
import { createTranscript, readIds, tell } from './build.ts';

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
const count = fc.integer({ min: 1, max: 4 });

type Command =
  /** The server stores some messages; equal times happen. */
  | { readonly do: 'create'; readonly count: number; readonly isTie: boolean }
  | { readonly do: 'delete'; readonly which: number }
  | { readonly do: 'deliver'; readonly count: number }
  /** The feed goes: what is said while it is down is never said again. */
  | { readonly do: 'down' | 'up' | 'answer' }
  /** The newest page, or the one below a place where something may be missing. */
  | { readonly do: 'ask-newest' | 'ask-below'; readonly which: number; readonly size: number };

const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('create' as const), count, isTie: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), which: fraction }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), count }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('down' as const, 'up' as const, 'answer' as const, 'answer' as const),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom('ask-newest' as const, 'ask-below' as const),
        which: fraction,
        size: fc.integer({ min: 1, max: 5 }),
      }),
    },
  ),
  { maxLength: 60 },
);

/** A request under way, and what the server answered it, for it answers at once. */
interface Asked {
  readonly run: Run;
  /** The opening of the feed it was asked in: a proof is worth nothing beyond it. */
  readonly session: number;
}

class Play {
  private readonly transcript = createTranscript();
  private stored: ServerMessage[] = [];
  private created = 0;
  private time = 0;
  private session = 0;
  private isUp = false;
  /** Said on the open feed and not heard yet. */
  private pending: ({ message: ServerMessage } | { deleted: string })[] = [];
  private asked: Asked[] = [];
  private readonly deleted = new Set<string>();

  run(list: readonly Command[]): void {
    for (const one of list) {
      this.act(one);
      this.judge();
    }
  }

  private act(one: Command): void {
    switch (one.do) {
      case 'create':
        for (let left = one.count; left > 0; left -= 1) this.create(one.isTie);
        return;
      case 'delete':
        return this.delete(one.which);
      case 'deliver':
        return this.deliver(one.count);
      case 'down':
        return this.goDown();
      case 'up':
        return this.goUp();
      case 'ask-newest':
        return this.askNewest(one.size);
      case 'ask-below':
        return this.askBelow(one.which, one.size);
      case 'answer':
        return this.answer();
    }
  }

  private create(isTie: boolean): void {
    this.created += 1;
    if (!isTie) this.time += 1;
    const message = tell(`m${this.created}`, this.time);
    this.stored.push(message);
    if (this.isUp) this.pending.push({ message });
  }

  private delete(which: number): void {
    const gone = this.stored[Math.floor(which * this.stored.length)];
    if (!gone) return;
    this.stored = this.stored.filter((one) => one !== gone);
    this.deleted.add(gone.id);
    if (this.isUp) this.pending.push({ deleted: gone.id });
  }

  private deliver(upTo: number): void {
    for (const event of this.pending.splice(0, upTo)) {
      if ('message' in event) this.transcript.applyLive(event.message);
      else this.transcript.remove(event.deleted);
    }
  }

  private goDown(): void {
    this.isUp = false;
    this.pending = [];
    this.transcript.holes.closeFeed();
  }

  private goUp(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.session += 1;
    this.transcript.holes.openFeed(false);
  }

  /** A look at the newest messages is taken where something may be missing at the end: it says so first. */
  private askNewest(size: number): void {
    this.transcript.holes.hasTail = true;
    this.ask(this.stored.length, size, { isNewest: true, isProof: this.isUp });
  }

  /** Messages before position `end`, as a page of `size`. */
  private ask(
    end: number,
    size: number,
    kind: Partial<Run> & Pick<Run, 'isNewest' | 'isProof'>,
  ): void {
    const start = Math.max(0, end - size);
    const asOf = this.transcript.tick();
    const run: Run = {
      items: createRunItems(this.stored.slice(start, end), asOf),
      asOf,
      hasOlder: start > 0,
      olderCursor: start > 0 ? 'cursor' : undefined,
      ...kind,
    };
    this.asked.push({ run, session: this.session });
  }

  /** A page that ends right before a row with a hole before it. */
  private askBelow(which: number, size: number): void {
    const holes = this.transcript
      .readKeys()
      .filter((key) => this.transcript.findByKey(key)?.hasHoleBefore);
    const nextKey = holes[Math.floor(which * holes.length)];
    const end = this.stored.findIndex(({ id }) => id === nextKey);
    if (end >= 0) this.ask(end, size, { isNewest: false, isProof: false, nextKey });
  }

  private answer(): void {
    const next = this.asked.shift();
    if (!next) return;
    const isProof = next.run.isProof && this.isUp && next.session === this.session;
    this.transcript.applyRun({ ...next.run, isProof });
  }

  /** Where the transcript says that nothing is missing, nothing is: except what is just on its way. */
  private judge(): void {
    const { transcript } = this;
    const shown = readIds(transcript);
    const known = new Set(shown);
    const onItsWay = new Set(
      this.pending.flatMap((event) => ('message' in event ? [event.message.id] : [])),
    );
    const isMissing = ({ id }: ServerMessage): boolean => !known.has(id) && !onItsWay.has(id);
    for (let index = 0; index <= shown.length; index += 1) {
      const below = shown[index - 1];
      const above = shown[index];
      const isOpen = above ? transcript.find(above)!.hasHoleBefore : transcript.holes.hasTail;
      if (isOpen) continue;
      const between = this.stored.filter(
        ({ id }) => numberOf(id) > numberOf(below, 0) && numberOf(id) < numberOf(above, Infinity),
      );
      const where = `between ${below ?? 'the start'} and ${above ?? 'the end'}`;
      expect(
        between.filter(isMissing).map(({ id }) => id),
        where,
      ).toEqual([]);
    }
  }
}

/** Ids count up in the order of the server. */
function numberOf(id: string | undefined, none = 0): number {
  return id === undefined ? none : Number(id.slice(1));
}

describe('no silent gap: where a transcript says that nothing is missing, nothing is', () => {
  it('through drops, deletions, ties and pages answered late', () => {
    fc.assert(
      fc.property(commands, (list) => new Play().run(list)),
      { numRuns: 5_000 },
    );
  });
});
