import { describe, expect, it } from 'vitest';
import type { TurnTranscript } from '../../../src/core/transcript/turnTranscript.ts';
import { createTranscript, readIds, stretch, tell } from './build.ts';

const noon = 1_000;
const ties = (...ids: string[]) => ids.map((id) => tell(id, noon));

/** Read down to its start, and listened to. */
function join(...ids: string[]): TurnTranscript {
  const transcript = createTranscript();
  transcript.holes.openFeed(false);
  transcript.applyRun(
    stretch(
      transcript,
      ids.map((id, index) => tell(id, index + 1)),
    ),
  );
  return transcript;
}

describe('what the feed says late, of a time that newer rows follow', () => {
  it('stands where something was missing: above what a page began with', () => {
    const transcript = join('z');
    transcript.holes.closeFeed();
    transcript.holes.openFeed(false);
    // Of those of noon it shows the last, and what came after them.
    const page = [...ties('c'), tell('d', noon + 1)];
    transcript.applyRun(stretch(transcript, page, { hasOlder: true, isProof: false }));
    for (const message of ties('a', 'b')) transcript.applyLive(message);
    expect(readIds(transcript)).toEqual(['z', 'a', 'b', 'c', 'd']);
  });

  it('stands right behind what the feed said before it', () => {
    const transcript = join('z');
    const [s, t] = ties('s', 't');
    transcript.applyLive(s!);
    transcript.applyRun(stretch(transcript, [tell('z', 1), s!, t!, tell('d', noon + 1)]));
    for (const message of ties('u', 'v')) transcript.applyLive(message);
    expect(readIds(transcript)).toEqual(['z', 's', 'u', 'v', 't', 'd']);
  });

  it('stands last among them, where what is missing comes after them', () => {
    const transcript = join('z');
    for (const message of ties('a', 'b')) transcript.applyLive(message);
    transcript.holes.lose();
    transcript.applyLive(tell('d', noon + 1));
    transcript.applyLive(tell('c', noon));
    expect(readIds(transcript)).toEqual(['z', 'a', 'b', 'c', 'd']);
  });

  it.each(['a later stream', 'what follows a loss'])(
    'of %s, is not behind what was said before',
    (what) => {
      const transcript = join('z');
      const [s, t, u] = ties('s', 't', 'u');
      transcript.applyLive(s!);
      transcript.applyRun(stretch(transcript, [tell('z', 1), s!, t!, tell('d', noon + 1)]));
      transcript.holes.lose();
      if (what === 'a later stream') {
        transcript.holes.closeFeed();
        transcript.holes.openFeed(false);
      }
      transcript.applyLive(u!);
      expect(readIds(transcript)).toEqual(['z', 's', 't', 'u', 'd']);
    },
  );
});

describe('a page that begins among rows of one time', () => {
  const page = [...ties('x'), tell('e', noon + 1)];

  it('puts what it brings behind those it does not list', () => {
    const transcript = join('z');
    for (const message of ties('a', 'b')) transcript.applyLive(message);
    transcript.applyRun(stretch(transcript, page, { hasOlder: true, isProof: false }));
    expect(readIds(transcript)).toEqual(['z', 'a', 'b', 'x', 'e']);
  });

  it('but before those that came after it was asked for', () => {
    const transcript = join('z');
    for (const message of ties('a', 'b')) transcript.applyLive(message);
    const asOf = transcript.tick();
    transcript.applyLive(tell('c', noon));
    transcript.applyRun(stretch(transcript, page, { asOf, hasOlder: true, isProof: false }));
    expect(readIds(transcript)).toEqual(['z', 'a', 'b', 'x', 'c', 'e']);
  });

  it('closes nothing by putting them into another order', () => {
    const transcript = join('z');
    transcript.holes.lose();
    for (const message of ties('p', 'q')) transcript.applyLive(message);
    expect(transcript.holes.areClosed).toBe(false);
    const run = { hasOlder: true, isProof: false } as const;
    transcript.applyRun(stretch(transcript, ties('q', 'p'), run));
    expect(readIds(transcript)).toEqual(['z', 'q', 'p']);
    expect(transcript.holes.areClosed).toBe(false);
    transcript.applyRun(stretch(transcript, [tell('z', 1), ...ties('q', 'p')], run));
    expect(transcript.holes.areClosed).toBe(true);
  });
});
