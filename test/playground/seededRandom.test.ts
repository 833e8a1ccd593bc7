import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../playground/server/seededRandom.ts';

describe('createSeededRandom', () => {
  it('repeats itself for the same seed, each kind in a sequence of its own', () => {
    const [first, second] = [createSeededRandom(7), createSeededRandom(7)];
    const ids = [first.id('cm'), first.id('cm'), first.id('cv'), first.secret(8)];
    // In another order, and with other kinds in between.
    const again = [second.secret(8), second.id('cv'), second.id('cm'), second.id('cm')];
    expect([again[2], again[3], again[1], again[0]]).toEqual(ids);
    expect(new Set(ids.map((id) => id.slice(2))).size).toBe(4);
  });

  it('makes ids of 25 characters that never collide in 100,000', () => {
    const random = createSeededRandom();
    const ids = new Set(Array.from({ length: 100_000 }, () => random.id('cm')));
    expect(ids.size).toBe(100_000);
    expect([...ids].filter((id) => !/^cm[0-9a-z]{23}$/.test(id))).toEqual([]);
  });

  it('does not give ids in the order of creation', () => {
    const random = createSeededRandom();
    const ids = Array.from({ length: 20 }, () => random.id('cm'));
    expect(ids.toSorted()).not.toEqual(ids);
  });

  it('starts over', () => {
    const random = createSeededRandom(3);
    const first = random.id('cm');
    random.reseed(3);
    expect(random.id('cm')).toBe(first);
    random.reseed(4);
    expect(random.id('cm')).not.toBe(first);
  });
});
