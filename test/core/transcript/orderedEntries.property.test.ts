import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEntry, type Entry } from '../../../src/core/transcript/entry.ts';
import { OrderedEntries } from '../../../src/core/transcript/orderedEntries.ts';
import { tell } from './build.ts';

let ties = 0;
function createAt(order: number): Entry {
  ties += 1;
  return createEntry(tell(`e${ties}`, order), `e${ties}`, ties, 0);
}

/** What the list is meant to be: an array, sorted anew each time. */
function sort(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.order - b.order || a.tie - b.tie);
}

function expectSame(list: OrderedEntries, wanted: readonly Entry[]): void {
  expect(list.readKeys()).toEqual(wanted.map(({ key }) => key));
  expect([...list.from(-Infinity)]).toEqual(wanted);
  expect([...list.descending()]).toEqual(wanted.toReversed());
  expect(list.size).toBe(wanted.length);
  expect(list.first).toBe(wanted[0]);
  expect(list.last).toBe(wanted.at(-1));
}

function expectNeighbours(list: OrderedEntries, wanted: readonly Entry[], at: number): void {
  const entry = wanted[at]!;
  expect(list.before(entry)).toBe(wanted[at - 1]);
  expect(list.after(entry)).toBe(wanted[at + 1]);
  expect(list.countAfter(entry)).toBe(wanted.length - at - 1);
  const from = wanted.findIndex(({ order }) => order >= entry.order);
  expect([...list.from(entry.order)]).toEqual(wanted.slice(from));
}

/** Small times make ties; many entries make several blocks. */
const times = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
const step = fc.record({
  added: times,
  /** Fractions of the list that go. */
  removed: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 30 }),
});

describe('OrderedEntries is a sorted array that is fast at any length', () => {
  it('inserting and removing in any order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const list = new OrderedEntries();
        let wanted: Entry[] = [];
        for (const { added, removed } of steps) {
          for (const order of added) {
            const entry = createAt(order);
            list.insert(entry);
            wanted = sort([...wanted, entry]);
          }
          for (const fraction of removed) {
            const entry = wanted[Math.floor(fraction * wanted.length)];
            if (!entry) continue;
            list.remove(entry);
            wanted = wanted.filter((other) => other !== entry);
          }
          expectSame(list, wanted);
          for (let at = 0; at < wanted.length; at += 7) expectNeighbours(list, wanted, at);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('thousands of them: appended, prepended, in the middle, and taken away', () => {
    const list = new OrderedEntries();
    const all: Entry[] = [];
    const add = (order: number): void => {
      const entry = createAt(order);
      all.push(entry);
      list.insert(entry);
    };
    for (let order = 5_000; order < 8_000; order += 1) add(order);
    for (let order = 4_999; order >= 3_000; order -= 1) add(order);
    for (let order = 0; order < 2_000; order += 1) add(4_000 + (order % 7));
    const wanted = sort(all);
    expectSame(list, wanted);
    for (const at of [0, 1, 511, 512, 513, 1_000, 3_500, 6_998, 6_999])
      expectNeighbours(list, wanted, at);
    const kept = wanted.filter((_, index) => index % 3 !== 0);
    for (const [index, entry] of wanted.entries()) if (index % 3 === 0) list.remove(entry);
    expectSame(list, kept);
    for (const entry of kept) list.remove(entry);
    expectSame(list, []);
  });

  it('finds the neighbours of an entry that is not in it', () => {
    const list = new OrderedEntries();
    const wanted = [1, 3, 5].map(createAt);
    for (const entry of wanted) list.insert(entry);
    const stranger = createAt(3);
    expect(list.before(stranger)).toBe(wanted[1]);
    expect(list.after(stranger)).toBe(wanted[2]);
    expect(list.after(createAt(0))).toBe(wanted[0]);
    expect(list.before(createAt(9))).toBe(wanted[2]);
    expect(list.after(createAt(9))).toBeUndefined();
    expect(new OrderedEntries().after(stranger)).toBeUndefined();
  });
});
