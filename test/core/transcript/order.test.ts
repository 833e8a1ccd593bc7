import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../src/core/transcript/transcript.ts';
import { createTranscript, readIds, stretch, tell } from './build.ts';

const noon = 1_000;

/** A conversation that was empty when it was joined; the feed tells everything since. */
function joinEmpty(): Transcript {
  const transcript = createTranscript();
  transcript.holes.openFeed(false);
  transcript.applyRun(stretch(transcript, []));
  return transcript;
}

describe('rows stand in the order of the server', () => {
  it('by time, whatever the order of arrival', () => {
    const transcript = joinEmpty();
    for (const [id, at] of [
      ['c', 3],
      ['a', 1],
      ['d', 4],
      ['b', 2],
    ] as const)
      transcript.applyLive(tell(id, at));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('by sequence where the wire has one, whatever the time says', () => {
    const transcript = joinEmpty();
    transcript.applyLive(tell('late', 1, { sequence: 2 }));
    transcript.applyLive(tell('early', 9, { sequence: 1 }));
    expect(readIds(transcript)).toEqual(['early', 'late']);
  });

  it('a changed time moves the row, under the same key', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, [tell('a', 1), tell('b', 2), tell('c', 3)]));
    transcript.applyLive(tell('a', 9));
    expect(readIds(transcript)).toEqual(['b', 'c', 'a']);
    expect(transcript.readKeys()).toEqual(['b', 'c', 'a']);
  });
});

describe('messages of equal time stand as the server lists them', () => {
  const ties = (...ids: string[]) => ids.map((id) => tell(id, noon));

  it('as they came, until a page tells', () => {
    const transcript = createTranscript();
    for (const message of ties('b', 'a')) transcript.applyLive(message);
    expect(readIds(transcript)).toEqual(['b', 'a']);
    transcript.applyRun(stretch(transcript, ties('a', 'b')));
    expect(readIds(transcript)).toEqual(['a', 'b']);
  });

  it('a live message of the same time comes after what a page held', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, ties('a', 'b')));
    transcript.applyLive(tell('c', noon));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c']);
  });

  it('a page that was asked for before a live message of the same time does not overtake it', () => {
    const transcript = createTranscript();
    const asOf = transcript.tick();
    transcript.applyLive(tell('c', noon));
    transcript.applyRun(stretch(transcript, ties('a', 'b'), { asOf }));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c']);
  });

  it('a page that begins in their midst leaves the older ones above it', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, ties('a', 'b', 'c', 'd')));
    transcript.applyRun(stretch(transcript, ties('c', 'd'), { hasOlder: true }));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('also when newer messages follow on the page', () => {
    const transcript = createTranscript();
    const newer = [...ties('c', 'd'), tell('e', noon + 1)];
    transcript.applyRun(stretch(transcript, [...ties('a', 'b'), ...newer]));
    transcript.applyRun(stretch(transcript, newer, { hasOlder: true }));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('also when it brings a new one', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, ties('a', 'b', 'c')));
    transcript.applyRun(stretch(transcript, ties('b', 'c', 'd'), { hasOlder: true }));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('an older page that ends in their midst goes above them', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, ties('c', 'd'), { hasOlder: true, olderCursor: 'x' }));
    const older = { isNewest: false, isProof: false, nextKey: 'c' };
    transcript.applyRun(stretch(transcript, [tell('z', 1), ...ties('a', 'b')], older));
    expect(readIds(transcript)).toEqual(['z', 'a', 'b', 'c', 'd']);
  });

  it('an older page that shares two with what is known, all of one time, puts the rest above them', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, ties('c', 'd', 'e', 'f'), { hasOlder: true }));
    const older = { isNewest: false, isProof: false };
    transcript.applyRun(stretch(transcript, ties('a', 'b', 'c', 'd'), older));
    expect(readIds(transcript)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('hundreds of them, in pages from the newest end', () => {
    const all = Array.from({ length: 300 }, (_, index) => tell(`t${index}`, noon));
    const transcript = createTranscript();
    for (let end = all.length; end > 0; end -= 18) {
      const page = all.slice(Math.max(0, end - 20), end);
      const isNewest = end === all.length;
      const run = { isNewest, isProof: isNewest, hasOlder: end > 20 };
      transcript.applyRun(stretch(transcript, page, run));
    }
    expect(readIds(transcript)).toEqual(all.map(({ id }) => id));
  });
});
