import { describe, expect, it } from 'vitest';
import { joinPage, createRunItems, type Run } from '../../../src/core/transcript/run.ts';
import {
  createSend,
  createTranscript,
  readIds,
  readRows,
  readTexts,
  stretch,
  tell,
} from './build.ts';

describe('older history never beats what is newer', () => {
  it('without versions, a page asked for before the event arrived loses', () => {
    const transcript = createTranscript();
    transcript.applyLive(tell('a', 1, { text: 'first' }));
    const asOf = transcript.tick();
    transcript.applyLive(tell('a', 1, { text: 'edited' }));
    transcript.applyRun(stretch(transcript, [tell('a', 1, { text: 'first' })], { asOf }));
    expect(readTexts(transcript)).toEqual(['edited']);
  });

  it('without versions, a page asked for afterwards wins', () => {
    const transcript = createTranscript();
    transcript.applyLive(tell('a', 1, { text: 'first' }));
    transcript.applyRun(stretch(transcript, [tell('a', 1, { text: 'edited' })]));
    expect(readTexts(transcript)).toEqual(['edited']);
  });

  for (const by of ['version', 'updatedAt'] as const) {
    it(`with a ${by}, the higher one wins, whatever came when`, () => {
      const transcript = createTranscript();
      const asOf = transcript.tick();
      transcript.applyLive(tell('a', 1, { text: 'two', [by]: 2 }));
      transcript.applyRun(stretch(transcript, [tell('a', 1, { text: 'one', [by]: 1 })]));
      transcript.applyLive(tell('a', 1, { text: 'one', [by]: 1 }));
      expect(readTexts(transcript)).toEqual(['two']);
      transcript.applyRun(
        stretch(transcript, [tell('a', 1, { text: 'three', [by]: 3 })], { asOf }),
      );
      expect(readTexts(transcript)).toEqual(['three']);
    });
  }

  it('a replayed event does not undo the edit after it, and says that it looks old', () => {
    const transcript = createTranscript();
    transcript.applyLive(tell('a', 1, { text: 'one' }));
    transcript.applyLive(tell('a', 1, { text: 'two' }));
    expect(transcript.applyLive(tell('a', 1, { text: 'one' }))).toBe('stale_event');
    expect(readTexts(transcript)).toEqual(['two']);
    // It may be an edit back to the old text: only history can tell.
    transcript.applyRun(stretch(transcript, [tell('a', 1, { text: 'one' })]));
    expect(readTexts(transcript)).toEqual(['one']);
  });

  it('an id in two pages is told by the one that was asked for later', () => {
    const page = {
      items: createRunItems([tell('a', 1), tell('b', 2, { text: 'new' })], 5),
      asOf: 5,
      hasOlder: false,
      olderCursor: undefined,
    };
    const run: Run = {
      items: createRunItems([tell('b', 2, { text: 'old' }), tell('c', 3)], 4),
      asOf: 4,
      hasOlder: true,
      olderCursor: undefined,
      isNewest: true,
      isProof: false,
    };
    const joined = joinPage(run, page);
    expect(joined?.asOf).toBe(4);
    expect(joined?.items.map(({ message }) => message)).toEqual([
      tell('a', 1),
      tell('b', 2, { text: 'new' }),
      tell('c', 3),
    ]);
  });

  it('the same again changes nothing: no row is published anew', () => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, [tell('a', 1), tell('b', 2)]));
    transcript.takeChanges();
    transcript.applyRun(stretch(transcript, [tell('a', 1), tell('b', 2)]));
    transcript.applyLive(tell('b', 2));
    const { changed, isListChanged } = transcript.takeChanges();
    expect([...changed]).toEqual([]);
    expect(isListChanged).toBe(false);
  });

  it('what the wire tells in part does not replace what is known whole', () => {
    const transcript = createTranscript();
    transcript.applyLive(tell('a', 1, { text: 'whole' }));
    transcript.applyLive(tell('a', 1, { text: '', isIncomplete: true }));
    expect(readTexts(transcript)).toEqual(['whole']);
  });
});

describe('what is deleted stays deleted', () => {
  it('a late event and a page asked for before do not bring it back', () => {
    const transcript = createTranscript();
    const asOf = transcript.tick();
    transcript.applyLive(tell('a', 1));
    transcript.remove('a');
    expect(transcript.applyLive(tell('a', 1))).toBe('deleted_message');
    transcript.applyRun(stretch(transcript, [tell('a', 1)], { asOf }));
    expect(readIds(transcript)).toEqual([]);
  });

  it('also when the deletion comes before the message', () => {
    const transcript = createTranscript();
    transcript.remove('a');
    transcript.applyLive(tell('a', 1));
    expect(readIds(transcript)).toEqual([]);
  });

  it('a page asked for afterwards that still lists it is the truth', () => {
    const transcript = createTranscript();
    transcript.applyLive(tell('a', 1));
    transcript.remove('a');
    transcript.applyRun(stretch(transcript, [tell('a', 1)]));
    expect(readIds(transcript)).toEqual(['a']);
    transcript.applyLive(tell('a', 1, { text: 'alive' }));
    expect(readTexts(transcript)).toEqual(['alive']);
  });

  it('a receipt that comes after the deletion of what it confirms does not bring it back', () => {
    const transcript = createTranscript();
    const send = createSend('hi', { idempotencyKey: 'k1' });
    transcript.addSend(send);
    const stored = tell('m1', 6, { role: 'user', text: 'hi', clientId: 'k1' });
    transcript.applyLive(stored);
    transcript.remove('m1');
    transcript.acknowledge(send, stored);
    expect(readIds(transcript)).toEqual([]);
  });
});

describe('absence means deletion only where the server was asked about it', () => {
  const load = () => {
    const transcript = createTranscript();
    transcript.applyRun(
      stretch(
        transcript,
        [1, 2, 3, 4, 5].map((at) => tell(`m${at}`, at)),
      ),
    );
    return transcript;
  };
  const absentOf = (
    transcript: ReturnType<typeof load>,
    ids: readonly number[],
    given: Parameters<typeof stretch>[2] = {},
  ): string[] => {
    const messages = ids.map((at) => tell(`m${at}`, at));
    return transcript.findAbsent(stretch(transcript, messages, given));
  };

  it('inside a page, yes', () => {
    expect(absentOf(load(), [1, 2, 4, 5])).toEqual(['m3']);
    expect(absentOf(load(), [1, 2, 3])).toEqual(['m4', 'm5']);
  });

  it('at or below the oldest message of a page with more before it, no', () => {
    expect(absentOf(load(), [3, 5], { hasOlder: true })).toEqual(['m4']);
  });

  it('of the same time as that oldest message, no', () => {
    const transcript = createTranscript();
    const ties = ['a', 'b', 'c'].map((id) => tell(id, 7));
    transcript.applyRun(stretch(transcript, ties));
    const page = stretch(transcript, [ties[2]!, tell('d', 8)], { hasOlder: true });
    expect(transcript.findAbsent(page)).toEqual([]);
  });

  it('of what came after the request, no', () => {
    const transcript = load();
    const asOf = transcript.tick();
    transcript.applyLive(tell('m6', 6));
    transcript.applyLive(tell('m2', 2, { text: 'edited' }));
    expect(absentOf(transcript, [1, 3, 4, 5], { asOf })).toEqual([]);
  });

  it('of what is being streamed, no', () => {
    const transcript = load();
    transcript.startMessage(tell('m6', 6));
    expect(absentOf(transcript, [1, 2, 3, 4, 5])).toEqual([]);
  });

  it('of everything, when the server says there is nothing', () => {
    expect(absentOf(load(), [])).toHaveLength(5);
  });
});

describe('streamed answers grow in place', () => {
  const start = () => {
    const transcript = createTranscript();
    transcript.startMessage(tell('a', 1, { parts: [] }));
    const part = { type: 'text', text: '', state: 'streaming' } as const;
    transcript.applyPart({ type: 'part-set', messageId: 'a', partId: 'p', part });
    return transcript;
  };
  const say = (transcript: ReturnType<typeof start>, delta: string) =>
    transcript.applyPart({ type: 'part-delta', messageId: 'a', partId: 'p', delta });

  it('deltas append; a published record is never changed afterwards', () => {
    const transcript = start();
    say(transcript, 'Hel');
    const before = transcript.read('a');
    say(transcript, 'lo');
    expect(before?.parts).toEqual([{ type: 'text', text: 'Hel', state: 'streaming' }]);
    expect(readRows(transcript)[0]).toMatchObject({
      status: 'streaming',
      parts: [{ type: 'text', text: 'Hello', state: 'streaming' }],
    });
  });

  it('the end closes the parts and settles the row', () => {
    const transcript = start();
    say(transcript, 'Hello');
    transcript.endMessage({ type: 'message-end', messageId: 'a', status: 'complete' });
    expect(readRows(transcript)[0]).toMatchObject({
      status: 'complete',
      parts: [{ type: 'text', text: 'Hello', state: 'done' }],
    });
  });

  it('a page of what is stored so far does not cut what has streamed', () => {
    const transcript = start();
    say(transcript, 'Hello');
    transcript.applyRun(stretch(transcript, [tell('a', 1, { text: 'Hel' })]));
    expect(readTexts(transcript)).toEqual(['Hello']);
    say(transcript, ' you');
    expect(readTexts(transcript)).toEqual(['Hello you']);
  });

  it('an end of the connection marks it interrupted and keeps the text', () => {
    const transcript = start();
    say(transcript, 'Hel');
    transcript.interruptStreaming();
    expect(readRows(transcript)[0]).toMatchObject({
      status: 'interrupted',
      parts: [{ text: 'Hel', state: 'done' }],
    });
  });

  it('parts of a message nobody knows are orphans', () => {
    const transcript = createTranscript();
    expect(say(transcript, 'x')).toBe('orphan_part');
    const part = { type: 'text', text: '' } as const;
    const set = { type: 'part-set', messageId: 'a', partId: 'p', part } as const;
    expect(transcript.applyPart(set)).toBe('orphan_part');
    const end = { type: 'message-end', messageId: 'a', status: 'complete' } as const;
    expect(transcript.endMessage(end)).toBe('orphan_part');
    expect(readIds(transcript)).toEqual([]);
  });

  it('a delta for a part that was never set is an orphan, too', () => {
    const transcript = start();
    const delta = { type: 'part-delta', messageId: 'a', partId: 'other', delta: 'x' } as const;
    expect(transcript.applyPart(delta)).toBe('orphan_part');
    expect(readTexts(transcript)).toEqual(['']);
  });
});
