import { describe, expect, it } from 'vitest';
import { judgeCuts, listCutsAround, listCutsInside, pushFace } from './cursorHonesty.ts';
import { chunkSizes, createScript, endings } from './cutFeed.ts';
import { createMessages } from './wire.ts';

const short = createScript(createMessages(20));
const long = createScript(createMessages(200));

describe('a connected conversation: nothing lost, nothing doubled, the cursor never ahead', () => {
  it('the cuts are where they are said to be', () => {
    const bytes = new Set(listCutsInside(short).flat());
    expect(bytes.size).toBe(short.bytes.length);
    const around = new Set(listCutsAround(long).flat());
    const wanted = long.boundaries.flatMap((end) => [-2, -1, 0, 1, 2].map((by) => end + by));
    expect(wanted.filter((at) => at <= long.bytes.length && !around.has(at))).toEqual([]);
  });

  for (const chunkSize of chunkSizes) {
    for (const ending of endings) {
      const how = `${ending}, chunks of ${chunkSize} bytes`;
      it(`20 events cut at every byte: ${how}`, { timeout: 120_000 }, async () => {
        const cuts = listCutsInside(short);
        expect(await judgeCuts(short, cuts, { ending, chunkSize }, pushFace)).toEqual([]);
      });
      it(`200 events cut at every boundary ± 2 bytes: ${how}`, { timeout: 120_000 }, async () => {
        const cuts = listCutsAround(long);
        expect(await judgeCuts(long, cuts, { ending, chunkSize }, pushFace)).toEqual([]);
      });
    }
  }
});
